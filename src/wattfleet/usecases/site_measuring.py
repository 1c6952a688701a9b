"""What is asked of measuring at a site, for each use, and what would be held if it were said otherwise."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.billing.measuring import Demand, LawRule, MeasuringFacts, Metrology, SiteRule, Use, demand_of
from wattfleet.kernel.timeline import Instant
from wattfleet.stations.site import Site
from wattfleet.storage import to_bill
from wattfleet.storage.database import Reader
from wattfleet.storage.to_bill import Unbilled
from wattfleet.usecases.finding import demand_site
from wattfleet.usecases.measured_sessions import unmeasured
from wattfleet.usecases.metrology import metrology

MOST = 500
"""Sessions that are looked at, the newest: about a millisecond each."""


class UseAsks(msgspec.Struct, frozen=True, kw_only=True):
    """One use: what is asked of it (None = nothing), the country's rule, and how many stations are for it."""

    use: Use
    demand: Demand | None
    law: LawRule | None
    stations: int


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is held, and the identity of its station."""

    session: Unbilled
    station: str


class SiteAsks(msgspec.Struct, frozen=True, kw_only=True):
    """A site today: `looked_at` of its sessions wait for an invoice, `held` of them are held, by code, the
    newest first.

    `more`: there are older ones that nobody looked at.
    """

    uses: tuple[UseAsks, ...]
    rules: tuple[SiteRule, ...]
    looked_at: int
    more: bool
    held: dict[str, list[HeldSession]]


def site_asks(
    reader: Reader,
    law: MeasuringFacts,
    site_id: UUID,
    now: Instant,
    *,
    instead: Sequence[SiteRule] | None = None,
) -> SiteAsks:
    """As it stands, or as if `instead` were all that is said of the site.

    Raises: WattfleetError `site_unknown`.
    """
    site = demand_site(reader, site_id)
    said = metrology(reader)
    if instead is not None:
        others = [one for one in said.sites if one.site_id != site.id]
        said = Metrology(sites=[*others, *instead])
    places = {station: one for station, one in to_bill.places(reader).items() if one.site_id == site.id}
    waiting = to_bill.newest_unbilled(reader, tuple(places), now, MOST + 1)
    looked_at = waiting[:MOST]
    ratings = to_bill.ratings_of(reader, [one.rating_id for one in looked_at])
    problems = unmeasured(reader, law, looked_at, places, ratings, said)
    held: dict[str, list[HeldSession]] = {}
    for session in looked_at:
        problem = problems.get(session.session_id)
        if problem is not None:
            station = places[session.station_id].identity
            held.setdefault(problem.code, []).append(HeldSession(session=session, station=station))
    accesses = [one.access for one in places.values()]
    day = now.local(site.zone).date()
    return SiteAsks(
        uses=tuple(_use(law, said, site, use, day, accesses.count(use.value)) for use in Use),
        rules=tuple(one for one in said.sites if one.site_id == site.id),
        looked_at=len(looked_at),
        more=len(waiting) > len(looked_at),
        held=dict(sorted(held.items())),
    )


def _use(law: MeasuringFacts, said: Metrology, site: Site, use: Use, day: date, stations: int) -> UseAsks:
    demand = demand_of(law, said, site_id=site.id, country=site.country, use=use, day=day)
    rule = next((one for one in law.rules if one.holds(site.country, use, day)), None)
    return UseAsks(use=use, demand=demand, law=rule, stations=stations)
