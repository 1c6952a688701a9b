"""The figure of doubt: a month of a fleet with faults at realistic rates, beside the truth of its model.

`python -m tests.sim.month [SEED] [STATIONS] [DAYS]`, or `make doubt`. Which share of charges needs a person,
is billed wrongly, is held without need? Stations, cars and cards live by their timetables
(`simulator.fleet`); the server is the real one, on virtual time. Field-faults gives no frequencies: `RATES`
are our assumptions.
"""

import asyncio
import sys
import time
from collections import Counter
from random import Random
from uuid import UUID

import msgspec
from tests.sim import troubles
from tests.sim.invariants import numbers, sessions_of, told_starts
from tests.sim.line import Break
from tests.sim.loop import VirtualLoop
from tests.sim.player import Player
from tests.sim.world import TENANT, World

from wattfleet.access.tokens import RegisteredToken
from wattfleet.events import Flag
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US, Zone
from wattfleet.sessions.session import Session, SessionState
from wattfleet.sessions.usage import Activity
from wattfleet.sessions.usage_of import usage
from wattfleet.simulator import faults
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.fleet import Size, planned
from wattfleet.simulator.life import Life, Member
from wattfleet.simulator.meter import Mode
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access
from wattfleet.stations.station import Station as Record
from wattfleet.storage import sites, stations, tokens
from wattfleet.storage.database import Writer

ZONE = Zone("Europe/Stockholm")
RATES: dict[str, float] = {
    "stations with a message habit that changes nothing (rows 2, 8, 18, 20, 36, 37, 40 …)": 0.20,
    "stations whose register begins anew with each session (row 31)": 0.05,
    "stations whose register begins anew with each loss of power (row 31)": 0.03,
    "stations whose stops carry no transaction number (rows 6, 7, 9)": 0.02,
    "stations whose clock is two hours ahead until it is set (row 51)": 0.01,
    "stations that lose the end of a charge with the power (row 44)": 0.10,
    "stations whose begin register is a zero (row 32)": 0.005,
    "stations whose samples drop out (row 34)": 0.01,
    "lost connections a station and day": 0.5,
    "losses of power a station and month": 0.5,
    "restarts of the server a month, half of them without a farewell": 6,
    "minutes of a database that fails, a month": 15,
    "charges at public stations with an unknown card": 0.01,
}
"""What goes wrong how often. Assumptions of ours, each meant to be on the bad side of an ordinary fleet."""
PLAIN_ROWS = (2, 8, 18, 19, 20, 22, 23, 24, 28, 29, 35, 36, 37, 39, 40, 41, 42, 48, 49, 50, 58, 82, 87)
LONG_BEAT = Fault(row=0, name="long_beat", does="It beats every three hours.", beats_every=36)
STEP_MWH = 2000
"""A register is told in whole watt-hours at both ends."""


class Figure(msgspec.Struct, kw_only=True):
    """What became of the charges of a month."""

    charges: int = 0
    person: int = 0
    wrong: int = 0
    needless: int = 0
    idle: int = 0  # more of its time is idle than the car stood after it had drawn
    short: int = 0  # billed to the last proven register, less than flowed; a late stop would mend it
    missing: int = 0
    doubts: int = 0
    unauthorised: int = 0
    frames: int = 0
    why: Counter[str] = msgspec.field(default_factory=Counter)

    def share(self, count: int) -> str:
        return f"{100 * count / max(1, self.charges):.3f} %"


class Resident(Player):
    """A station that lives by its timetable."""

    life: Life


