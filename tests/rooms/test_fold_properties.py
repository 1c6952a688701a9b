"""Whatever order a version allows, whatever is repeated, lost and sent again: the same facts.

Source: reliability.md M1, M2, I2-I5, I14, I19.
"""

from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.say import FACTS, GUESSED, RESETTING, STATION, TX, Said, at, said, session_of, tell

from wattfleet.events import (
    ChargingState,
    ConnectorStatus,
    Context,
    Flag,
    Measurand,
    Metered,
    Reading,
    StatusReported,
    Token,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
    Value,
)
from wattfleet.kernel.energy import NO_ENERGY, Energy
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.sessions.course import left_by, pack, reading_rows, unpack
from wattfleet.sessions.energy import bound_mwh
from wattfleet.sessions.readings import ReadingOf, point_of
from wattfleet.sessions.session import HOLDS, Session, SessionState, StationFacts

START = at("10:00")
REPLAYS = {Flag.REPLAYED_START, Flag.REPLAYED_STOP}
FLEETS = st.sampled_from([FACTS, GUESSED, RESETTING])


def facts_of(session: Session) -> Session:
    """A session without what may differ: its version, and whether something came twice."""
    return msgspec.structs.replace(
        session,
        id=STATION,
        version=0,
        first_received_at=START,
        flags=tuple(one for one in session.flags if one not in REPLAYS),
        told=tuple(one for one in session.told if one not in REPLAYS),
    )


def reading(moment: Instant, wh: int, context: Context, step: int = 1) -> Reading:
    milli = wh // step * step * 1000
    return Reading(moment, (Value(Measurand.ENERGY_IMPORT, milli, context, step_milli=step * 1000),))


@st.composite
def registers(draw: st.DrawFn, count: int) -> list[int]:
    """Registers in Wh as stations tell them: rising, now and then restarting or lying."""
    wh = draw(st.sampled_from([0, 1000, 909_948, 2**32 - 2000]))
    out = []
    for _ in range(count):
        out.append(wh)
        wh += draw(st.integers(0, 4000))
        match draw(st.integers(0, 12)):
            case 0:
                wh = draw(st.integers(0, 2000))
            case 1:
                out[-1] = draw(st.integers(0, 10**6))
            case _:
                pass
    return out


@st.composite
def modern(draw: st.DrawFn) -> list[Said]:
    """The events of a 2.x transaction in their true order."""
    count = draw(st.integers(2, 8))
    steps = draw(st.lists(st.integers(0, 40), min_size=count, max_size=count))
    told = draw(registers(count))
    events: list[Said] = []
    moment = START
    for sequence in range(count):
        moment += steps[sequence] * MINUTE_US
        last = sequence == count - 1
        context = Context.BEGIN if sequence == 0 else Context.END if last else Context.PERIODIC
        readings = (reading(moment, told[sequence], context),) if draw(st.booleans()) else ()
        token = draw(st.sampled_from([None, Token("A"), Token("B")]))
        doing = draw(st.sampled_from([None, *ChargingState]))
        offline = draw(st.booleans())
        if sequence == 0:
            event: Said = TransactionBegan(
                "T", 1, 1, moment, token, None, readings, sequence, offline, charging=doing, remote_start=3
            )
        elif last and draw(st.booleans()):
            event = TransactionEnded(
                "T", moment, token, None, readings, "local", sequence=sequence, charging=doing
            )
        else:
            event = TransactionWent("T", moment, None, None, token, readings, sequence, offline, doing)
        events.append(event)
    return events


