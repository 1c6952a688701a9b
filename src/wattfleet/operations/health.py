"""The health of the system itself: facts that somebody has read, and what they show. Nothing is read here.

Other than `checkup` (an installation at rest, looked at by a person), this is what changes by itself while a
server runs: the disk fills, a backup grows old, a clock drifts, a certificate ends, something stops being
worked on. Whatever could not be read is None or empty, and then nothing is said about it.
"""

from collections.abc import Callable, Iterator

import msgspec

from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US, Instant
from wattfleet.operations.checkup import (
    CLOCK_TOLERANCE_US,
    LEAST_FREE,
    LOW_FREE,
    SOON_US,
    UNRATED_LIMIT_US,
    Finding,
    Severity,
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


class DiskSample(msgspec.Struct, frozen=True):
    """How full the data folder's disk was, in bytes, and how large the database."""

    at: Instant
    free_bytes: int
    database_bytes: int


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


def _problem(code: str, words: str, mend: str) -> Finding:
    return Finding(code=code, severity=Severity.PROBLEM, words=words, mend=mend)


def _warning(code: str, words: str, mend: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, words=words, mend=mend)


def _disk(facts: Facts) -> Iterator[Finding]:
    free = facts.machine.free_bytes
    if free is None:
        return
    mend = "Make room or move the data folder to a larger disk; without room no station is answered."
    words = f"{free // 1024 // 1024} MB are free where {facts.machine.path} is."
    left = days_left(facts.samples, free, facts.now)
    if free < LEAST_FREE:
        yield _problem("disk_full", words, mend)
    elif left is not None and left < DISK_NOW_DAYS:
        yield _problem("disk_fills", f"{words} At the pace of the last days that lasts {left} days.", mend)
    elif free < LOW_FREE:
        yield _warning("disk_low", words, mend)
    elif left is not None and left < DISK_SOON_DAYS:
        yield _warning("disk_fills", f"{words} At the pace of the last days that lasts {left} days.", mend)


def _backup(facts: Facts) -> Iterator[Finding]:
    backup, now = facts.backup, facts.now
    mend = "`wattfleet backup TARGET`, daily by a timer; docs/run/backup.md tells how."
    if backup.problem:
        yield _problem("backup_failed", f"The last backup failed: {backup.problem}", mend)
    if backup.last_at is None:
        if facts.installed_at is not None and now - facts.installed_at > BACKUP_OLD_US:
            yield _warning("backup_missing", "There is no backup of this installation.", mend)
    elif now - backup.last_at > BACKUP_OLD_US and not backup.following:
        yield _problem("backup_old", f"The last backup is of {backup.last_at.rfc3339()}.", mend)
    if backup.following and backup.shipped_at is not None and now - backup.shipped_at > SHIPPED_OLD_US:
        yield _problem(
            "backup_behind",
            f"The continuous backup has not come further since {backup.shipped_at.rfc3339()}.",
            "See whether `wattfleet backup --follow` runs and reaches its folder.",
        )
    tried = backup.checked_at
    if backup.last_at is not None and facts.installed_at is not None:
        since = now - max(tried or facts.installed_at, facts.installed_at)
        if since > DRILL_OLD_US:
            yield _warning(
                "restore_untried",
                "No backup has been restored to try it for more than a month.",
                "`wattfleet restore FILE --check` restores it beside, and audits the copy.",
            )


def _audit(facts: Facts) -> Iterator[Finding]:
    audit, now = facts.audit, facts.now
    if audit.violations:
        yield _problem(
            "invariant_violated",
            f"{audit.violations} violations of {', '.join(audit.violated)}.",
            "`wattfleet audit` names each with its evidence, and says what to do.",
        )
    since = audit.ended_at or facts.installed_at
    if since is not None and now - since > AUDIT_OLD_US:
        words = "No audit has ended for more than two days."
        yield _warning("audit_old", words, "See the log for the job “audit”; `wattfleet audit` runs it now.")


def _clock(facts: Facts) -> Iterator[Finding]:
    mend = "Set the clock and keep it right: `timedatectl set-ntp true`."
    if facts.database_now is not None:
        apart_us = abs(facts.now - facts.database_now)
        if apart_us > CLOCK_TOLERANCE_US:
            words = f"This machine's clock and the database's are {apart_us // SECOND_US} s apart."
            yield _problem("clock_apart", words, mend)
    machine = facts.machine
    if machine.clock_synchronised is False:
        yield _warning("clock_unsynchronised", "Nothing keeps this machine's clock right.", mend)
    elif machine.clock_error_us is not None and machine.clock_error_us > WORST_CLOCK_ERROR_US:
        words = f"This machine's clock may be {machine.clock_error_us // 1000} ms off."
        yield _warning("clock_unsure", words, mend)


def _certificates(facts: Facts) -> Iterator[Finding]:
    for one in facts.machine.certificates:
        mend = "Renew it; the server takes the new one when it starts again."
        if one.problem:
            yield _problem("certificate_unusable", f"{one.chain} cannot be used: {one.problem}.", mend)
        elif one.ends_at is not None and one.ends_at <= facts.now:
            yield _problem("certificate_expired", f"{one.chain} ended at {one.ends_at.rfc3339()}.", mend)
        elif one.ends_at is not None and one.ends_at - facts.now < SOON_US:
            yield _warning("certificate_expires", f"{one.chain} ends at {one.ends_at.rfc3339()}.", mend)


def _work(facts: Facts) -> Iterator[Finding]:
    waits = facts.machine.oldest_frame_us
    if waits is not None and waits > FRAME_WAITS_US:
        yield _problem(
            "frames_waiting",
            f"A frame has waited for {waits // SECOND_US} s.",
            "The database is slow or full: look at its disk, and at who else works on it.",
        )
    since = facts.unrated_since
    if since is not None and facts.now - since > UNRATED_LIMIT_US:
        yield _problem(
            "sessions_unrated",
            f"{facts.unrated} ended sessions without a price, the oldest since {since.rfc3339()}.",
            "The server's log says why the job “close_sessions” does not come further.",
        )
    if facts.unread_frames:
        yield _warning(
            "frames_unread",
            f"{facts.unread_frames} frames of the last week kept without being understood.",
            "`wattfleet station ID frames` shows them with the reason.",
        )


Rule = Callable[[Facts], Iterator[Finding]]

RULES: tuple[Rule, ...] = (_disk, _backup, _audit, _clock, _certificates, _work)
