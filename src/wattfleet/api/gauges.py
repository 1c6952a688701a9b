"""Gauges of the fleet as a whole, counted when Prometheus asks, at most every five seconds."""

from collections import Counter

from prometheus_client import Gauge

from wattfleet.api.door import Door
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.operations.health import Facts, days_left
from wattfleet.storage import tenants
from wattfleet.storage.counts import count
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.read_health import read_health

EVERY_US = 5 * SECOND_US

SESSIONS_OPEN = Gauge("wattfleet_sessions_open", "Sessions that run.")
SESSIONS_SUSPECT = Gauge("wattfleet_sessions_suspect", "What waits for a person.", ["reason"])
PORTS = Gauge("wattfleet_ports_state", "Plugs by their last told state.", ["state"])
OUTBOX = Gauge("wattfleet_outbox_waiting_messages", "Facts that others have not heard of.")
OUTBOX_LAG = Gauge("wattfleet_outbox_lag_seconds", "Age of the oldest fact that others have not heard of.")
DISK_FREE = Gauge("wattfleet_disk_free_bytes", "Free where the data folder is.")
DISK_DAYS = Gauge("wattfleet_disk_left_days", "In how many days the disk is full; -1 = it does not fill.")
DATABASE = Gauge("wattfleet_database_bytes", "How much room the database takes.")
BACKUP_AGE = Gauge("wattfleet_backup_age_seconds", "Since the last whole backup; -1 = there is none.")
AUDIT_AGE = Gauge("wattfleet_audit_age_seconds", "Since the last audit ended; -1 = there was none.")


async def refresh(door: Door) -> None:
    """Counts anew where the last count of this door is old. Raises: WattfleetError `storage_unavailable`."""
    now_us = door.parts.clock.monotonic_us()
    counted_us = door.hall.counted_us
    if counted_us is not None and now_us - counted_us < EVERY_US:
        return
    door.hall.counted_us = now_us
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
    _show_health(await read_health(door.parts))


def _show_health(facts: Facts) -> None:
    left = days_left(facts.samples, facts.machine.free_bytes, facts.now)
    oldest = facts.outbox_oldest_at
    OUTBOX_LAG.set(0 if oldest is None else _seconds(facts.now, oldest))
    if facts.machine.free_bytes is not None:
        DISK_FREE.set(facts.machine.free_bytes)
    DISK_DAYS.set(-1 if left is None else left)
    DATABASE.set(facts.database_bytes or 0)
    BACKUP_AGE.set(_seconds(facts.now, facts.backup.last_at))
    AUDIT_AGE.set(_seconds(facts.now, facts.audit.ended_at))


def _seconds(now: Instant, since: Instant | None) -> float:
    return -1 if since is None else (now - since) / SECOND_US
