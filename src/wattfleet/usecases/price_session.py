"""What a session costs as it stands, or why it has no price: the same reading for closing and for looking."""

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import Session, SessionState
from wattfleet.sessions.usage_of import usage
from wattfleet.stations.site import Site
from wattfleet.storage import sites, stations, tariffs
from wattfleet.storage.database import Reader
from wattfleet.tariffs.rating import Rating, rate

NOT_SOLD = "not_sold"
"""No tariff holds at the station: most homes and depots. The session is complete without a price."""
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
    tariff = tariffs.that_prices(reader, session.station_id, session.evse, session.started_at)
    if tariff is None:
        return Priced(None, NOT_SOLD)
    rating = rate(usage(session, _site(reader, session).zone, until), tariff)
    return Priced(rating, IN_REVIEW if session.state is SessionState.REVIEW else "")


def _site(reader: Reader, session: Session) -> Site:
    station = stations.get(reader, session.station_id)
    site = sites.get(reader, station.site_id) if station is not None else sites.default(reader)
    assert site is not None, "every tenant has a site from its first start"
    return site
