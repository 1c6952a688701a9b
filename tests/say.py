"""A small language for sessions: what a station says, line by line, and what became of it as a table.

    10:00 start A 1000            a 1.6 start at connector 1, card A, begin register 1000 Wh
    10:15 sample 1500 7000W 52%   a reading: register, power, state of charge
    10:15 sample 1.5kWh           with its unit, and so its resolution (100 Wh)
    10:20 suspended_ev            a status
    11:00 stop 3000               a 1.6 stop
    10:00 began #0 A 1000         2.x: the events of a transaction with their sequence numbers
    10:15 went #1 1500 charging
    11:00 ended #2 3000
    10:15 odd tariff              what is not understood is a mistake of the test

A line may carry `+1` before its time: the next day.
"""

from decimal import Decimal

from wattfleet.events import (
    ChargingState,
    ConnectorStatus,
    Context,
    Measurand,
    Metered,
    Reading,
    SessionEvent,
    StatusReported,
    Token,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
    Value,
)
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import DAY_US, Instant, read_instant
from wattfleet.sessions.fold import begin, fold, fold_status
from wattfleet.sessions.session import Session, StationFacts

Said = SessionEvent | StatusReported

IDS = CountedIds(7)
STATION = IDS.uuid(Instant(0))
FACTS = StationFacts(station_id=STATION, p_max_mw=22_000_000, stated=True)
GUESSED = StationFacts(station_id=STATION, p_max_mw=50_000_000)
RESETTING = StationFacts(station_id=STATION, p_max_mw=22_000_000, stated=True, register_mode="volatile")
TX = "4711"
_STATES = {one.value for one in ConnectorStatus}
_DOINGS = {one.value for one in ChargingState}


def at(text: str) -> Instant:
    """`10:00`, `10:00:30` or `+1 10:00` on the day of all tests."""
    day, _, clock = text.rpartition(" ")
    found = read_instant(f"2026-03-02T{clock}Z")
    assert found is not None, f"no time: {text}"
    return found + int(day or 0) * DAY_US


def said(text: str) -> list[Said]:
    return [line(one) for one in text.strip().splitlines() if one.strip()]


def line(text: str) -> Said:
    words = text.split()
    moment = at(f"{words.pop(0)} {words.pop(0)}" if words[0].startswith("+") else words.pop(0))
    verb, *rest = words
    match verb:
        case "start":
            return TransactionBegan("", 1, 1, moment, Token(rest[0]), _register(rest[1]))
        case "stop":
            token = Token(rest[1]) if len(rest) > 1 else None
            return TransactionEnded(TX, moment, token, _register(rest[0]), reason="local")
        case "sample" | "closing" | "clock":
            context = {"sample": Context.PERIODIC, "closing": Context.END, "clock": Context.CLOCK}[verb]
            return Metered(1, "" if verb == "clock" else TX, (_reading(moment, rest, context),))
        case "began" | "went" | "ended":
            return _transaction(verb, moment, rest)
    if verb in _STATES:
        return StatusReported(1, 1, ConnectorStatus(verb), moment)
    raise AssertionError(f"not understood: {text}")


def _transaction(verb: str, moment: Instant, rest: list[str]) -> SessionEvent:
    sequence = int(rest.pop(0).removeprefix("#"))
    doing = next((ChargingState(one) for one in rest if one in _DOINGS), None)
    token = next((Token(one) for one in rest if one.isupper() and one.isalpha()), None)
    told = [one for one in rest if one[0].isdigit()]
    context = {"began": Context.BEGIN, "went": Context.PERIODIC, "ended": Context.END}[verb]
    readings = (_reading(moment, told, context),) if told else ()
    evse = 1 if verb == "began" else None
    match verb:
        case "began":
            return TransactionBegan("T", 1, 1, moment, token, None, readings, sequence, charging=doing)
        case "went":
            return TransactionWent("T", moment, evse, evse, token, readings, sequence, charging=doing)
        case _:
            return TransactionEnded(
                "T", moment, token, None, readings, "local", sequence=sequence, charging=doing
            )


def _register(text: str) -> Energy | None:
    return None if text == "null" else Energy.from_wh(Decimal(text))


def _reading(moment: Instant, words: list[str], context: Context) -> Reading:
    return Reading(moment, tuple(_value(word, context) for word in words))


def _value(word: str, context: Context) -> Value:
    for unit, measurand, factor in (
        ("kWh", Measurand.ENERGY_IMPORT, 1_000_000),
        ("W", Measurand.POWER_IMPORT, 1000),
        ("A", Measurand.CURRENT_IMPORT, 1000),
        ("%", Measurand.SOC, 1000),
        ("", Measurand.ENERGY_IMPORT, 1000),
    ):
        if word.endswith(unit):
            number = Decimal(word.removesuffix(unit))
            exponent = number.as_tuple().exponent
            assert isinstance(exponent, int), "a finite number"
            step = int(factor * Decimal(1).scaleb(min(exponent, 0)))
            return Value(measurand, int(number * factor), context, step_milli=step)
    raise AssertionError(word)


def session_of(events: list[Said], facts: StationFacts = FACTS, *, first: Session | None = None) -> Session:
    """The session that these events give; the first of them begins it."""
    session = first
    for event in events:
        if session is None:
            assert not isinstance(event, Metered | StatusReported), "a session begins with its transaction"
            tx = TX if isinstance(event, TransactionBegan) and not event.tx else "T"
            session = begin(event, id=IDS.uuid(event.at), tx=tx, station=facts, received_at=event.at)
        else:
            session = tell(session, event, facts)
    assert session is not None, "somebody must say something"
    return session


def tell(session: Session, event: Said, facts: StationFacts = FACTS) -> Session:
    if isinstance(event, StatusReported):
        assert event.at is not None, "the small language knows the time"
        return fold_status(session, event, event.at, station=facts, received_at=event.at)
    received = event.readings[0].at if isinstance(event, Metered) else event.at
    return fold(session, event, station=facts, received_at=received)


def flags(session: Session) -> str:
    return " ".join(one.value for one in session.flags)


def clock(moment: Instant | None) -> str:
    return "-" if moment is None else moment.moment.strftime("%H:%M")


def row(session: Session) -> str:
    """`closed 2000 Wh 10:00-11:00 flags`"""
    ended = clock(session.ended_at)
    head = f"{session.state.value} {session.energy.wh} Wh {clock(session.started_at)}-{ended}"
    return f"{head} {flags(session)}".strip()
