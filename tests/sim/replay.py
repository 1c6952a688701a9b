"""I19: the archive of frames, folded anew into an empty database, gives the same sessions.

What no frame has brought is left out of the comparison: ends that a job inferred, and what a person resolved.
"""

from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from tests.sim.invariants import sessions_of
from tests.sim.keeping import MEMORY, Keeper, Weather

from wattfleet.bus.memory import MemoryBus
from wattfleet.events import Flag
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.dialogue import Dialogue
from wattfleet.ocpp.effects import Arrived
from wattfleet.sessions.session import Session
from wattfleet.storage.journal import Journal
from wattfleet.storage.sqlite_link import Link
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.open_connection import Caller, open_connection
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_frame import record_frame

if TYPE_CHECKING:
    from tests.sim.player import Player
    from tests.sim.world import World

_FRAMES = (
    "SELECT f.station_id, f.epoch, f.at, f.action, f.raw, f.answer, c.opened_at FROM frames f"
    " JOIN connections c ON c.station_id = f.station_id AND c.epoch = f.epoch"
    " WHERE f.direction = 0 AND f.kind IN ('call', 'send') AND f.error <> 'early' ORDER BY f.id"
)
_ENDS = (Flag.END_INFERRED, Flag.OVERLAP)


class ToldIds(CountedIds):
    """Draws the transaction numbers that were given the first time."""

    tx = 0

    def below(self, limit: int) -> int:
        return self.tx - 1 if self.tx else super().below(limit)


async def replayed(world: "World") -> list[str]:
    """Every session that does not come out of the archive as it stands."""
    link = Link(MEMORY)
    link.raw.deserialize(world.blank)
    clock, ids = ManualClock(world.start), ToldIds(1)
    database = Keeper(link, world.loop, Random(1), Weather(slowest_us=2)).open()
    parts = Parts(database, Journal(database), MemoryBus(), clock, ids, Looking(database))
    desks: dict[UUID, Desk] = {}
    versions = {one.station_id: one.station.plan.version for one in world.players}
    epochs: dict[UUID, int] = {}
    for raw_id, epoch, at, action, raw, answer, opened_at in world.link.raw.execute(_FRAMES).fetchall():
        station_id = UUID(bytes=raw_id)
        if epochs.get(station_id) != epoch:
            clock.set(Instant(opened_at))
            caller = Caller(1, station_id, versions[station_id], "")
            desks[station_id], epochs[station_id] = await open_connection(parts, caller), epoch
        clock.set(Instant(at))
        ids.tx = _number(answer) if action == "StartTransaction" else 0
        (arrived,) = [
            one for one in Dialogue(versions[station_id]).receive(raw, 0) if isinstance(one, Arrived)
        ]
        await record_frame(parts, desks[station_id], arrived)
    wrong = [
        f"{player.name}: I19: {text}"
        for player in world.players
        for text in _differences(world, link, player)
    ]
    link.close()
    return wrong


def _number(answer: bytes) -> int:
    return int(msgspec.json.decode(answer)[2]["transactionId"])


def _differences(world: "World", link: Link, player: "Player") -> list[str]:
    kept = sessions_of(world.link, player.station_id)
    if any(flag in one.flags for one in kept for flag in _ENDS):
        return []  # an inferred end decides where later messages without a number belong
    again = {one.tx: one for one in sessions_of(link, player.station_id)}
    wrong = [f"{one.tx} is not in the archive" for one in kept if one.tx not in again]
    for one in kept:
        other = again.get(one.tx)
        if other is not None and _facts(one) != _facts(other):
            wrong.append(f"{one.tx} was {_facts(one)} and is {_facts(other)}")
    return wrong


def _facts(one: Session) -> tuple[object, ...]:
    uid = one.token.uid if one.token is not None else ""
    ended = None if one.ended_at is None else one.ended_at.wire()
    flags = [flag.value for flag in one.flags]
    return (one.evse, uid, one.state.value, one.started_at.wire(), ended, one.energy.mwh, flags)
