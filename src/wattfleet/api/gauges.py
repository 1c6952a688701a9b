"""Gauges of the fleet as a whole, counted when Prometheus asks, at most every five seconds."""

from collections import Counter

from prometheus_client import Gauge

from wattfleet.api.door import Door
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.storage import tenants
from wattfleet.storage.counts import count
from wattfleet.storage.database import INSTALLATION

EVERY_US = 5 * SECOND_US

SESSIONS_OPEN = Gauge("wattfleet_sessions_open", "Sessions that run.")
SESSIONS_SUSPECT = Gauge("wattfleet_sessions_suspect", "What waits for a person.", ["reason"])
PORTS = Gauge("wattfleet_ports_state", "Plugs by their last told state.", ["state"])
OUTBOX = Gauge("wattfleet_outbox_waiting_messages", "Facts that others have not heard of.")


class Gauges:
    """Counts anew where the last count is old."""

    def __init__(self) -> None:
        self._counted_us = -EVERY_US

    async def refresh(self, door: Door) -> None:
        """Raises: WattfleetError `storage_unavailable`."""
        now_us = door.parts.clock.monotonic_us()
        if now_us - self._counted_us < EVERY_US:
            return
        self._counted_us = now_us
        database = door.parts.database
        total: Counter[str] = Counter()
        ports: Counter[str] = Counter()
        for tenant in await database.read(INSTALLATION, tenants.all_ids):
            found = await database.read(tenant, count)
            total["open"] += found.open_sessions
            total["review"] += found.in_review
            total["doubt"] += found.open_doubts
            total["news"] += found.waiting_news
            ports.update(found.ports)
        SESSIONS_OPEN.set(total["open"])
        SESSIONS_SUSPECT.labels("review").set(total["review"])
        SESSIONS_SUSPECT.labels("doubt").set(total["doubt"])
        OUTBOX.set(total["news"])
        PORTS.clear()
        for state, number in ports.items():
            PORTS.labels(state).set(number)
