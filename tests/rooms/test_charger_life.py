"""Chargers with their own memory against a back end that loses answers: one session per charge, exact energy.

Source: reliability.md M1, M2, I2, I3, I5, I6. The desk below is the whole path of an event through the room:
place, look up, begin or fold.
"""

from collections.abc import Callable
from typing import assert_never
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.say import FACTS, at

from wattfleet.events import (
    ChargingState,
    Context,
    Flag,
    Measurand,
    Metered,
    Reading,
    SessionEvent,
    Token,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
    Value,
)
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.sessions.fold import begin, fold
from wattfleet.sessions.placement import Fresh, Into, LookUp, Unplaced, place
from wattfleet.sessions.session import Session, SessionState

RECENT = 2


class Desk:
    """A back end: sessions by id, of which only the open and the newest closed are at hand."""

    def __init__(self) -> None:
        self.ids = CountedIds(11)
        self.sessions: dict[UUID, Session] = {}
        self.unplaced: list[Unplaced] = []

    def take(self, event: SessionEvent, now: Instant) -> str:
        """What is answered: the transaction id."""
        known = self._at_hand()
        placed = place(event, known, received_at=now)
        if isinstance(placed, LookUp):
            asked = placed
            known += [
                one
                for one in self.sessions.values()
                if one.start_key == asked.start_key or (asked.tx and one.tx == asked.tx)
            ]
            placed = place(event, known, received_at=now, looked_up=True)
        match placed:
            case Into(session_id, flags):
                session = fold(self.sessions[session_id], event, station=FACTS, received_at=now, flags=flags)
            case Fresh(flags):
                assert not isinstance(event, Metered), "readings begin no session"
                tx = event.tx or str(self.ids.below(2**31 - 2) + 1)
                session = begin(
                    event, id=self.ids.uuid(now), tx=tx, station=FACTS, received_at=now, flags=flags
                )
            case Unplaced():
                self.unplaced.append(placed)
                return ""
            case LookUp():
                raise AssertionError("a look-up is asked for once")
            case _:
                assert_never(placed)
        self.sessions[session.id] = session
        return session.tx

    def _at_hand(self) -> list[Session]:
        open_ones = [one for one in self.sessions.values() if one.ended_at is None]
        closed = [one for one in self.sessions.values() if one.ended_at is not None]
        return open_ones + closed[-RECENT:]


class Charge:
    """What truly happened at a plug."""

    def __init__(self, connector: int, began: int) -> None:
        self.connector = connector
        self.began = began
        self.register = began
        self.name = ""
        self.sequence = 0
        self.over = False


Message = Callable[[], SessionEvent]


