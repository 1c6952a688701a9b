"""What a person does with an alarm: acknowledge it with a note, own it, let it sleep."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.commands import Moment
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import alarms
from wattfleet.storage.alarms import Alarm
from wattfleet.storage.database import Writer
from wattfleet.usecases.keep_alarms import line
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


class AlarmChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different. `acknowledged` false takes it back; `snoozed_until` null wakes it."""

    acknowledged: bool | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=1000)] | UnsetType = UNSET
    owner: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    snoozed_until: Moment | UnsetType | None = UNSET


async def change_alarm(
    parts: Parts, tenant: int, alarm_id: UUID, change: AlarmChange, *, by: Principal, seen: int | None
) -> Alarm:
    """Raises: WattfleetError `alarm_unknown`, `version_stale`."""
    now = parts.clock.now()

    def put(writer: Writer) -> Alarm:
        alarm = alarms.demand(writer, alarm_id)
        check_seen(seen, alarm.version)
        deeds = _deeds(change, by, now)
        told: dict[str, object] = {}
        for _, values in deeds:
            told |= values
        if deeds:
            what = ", ".join(what for what, _ in deeds)
            alarms.note(writer, line(parts, alarm, what, now, by=by.text, note=_text(change.note)))
        return alarms.change(writer, msgspec.structs.replace(alarm, **told), alarm.version)

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(News(tenant, "alarm", str(changed.id), changed.version, now))
    return changed


def _deeds(change: AlarmChange, by: Principal, now: Instant) -> list[tuple[str, dict[str, object]]]:
    """Each part of the change, as its history names it, with what it sets."""
    deeds: list[tuple[str, dict[str, object]]] = []
    note: dict[str, object] = {} if change.note is UNSET else {"note": change.note}
    if change.acknowledged is True:
        deeds.append(("acknowledged", {"acknowledged_by": by.text, "acknowledged_at": now, **note}))
    elif change.acknowledged is False:
        deeds.append(("unacknowledged", {"acknowledged_by": "", "acknowledged_at": None, **note}))
    if change.owner is not UNSET:
        deeds.append((f"owner {change.owner or 'none'}", {"owner": change.owner, **note}))
    if not isinstance(change.snoozed_until, UnsetType):
        until = None if change.snoozed_until is None else Instant.of(change.snoozed_until)
        what = "woken" if until is None else f"snoozed until {until.rfc3339()}"
        deeds.append((what, {"snoozed_until": until, **note}))
    return deeds or ([("noted", note)] if note else [])


def _text(value: str | UnsetType) -> str:
    return "" if isinstance(value, UnsetType) else value
