"""What is asked of measuring at one site, and what would be held there if it were said otherwise."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed, refusal
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import Decimals, Id, When, read_id
from wattfleet.billing.measuring import AskedBy, Gate, LawText, SiteRule, Use, asked_by
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Currency, Money
from wattfleet.storage.database import Reader
from wattfleet.storage.to_bill import Unbilled
from wattfleet.usecases.metrology import metrology
from wattfleet.usecases.site_measuring import HeldSession, SiteAsks, UseAsks, site_asks


class UseMetrologyView(msgspec.Struct, frozen=True, kw_only=True):
    """One use. `asked` = sessions without signed values are held, `by` a law or the site; `law` and `source`
    are the rule of the site's country, whatever is said of the site, `note` what is said there."""

    use: Use
    stations: Annotated[int, Meta(description="How many of the site's stations are for it.")]
    asked: bool
    minutes: Annotated[bool, Meta(description="Minutes are billed only where the clock is approved.")]
    clock_approved: bool
    by: Annotated[AskedBy, Meta(description="Who asks; null = nobody.")]
    note: str
    law: Annotated[LawText | None, Meta(description="In each language of the screens.")]
    source: str


SHOWN = 50
"""Sessions that are named for one reason."""


class HeldSessionView(msgspec.Struct, frozen=True, kw_only=True):
    """One of them, with the price that nobody pays yet."""

    id: Id
    station: str
    started_at: When
    energy_wh: str
    amount: Decimals
    currency: str


class HeldView(msgspec.Struct, frozen=True):
    """So many sessions for one reason; `newest` are the newest of them, at most 50, for who may read them."""

    code: str
    sessions: int
    newest: list[HeldSessionView]


class SiteMetrologyView(msgspec.Struct, frozen=True, kw_only=True):
    """A site: what is asked for each use, the rules that were written of it, and what follows for the
    sessions that wait for an invoice."""

    site: Id
    uses: list[UseMetrologyView]
    rules: list[SiteRule]
    looked_at: Annotated[int, Meta(description="How many that wait for an invoice were looked at.")]
    more: Annotated[bool, Meta(description="There are older ones, which were not looked at.")]
    held: list[HeldView]


class SiteMetrologyQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With `gate`: as if this were said of the use, or of all where there is none. It changes nothing."""

    gate: Gate | None = None
    use: Use | None = None
    clock_approved: bool = False


async def show(door: Door, asked: Asked[Nothing, SiteMetrologyQuery]) -> Answer:
    site_id, query, now = read_id(asked.names, "site_unknown", "site"), asked.query, door.parts.clock.now()

    def look(reader: Reader) -> SiteAsks:
        instead = None
        if query.gate is not None:
            tried = SiteRule(
                site_id=site_id,
                use=query.use,
                gate=query.gate,
                clock_approved=query.clock_approved,
                note="as tried",
            )
            kept = [one for one in metrology(reader).sites if one.site_id == site_id and one.use != query.use]
            instead = [*kept, tried]
        return site_asks(reader, door.parts.measuring, site_id, now, instead=instead)

    found = await door.parts.database.read(asked.caller.tenant, look)
    named = refusal(asked.caller.role, asked.caller.scopes, Deed(Area.SESSIONS)) is None
    return json_answer(
        SiteMetrologyView(
            site=str(site_id),
            uses=[_use(one) for one in found.uses],
            rules=list(found.rules),
            looked_at=found.looked_at,
            more=found.more,
            held=[_held(code, some, SHOWN if named else 0) for code, some in found.held.items()],
        )
    )


def _held(code: str, some: list[HeldSession], most: int) -> HeldView:
    return HeldView(code, len(some), [_held_session(one.session, one.station) for one in some[:most]])


def _held_session(one: Unbilled, station: str) -> HeldSessionView:
    return HeldSessionView(
        id=str(one.session_id),
        station=station,
        started_at=one.started_at.rfc3339(),
        energy_wh=wh_text(Energy(one.mwh)),
        amount=str(Money(one.minor, Currency(one.currency))),
        currency=one.currency,
    )


def _use(one: UseAsks) -> UseMetrologyView:
    demand, law = one.demand, one.law
    return UseMetrologyView(
        use=one.use,
        stations=one.stations,
        asked=demand is not None and demand.energy,
        minutes=demand is not None and demand.time,
        clock_approved=demand is not None and demand.clock_approved,
        by=asked_by(demand),
        note="" if demand is None else demand.note,
        law=None if law is None else law.text,
        source="" if law is None else law.source,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sites/{id}/metrology",
        show,
        deed=Deed(Area.SITES),
        body=Nothing,
        query=SiteMetrologyQuery,
        about=About(
            summary="What is asked of measuring at a site, and what is held there by it",
            description="With `gate` it tells what would be, before PUT /api/v1/metrology says it: the "
            "sessions that wait for an invoice are looked at, the newest 500 of them.",
            answer=SiteMetrologyView,
        ),
    ),
)
