"""The health of the system itself: facts that somebody has read, and what they show. Nothing is read here.

Other than `checkup` (an installation at rest, looked at by a person), this is what changes by itself while a
server runs: the disk fills, a backup grows old, a clock drifts, a certificate ends, something stops being
worked on. Whatever could not be read is None or empty, and then nothing is said about it.
"""

from collections.abc import Callable, Iterator

import msgspec

from wattfleet.kernel.sentences import Values
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US, Instant
from wattfleet.operations.checkup import (
    CLOCK_TOLERANCE_US,
    LEAST_FREE,
    LOW_FREE,
    SOON_US,
    UNRATED_LIMIT_US,
    Finding,
    Severity,
    told,
)
from wattfleet.operations.condition import Certificate

TREND_US = 14 * DAY_US
"""How far back the trend of the disk looks."""
SHORTEST_TREND_US = DAY_US
"""Less than a day says nothing: nights are quieter than days."""
DISK_SOON_DAYS = 30
DISK_NOW_DAYS = 7
BACKUP_OLD_US = 26 * HOUR_US
"""A daily backup, with two hours for its own duration and a late timer."""
SHIPPED_OLD_US = MINUTE_US
"""What a continuous backup promises: at most a minute to lose."""
AUDIT_OLD_US = 50 * HOUR_US
"""Two daily runs have not happened."""
DRILL_OLD_US = 35 * DAY_US
"""A backup that nobody has restored is a hope: once a month it is tried."""
FRAME_WAITS_US = 5 * SECOND_US
WORST_CLOCK_ERROR_US = SECOND_US
_PROBLEM, _WARNING = Severity.PROBLEM, Severity.WARNING


class DiskSample(msgspec.Struct, frozen=True):
    """How full the data folder's disk was, in bytes, and how large the database."""

    at: Instant
    free_bytes: int
    database_bytes: int


class Arrivals(msgspec.Struct, frozen=True, kw_only=True):
    """How stations come and go at the door of this process: `came`, `left` and `turned` (told to come again)
    in the last minute; `in_line` have shaken hands and wait for a seat, of at most `places`."""

    connected: int
    in_line: int
    places: int
    came: int
    left: int
    turned: int

    @property
    def is_storm(self) -> bool:
        """Whether a fleet comes back at once: a tenth of the places are taken, or some found none."""
        return self.turned > 0 or self.in_line * 10 >= self.places


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What the machine of this process says of itself. Sizes in bytes.

    `clock_synchronised` and `clock_error_us` are the kernel's own opinion of its clock; None where it has
    none to give. `oldest_frame_us` is the age of the oldest frame that this process has not worked on yet.
    """

    path: str = ""
    free_bytes: int | None = None
    total_bytes: int | None = None
    clock_synchronised: bool | None = None
    clock_error_us: int | None = None
    certificates: tuple[Certificate, ...] = ()
    oldest_frame_us: int | None = None
    arrivals: Arrivals | None = None


class BackupState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of backups: the last whole one, how far a continuous one has come, the last drill.

    `problem` says why the last try failed; it is empty again after the next that does not.
    """

    last_at: Instant | None = None
    place: str = ""
    bytes: int = 0
    shipped_at: Instant | None = None
    following: bool = False
    checked_at: Instant | None = None
    problem: str = ""