class Month(World):
    """A fleet for a while, its troubles at the rates above."""

    def __init__(self, seed: int, loop: VirtualLoop, count: int, days: int) -> None:
        super().__init__(seed, loop, days * 24)
        self.count = count
        self.days = days
        self.ending = True  # connections are quick and break only where the rates say so
        self.residents: list[Resident] = []
        self.sweep_s, self.close_s = 600, 900
        self.rates = list(RATES.values())

    def note(self, text: str) -> None:
        return

    async def live(self) -> Figure:
        self._furnish()
        self.boot_server()
        for resident in self.residents:
            self.loop.call_later(1 + self.chance.random() * 60, resident.connect)
            self._task(self._days(resident))
            self._task(self._network(resident))
            self._task(self._power(resident))
        self._task(self._server())
        await asyncio.sleep(self.days * 86_400)
        await self._quieten()
        await asyncio.sleep(3 * 3600)
        figure = judged(self)
        await self.stop()
        return figure

    async def _days(self, one: Resident) -> None:
        """Cars and cards, as the timetable has them; now and then a card that nobody knows."""
        while not one.life.station.now > self.start + self.days * DAY_US:
            await asyncio.sleep(max(1, one.life.next_at() - one.now) / 1_000_000)
            one.act("its timetable", lambda station: one.life.live_until(one.now))

    async def _network(self, one: Resident) -> None:
        chance = Random(self.chance.getrandbits(32))
        while True:
            await asyncio.sleep(chance.expovariate(self.rates[8] / 86_400))
            long_us = chance.choices((20 * SECOND_US, 4 * MINUTE_US, HOUR_US, 10 * HOUR_US), (40, 40, 17, 3))[
                0
            ]
            one.offline(chance.choice(tuple(Break)), long_us)

    async def _power(self, one: Resident) -> None:
        chance = Random(self.chance.getrandbits(32))
        while True:
            await asyncio.sleep(chance.expovariate(self.rates[9] / (30 * 86_400)))
            one.power_cut(keeps=True)

    async def _server(self) -> None:
        chance = Random(self.chance.getrandbits(32))
        while True:
            await asyncio.sleep(chance.expovariate(self.rates[10] / (30 * 86_400)))
            if chance.random() < 0.5:
                self.kill_server()
                await asyncio.sleep(20)
                self.boot_server()
            else:
                self.weather.refuses = self.weather.loses = 200
                await asyncio.sleep(self.rates[11] * 60 / (self.rates[10] / 2))
                troubles.calm(self)

    def _sent(self, player: Player, line: object, frame: bytes) -> None:
        self.answered += 1

    # ── who lives there ───────────────────────────────────────────────────────

    def _furnish(self) -> None:
        part = self.count // 10
        size = Size(depot_ac=3 * part, depot_dc=part, homes=self.count - 6 * part, public=part, fast=part)
        members = planned(size, self.seed, ZONE)
        self.link.begin()
        writer = Writer(self.link.connection, TENANT)
        site = Site(id=self._id(), name="Fleet", country="SE", zone=ZONE, currency=Currency("SEK"))
        sites.add(writer, site)
        for card in sorted({token for one in members for token in one.tokens}):
            tokens.add(writer, RegisteredToken(id=self._id(), uid=card))
        for member in members:
            record = Record(
                id=self._id(),
                identity=member.identity,
                site_id=site.id,
                access=Access.PUBLIC,
                max_power_w=160_000,
            )
            stations.add(writer, record)
            self.residents.append(self._resident(member, record))
        self.players = list(self.residents)
        self.link.commit()

    def _id(self) -> UUID:
        return self.ids.uuid(self.start)

    def _resident(self, member: Member, record: Record) -> Resident:
        chance = Random(f"{self.seed} {member.identity}")
        strange = member.site == "public" and chance.random() < 0.5
        if strange:  # one of fifty cards of every second public station is nobody's
            member = msgspec.structs.replace(member, tokens=(*member.tokens, "STRANGER"))
        rows, mode = self._habits(chance)
        plan = msgspec.structs.replace(member.plan, mode=mode, boots_always=False)
        member = msgspec.structs.replace(member, plan=plan)
        found = (*faults.chosen(rows, plan.version), LONG_BEAT)
        one = Resident(self, plan, record.id, chance, found)
        one.life = Life(member, self.start, self.seed, found)
        one.settle_in(one.life.station)
        return one

    def _habits(self, chance: Random) -> tuple[tuple[int, ...], Mode]:
        rates = self.rates
        mode = chance.choices(
            (Mode.SESSION, Mode.VOLATILE, Mode.LIFETIME), (rates[1], rates[2], 1 - rates[1] - rates[2])
        )[0]
        wanted = (
            (rates[0], PLAIN_ROWS),
            (rates[3], (6, 7, 9)),
            (rates[4], (51,)),
            (rates[5], (44,)),
            (rates[6], (32,)),
            (rates[7], (34,)),
        )
        return tuple(chance.choice(rows) for rate, rows in wanted if chance.random() < rate), mode


