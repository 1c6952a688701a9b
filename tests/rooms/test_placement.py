"""Where an event belongs, by the number of the field fault that made the rule."""

import msgspec
import pytest
from tests.say import FACTS, TX, at, line, said, session_of

from wattfleet.events import (
    Context,
    Flag,
    Measurand,
    Reading,
    SessionEvent,
    StatusReported,
    Token,
    TransactionBegan,
    TransactionEnded,
    Value,
)
from wattfleet.kernel.energy import Energy
from wattfleet.sessions.placement import Fresh, Into, LookUp, Placement, Unplaced, place, start_key
from wattfleet.sessions.session import Session

NOW = at("12:00")


def session(story: str, *, tx: str = TX, evse: int = 1) -> Session:
    found = session_of(said(story))
    return msgspec.structs.replace(
        found, tx=tx, evse=evse, start_key=found.start_key.replace("1:1:", f"{evse}:1:")
    )


OPEN = session("10:00 start A 1000\n10:30 sample 2000")
CLOSED = session("08:00 start B 500\n09:00 stop 900", tx="99")
SECOND = session("10:05 start B 7000", tx="88", evse=2)
MODERN = session("10:00 began #0 A 1000", tx="T")


def placed(event: SessionEvent, *known: Session, looked_up: bool = False) -> str:
    return words(place(event, known, received_at=NOW, looked_up=looked_up), known)


def words(placement: Placement, known: tuple[Session, ...]) -> str:
    match placement:
        case Into(session_id, flags):
            tx = next(one.tx for one in known if one.id == session_id)
            return " ".join([f"into {tx}", *(one.value for one in flags)])
        case Fresh(flags):
            return " ".join(["fresh", *(one.value for one in flags)])
        case LookUp(key, tx):
            return "look up " + (f"tx {tx}" if tx else "start" if not key.startswith("tx:") else key)
        case Unplaced(flag, _):
            return "unplaced" if flag is None else f"unplaced {flag.value}"


def event(text: str, **changes: object) -> SessionEvent:
    found = line(text)
    assert not isinstance(found, StatusReported), "a status is folded, not placed"
    return msgspec.structs.replace(found, **changes)


def stop_with_begin(stop: str, begun: str, register_wh: int) -> SessionEvent:
    """A stop without a number that repeats in its readings how the transaction began."""
    value = Value(Measurand.ENERGY_IMPORT, register_wh * 1000, Context.BEGIN, step_milli=1000)
    return event(stop, tx="-1", readings=(Reading(at(begun), (value,)),))


