"""A session message by message, by the number of the field fault that made the rule."""

import msgspec
import pytest
from tests.say import FACTS, STATION, TX, at, clock, flags, line, row, said, session_of, tell

from wattfleet.events import Flag, Metered, StatusReported, Token, TransactionEnded
from wattfleet.kernel.energy import Energy
from wattfleet.sessions.between import unallocated
from wattfleet.sessions.course import Left, left_by, reading_rows
from wattfleet.sessions.ending import Patience, Seen, ended_by_next_start, judge_end
from wattfleet.sessions.fold import fold, infer_end, resolve
from wattfleet.sessions.session import Inferred, Session, SessionState, StationFacts

LIFETIME = StationFacts(station_id=STATION, p_max_mw=22_000_000, stated=True, register_mode="lifetime")


def ends(session: Session) -> str:
    three = (session.energy_end_at, session.plugged_out_at, session.ended_at)
    return " ".join(clock(one) for one in three)


STORIES = {
    "row4 a start after the stop never reopens": (
        "10:00 start A 1000\n11:00 stop 3000\n10:00 start A 1000",
        "closed 2000 Wh 10:00-11:00 replayed_start",
    ),
    "row12 the same stop twice": (
        "10:00 start A 1000\n11:00 stop 3000\n11:00 stop 3000",
        "closed 2000 Wh 10:00-11:00 replayed_stop",
    ),
    "row12 two stops: the earlier counts, and a person looks": (
        "10:00 start A 1000\n11:10 stop 3500\n11:00 stop 3000",
        "review 2000 Wh 10:00-11:00 conflicting_stop",
    ),
    "row12 two stops at one time: the lower counts": (
        "10:00 start A 1000\n11:00 stop 3500\n11:00 stop 3000",
        "review 2000 Wh 10:00-11:00 conflicting_stop",
    ),
    "row18 readings go on after the stop": (
        "10:00 start A 1000\n11:00 stop 3000\n11:15 sample 3500\n11:30 sample 4000",
        "closed 2000 Wh 10:00-11:00",
    ),
    "row18 the closing reading comes after the stop": (
        "10:00 start A 1000\n10:30 sample 2500\n11:00 stop 1000\n11:02 closing 3000",
        "review 2000 Wh 10:00-11:00 zero_energy_suspect",
    ),
    "row20 2.x: a gap is named": (
        "10:00 began #0 A 1000\n10:30 went #2 2000\n11:00 ended #3 3000",
        "closed 2000 Wh 10:00-11:00 gap",
    ),
    "row20 2.x: an end without its start": (
        "11:00 ended #3 3000",
        "review 0 Wh 11:00-11:00 missing_start no_meter",
    ),
    "row20 2.x: the end before the start": (
        "11:00 ended #1 3000\n10:00 began #0 A 1000",
        "closed 2000 Wh 10:00-11:00",
    ),
    "row56 a stop before its start": (
        "10:00 start A 1000\n09:00 stop 1000",
        "review 0 Wh 10:00-09:00 end_before_start",
    ),
    "row87 a status ends nothing": (
        "10:00 start A 1000\n10:30 sample 2000\n10:40 available\n11:00 unavailable",
        "active 1000 Wh 10:00--",
    ),
}


@pytest.mark.parametrize(("story", "expected"), STORIES.values(), ids=STORIES.keys())
def test_fold(story: str, expected: str) -> None:
    assert row(session_of(said(story))) == expected


