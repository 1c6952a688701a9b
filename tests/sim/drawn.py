"""What a world is drawn to be: its beginning, what its network does to frames, how its stations are built."""

import json
from random import Random
from typing import TYPE_CHECKING

import msgspec
from tests.sim.line import Mangle
from tests.sim.player import Player

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant, parse_instant
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import faults
from wattfleet.simulator.evse import EvsePlan
from wattfleet.simulator.meter import Mode
from wattfleet.simulator.station import StationPlan
from wattfleet.stations.station import Station as Record

if TYPE_CHECKING:
    from tests.sim.world import World

STARTS = (
    "2026-06-01T06:00:00Z",
    "2026-03-28T23:30:00Z",  # the night of 23 hours
    "2026-10-24T23:30:00Z",  # the night of 25 hours
    "2026-12-31T22:30:00Z",  # the end of a year
    "2028-02-28T22:30:00Z",  # the eve of a leap day
)
EXACT_ROWS = (
    *(1, 2, 3, 4, 5, 8, 15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 28, 29, 35, 36, 37, 39, 40, 41, 42, 43, 47),
    *(48, 49, 50, 53, 55, 57, 58, 65, 69, 73, 76, 77, 79, 80, 81, 82, 86, 87, 88, 89, 90, 91, 92, 93),
)
"""Faults that must change nothing at all in what a session is."""
ODD_ROWS = (6, 7, 9, 11, 12, 14, 21, 30, 34, 44, 45, 46, 51, 52, 66, 70, 74, 75, 83, 84, 85)
"""Faults after which a session may be flagged, end by inference, or wait for a person."""


class Mangles(msgspec.Struct, frozen=True):
    """How often, out of one, the network drops, doubles, cuts or swaps a frame with the next, and how often a
    connection breaks between a call and its result."""

    drops: float = 0.0
    doubles: float = 0.0
    cuts: float = 0.0
    swaps: float = 0.0
    resets: float = 0.0

    def mangler(self, chance: Random, player: Player) -> Mangle:
        """What becomes of each frame of one line, in its order."""
        held: list[bytes] = []

        def mangle(frame: bytes) -> list[bytes]:
            told, what = [*held, frame], chance.random()
            held.clear()
            for share, deed in (
                (self.drops, "drop"),
                (self.doubles, "double"),
                (self.cuts, "cut"),
                (self.swaps, "swap"),
            ):
                if what < share:
                    return _done(deed, told, held, player)
                what -= share
            return told[::-1]  # who was held comes after the one that followed it

        return mangle


def _done(deed: str, told: list[bytes], held: list[bytes], player: Player) -> list[bytes]:
    frame = told.pop()
    match deed:
        case "drop":
            return told
        case "double":
            return [*told, frame, frame]
        case "swap":
            held.append(frame)
            return told
        case _:
            player.cut.add(_id_of(frame))
            return [*told, frame[: len(frame) // 2]]


def _id_of(frame: bytes) -> str:
    return str(json.loads(frame)[1])


def mangles(chance: Random) -> Mangles:
    """Three worlds in ten have a network that is not even a stream."""
    resets = chance.choice((0.0, 0.0, 0.01))
    if chance.random() < 0.7:
        return Mangles(resets=resets)
    return Mangles(
        drops=chance.choice((0.0, 0.01)),
        doubles=chance.choice((0.0, 0.02)),
        cuts=chance.choice((0.0, 0.005)),
        swaps=chance.choice((0.0, 0.01)),
        resets=resets,
    )


def start(chance: Random) -> Instant:
    return parse_instant(chance.choice((STARTS[0], *STARTS)))


def player(world: "World", record: Record) -> Player:
    """A station as it was built, with none, one or two faults."""
    chance = Random(world.chance.getrandbits(32))
    version: Version = chance.choices(("1.6", "2.0.1", "2.1"), (6, 3, 1))[0]
    rows: tuple[int, ...] = ()
    if chance.random() < 0.5:
        rows = (chance.choice(EXACT_ROWS + ODD_ROWS),)
        if chance.random() < 0.3:
            rows = tuple(sorted({*rows, chance.choice(EXACT_ROWS)}))
    evses = tuple(EvsePlan(evse_id=evse_id) for evse_id in range(1, chance.choice((1, 1, 2)) + 1))
    plan = StationPlan(
        identity=record.identity,
        version=version,
        evses=evses,
        sample_s=chance.choice((60, 300, 900)),
        aligned_s=chance.choice((0, 0, 900)),
        mode=chance.choice((Mode.LIFETIME, Mode.LIFETIME, Mode.SESSION, Mode.VOLATILE)),
        step_mwh=chance.choice((1, 1000, 1000)),
        register=Energy.from_wh(chance.choice((0, 5_000, 909_948))),
        boots_always=chance.random() < 0.5,
    )
    one = Player(world, plan, record.id, chance, faults.chosen(rows, version))
    world.note(f"{record.identity} is {version} with faults {sorted(one.rows)}, {plan.mode}")
    return one