@st.composite
def classic(draw: st.DrawFn) -> list[Said]:
    """The messages of a 1.6 transaction in their true order, perhaps with two stops."""
    count = draw(st.integers(1, 8))
    told = draw(registers(count + 2))
    step = draw(st.sampled_from([1, 100]))
    events: list[Said] = [TransactionBegan("", 1, 1, START, Token("A"), Energy.from_wh(told[0]))]
    moment = START
    for place in range(count):
        moment += draw(st.integers(0, 40)) * MINUTE_US
        if draw(st.booleans()):
            status = draw(st.sampled_from(list(ConnectorStatus)))
            events.append(StatusReported(1, 1, status, moment))
        else:
            context = draw(st.sampled_from([Context.PERIODIC, Context.CLOCK, Context.END]))
            events.append(Metered(1, TX, (reading(moment, told[place + 1], context, step),)))
    for _ in range(draw(st.integers(0, 2))):
        moment += draw(st.integers(-30, 30)) * MINUTE_US
        register = draw(st.sampled_from([told[-1], told[-1] + 500]))
        transcript = (reading(moment, told[-2], Context.PERIODIC),)
        events.append(TransactionEnded(TX, moment, None, Energy.from_wh(register), transcript, "local"))
    return events


def shuffled(draw: st.DrawFn, events: list[Said]) -> list[Said]:
    """Any order and any repetition."""
    again = draw(st.lists(st.sampled_from(events), max_size=4)) if events else []
    return draw(st.permutations([*events, *again]))


@given(st.data(), modern(), FLEETS)
def test_m2_any_order_and_repetition_of_2x_gives_the_same_facts(
    data: st.DataObject, events: list[Said], station: StationFacts
) -> None:
    straight = session_of(events, station)
    other = session_of(data.draw(st.composite(shuffled)(events)), station)
    assert facts_of(other) == facts_of(straight)


@given(st.data(), classic(), FLEETS)
def test_m1_any_order_after_the_start_of_1_6_gives_the_same_facts(
    data: st.DataObject, events: list[Said], station: StationFacts
) -> None:
    straight = session_of(events, station)
    other = session_of([events[0], *data.draw(st.composite(shuffled)(events[1:]))], station)
    assert facts_of(other) == facts_of(straight)


@given(st.data(), st.one_of(modern(), classic()), FLEETS)
def test_i19_a_session_read_back_is_the_session_and_goes_on_the_same(
    data: st.DataObject, events: list[Said], station: StationFacts
) -> None:
    order = [events[0], *data.draw(st.composite(shuffled)(events[1:]))]
    session = None
    rows: list[ReadingOf] = []
    for event in order:
        before, session = session, session_of([event], station, first=session)
        if not isinstance(event, StatusReported):
            left = left_by(event, before, session)
            assert left.point is None or [left.point] == [point_of(*row) for row in left.session]
            rows.extend(left.session)
            assert {*left.session, *left.station} <= set(reading_rows(event))
        again = unpack(pack(session), rows[::-1])
        assert again == session
        session = again


@given(st.one_of(modern(), classic()), FLEETS)
def test_i5_energy_is_never_negative_and_above_the_bound_only_in_review(
    events: list[Said], station: StationFacts
) -> None:
    session = session_of(events, station)
    assert session.energy >= NO_ENERGY
    if session.ended_at is not None and station.stated:
        us = max(0, session.ended_at - session.started_at)
        held = session.state is SessionState.REVIEW
        assert held or session.energy.mwh <= bound_mwh(station.p_max_mw, us, 100_000)


@given(st.one_of(modern(), classic()), FLEETS)
def test_a_closed_session_waits_for_a_person_exactly_when_a_flag_holds_it(
    events: list[Said], station: StationFacts
) -> None:
    session = session_of(events, station)
    held = session.ended_at is not None and bool(HOLDS.intersection(session.flags))
    assert (session.state is SessionState.REVIEW) is held
    assert (session.state is SessionState.ACTIVE) is (session.ended_at is None)


@given(st.one_of(modern(), classic()))
def test_the_version_grows_exactly_with_a_change(events: list[Said]) -> None:
    session = session_of(events[:1])
    assert session.version == 1
    for event in [*events[1:], *events]:
        following = tell(session, event)
        changed = msgspec.structs.replace(following, version=session.version) != session
        assert following.version == session.version + changed
        assert changed or following is session
        session = following


