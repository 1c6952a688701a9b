"""Alarms follow the facts: what is new opens, what goes on is brought up to date, what is over closes.

A reconciler without input: it compares what the facts show with what stands open, and a second run changes
nothing. An alarm whose cause goes and comes back within its quiet time stays the same alarm.
"""

import msgspec

from wattfleet.access.principal import ITSELF
from wattfleet.bus.port import News
from wattfleet.kernel.timeline import Instant
from wattfleet.operations.alarms import Raised, is_cleared, raised
from wattfleet.operations.checkup import Finding, Severity, told
from wattfleet.operations.health import findings
from wattfleet.operations.telling import mend, words
from wattfleet.storage import alarms, deliveries, tenants
from wattfleet.storage.alarms import CLOSED, Alarm, Line
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Reader, Writer
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.read_health import read_health


async def keep_alarms(parts: Parts) -> int:
    """In all tenants; never asks to be run again at once. The system's own are the default tenant's."""
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        system = findings(await read_health(parts, tenant)) if tenant == DEFAULT_TENANT else ()
        await keep_tenant(parts, tenant, system)
    return 0


async def keep_tenant(parts: Parts, tenant: int, system: tuple[Finding, ...]) -> int:
    """How many opened, changed or closed. `system` is what the system's own health shows."""
    now = parts.clock.now()

    def look(reader: Reader) -> tuple[tuple[Raised, ...], dict[str, Alarm]]:
        facts = msgspec.structs.replace(alarms.network(reader, now), system=(*system, *_failing(reader)))
        return raised(facts), alarms.open_ones(reader)

    wanted, standing = await parts.database.read(tenant, look)
    if not _differ(wanted, standing, now):
        return 0

    def follow(writer: Writer) -> list[Alarm]:
        there = alarms.open_ones(writer)
        keys = {one.key for one in wanted}
        changed = [_open(parts, writer, one, now) for one in wanted if one.key not in there]
        changed += [_update(writer, there[one.key], one) for one in wanted if _is_other(there, one)]
        for alarm in there.values():
            if alarm.key not in keys:
                changed += _let_go(parts, writer, alarm, now)
        return changed

    changed = await parts.database.write(tenant, follow)
    for alarm in changed:
        parts.bus.publish(News(tenant, "alarm", str(alarm.id), alarm.version, now))
    return len(changed)


def _failing(reader: Reader) -> list[Finding]:
    """Channels whose last try failed: whoever is not told must see it."""
    found = {one: deliveries.failing(reader, one) for one in ("mail", "webhook")}
    return [
        told(f"{channel}_failing", Severity.WARNING, problem=problem)
        for channel, problem in found.items()
        if problem
    ]


def _differ(wanted: tuple[Raised, ...], standing: dict[str, Alarm], now: Instant) -> bool:
    keys = {one.key for one in wanted}
    return any(one.key not in standing or _is_other(standing, one) for one in wanted) or any(
        alarm.key not in keys and (alarm.gone_since is None or is_cleared(alarm.code, alarm.gone_since, now))
        for alarm in standing.values()
    )


def _is_other(there: dict[str, Alarm], one: Raised) -> bool:
    alarm = there.get(one.key)
    return alarm is not None and (
        alarm.severity != one.severity
        or alarm.gone_since is not None
        or (alarm.values != one.values and not alarm.key.startswith("system:"))
    )


def _open(parts: Parts, writer: Writer, one: Raised, now: Instant) -> Alarm:
    alarm = Alarm(
        id=parts.ids.uuid(now),
        key=one.key,
        code=one.code,
        severity=one.severity,
        subject=one.subject,
        station_id=one.station_id,
        site_id=one.site_id,
        words=words(one.code, one.values),
        mend=mend(one.code, one.values),
        values=one.values,
        since=one.since,
        opened_at=now,
    )
    alarms.add(writer, alarm)
    alarms.note(writer, line(parts, alarm, "opened", now))
    return alarm


def _update(writer: Writer, alarm: Alarm, one: Raised) -> Alarm:
    fresh = msgspec.structs.replace(
        alarm,
        words=words(one.code, one.values),
        mend=mend(one.code, one.values),
        values=one.values,
        severity=one.severity,
        gone_since=None,
    )
    return alarms.change(writer, fresh, alarm.version)


def _let_go(parts: Parts, writer: Writer, alarm: Alarm, now: Instant) -> list[Alarm]:
    gone_since = alarm.gone_since or now
    if is_cleared(alarm.code, gone_since, now):
        closed = msgspec.structs.replace(alarm, state=CLOSED, gone_since=gone_since, closed_at=now)
        alarms.note(writer, line(parts, alarm, "closed", now))
        return [alarms.change(writer, closed, alarm.version)]
    if alarm.gone_since is None:
        return [alarms.change(writer, msgspec.structs.replace(alarm, gone_since=now), alarm.version)]
    return []


def line(
    parts: Parts, alarm: Alarm, what: str, now: Instant, *, by: str = ITSELF.name, note: str = ""
) -> Line:
    """A line of its history."""
    return Line(id=parts.ids.uuid(now), alarm_id=alarm.id, at=now, what=what, by=by, note=note)