# ── the judgement ─────────────────────────────────────────────────────────────


def judged(month: Month) -> Figure:
    """Every charge beside what is known of it."""
    figure = Figure(frames=month.answered)
    told = told_starts(month.link)
    for one in month.residents:
        by_tx = {session.tx: session for session in sessions_of(month.link, one.station_id)}
        for charge in one.station.charges:
            mine = [by_tx[key] for key in numbers(told, one, charge) if key in by_tx]
            figure.charges += 1
            _judge(figure, one, charge, mine[0] if mine else None)
    (figure.doubts,) = month.link.raw.execute("SELECT count(*) FROM doubts WHERE state = 'open'").fetchone()
    return figure


def _judge(figure: Figure, one: Resident, charge: Charge, session: Session | None) -> None:
    rows = sorted(one.rows - {0})
    if session is None:
        figure.missing += charge.key not in one.forgot
        figure.why[f"missing {rows}"] += 1
        return
    apart = session.energy.mwh - charge.delivered.mwh
    owner = session.token is not None and session.token.uid == charge.token
    right = owner and abs(apart) <= STEP_MWH
    if session.state is SessionState.REVIEW:
        held = " ".join(flag.value for flag in session.flags)
        if Flag.UNAUTHORISED in session.flags and charge.token == "STRANGER":
            figure.unauthorised += 1
            return
        figure.person += 1
        figure.needless += right
        figure.why[
            f"{'held without need' if right else 'held'}: {held} {rows} {one.station.plan.mode.value}"
        ] += 1
    elif session.state is SessionState.ACTIVE:
        figure.person += 1
        figure.why[f"open {rows}"] += 1
    elif owner and apart < 0 and Flag.END_INFERRED in session.flags:
        figure.short += 1
    elif right and (beyond_us := _idle_us(session) - _stood_us(charge)) > SECOND_US:
        figure.idle += 1
        figure.why[f"idle {beyond_us // MINUTE_US} min too much: {rows} {one.station.plan.version}"] += 1
    elif not right:
        figure.wrong += 1
        flags = " ".join(flag.value for flag in session.flags)
        figure.why[
            f"wrong by {apart // 1000} Wh: {flags} {charge.reason} {rows} {one.station.plan.mode.value}"
        ] += 1


def _idle_us(session: Session) -> int:
    """The time of a session that a tariff may bill as idle."""
    return sum(one.span.us for one in usage(session, ZONE).slices if one.activity is Activity.IDLE)


def _stood_us(charge: Charge) -> int:
    """How long a car stood there after it had drawn."""
    if charge.ended_at is None or charge.energy_end_at is None:
        return 0
    return charge.ended_at - charge.energy_end_at


def run(seed: int = 1, stations_count: int = 200, days: int = 30) -> Figure:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)
        return runner.run(Month(seed, loop, stations_count, days).live())


def told(figure: Figure) -> str:
    lines = [
        f"charges                  {figure.charges:>8}",
        f"need a person            {figure.person:>8}   {figure.share(figure.person)}  (at most 0.2 %)",
        f"billed wrongly           {figure.wrong:>8}   {figure.share(figure.wrong)}  (none)",
        f"idle time too long       {figure.idle:>8}   {figure.share(figure.idle)}  (none)",
        f"held without need        {figure.needless:>8}   {figure.share(figure.needless)}  (at most 0.1 %)",
        f"never became a session   {figure.missing:>8}",
        f"billed short, provisional{figure.short:>8}   {figure.share(figure.short)}",
        f"with a card of nobody    {figure.unauthorised:>8}   {figure.share(figure.unauthorised)}",
        f"open doubts              {figure.doubts:>8}   {figure.share(figure.doubts)}",
        f"answers                  {figure.frames:>8}",
    ]
    return "\n".join((*lines, *(f"  {count:>5} × {why}" for why, count in figure.why.most_common(30))))


def main(arguments: list[str]) -> int:
    numbers_ = [int(one) for one in arguments]
    began = time.monotonic()
    print(told(run(*numbers_)))
    print(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