@given(st.lists(st.tuples(st.integers(0, 3000), st.none() | st.integers(0, 20_000)), max_size=16), FLEETS)
def test_row34_what_another_register_says_in_between_changes_no_energy(
    told: list[tuple[int, int | None]], facts: StationFacts
) -> None:
    register = 900_000
    lines = [f"10:00 start A {register}", f"10:01 sample {register}"]
    for place, (rise, lie) in enumerate(told):
        register += rise
        lines.append(f"1{place // 6}:{place % 6 * 10 + 5:02} sample {register if lie is None else lie}")
    session = session_of(said("\n".join([*lines, f"14:00 stop {register}"])), facts)
    assert session.energy.mwh == (register - 900_000) * 1000
    assert session.state is SessionState.CLOSED


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=12), st.sampled_from([1, 100]))
def test_i5_an_honest_register_is_conserved(rises: list[int], step: int) -> None:
    """However coarse the samples between, the energy is the end register minus the begin."""
    wh = 5_000
    events: list[Said] = [TransactionBegan("", 1, 1, START, Token("A"), Energy.from_wh(wh))]
    moment = START
    for rise in rises:
        moment += 15 * MINUTE_US
        wh += rise
        events.append(Metered(1, TX, (reading(moment, wh, Context.PERIODIC, step),)))
    events.append(TransactionEnded(TX, moment + MINUTE_US, None, Energy.from_wh(wh)))
    session = session_of(events)
    assert session.energy == Energy.from_wh(sum(rises))
    assert session.state is SessionState.CLOSED


class ClassicLife(RuleBasedStateMachine):
    """M1: an honest charger whose frames are lost, repeated and late, and a back end that keeps up.

    Model: the register's rise while the car charged is the energy, once, whatever was repeated.
    """

    @initialize()
    def plug(self) -> None:
        self.now = START
        self.register = 40_000
        self.queue: list[Said] = []
        self.sent: list[Said] = []
        self.ended = False
        self.session = session_of(
            [TransactionBegan("", 1, 1, START, Token("A"), Energy.from_wh(self.register))]
        )
        self.began_with = self.register

    @precondition(lambda self: not self.ended)
    @rule(rise=st.integers(0, 3000), minutes=st.integers(10, 60))
    def charge(self, rise: int, minutes: int) -> None:
        self.now += minutes * MINUTE_US
        self.register += rise
        self.queue.append(Metered(1, TX, (reading(self.now, self.register, Context.PERIODIC),)))

    @precondition(lambda self: not self.ended)
    @rule(status=st.sampled_from(list(ConnectorStatus)))
    def show(self, status: ConnectorStatus) -> None:
        self.session = tell(self.session, StatusReported(1, 1, status, self.now))

    @precondition(lambda self: not self.ended)
    @rule()
    def unplug(self) -> None:
        self.now += MINUTE_US
        self.ended = True
        self.queue.append(TransactionEnded(TX, self.now, None, Energy.from_wh(self.register), (), "local"))

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        event = self.queue.pop(data.draw(st.integers(0, len(self.queue) - 1)))
        self.session = tell(self.session, event)
        self.sent.append(event)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        before = facts_of(self.session)
        self.session = tell(self.session, data.draw(st.sampled_from(self.sent)))
        assert facts_of(self.session) == before

    @invariant()
    def never_more_than_flowed(self) -> None:
        assert 0 <= self.session.energy.mwh <= (self.register - self.began_with) * 1000

    @invariant()
    def exact_once_all_has_arrived(self) -> None:
        if self.ended and not self.queue:
            assert self.session.state is SessionState.CLOSED
            assert self.session.energy == Energy.from_wh(self.register - self.began_with)
            assert self.session.ended_at == self.now

    @invariant()
    def in_order(self) -> None:
        assert all(a.at <= b.at for a, b in pairwise(self.session.track))


TestClassicLife = ClassicLife.TestCase
TestClassicLife.settings = settings(max_examples=40, stateful_step_count=25)