CASES = {
    "row1 the same start": (event("10:00 start A 1000"), (OPEN,), "into 4711 replayed_start"),
    "row2 with the card in lower case": (event("10:00 start a 1000"), (OPEN,), "into 4711 replayed_start"),
    "row2 another time is another start": (event("10:01 start A 1000"), (OPEN,), "look up start"),
    "row2 another connector too": (event("10:00 start A 1000", evse=2), (OPEN,), "look up start"),
    "row4 after its stop": (event("08:00 start B 500"), (CLOSED,), "into 99 replayed_start"),
    "row2 without a readable time": (
        event("11:00 start A 1000", flags=(Flag.TIME_UNREADABLE,)),
        (OPEN,),
        "into 4711 replayed_start",
    ),
    "row5 a stop of an unknown id": (event("11:00 stop 3000", tx="5"), (OPEN,), "look up tx 5"),
    "row6 a stop with -1": (event("11:00 stop 3000", tx="-1"), (OPEN, CLOSED), "into 4711 inferred_tx"),
    "row7 a stop with 0": (event("11:00 stop 3000", tx="0"), (OPEN,), "into 4711 inferred_tx"),
    "row6 by card among two": (
        event("11:00 stop 9000 B", tx=""),
        (OPEN, SECOND),
        "into 88 inferred_tx",
    ),
    "row6 by register among two": (event("11:00 stop 3000", tx=""), (OPEN, SECOND), "into 4711 inferred_tx"),
    "row6 the register is below its begin": (
        event("11:00 stop 900", tx=""),
        (OPEN,),
        "unplaced unknown_tx",
    ),
    "row6 the same stop again": (event("09:00 stop 900", tx=""), (OPEN, CLOSED), "into 99 inferred_tx"),
    "row8 readings with 0": (event("10:45 sample 2500", tx="0"), (OPEN,), "into 4711 inferred_tx"),
    "row8 the time does not fit": (event("09:45 sample 2500", tx="0"), (OPEN,), "unplaced"),
    "row9 2^63-1 is no id": (event("11:00 stop 3000", tx=str(2**63 - 1)), (OPEN,), "into 4711 inferred_tx"),
    "row10 only the stop arrives": (event("11:00 stop 3000", tx="-1"), (), "unplaced unknown_tx"),
    "row13 somebody else's card ends nothing": (
        event("11:00 stop 3000 C", tx="-1"),
        (OPEN,),
        "unplaced unknown_tx",
    ),
    "row14 never a guess among two": (
        event("11:00 stop 9000", tx=""),
        (OPEN, SECOND),
        "unplaced unknown_tx",
    ),
    "row6 by the begin that it repeats": (
        stop_with_begin("11:00 stop 9000", "10:05", 7000),
        (OPEN, SECOND),
        "into 88 inferred_tx",
    ),
    "row6 by the time of a begin that both have": (
        stop_with_begin("11:00 stop 9000", "10:00", 1000),
        (OPEN, session("10:04 start A 1000", tx="88", evse=2)),
        "into 4711 inferred_tx",
    ),
    "row6 not what its plug has left behind": (
        event("11:00 stop 3000", tx="-1"),
        (OPEN, session("09:00 start B 500", tx="77")),
        "into 4711 inferred_tx",
    ),
    "row18 readings of an ended transaction": (event("09:30 sample 900", tx="99"), (CLOSED,), "into 99"),
    "row19 clock-aligned readings without an id": (
        event("10:45 clock 2500"),
        (OPEN, CLOSED),
        "into 4711 inferred_tx",
    ),
    "row19 while nobody charged": (event("09:30 clock 900"), (OPEN, CLOSED), "unplaced"),
    "row19 late, of a closed session": (event("08:30 clock 700"), (OPEN, CLOSED), "into 99 inferred_tx"),
    "row19 the main meter": (event("10:45 clock 2500", evse=0), (OPEN,), "unplaced"),
    "row20 2.x by its own id": (event("10:30 went #1 2000"), (MODERN,), "into T"),
    "row20 2.x not at hand": (event("10:30 went #1 2000"), (), "look up tx:T"),
    "row23 a stop without a card": (event("11:00 stop 3000"), (OPEN,), "into 4711"),
    "row25 a suspended session is open": (
        event("11:00 stop 3000", tx=""),
        (session("10:00 start A 1000\n10:20 suspended_ev"),),
        "into 4711 inferred_tx",
    ),
}


@pytest.mark.parametrize(("told", "known", "expected"), CASES.values(), ids=CASES.keys())
def test_place(told: SessionEvent, known: tuple[Session, ...], expected: str) -> None:
    assert placed(told, *known) == expected


AFTER_LOOKING = {
    "row1 a new start": (event("11:00 start C 5"), (CLOSED,), "fresh"),
    "row11 a start while another is open": (event("11:00 start C 5"), (OPEN,), "fresh overlap"),
    "row5 a stop that nobody knows": (event("11:00 stop 3000", tx="5"), (OPEN,), "unplaced unknown_tx"),
    "row18 readings that nobody knows": (event("11:00 sample 3", tx="5"), (OPEN,), "unplaced unknown_tx"),
    "row20 2.x begins with any event": (event("11:00 ended #2 3000"), (), "fresh"),
}


@pytest.mark.parametrize(("told", "known", "expected"), AFTER_LOOKING.values(), ids=AFTER_LOOKING.keys())
def test_place_after_looking(told: SessionEvent, known: tuple[Session, ...], expected: str) -> None:
    assert placed(told, *known, looked_up=True) == expected


def test_row24_a_long_card_is_a_card() -> None:
    long = TransactionEnded("", at("11:00"), Token("A" * 40), Energy.from_wh(3000))
    assert placed(long, OPEN) == "unplaced unknown_tx"


def test_row47_the_key_keeps_microseconds() -> None:
    first = line("10:00 start A 1000")
    assert isinstance(first, TransactionBegan)
    later = msgspec.structs.replace(first, at=first.at + 1)
    assert start_key(first) != start_key(later)
    assert start_key(first) == OPEN.start_key


def test_a_key_made_before_the_clock_was_corrected_counts() -> None:
    first = line("12:00 start A 1000")
    assert isinstance(first, TransactionBegan)
    known = msgspec.structs.replace(OPEN, start_key="as said")
    assert place(first, [known], received_at=NOW, key="as said") == Into(known.id, (Flag.REPLAYED_START,))


def test_facts_are_of_one_station() -> None:
    assert OPEN.station_id == FACTS.station_id
