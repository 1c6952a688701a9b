"""How the system itself is: one fact changed, one finding; and in how many days the disk is full."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US, parse_instant
from wattfleet.operations.condition import Certificate
from wattfleet.operations.health import (
    RULES,
    AuditState,
    BackupState,
    DiskSample,
    Facts,
    Machine,
    days_left,
    findings,
)

NOW = parse_instant("2026-11-20T12:00:00Z")
GB = 1024**3
CERTIFICATE = Certificate(chain="a.pem", key="a.key", family="ECDSA", ends_at=NOW + 90 * DAY_US)
MACHINE = Machine(
    path="data",
    free_bytes=50 * GB,
    total_bytes=100 * GB,
    clock_synchronised=True,
    clock_error_us=20_000,
    certificates=(CERTIFICATE,),
    oldest_frame_us=0,
)
BACKUP = BackupState(last_at=NOW + -20 * HOUR_US, place="/mnt/backup", checked_at=NOW + -3 * DAY_US)
AUDIT = AuditState(ended_at=NOW + -10 * HOUR_US)
WELL = Facts(
    now=NOW, machine=MACHINE, backup=BACKUP, audit=AUDIT, installed_at=NOW + -80 * DAY_US, database_now=NOW
)


def filling(gb_a_day: float, days: int = 14, free_gb: int = 50) -> tuple[DiskSample, ...]:
    """A sample an hour that ends with so much free."""
    hours = days * 24
    return tuple(
        DiskSample(NOW + -hour * HOUR_US, free_gb * GB + int(gb_a_day * GB) // 24 * hour, 0)
        for hour in range(hours, -1, -1)
    )


def facts(**values: Any) -> Facts:
    return msgspec.structs.replace(WELL, **values)


def machine(**values: Any) -> Facts:
    return facts(machine=msgspec.structs.replace(MACHINE, **values))


def backup(**values: Any) -> Facts:
    return facts(backup=msgspec.structs.replace(BACKUP, **values))


def certificate(**values: Any) -> Facts:
    return machine(certificates=(msgspec.structs.replace(CERTIFICATE, **values),))


TABLE: tuple[tuple[str, str, Facts, str], ...] = (
    ("disk_full", "problem", machine(free_bytes=100 * 1024**2), "100 MB are free"),
    ("disk_low", "warning", machine(free_bytes=GB), "1024 MB are free"),
    ("disk_fills", "problem", facts(samples=filling(10)), "lasts 5 days"),
    ("disk_fills", "warning", facts(samples=filling(2)), "lasts 25 days"),
    ("backup_failed", "problem", backup(problem="The folder is full."), "The folder is full."),
    ("backup_missing", "warning", facts(backup=BackupState()), "no backup"),
    ("backup_old", "problem", backup(last_at=NOW + -27 * HOUR_US), "is of 2026-11-19"),
    (
        "backup_behind",
        "problem",
        backup(following=True, shipped_at=NOW + -2 * MINUTE_US),
        "since 2026-11-20T11:58:00Z",
    ),
    ("restore_untried", "warning", backup(checked_at=NOW + -36 * DAY_US), "more than a month"),
    ("restore_untried", "warning", backup(checked_at=None), "more than a month"),
    (
        "invariant_violated",
        "problem",
        facts(audit=AuditState(ended_at=NOW, violations=3, violated=("I4", "I13"))),
        "3 violations of I4, I13",
    ),
    ("audit_old", "warning", facts(audit=AuditState(ended_at=NOW + -51 * HOUR_US)), "two days"),
    ("audit_old", "warning", facts(audit=AuditState()), "two days"),
    ("clock_apart", "problem", facts(database_now=NOW + 5 * SECOND_US), "5 s apart"),
    ("clock_unsynchronised", "warning", machine(clock_synchronised=False), "Nothing keeps"),
    ("clock_unsure", "warning", machine(clock_error_us=1_500_000), "1500 ms off"),
    ("certificate_unusable", "problem", certificate(problem="no such file"), "no such file"),
    ("certificate_expired", "problem", certificate(ends_at=NOW), "ended at"),
    ("certificate_expires", "warning", certificate(ends_at=NOW + 29 * DAY_US), "ends at"),
    ("frames_waiting", "problem", machine(oldest_frame_us=6 * SECOND_US), "waited for 6 s"),
    ("sessions_unrated", "problem", facts(unrated=2, unrated_since=NOW + -2 * MINUTE_US), "2 ended sessions"),
    ("frames_unread", "warning", facts(unread_frames=4), "4 frames"),
)


def test_a_well_system_has_no_findings() -> None:
    assert findings(WELL) == ()


def test_a_system_that_has_just_been_made_has_none_either() -> None:
    assert findings(Facts(now=NOW, machine=MACHINE, installed_at=NOW)) == ()


@pytest.mark.parametrize(("code", "severity", "seen", "words"), TABLE)
def test_one_fact_one_finding(code: str, severity: str, seen: Facts, words: str) -> None:
    (one,) = findings(seen)
    assert (one.code, one.severity.value) == (code, severity)
    assert words in one.words
    assert one.mend


def test_every_rule_is_in_the_table() -> None:
    for rule in RULES:
        assert any(list(rule(seen)) for _, _, seen, _ in TABLE), rule


def test_what_is_not_known_is_not_judged() -> None:
    assert findings(Facts(now=NOW)) == ()


def test_a_continuous_backup_makes_an_old_base_good_enough() -> None:
    seen = backup(following=True, shipped_at=NOW + -30 * SECOND_US, last_at=NOW + -6 * DAY_US)
    assert findings(seen) == ()


@pytest.mark.parametrize(
    ("samples", "days"),
    [
        (filling(1), 50),
        (filling(5), 10),
        (filling(0), None),
        (filling(-1), None),  # it empties
        (filling(5, days=0), None),
        (filling(5)[-20:], None),  # less than a day
        ((), None),
    ],
)
def test_days_until_the_disk_is_full(samples: tuple[DiskSample, ...], days: int | None) -> None:
    assert days_left(samples, 50 * GB, NOW) == days


@given(st.lists(st.tuples(st.integers(0, 30 * 24), st.integers(0, 10**13)), max_size=60))
def test_days_are_never_negative_whatever_the_samples(rows: list[tuple[int, int]]) -> None:
    samples = tuple(DiskSample(NOW + -hours * HOUR_US, free, 0) for hours, free in sorted(rows, reverse=True))
    left = days_left(samples, 50 * GB, NOW)
    assert left is None or left >= 0
