"""A seeded fleet of pretend stations: a depot, homes, public stations; their past, and their present."""

import asyncio
from random import Random

import msgspec

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant, Zone
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import car
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.evse import EvsePlan
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.life import Life, Member
from wattfleet.simulator.link import Link, either
from wattfleet.simulator.station import StationPlan
from wattfleet.simulator.timetable import Kind, Visit
from wattfleet.simulator.voice import Make

AC_11 = EvsePlan()
AC_22 = EvsePlan(max_ma=32_000)
DC_50 = EvsePlan(max_dc=Power.from_w(50_000))
DC_150 = EvsePlan(max_dc=Power.from_w(150_000))


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How many stations of each kind."""

    depot_ac: int = 10
    depot_dc: int = 2
    homes: int = 12
    public: int = 5
    fast: int = 2


def planned(
    size: Size, seed: int, zone: Zone, *, prefix: str = "", version: Version | None = None
) -> tuple[Member, ...]:
    """The stations of a fleet; without a version, a mixture as it is found in the field."""
    chance = Random(f"{seed}:fleet")
    vans = tuple(f"VAN{number:04d}" for number in range(1, max(2, size.depot_ac + size.depot_dc) + 1))
    public = tuple(f"CARD{number:04d}" for number in range(1, 41))
    groups = [
        ("DEPOT", Kind.DEPOT, size.depot_ac, (AC_11, AC_22)),
        ("DEPOT-DC", Kind.DEPOT, size.depot_dc, (DC_50,)),
        ("HOME", Kind.HOME, size.homes, (AC_11,)),
        ("PUBLIC", Kind.PUBLIC, size.public, (AC_22,)),
        ("FAST", Kind.FAST, size.fast, (DC_150,)),
    ]
    members: list[Member] = []
    for name, kind, count, kinds in groups:
        for number in range(1, count + 1):
            identity = f"{prefix}{name}-{number:02d}"
            at_home = kind is Kind.HOME
            members.append(
                Member(
                    plan=_plan(
                        identity, kind, chance.choice(kinds), zone, version or _version(chance), chance
                    ),
                    kind=kind,
                    tokens=vans if kind is Kind.DEPOT else (f"DRIVER{number:04d}",) if at_home else public,
                    cars=car.VANS
                    if kind is Kind.DEPOT
                    else (chance.choice(car.PRIVATE),)
                    if at_home
                    else car.PRIVATE,
                    site={Kind.DEPOT: "depot", Kind.HOME: "homes"}.get(kind, "public"),
                )
            )
    return tuple(members)


def _version(chance: Random) -> Version:
    return chance.choices(("1.6", "2.0.1", "2.1"), (70, 25, 5))[0]


def _plan(
    identity: str, kind: Kind, first: EvsePlan, zone: Zone, version: Version, chance: Random
) -> StationPlan:
    both = kind in {Kind.PUBLIC, Kind.FAST}
    second = msgspec.structs.replace(first, evse_id=2)
    return StationPlan(
        identity=identity,
        version=version,
        evses=(first, second) if both else (first,),
        make=Make(
            model=f"{kind.value}-{'dc' if first.max_dc else 'ac'}", serial=f"P{chance.randrange(10**8):08d}"
        ),
        zone=zone,
        register=Energy.from_wh(chance.randrange(1_000, 9_000_000)),
        boots_always=version == "1.6",
    )


class Fleet:
    """Lives and links together. First `past`, then `run` over the wire."""

    def __init__(
        self, members: tuple[Member, ...], start: Instant, seed: int, faults: tuple[Fault, ...] = ()
    ) -> None:
        self.chance = Random(f"{seed}:run")
        self.lives = [
            Life(one, start, seed, tuple(fault for fault in faults if one.version in fault.versions))
            for one in members
        ]
        self.links: dict[str, Link] = {}

    async def past(self, until: Instant, clock: Clock) -> None:
        """Let the time up to `until` happen while nobody is connected."""
        for life in self.lives:
            life.live_until(until)
            await pause(clock, 0)

    def charges(self) -> list[Charge]:
        return [one for life in self.lives for one in life.station.charges]

    def waiting(self) -> int:
        """Messages that must not be lost and are not yet acknowledged."""
        return sum(life.station.post.mailbox.lasting for life in self.lives)

    def acknowledged(self) -> int:
        return sum(len(life.station.post.acknowledged) for life in self.lives)

    def online(self) -> int:
        return sum(life.station.post.booted for life in self.lives)

    def at(self, site: str) -> list[Life]:
        return [life for life in self.lives if life.member.site == site]

    async def run(self, url: str, clock: Clock) -> None:
        """Be on the wire until cancelled."""
        for life in self.lives:
            member = life.member
            self.links[member.identity] = Link(life.station, url, member.password, clock, self.chance)
        async with asyncio.TaskGroup() as tasks:
            for life in self.lives:
                link = self.links[life.member.identity]
                tasks.create_task(link.run())
                tasks.create_task(_live(life, link, clock))

    def sample_every(self, seconds: int) -> None:
        """Tell readings more often, as somebody who watches would set it."""
        for life in self.lives:
            variables = life.station.variables
            variables.values[variables.wire_name("sample_s")] = str(seconds)
            life.station.reconfigured()

    def arrive(
        self, lives: list[Life], now: Instant, *, within_s: int = 20, stay_min: tuple[int, int] = (20, 90)
    ) -> int:
        """Cars come to all free EVSEs of these stations; how many."""
        count = 0
        for life in lives:
            for evse_id in life.free():
                member = life.member
                arrives = now + self.chance.randrange(within_s * SECOND_US)
                leaves = arrives + self.chance.randint(*stay_min) * MINUTE_US
                battery = car.some_battery(member.cars, self.chance, low=150, high=600)
                token = self.chance.choice(member.tokens)
                life.expect(evse_id, Visit(arrives, leaves, battery, token))
                count += 1
        for life in lives:
            link = self.links.get(life.member.identity)
            if link is not None:
                link.plans_changed.set()
        return count

    async def drained(self, clock: Clock) -> None:
        """Wait until everybody is on line and nothing is left that must not be lost."""
        while self.waiting() > 0 or self.online() < len(self.lives):
            await pause(clock, SECOND_US // 5)


async def _live(life: Life, link: Link, clock: Clock) -> None:
    """Follow the timetable on the wire."""
    while True:
        left = life.next_at() - clock.now()
        if left > 0:
            link.plans_changed.clear()
            await either(clock, left, link.plans_changed)
            continue
        life.live_until(clock.now())
        link.touch()