class AuditState(msgspec.Struct, frozen=True, kw_only=True):
    """How the last audit of this tenant ended. `violated` names the invariants that do not hold."""

    ended_at: Instant | None = None
    violations: int = 0
    violated: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of one look. `installed_at` is the oldest sample: how long this installation has run.

    `unrated_since` is the end of the oldest session without a price; `outbox_oldest_at` the oldest fact that
    nobody was told.
    """

    now: Instant
    machine: Machine = Machine()
    database_kind: str = "sqlite"
    database_bytes: int | None = None
    database_now: Instant | None = None
    samples: tuple[DiskSample, ...] = ()
    installed_at: Instant | None = None
    backup: BackupState = BackupState()
    audit: AuditState = AuditState()
    unread_frames: int = 0
    unrated: int = 0
    unrated_since: Instant | None = None
    outbox_waiting: int = 0
    outbox_oldest_at: Instant | None = None


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Everything that the facts show, the worst first. Codes are stable: alarms are drawn from them."""
    found = [one for rule in RULES for one in rule(facts)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def days_left(samples: tuple[DiskSample, ...], free_bytes: int | None, now: Instant) -> int | None:
    """In how many whole days the disk is full, if it goes on as in the last two weeks; None where it does not
    fill, or is not known for a day yet.

    The slope is that of the straight line closest to the samples (least squares), in whole numbers.
    """
    seen = [one for one in samples if 0 <= now - one.at <= TREND_US]
    if free_bytes is None or len(seen) < 3 or seen[-1].at - seen[0].at < SHORTEST_TREND_US:
        return None
    times = [(one.at - seen[0].at) // SECOND_US for one in seen]
    frees = [one.free_bytes for one in seen]
    count, sum_t, sum_f = len(seen), sum(times), sum(frees)
    above = count * sum(t * f for t, f in zip(times, frees, strict=True)) - sum_t * sum_f
    below = count * sum(t * t for t in times) - sum_t * sum_t
    if below == 0 or above >= 0:
        return None
    return free_bytes * below // (-above * (DAY_US // SECOND_US))


def _disk(facts: Facts) -> Iterator[Finding]:
    free = facts.machine.free_bytes
    if free is None:
        return
    room: Values = {"free_mb": free // 1024 // 1024, "path": facts.machine.path}
    left = days_left(facts.samples, free, facts.now)
    if free < LEAST_FREE:
        yield told("disk_full", _PROBLEM, **room)
    elif left is not None and left < DISK_NOW_DAYS:
        yield told("disk_fills", _PROBLEM, **room, days=left)
    elif free < LOW_FREE:
        yield told("disk_low", _WARNING, **room)
    elif left is not None and left < DISK_SOON_DAYS:
        yield told("disk_fills", _WARNING, **room, days=left)


def _backup(facts: Facts) -> Iterator[Finding]:
    backup, now = facts.backup, facts.now
    if backup.problem:
        yield told("backup_failed", _PROBLEM, problem=backup.problem)
    if backup.last_at is None:
        if facts.installed_at is not None and now - facts.installed_at > BACKUP_OLD_US:
            yield told("backup_missing", _WARNING)
    elif now - backup.last_at > BACKUP_OLD_US and not backup.following:
        yield told("backup_old", _PROBLEM, at=backup.last_at.rfc3339())
    if backup.following and backup.shipped_at is not None and now - backup.shipped_at > SHIPPED_OLD_US:
        yield told("backup_behind", _PROBLEM, at=backup.shipped_at.rfc3339())
    tried = backup.checked_at
    if backup.last_at is not None and facts.installed_at is not None:
        since = now - max(tried or facts.installed_at, facts.installed_at)
        if since > DRILL_OLD_US:
            yield told("restore_untried", _WARNING)


def _audit(facts: Facts) -> Iterator[Finding]:
    audit, now = facts.audit, facts.now
    if audit.violations:
        yield told("invariant_violated", _PROBLEM, n=audit.violations, names=", ".join(audit.violated))
    since = audit.ended_at or facts.installed_at
    if since is not None and now - since > AUDIT_OLD_US:
        yield told("audit_old", _WARNING)


def _clock(facts: Facts) -> Iterator[Finding]:
    if facts.database_now is not None:
        apart_us = abs(facts.now - facts.database_now)
        if apart_us > CLOCK_TOLERANCE_US:
            yield told("clock_apart", _PROBLEM, n=apart_us // SECOND_US)
    machine = facts.machine
    if machine.clock_synchronised is False:
        yield told("clock_unsynchronised", _WARNING)
    elif machine.clock_error_us is not None and machine.clock_error_us > WORST_CLOCK_ERROR_US:
        yield told("clock_unsure", _WARNING, ms=machine.clock_error_us // 1000)


def _certificates(facts: Facts) -> Iterator[Finding]:
    for one in facts.machine.certificates:
        if one.problem:
            yield told("certificate_unusable", _PROBLEM, chain=one.chain, problem=one.problem)
        elif one.ends_at is not None and one.ends_at <= facts.now:
            yield told("certificate_expired", _PROBLEM, chain=one.chain, at=one.ends_at.rfc3339())
        elif one.ends_at is not None and one.ends_at - facts.now < SOON_US:
            yield told("certificate_expires", _WARNING, chain=one.chain, at=one.ends_at.rfc3339())


def _work(facts: Facts) -> Iterator[Finding]:
    waits = facts.machine.oldest_frame_us
    if waits is not None and waits > FRAME_WAITS_US:
        yield told("frames_waiting", _PROBLEM, n=waits // SECOND_US)
    since = facts.unrated_since
    if since is not None and facts.now - since > UNRATED_LIMIT_US:
        yield told("sessions_unrated", _PROBLEM, n=facts.unrated, since=since.rfc3339())
    if facts.unread_frames:
        yield told("frames_unread", _WARNING, n=facts.unread_frames)


Rule = Callable[[Facts], Iterator[Finding]]

RULES: tuple[Rule, ...] = (_disk, _backup, _audit, _clock, _certificates, _work)
