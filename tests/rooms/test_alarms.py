"""When something is an alarm, when it is over, and when who is told."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, Instant, parse_instant
from wattfleet.operations.alarms import Fault, Gone, NetworkFacts, is_cleared, raised
from wattfleet.operations.checkup import Finding, Severity
from wattfleet.operations.notices import (
    BACK_OFF_US,
    Recipient,
    checked_recipient,
    next_moment,
    next_try,
    subject_of,
    text_of,
)

NOW = parse_instant("2026-11-20T12:00:00Z")
SITE, OTHER = UUID(int=100), UUID(int=200)


def gone(number: int, minutes: int, access: str = "public", site: UUID = SITE) -> Gone:
    return Gone(
        station_id=UUID(int=number),
        identity=f"CP{number}",
        access=access,
        site_id=site,
        site="Depot",
        since=NOW + -minutes * MINUTE_US,
    )


def fault(seconds: int) -> Fault:
    return Fault(
        station_id=UUID(int=1),
        identity="CP1",
        site_id=SITE,
        evse=1,
        connector=1,
        since=NOW + -seconds * 1_000_000,
        error="GroundFailure",
    )


@pytest.mark.parametrize(
    ("access", "minutes", "silent"),
    [
        ("public", 14, False),
        ("public", 15, True),
        ("private", 14, False),
        ("private", 15, True),
        ("home", 15, False),
        ("home", 47 * 60 + 59, False),
        ("home", 48 * 60, True),
    ],
)
def test_a_station_is_silent_after_its_time(access: str, minutes: int, silent: bool) -> None:
    found = raised(NetworkFacts(now=NOW, gone=(gone(1, minutes, access),), stations_of={SITE: 5}))
    assert [one.code for one in found] == (["station_silent"] if silent else [])


@pytest.mark.parametrize(
    ("silent", "of_site", "codes"),
    [
        (3, 3, ["site_down"]),
        (2, 3, ["station_silent", "station_silent"]),
        (1, 1, ["station_silent"]),
    ],
)
def test_a_whole_site_is_one_alarm(silent: int, of_site: int, codes: list[str]) -> None:
    facts = NetworkFacts(
        now=NOW, gone=tuple(gone(one, 20) for one in range(1, silent + 1)), stations_of={SITE: of_site}
    )
    assert [one.code for one in raised(facts)] == codes


def test_homes_are_no_site() -> None:
    homes = tuple(gone(one, 49 * 60, "home") for one in range(1, 4))
    assert [one.code for one in raised(NetworkFacts(now=NOW, gone=homes))] == ["station_silent"] * 3


@pytest.mark.parametrize(("seconds", "told"), [(1, False), (120, False), (121, True)])
def test_a_fault_is_told_when_it_lasts(seconds: int, told: bool) -> None:
    found = raised(NetworkFacts(now=NOW, faults=(fault(seconds),)))
    assert [one.code for one in found] == (["evse_faulted"] if told else [])


@pytest.mark.parametrize(("hours", "told"), [(23, False), (24, False), (25, True)])
def test_a_doubt_is_told_after_a_day(hours: int, told: bool) -> None:
    facts = NetworkFacts(now=NOW, doubts=3, oldest_doubt_at=NOW + -hours * HOUR_US)
    assert [one.code for one in raised(facts)] == (["doubts_old"] if told else [])


def test_what_the_system_finds_is_told_but_for_notes() -> None:
    system = tuple(Finding(code=one.value, severity=one, words="So it is.", mend="") for one in Severity)
    assert {one.code for one in raised(NetworkFacts(now=NOW, system=system))} == {"problem", "warning"}


@pytest.mark.parametrize(
    ("code", "minutes", "over"),
    [("station_silent", 0, True), ("evse_faulted", 9, False), ("evse_faulted", 10, True)],
)
def test_an_alarm_is_over_after_its_quiet_time(code: str, minutes: int, over: bool) -> None:
    assert is_cleared(code, NOW + -minutes * MINUTE_US, NOW) == over
    assert not is_cleared(code, None, NOW)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4000), st.sampled_from(["public", "home"]))))
def test_never_two_alarms_of_the_same_trouble(found: list[tuple[int, int, str]]) -> None:
    facts = NetworkFacts(now=NOW, gone=tuple(gone(*one) for one in found), stations_of={SITE: 3})
    keys = [one.key for one in raised(facts)]
    assert len(keys) == len(set(keys))


# ── who is told when ──────────────────────────────────────────────────────────

NIGHT = Recipient(email="a@b.example", zone="Europe/Stockholm", quiet_from="22:00", quiet_to="06:00")
NOONS = Recipient(email="a@b.example", zone="Europe/Stockholm", quiet_from="12:00", quiet_to="13:00")


@pytest.mark.parametrize(
    ("who", "now", "told"),
    [
        (Recipient(email="a@b.example"), "2026-11-20T23:30:00Z", "2026-11-20T23:30:00Z"),
        (NIGHT, "2026-11-20T20:59:00Z", "2026-11-20T20:59:00Z"),
        (NIGHT, "2026-11-20T21:00:00Z", "2026-11-21T05:00:00Z"),
        (NIGHT, "2026-11-21T04:59:00Z", "2026-11-21T05:00:00Z"),
        (NIGHT, "2026-11-21T05:00:00Z", "2026-11-21T05:00:00Z"),
        (NIGHT, "2026-07-01T20:30:00Z", "2026-07-02T04:00:00Z"),
        (NIGHT, "2026-10-24T21:00:00Z", "2026-10-25T05:00:00Z"),  # the night with 25 hours
        (NOONS, "2026-11-20T11:30:00Z", "2026-11-20T12:00:00Z"),
        (NOONS, "2026-11-20T12:30:00Z", "2026-11-20T12:30:00Z"),
    ],
)
def test_quiet_hours_are_local(who: Recipient, now: str, told: str) -> None:
    assert next_moment(who, parse_instant(now)) == parse_instant(told)


@given(st.integers(0, 400 * DAY_US))
def test_nobody_is_ever_told_in_her_quiet_hours_nor_later_than_a_day(later: int) -> None:
    now = Instant(NOW.us + later)
    told = next_moment(NIGHT, now)
    assert 0 <= told - now <= 10 * HOUR_US
    assert next_moment(NIGHT, told) == told


@pytest.mark.parametrize(
    "wrong", [{"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_to": "22:00"}, {"zone": "Mars/Base"}]
)
def test_quiet_hours_that_mean_nothing_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(WattfleetError):
        checked_recipient(Recipient(email="a@b.example", **wrong))  # type: ignore[arg-type]


def test_a_message_is_tried_for_most_of_a_day_and_then_given_up() -> None:
    tries = [next_try(number, NOW) for number in range(1, len(BACK_OFF_US) + 2)]
    assert tries[-1] is None
    waits = [one - NOW for one in tries if one is not None]
    assert waits == sorted(waits)
    assert sum(waits) > 17 * HOUR_US


def test_many_alarms_are_one_message() -> None:
    words = [f"alarm {number}" for number in range(60)]
    assert subject_of(["One."]) == "Wattfleet: One."
    assert subject_of(words) == "Wattfleet: 60 alarms"
    assert text_of(words, "https://x").count("• ") == 50
    assert "and 10 more" in text_of(words, "")
