"""The news that a station has changed: its moment is its version, since connections and plugs have none."""

from wattfleet.bus.port import News
from wattfleet.usecases.parts import Parts


def station_news(parts: Parts, tenant: int, identity: str) -> News:
    now = parts.clock.now()
    return News(tenant, "station", identity, now.us, now)
