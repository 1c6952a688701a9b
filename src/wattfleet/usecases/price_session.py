"""What a session costs as it stands, or why it has no price: the same reading for closing and for looking."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import SECOND_US, Instant, Span, Zone
from wattfleet.sessions.session import Session, SessionState
from wattfleet.sessions.usage import Usage
from wattfleet.stations.site import Site
from wattfleet.storage import series, sessions, sites, stations
from wattfleet.storage.database import Reader
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.series import PriceMissing, Prices
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.choose_tariff import Chosen, choose_tariff
from wattfleet.usecases.course_of_session import course_of_session

NOT_SOLD = "not_sold"
"""No tariff holds at the station: most homes and depots. The session is complete without a price."""
PRICE_MISSING = "price_missing"
"""A price follows a series that has no value for a part of the session: it is priced when that comes."""
WRITTEN_OFF = "written_off"
"""A person has given it up."""
IN_REVIEW = "in_review"
"""Somebody must look first: nothing that is doubtful reaches a bill."""


class Priced(msgspec.Struct, frozen=True):
    """A rating, or the reason why there is none; in review both: what it would cost, and why not yet."""

    rating: Rating | None
    reason: str = ""


def price_session(reader: Reader, session: Session, until: Instant) -> Priced:
    """Rate a session by the tariff version of its start; a running one up to `until`.

    Local windows come from the site where the station stands.
    """
    if session.state is SessionState.WRITTEN_OFF:
        return Priced(None, WRITTEN_OFF)
    tariff = tariff_of(reader, session).tariff
    if tariff is None:
        return Priced(None, NOT_SOLD)
    used = course_of_session(reader, session, _site(reader, session).zone, until)
    try:
        rating = rate(used, tariff, _prices(reader, tariff, used))
    except PriceMissing:
        return Priced(None, PRICE_MISSING)
    return Priced(rating, IN_REVIEW if session.state is SessionState.REVIEW else "")


def price_running(
    reader: Reader, sums: Session, until: Instant, whole: Callable[[Reader, Session], Session]
) -> Priced:
    """The same of a session that was read without its course: `whole` reads that, where a tariff sells it."""
    if tariff_of(reader, sums).tariff is None and sums.state is not SessionState.WRITTEN_OFF:
        return Priced(None, NOT_SOLD)
    return price_session(reader, whole(reader, sums), until)


def price_under(
    reader: Reader, session_id: UUID, tariff: Tariff, until: Instant
) -> tuple[Rating, Zone] | None:
    """What a session would cost by another tariff, and its site's zone; None where there is no session.

    Raises: PriceMissing.
    """
    session = sessions.get(reader, session_id)
    if session is None:
        return None
    zone = _site(reader, session).zone
    used = course_of_session(reader, session, zone, until)
    return rate(used, tariff, _prices(reader, tariff, used)), zone


def tariff_of(reader: Reader, session: Session) -> Chosen:
    """Which tariff sells a session, and why."""
    return choose_tariff(
        reader,
        session.station_id,
        session.evse,
        token=None if session.token is None else session.token.uid,
        started_at=session.started_at,
    )


def _prices(reader: Reader, tariff: Tariff, used: Usage) -> Prices:
    """Over the session, and a moment at its end, so that one without length has a price too."""
    return series.prices_of(reader, tariff, Span(used.start, used.end + SECOND_US))


def _site(reader: Reader, session: Session) -> Site:
    station = stations.get(reader, session.station_id)
    site = sites.get(reader, station.site_id) if station is not None else sites.default(reader)
    assert site is not None, "every tenant has a site from its first start"
    return site