ENDS = {
    "one end": ("10:00 start A 1000\n11:00 stop 9000", "11:00 - 11:00"),
    "the car suspends": (
        "10:00 start A 1000\n10:40 suspended_ev\n11:00 stop 9000",
        "10:40 - 11:00",
    ),
    "a later plug-out is kept": (
        "10:00 start A 1000\n11:00 stop 9000\n11:01 finishing\n11:20 available\n11:40 preparing",
        "11:00 11:20 11:00",
    ),
    "the next car's status is not ours": (
        "10:00 start A 1000\n11:00 stop 9000\n11:20 available\n11:40 charging",
        "11:00 11:20 11:00",
    ),
    "preparing after charging means that it was plugged out": (
        "10:00 preparing\n10:00 charging\n11:00 stop 9000\n11:05 preparing",
        "11:00 11:05 11:00",
    ),
    "row87 available while it charges": (
        "10:00 start A 1000\n10:10 available\n10:11 charging\n11:00 stop 9000",
        "11:00 - 11:00",
    ),
    "a register that stands still": (
        "10:00 start A 1000\n10:15 sample 3000\n10:30 sample 3000\n10:45 sample 3000\n11:00 stop 3000",
        "10:15 - 11:00",
    ),
    "a coarse register that stands still for two samples only": (
        "10:00 start A 1000\n10:01 sample 1.1kWh\n10:02 sample 1.1kWh\n10:03 sample 1.1kWh\n10:04 stop 1190",
        "10:04 - 10:04",
    ),
    "power flows though the register stands still": (
        """10:00 start A 1000
        10:15 sample 3000 7000W
        10:30 sample 3000 7000W
        10:45 sample 3000 7000W
        11:00 sample 3000 0W
        11:15 sample 3000 0W
        11:30 stop 3000""",
        "10:45 - 11:30",
    ),
    "a suspension that is told when the register had long stood still": (
        """10:00 start A 1000
        10:15 sample 3000
        10:30 sample 3000
        10:45 sample 3000
        10:50 suspended_ev
        11:00 stop 3000""",
        "10:15 - 11:00",
    ),
    "a suspension that is told after one register without a rise": (
        "10:00 start A 1000\n10:15 sample 3000\n10:30 sample 3000\n10:40 suspended_ev\n11:00 stop 3000",
        "10:40 - 11:00",
    ),
    "a suspension that comes late beside registers that came before it": (
        """10:00 start A 1000
        10:15 sample 3000
        10:50 suspended_ev
        10:55 sample 3000
        11:00 sample 3000
        11:05 sample 3000
        11:10 stop 3000""",
        "10:50 - 11:10",
    ),
    "the station held the car back before it suspended": (
        """10:00 start A 1000
        10:15 sample 3000
        10:20 suspended_evse
        10:30 sample 3000
        10:45 sample 3000
        10:50 suspended_ev
        11:00 stop 3000""",
        "10:50 - 11:00",
    ),
    "the station held the car back, and it did not go on": (
        """10:00 start A 1000
        10:10 suspended_evse
        10:15 sample 3000
        10:30 sample 3000
        10:45 sample 3000
        10:50 suspended_ev
        11:00 stop 3000""",
        "10:50 - 11:00",
    ),
    "the station held the car back, and it went on": (
        """10:00 start A 1000
        10:05 suspended_evse
        10:10 charging
        10:15 sample 3000
        10:30 sample 3000
        10:45 sample 3000
        10:50 suspended_ev
        11:00 stop 3000""",
        "10:15 - 11:00",
    ),
    "a coarse register had not stood still for long enough": (
        """10:00 start A 1000
        10:01 sample 1.1kWh
        10:02 sample 1.1kWh
        10:03 sample 1.1kWh
        10:04 suspended_ev
        10:30 sample 1.1kWh
        11:00 stop 1100""",
        "10:04 - 11:00",
    ),
    "2.x tells a suspension late too": (
        """10:00 began #0 A 1000
        10:15 went #1 3000 charging
        10:30 went #2 3000
        10:45 went #3 3000
        10:50 went #4 suspended_ev
        11:00 ended #5 3000""",
        "10:15 - 11:00",
    ),
    "2.x says it itself": (
        "10:00 began #0 A 1000\n10:40 went #1 2000 suspended_ev\n11:00 ended #2 2000 idle",
        "10:40 11:00 11:00",
    ),
}


@pytest.mark.parametrize(("story", "expected"), ENDS.values(), ids=ENDS.keys())
def test_three_ends(story: str, expected: str) -> None:
    events = said(story)
    if isinstance(events[0], StatusReported):
        events.insert(0, line("10:00 start A 1000"))
    assert ends(session_of(events)) == expected


def test_row22_the_evse_is_remembered() -> None:
    session = session_of(said("10:30 went #1 2000\n10:00 began #0 A 1000\n11:00 ended #2 3000"))
    assert (session.evse, session.connector) == (1, 1)


def test_2x_a_token_that_comes_later_is_who_charges() -> None:
    session = session_of(said("10:00 began #0 1000\n10:01 went #1 A\n11:00 ended #2 B 3000"))
    assert session.token == Token("A")


def test_row21_row45_a_reading_takes_an_inferred_end_back() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 2000"))
    closed = infer_end(session, Inferred(at("10:30"), None, "rebooted"), station=FACTS)
    assert row(closed) == "closed 1000 Wh 10:00-10:30 end_inferred"
    again = tell(closed, line("10:45 sample 2500"))
    assert row(again) == "active 1500 Wh 10:00--"


def test_row11_a_late_stop_replaces_an_inferred_end() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 2000"))
    closed = infer_end(session, Inferred(at("10:30"), None, "next_start"), station=FACTS)
    assert row(tell(closed, line("11:00 stop 3000"))) == "closed 2000 Wh 10:00-11:00"


def test_row44_the_next_start_closes_the_gap_of_a_lifetime_register() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 2000"), LIFETIME)
    found = ended_by_next_start(session, at("12:00"), Energy.from_wh(2300), LIFETIME)
    closed = infer_end(session, found, station=LIFETIME)
    assert row(closed) == "closed 1300 Wh 10:00-10:30 end_inferred"


