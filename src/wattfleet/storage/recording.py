"""What one frame leaves behind: everything that is committed in one transaction before it is answered."""

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import msgspec

from wattfleet.events import Reading
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import Point, Session

if TYPE_CHECKING:
    from wattfleet.storage.database import Writer


class Direction(IntEnum):
    """Seen from us."""

    IN = 0
    OUT = 1


class FrameRow(msgspec.Struct, frozen=True, gc=False):
    """A frame as it travelled, byte for byte. `answer` is what we are about to send back to a CALL.

    `kind`: call, result, error, result_error, send, broken.
    """

    at: Instant
    direction: Direction
    kind: str
    message_id: str
    action: str
    raw: bytes
    answer: bytes = b""
    error: str = ""
    session_id: UUID | None = None


class EventRow(msgspec.Struct, frozen=True, gc=False):
    """A line of a station's history (readings and heartbeats are not in it). `body` is JSON."""

    at: Instant  # corrected
    received_at: Instant
    kind: str  # the struct's name in snake_case: booted, status_reported, transaction_began …
    body: bytes
    session_id: UUID | None = None


class ReadingRow(msgspec.Struct, frozen=True, gc=False):
    """All values of one moment; `session_id` None where no session could be found.

    `source` 0 = a transaction's own begin or end register, 1 = sample; `sequence` -1 where there is none.
    `point` is what it says of a session, where the fold has found that out already.
    """

    session_id: UUID | None
    evse: int
    at: Instant  # corrected
    received_at: Instant
    reading: Reading
    source: int = 1
    sequence: int = -1
    point: Point | None = None


class SessionChange(msgspec.Struct, frozen=True, gc=False):
    """A session as it will stand; `expected` is the version in the database it was folded from (0 = new).

    `slight`: its row changes only as the usual sample changes it (`rows.is_slight`).
    """

    session: Session
    expected: int
    slight: bool = False


class OutboxRow(msgspec.Struct, frozen=True, gc=False):
    """A fact that others must hear of: topic such as session.started, session.ended, station.status."""

    topic: str
    key: str
    version: int
    at: Instant


class Recording(msgspec.Struct, frozen=True):
    """One frame and all that follows from it. `extra` runs last in the same transaction (rare rows).

    `first`: it does not wait behind those of stations that empty a queue.
    """

    tenant: int
    station_id: UUID
    epoch: int
    frame: FrameRow
    events: tuple[EventRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    sessions: tuple[SessionChange, ...] = ()
    outbox: tuple[OutboxRow, ...] = ()
    extra: "tuple[Callable[[Writer], None], ...]" = ()
    first: bool = False


class Committed(msgspec.Struct, frozen=True, gc=False):
    """It is durable; the answer may go out."""

    frame_id: int


class Fenced(msgspec.Struct, frozen=True):
    """A newer connection owns the station: nothing was written, close the socket."""


class Stale(msgspec.Struct, frozen=True):
    """Somebody else changed a session: nothing was written, reload and fold again."""

    session_ids: tuple[UUID, ...]


class Poisoned(msgspec.Struct, frozen=True):
    """Its data could not be written; the raw frame was, with the error. Answer it."""

    frame_id: int
    error: str


Commit = Committed | Fenced | Stale | Poisoned
"""What came of a recording. A database that does not commit raises `storage_unavailable` instead."""


class Journal(Protocol):
    """Commits recordings, many stations in one transaction; each caller waits for its own."""

    async def commit(self, recording: Recording) -> Commit:
        """Durable when it returns. Raises: WattfleetError `storage_unavailable` (then do not answer)."""
        ...

    def put(self, recording: Recording, tell: Callable[[Commit | Exception], None]) -> None:
        """The same for whoever does not wait: `tell` hears it, or the error. It must not raise."""
        ...
