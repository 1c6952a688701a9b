"""The archive once more through the code of today, over a database in memory: which sessions come out.

The same use cases as for a live station, with the clock and the transaction numbers of the first time.
Nothing is sent, nothing is asked of a station, and nothing of the source is written: it comes as values.
"""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.ocpp.dialogue import Dialogue
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.versions import Version
from wattfleet.stations.habits import Record
from wattfleet.storage.journal import Journal
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.infer_ends import infer_ends
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.open_connection import Caller, open_connection
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_frame import record_frame

TENANT = 1
INFER_US = 10 * MINUTE_US
"""How much of the recorded time passes between two looks for ends that nobody told."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A station's call as it came; `answer` is ours, where it is known."""

    station_id: UUID
    version: Version
    connection: int
    at: Instant
    action: str
    raw: bytes
    answer: bytes


class Replayed(msgspec.Struct):
    """How it went. `unread` are frames that the code of today does not take for a message."""

    frames: int = 0
    unread: int = 0
    stations: int = 0
    first_at: Instant | None = None
    last_at: Instant | None = None


class ToldIds(CountedIds):
    """Draws the transaction numbers that were given the first time."""

    tx = 0

    def below(self, limit: int) -> int:
        return self.tx - 1 if self.tx else super().below(limit)


async def replay(database: SqliteDatabase, told: AsyncIterator[Told], habits: tuple[Record, ...]) -> Replayed:
    """Feed frames, in the order in which they came, to a furnished database of our own."""
    clock, ids = ManualClock(Instant(0)), ToldIds(1)
    parts = Parts(database, Journal(database), MemoryBus(), clock, ids, Looking(database), habits=habits)
    desks: dict[UUID, tuple[int, Desk]] = {}
    went = Replayed()
    looked = 0
    async for one in told:
        clock.set(one.at)
        if one.at.us - looked > INFER_US and went.frames:
            looked = one.at.us
            await infer_ends(parts)
        held = desks.get(one.station_id)
        if held is None or held[0] != one.connection:
            caller = Caller(TENANT, one.station_id, one.version, "")
            held = desks[one.station_id] = one.connection, await open_connection(parts, caller)
        went.frames += 1
        went.unread += not await _one(parts, held[1], one, ids)
        went.first_at = went.first_at or one.at
        went.last_at = one.at
    await infer_ends(parts)
    while await close_sessions(parts):
        pass
    went.stations = len(desks)
    return went


async def _one(parts: Parts, desk: Desk, told: Told, ids: ToldIds) -> bool:
    ids.tx = _number(told.answer) if told.action == "StartTransaction" else 0
    arrived = [one for one in Dialogue(told.version).receive(told.raw, 0) if isinstance(one, Arrived)]
    if not arrived:
        return False
    await record_frame(parts, desk, arrived[0])
    return True


def _number(answer: bytes) -> int:
    """The transaction number of an answer to StartTransaction; 0 where it gave none."""
    try:
        return int(msgspec.json.decode(answer)[2]["transactionId"])
    except (msgspec.DecodeError, LookupError, TypeError, ValueError):
        return 0
