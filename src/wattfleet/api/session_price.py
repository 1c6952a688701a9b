"""What a session costs, line by line, with the reason of each line in the driver's language."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.session_views import NOT_RATED, PROVISIONAL
from wattfleet.api.sessions import READ, session_id_of, session_unknown
from wattfleet.api.shapes import Id, When
from wattfleet.kernel.errors import missing
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.sessions.revision import facts_of, is_provisional
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import ratings, revisions, sessions, sites, stations
from wattfleet.storage.database import Reader
from wattfleet.tariffs.phrases import LANGUAGES
from wattfleet.tariffs.rating import Rating
from wattfleet.tariffs.shown import LineShape, PartShape, VatShape, show_rating
from wattfleet.usecases.price_session import price_session


class RatingView(msgspec.Struct, frozen=True, kw_only=True):
    """A rating. Without one, `cost_reason` says why, and amounts are null.

    `amount` = `before_vat` + `vat`; a line's amounts are exact and not rounded.
    """

    session: Id
    final: bool
    cost_reason: Annotated[str | None, Meta(description="not_sold, not_rated, in_review, provisional …")]
    rated_at: When
    language: str
    amount: str | None = None
    before_vat: str | None = None
    vat: str | None = None
    currency: str | None = None
    tax_included: bool | None = None
    tariff_id: Id | None = None
    tariff_version: int | None = None
    lines: list[LineShape] = []
    vat_totals: list[VatShape] = []
    energy: PartShape | None = None
    time: PartShape | None = None
    parking: PartShape | None = None
    fixed: PartShape | None = None
    reservation: PartShape | None = None
    notes: list[str] = []


class RatingQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which revision; the session as it stands where none is named."""

    revision: Annotated[int, Meta(ge=1, description="A number of its revisions.")] | None = None


class RatedSession(msgspec.Struct, frozen=True):
    """What is known of a session's price; `zone` is its site's."""

    session_id: UUID
    zone: Zone
    rating: Rating | None
    reason: str
    rated_at: Instant
    final: bool


async def show_rating_of(door: Door, asked: Asked[Nothing, RatingQuery]) -> Answer:
    session_id, number = session_id_of(asked), asked.query.revision
    now = door.parts.clock.now()

    def look(reader: Reader) -> RatedSession:
        session = sessions.get(reader, session_id)
        if session is None:
            raise session_unknown()
        return _price(reader, session, now) if number is None else _price_at(reader, session, number, now)

    known = await door.parts.database.read(asked.caller.tenant, look)
    language = language_of(asked.headers.get("accept-language", ""))
    return json_answer(rating_view(known, language), headers=(("content-language", language),))


def _price(reader: Reader, session: Session, now: Instant) -> RatedSession:
    zone = zone_of(reader, session)
    kept = ratings.newest(reader, session.id)
    if kept is not None and kept.session_version == session.version:
        closed = session.state is SessionState.CLOSED
        told = facts_of(session)
        provisional = closed and is_provisional(told.ended_at, told.flags, now)
        final = closed and kept.rating is not None and not provisional
        reason = PROVISIONAL if provisional and kept.rating is not None else kept.cost_reason
        return RatedSession(session.id, zone, kept.rating, reason, kept.rated_at, final)
    priced = price_session(reader, session, now)
    reason = priced.reason
    if not reason and session.state is not SessionState.ACTIVE:
        reason = NOT_RATED
    return RatedSession(session.id, zone, priced.rating, reason, now, final=False)


def _price_at(reader: Reader, session: Session, number: int, now: Instant) -> RatedSession:
    """As a revision was priced."""
    revision = revisions.get(reader, session.id, number)
    if revision is None:
        raise missing(
            "revision_unknown",
            f"The session has no revision {number}.",
            hint="GET /api/v1/sessions/{id}/revisions lists them.",
        )
    zone, facts = zone_of(reader, session), revision.facts
    kept = None if revision.price is None else ratings.get(reader, revision.price.rating_id)
    if kept is None:
        return RatedSession(session.id, zone, None, NOT_RATED, revision.at, final=False)
    closed = facts.state is SessionState.CLOSED
    provisional = closed and is_provisional(facts.ended_at, facts.flags, now)
    final = closed and kept.rating is not None and not provisional
    reason = PROVISIONAL if provisional and kept.rating is not None else kept.cost_reason
    return RatedSession(session.id, zone, kept.rating, reason, kept.rated_at, final)


def zone_of(reader: Reader, session: Session) -> Zone:
    station = stations.get(reader, session.station_id)
    site = None if station is None else sites.get(reader, station.site_id)
    return Zone("UTC") if site is None else site.zone


def rating_view(known: RatedSession, language: str) -> RatingView:
    head = {
        "session": str(known.session_id),
        "final": known.final,
        "cost_reason": known.reason or None,
        "rated_at": known.rated_at.rfc3339(),
        "language": language,
    }
    if known.rating is None:
        return msgspec.convert(head, RatingView)
    shape = show_rating(known.rating, known.zone, language)
    told = {name: getattr(shape, name) for name in shape.__struct_fields__}
    return msgspec.convert(head | told, RatingView)


def language_of(header: str) -> str:
    """The best of our languages for an Accept-Language header; English where none fits."""
    ranked: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        name, _, weight = part.partition(";")
        primary = name.strip().lower().partition("-")[0]
        quality = weight.strip().removeprefix("q=").strip()
        try:
            ranked.append((-float(quality or "1"), primary))
        except ValueError:
            continue
    return next(
        (name for weight, name in sorted(ranked, key=_weight) if name in LANGUAGES and weight < 0), "en"
    )


def _weight(ranked: tuple[float, str]) -> float:
    return ranked[0]


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sessions/{id}/rating",
        show_rating_of,
        deed=READ,
        body=Nothing,
        query=RatingQuery,
        about=About(
            summary="What a session costs, line by line, with why",
            description=(
                "Each line says quantity, price, amount, VAT and its reason in words, in the language of "
                "Accept-Language (en, sv, de). A running session is priced up to this moment; `revision` "
                "tells it as it was priced when it was that."
            ),
            answer=RatingView,
        ),
    ),
)
