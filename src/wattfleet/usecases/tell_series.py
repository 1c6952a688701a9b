"""Values of a series arrive; sessions that waited for them, or had wrong ones, are priced again."""

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.timeline import Span
from wattfleet.storage import ratings, series
from wattfleet.storage.database import Writer
from wattfleet.tariffs.series_wishes import PointsWish, read_points
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.price_session import PRICE_MISSING


class SeriesTold(msgspec.Struct, frozen=True):
    """How many values came, how many of them said something new, and how many sessions are priced again."""

    points: int
    changed: int
    sessions: int


async def tell_series(parts: Parts, tenant: int, name: str, wish: PointsWish, *, by: Principal) -> SeriesTold:
    """A second time changes nothing.

    Raises: WattfleetError `series_unknown`, `series_points_invalid`, `series_value_differs`.
    """
    points = read_points(wish)

    def put(writer: Writer) -> SeriesTold:
        known = series.demand(writer, name)
        changed = series.put(writer, known.id, points, replace=wish.replace)
        if not changed:
            return SeriesTold(len(points), 0, 0)
        span = Span(min(one.span.start for one in changed), max(one.span.end for one in changed))
        told = {"values": len(changed), "span": span}
        act(writer, parts, by, ("tell", "series"), known.id, after=told, name=name)
        again = ratings.rate_waiting_again(writer, PRICE_MISSING)
        again += ratings.rate_followers_again(writer, name, span)
        return SeriesTold(len(points), len(changed), again)

    return await parts.database.write(tenant, put)