def test_row11_what_the_plug_tells_after_the_car_left_is_the_next_one() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 2000\n10:40 available\n11:50 preparing"))
    assert clock(ended_by_next_start(session, at("12:00"), None, FACTS).at) == "10:40"


def test_row44_not_where_the_register_restarts() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 2000"))
    assert ended_by_next_start(session, at("12:00"), Energy.from_wh(2300), FACTS).register is None


def test_row39_what_flows_between_sessions_is_nobodys() -> None:
    assert unallocated(Energy.from_wh(2_259_988), Energy.from_wh(2_259_992)) == Energy.from_wh(4)
    assert unallocated(Energy.from_wh(5000), Energy.from_wh(0)) == Energy.from_wh(0)


SILENT = session_of(said("10:00 start A 1000\n10:30 sample 2000"))
JUDGED = {
    "nothing is known": (Seen(now=at("20:00")), None),
    "s4a available, grace not over": (
        Seen(now=at("10:45"), status=line("10:40 available").status, status_since=at("10:40")),  # type: ignore[union-attr]
        None,
    ),
    "s4a available": (
        Seen(now=at("11:00"), status=line("10:40 available").status, status_since=at("10:40")),  # type: ignore[union-attr]
        "unplugged 10:40",
    ),
    "s4b another start": (Seen(now=at("12:30"), next_start=at("12:00")), "next_start 10:30"),
    "s4c a boot and silence": (Seen(now=at("12:00"), booted_at=at("11:00")), "rebooted 10:30"),
    "row45 a boot and not yet silence": (Seen(now=at("11:20"), booted_at=at("11:00")), None),
    "s4d not ongoing": (Seen(now=at("12:00"), ongoing=False, queued=False), "not_ongoing 10:30"),
    "row21 not ongoing, but in its queue": (Seen(now=at("12:00"), ongoing=False, queued=True), None),
    "offline, the grace is a day": (
        Seen(now=at("12:00"), connected=False, booted_at=at("11:00")),
        None,
    ),
}


@pytest.mark.parametrize(("seen", "expected"), JUDGED.values(), ids=JUDGED.keys())
def test_judge_end(seen: Seen, expected: str | None) -> None:
    found = judge_end(SILENT, seen, FACTS)
    assert (found and f"{found.why} {clock(found.at)}") == expected


@pytest.mark.parametrize(("grace_s", "expected"), [(900, "unplugged"), (7200, None)])
def test_the_grace_is_a_choice(grace_s: int, expected: str | None) -> None:
    told = next(seen for seen, found in JUDGED.values() if found is not None and "unplugged" in found)
    found = judge_end(SILENT, told, FACTS, Patience(grace_s=grace_s))
    assert (found and found.why) == expected


def test_row6_a_placed_stop_is_not_held_for_its_missing_id() -> None:
    session = session_of(said("10:00 start A 1000"))
    stop = TransactionEnded("", at("11:00"), None, Energy.from_wh(3000), flags=(Flag.UNKNOWN_TX,))
    closed = fold(session, stop, station=FACTS, received_at=at("11:00"), flags=(Flag.INFERRED_TX,))
    assert row(closed) == "closed 2000 Wh 10:00-11:00 inferred_tx"


def test_row27_older_than_its_service_waits_for_a_person() -> None:
    young = msgspec.structs.replace(FACTS, in_service_from=at("10:30"))
    session = session_of(said("10:00 start A 1000\n11:00 stop 3000"), young)
    assert row(session) == "review 2000 Wh 10:00-11:00 before_service"


def test_a_person_resolves_a_doubt() -> None:
    session = session_of(said("10:00 start A 1000\n11:10 stop 3500\n11:00 stop 3000"))
    resolved = resolve(session, (Flag.CONFLICTING_STOP,), station=FACTS)
    assert resolved.state is SessionState.CLOSED
    assert "conflicting_stop" in flags(resolved)
    assert resolved.version == session.version + 1
    assert resolved.tx == TX


def test_row18_what_is_stored_of_an_event() -> None:
    sample, late = line("10:30 sample 2000"), line("11:30 sample 4000")
    assert isinstance(sample, Metered)
    assert isinstance(late, Metered)
    running = session_of(said("10:00 start A 1000"))
    session = tell(running, sample)
    assert left_by(sample, running, session) == Left(reading_rows(sample), point=session.track[-1])
    assert left_by(sample, session, tell(session, sample)) == Left(())
    closed = tell(session, line("11:00 stop 3000"))
    assert left_by(late, closed, tell(closed, late)) == Left((), reading_rows(late))
