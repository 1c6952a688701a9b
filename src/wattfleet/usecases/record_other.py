"""A frame that is not answered is kept too: our calls, their answers, what was broken, what was early."""

from typing import assert_never

import msgspec

from wattfleet.storage.recording import (
    Committed,
    Direction,
    EventRow,
    Fenced,
    FrameRow,
    Poisoned,
    Recording,
    Stale,
)
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_frame import ConnectionFenced


async def record_other(parts: Parts, desk: Desk, row: FrameRow, events: tuple[EventRow, ...] = ()) -> None:
    """Commit one row of the journal, and lines of the station's history that belong to it.

    Raises: ConnectionFenced; WattfleetError `storage_unavailable`.
    """
    recording = Recording(desk.tenant, desk.station.id, desk.epoch, row, events)
    outcome = await parts.journal.commit(recording)
    match outcome:
        case Committed() | Poisoned():
            return
        case Fenced():
            raise ConnectionFenced
        case Stale():
            raise AssertionError("a row without sessions has none that could be stale")
        case _:
            assert_never(outcome)


async def record_alarm(parts: Parts, desk: Desk, kind: str, detail: str) -> None:
    """A line in the station's history about its connection itself. Raises: as above."""
    now = parts.clock.now()
    row = FrameRow(now, Direction.IN, "note", "", "", b"", error=f"{kind} {detail}")
    body = msgspec.json.encode({"detail": detail})
    await record_other(parts, desk, row, (EventRow(now, now, kind, body),))