class Charger(RuleBasedStateMachine):
    """A charger with two connectors and a queue that survives; answers get lost, so messages come twice."""

    @initialize(offline_minus_one=st.booleans())
    def install(self, offline_minus_one: bool) -> None:
        self.desk = Desk()
        self.now = at("10:00")
        self.registers = {1: 10_000, 2: 500_000}
        self.running: dict[int, Charge] = {}
        self.charges: list[Charge] = []
        self.queue: list[tuple[Charge, Message]] = []
        self.minus_one = offline_minus_one
        self.done: list[tuple[Charge, SessionEvent]] = []

    def tick(self, minutes: int = 10) -> Instant:
        self.now += minutes * MINUTE_US
        return self.now

    def reading(self, register: int, context: Context, moment: Instant) -> Reading:
        value = Value(Measurand.ENERGY_IMPORT, register * 1000, context, step_milli=1000)
        return Reading(moment, (value,))

    @precondition(lambda self: len(self.running) < 2)
    @rule()
    def plug(self) -> None:
        connector = 1 if 1 not in self.running else 2
        charge = Charge(connector, self.registers[connector])
        self.running[connector] = charge
        self.charges.append(charge)
        self.say_start(charge, self.tick())

    @precondition(lambda self: self.running)
    @rule(data=st.data(), rise=st.integers(0, 3000))
    def charge(self, data: st.DataObject, rise: int) -> None:
        charge = self.running[data.draw(st.sampled_from(sorted(self.running)))]
        charge.register += rise
        self.registers[charge.connector] = charge.register
        self.say_sample(charge, charge.register, self.tick(data.draw(st.integers(10, 30))))

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def unplug(self, data: st.DataObject) -> None:
        charge = self.running.pop(data.draw(st.sampled_from(sorted(self.running))))
        charge.over = True
        self.say_stop(charge, charge.register, self.tick(1))

    @precondition(lambda self: self.queue)
    @rule(lost=st.booleans())
    def deliver(self, lost: bool) -> None:
        """The head of the queue goes out; if the answer is lost, the charger keeps it and tells it again."""
        charge, message = self.queue[0]
        event = message()
        name = self.desk.take(event, self.now)
        self.done.append((charge, event))
        if not lost:
            charge.name = name or charge.name
            self.queue.pop(0)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """A frame of the newest charges comes again, long after."""
        newest = [event for charge, event in self.done if charge in self.charges[-RECENT:]]
        if not newest:
            return
        event = data.draw(st.sampled_from(newest))
        before = {one.id: (one.energy, one.ended_at, one.state) for one in self.desk.sessions.values()}
        self.desk.take(event, self.now)
        after = {one.id: (one.energy, one.ended_at, one.state) for one in self.desk.sessions.values()}
        assert before == after

    def say_start(self, charge: Charge, moment: Instant) -> None:
        begun = charge.began
        token = Token(f"CARD{charge.connector}")
        event = TransactionBegan("", charge.connector, 1, moment, token, Energy.from_wh(begun))
        self.queue.append((charge, lambda: event))

    def say_sample(self, charge: Charge, register: int, moment: Instant) -> None:
        reading = self.reading(register, Context.PERIODIC, moment)
        self.queue.append((charge, lambda: Metered(charge.connector, charge.name, (reading,))))

    def say_stop(self, charge: Charge, register: int, moment: Instant) -> None:
        token = Token(f"card{charge.connector}")

        def message() -> SessionEvent:
            name = "-1" if self.minus_one else charge.name
            return TransactionEnded(name, moment, token, Energy.from_wh(register), (), "local")

        self.queue.append((charge, message))

    @invariant()
    def i3_never_two_sessions_for_one_charge(self) -> None:
        assert len(self.desk.sessions) <= len(self.charges)
        assert not self.desk.unplaced

    @invariant()
    def i5_exact_once_the_queue_is_empty(self) -> None:
        if self.queue or not self.charges:
            return
        found = sorted((one.evse, one.begin_register, one) for one in self.by_start())
        true = sorted(
            (one.connector, Energy.from_wh(one.began), one.register, one.over) for one in self.true()
        )
        assert len(found) == len(true)
        for (evse, begun, session), (connector, began, register, over) in zip(found, true, strict=True):
            assert (evse, begun) == (connector, began)
            assert session.energy == Energy.from_wh(register) - began
            assert session.state is (SessionState.CLOSED if over else SessionState.ACTIVE)
            assert not {Flag.CONFLICTING_STOP, Flag.REGISTER_RESET} & set(session.flags)

    def by_start(self) -> list[Session]:
        return [one for one in self.desk.sessions.values() if self.is_unique(one.evse, one.begin_register)]

    def true(self) -> list[Charge]:
        return [one for one in self.charges if self.is_unique(one.connector, Energy.from_wh(one.began))]

    def is_unique(self, connector: int, began: Energy | None) -> bool:
        """Charges without energy share their begin register; the others tell them apart."""
        same = [o for o in self.charges if o.connector == connector and Energy.from_wh(o.began) == began]
        return len(same) == 1


class ModernCharger(Charger):
    """The same in 2.x, whose queue may even come in any order."""

    @precondition(lambda self: len(self.queue) > 1)
    @rule(data=st.data())
    def shuffle(self, data: st.DataObject) -> None:
        self.queue = data.draw(st.permutations(self.queue))

    def say_start(self, charge: Charge, moment: Instant) -> None:
        charge.name = f"tx-{len(self.charges)}"
        reading = self.reading(charge.began, Context.BEGIN, moment)
        event = TransactionBegan(
            charge.name, charge.connector, 1, moment, Token("A"), None, (reading,), self.count(charge)
        )
        self.queue.append((charge, lambda: event))

    def say_sample(self, charge: Charge, register: int, moment: Instant) -> None:
        reading = self.reading(register, Context.PERIODIC, moment)
        event = TransactionWent(
            charge.name,
            moment,
            readings=(reading,),
            sequence=self.count(charge),
            charging=ChargingState.CHARGING,
        )
        self.queue.append((charge, lambda: event))

    def say_stop(self, charge: Charge, register: int, moment: Instant) -> None:
        reading = self.reading(register, Context.END, moment)
        event = TransactionEnded(
            charge.name, moment, readings=(reading,), reason="local", sequence=self.count(charge)
        )
        self.queue.append((charge, lambda: event))

    def count(self, charge: Charge) -> int:
        charge.sequence += 1
        return charge.sequence - 1


TestCharger = Charger.TestCase
TestCharger.settings = settings(max_examples=60, stateful_step_count=40)
TestModernCharger = ModernCharger.TestCase
TestModernCharger.settings = settings(max_examples=60, stateful_step_count=40)
