"""A frame that is not answered is kept too: our calls, their answers, what was broken, what was early."""

from functools import partial
from typing import assert_never
from uuid import UUID

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
from wattfleet.usecases.dispatch_order import mark_sent
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_frame import ConnectionFenced


async def record_other(
    parts: Parts,
    desk: Desk,
    row: FrameRow,
    *,
    events: tuple[EventRow, ...] = (),
    order_id: UUID | None = None,
) -> None:
    """Commit one row of the journal, with lines of the station's history and the order that was sent by it.

    Raises: ConnectionFenced; WattfleetError `storage_unavailable`.
    """
    sent = () if order_id is None else (partial(mark_sent, order_id=order_id, at=row.at),)
    recording = Recording(desk.tenant, desk.station.id, desk.epoch, row, events, extra=sent)
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
    await record_other(parts, desk, row, events=(EventRow(now, now, kind, body),))
