"""A station's clock: how far it is off, learned from live messages, and what that makes of its times.

Only messages that are told as they happen measure a clock: StatusNotification and MeterValues with no
backlog; never a start or a stop, which may have waited in a queue (row 51). A message can be late but never
early, so a time ahead of ours proves a wrong clock at once. One behind ours may have waited: it counts only
where the message came alone, and it must repeat itself a while later and nearly to the second, or be off as
local time under the name of UTC is: by whole quarters of an hour, to the west by whole halves.

What is learned counts for one boot epoch and moves only when a message contradicts it, so that a message that
comes twice is corrected in the same way. Less than a minute is left alone: that much a delivery may take
(calls time out after 30 to 60 seconds), and no tariff is finer. All of this is soft: nothing is refused.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US, Instant

JITTER_US: Final = MINUTE_US
FUTURE_US: Final = 5 * MINUTE_US  # Source: field-faults row 56 (SteVe's value)
QUARTER_US: Final = 15 * MINUTE_US  # all offsets of time zones are multiples of it
SNAP_US: Final = 20 * SECOND_US
AGREES_US: Final = 20 * SECOND_US  # a queue that is emptied slowly gives delays that are merely alike
WIDEST_ZONE_US: Final = 14 * HOUR_US
EARLIEST: Final = Instant.of(datetime(2010, 1, 1, tzinfo=UTC))  # no station that speaks OCPP-J is older
_EARLIEST_US: Final = EARLIEST.us
_RUNNING_US: Final = 30 * DAY_US  # how long a clock may have counted from its own zero


class StationClock(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a station's clock in this boot epoch, in microseconds to add to what it says.

    `doubt` is a measurement that waits for another to agree, told at `doubted`. `unset` is the same for a
    clock that was never set, which counts from 1970 or the like. `previous` is what held before the boot.
    """

    offset: int = 0
    doubt: int | None = None
    doubted: Instant | None = None
    unset: int | None = None
    previous: int = 0
    booted_at: Instant | None = None
    in_service_from: Instant | None = None

    @property
    def skewed(self) -> bool:
        return self.offset != 0

    @property
    def zone_offset_us(self) -> int:
        """The offset of local time that the station calls UTC, or gives without a zone (row 49); 0 = none."""
        return -self.offset if self.offset % QUARTER_US == 0 else 0


def booted(clock: StationClock, received: Instant) -> StationClock:
    """A new boot epoch: the clock may have been set, lost or reset."""
    return StationClock(
        previous=clock.offset, booted_at=received, in_service_from=clock.in_service_from, offset=clock.offset
    )


def resumed(
    said: Instant, corrected: Instant, *, booted_at: Instant | None, in_service_from: Instant | None
) -> StationClock:
    """What was known when a station's newest status was corrected so: a new connection is no new epoch."""
    known = corrected - said
    clock = StationClock(booted_at=booted_at, in_service_from=in_service_from)
    if is_unset(said) or _is_before_service(clock, said):
        return msgspec.structs.replace(clock, unset=known)
    return clock if abs(known) < JITTER_US else msgspec.structs.replace(clock, offset=known, previous=known)


def observe(
    clock: StationClock, said: Instant, received: Instant, *, live: bool, alone: bool = True
) -> StationClock:
    """What one message teaches. `live` = its kind is sent as it happens; `alone` = nothing came just before
    it, so that no queue is being emptied."""
    if not live:
        return clock
    measured = received - said
    if is_unset(said) or _is_before_service(clock, said):
        return clock if clock.unset is not None else msgspec.structs.replace(clock, unset=measured)
    if abs(measured - clock.offset) < JITTER_US:
        return clock if clock.doubt is None else msgspec.structs.replace(clock, doubt=None, doubted=None)
    if not alone and measured > clock.offset and abs(measured) >= JITTER_US:
        return clock
    settled = _snapped(measured)
    if settled is None and measured > clock.offset and not _agrees(clock, said, measured):
        return msgspec.structs.replace(clock, doubt=measured, doubted=said)
    offset = measured if settled is None else settled
    return msgspec.structs.replace(clock, offset=offset, doubt=None, doubted=None)


def _agrees(clock: StationClock, said: Instant, measured: int) -> bool:
    """Whether an earlier message was as far behind; one that waited beside it proves nothing."""
    if clock.doubt is None or clock.doubted is None:
        return False
    return abs(measured - clock.doubt) < AGREES_US and said - clock.doubted >= JITTER_US


def _snapped(measured: int) -> int | None:
    """Zero, or whole quarters of an hour: these are no accident. None = it may be one."""
    if abs(measured) < JITTER_US:
        return 0
    step = QUARTER_US if measured < 0 else 2 * QUARTER_US
    whole = (measured + step // 2) // step * step
    return whole if abs(measured - whole) <= SNAP_US and abs(measured) <= WIDEST_ZONE_US else None


def is_unset(said: Instant) -> bool:
    """A time from before the station can have existed: its clock was never set (row 52)."""
    return said < EARLIEST


def _is_before_service(clock: StationClock, said: Instant) -> bool:
    """A live message from before the station's service shows an unset clock; any other may be an old queue,
    and is the fold's to flag (row 27)."""
    return clock.in_service_from is not None and said < clock.in_service_from


def correct(clock: StationClock, said: Instant, received: Instant) -> tuple[Instant, tuple[Flag, ...]]:
    """When it happened, as well as we can know, and the doubts about it."""
    if is_unset(said) or (clock.unset is not None and _is_before_service(clock, said)):
        return _rebuilt(clock, said, received), (Flag.CLOCK_UNSET,)
    offset = _offset_at(clock, said)
    at = said + offset if offset else said
    flags = (Flag.CLOCK_SKEWED,) if offset else ()
    if at - received > FUTURE_US:
        flags = (*flags, Flag.FUTURE)
    return at, flags


def are_plain(clock: StationClock, said: Iterable[Instant], received: Instant) -> bool:
    """Whether `correct` would give the times back as they are, without a flag: nearly always, cheaply so."""
    if clock.offset or clock.previous or clock.unset is not None:
        return False
    latest = received.us + FUTURE_US
    return all(_EARLIEST_US <= one.us <= latest for one in said)


def _offset_at(clock: StationClock, said: Instant) -> int:
    """A time from before the boot is corrected by what held then."""
    if clock.booted_at is not None and said.us + clock.offset < clock.booted_at.us - 2 * MINUTE_US:
        return clock.previous
    return clock.offset


def _rebuilt(clock: StationClock, said: Instant, received: Instant) -> Instant:
    """A time by a clock that counts from its own zero: by a live message of the same epoch, else counted
    from the boot; never later than we heard of it. The order of what the station says is kept."""
    if clock.unset is not None:
        return min(said + clock.unset, received)
    running = said.us - _new_year(said)
    if clock.booted_at is not None and 0 <= running <= _RUNNING_US:
        return min(clock.booted_at + running, received)
    return received


def _new_year(said: Instant) -> int:
    """Clocks start at a New Year: 1970, 1980, 2000 …"""
    return Instant.of(datetime(max(said.moment.year, 1), 1, 1, tzinfo=UTC)).us
