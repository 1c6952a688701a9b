"""The system's own health, and the invariants board: what others draw alarms and screens from."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import When
from wattfleet.kernel.sentences import Values
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.operations.audit import Audit, Checked, Violation
from wattfleet.operations.checkup import Severity
from wattfleet.operations.condition import Certificate
from wattfleet.operations.health import Facts, days_left, findings
from wattfleet.operations.invariants import INVARIANTS, Invariant
from wattfleet.storage import audits
from wattfleet.storage.database import DEFAULT_TENANT
from wattfleet.usecases.read_health import read_health

Status = Annotated[str, Meta(extra_json_schema={"enum": ["well", "note", "warning", "problem"]})]


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be; `code` is stable, `mend` says what to do."""

    code: str
    severity: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in Severity]})]
    words: str
    mend: str
    values: Annotated[Values, Meta(description="With `code` they say it in any language.")]


class DiskView(msgspec.Struct, frozen=True, kw_only=True):
    """The disk of the data folder. `days_left` null = it does not fill, or is not known for a day yet."""

    path: str
    free_bytes: int | None
    total_bytes: int | None
    days_left: int | None


class SampleView(msgspec.Struct, frozen=True):
    """How full it was, once an hour."""

    at: When
    free_bytes: int
    database_bytes: int


class DatabaseView(msgspec.Struct, frozen=True, kw_only=True):
    """The database: `sqlite` or `postgresql`, its size, and how far its clock is from ours."""

    kind: str
    bytes: int | None
    clock_apart_ms: int | None


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """This machine's clock: whether something keeps it right, and how far off it may be."""

    at: When
    synchronised: bool | None
    most_error_ms: int | None


class CertificateView(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of stations' TLS; `problem` where it cannot be used."""

    chain: str
    family: str
    begins_at: When | None
    ends_at: When | None
    problem: str


class BackupView(msgspec.Struct, frozen=True, kw_only=True):
    """The last whole backup, how far a continuous one has come, and the last one that was tried."""

    last_at: When | None
    age_s: int | None
    bytes: int
    place: str
    following: bool
    shipped_at: When | None
    checked_at: When | None
    problem: str


class WorkView(msgspec.Struct, frozen=True, kw_only=True):
    """What waits: the oldest frame of this process, sessions without a price, news that nobody was told."""

    oldest_frame_ms: int | None
    unread_frames: int
    unrated_sessions: int
    unrated_since: When | None
    outbox_waiting: int
    outbox_oldest_at: When | None


class ArrivalsView(msgspec.Struct, frozen=True, kw_only=True):
    """How stations come and go at the door: `came`, `left` and `turned` (told to come again) in the last
    minute; `in_line` wait for a seat, of at most `places`. `storm`: a fleet comes back at once."""

    connected: int
    in_line: int
    places: int
    came: int
    left: int
    turned: int
    storm: bool


class AuditStateView(msgspec.Struct, frozen=True, kw_only=True):
    """How the last audit ended; GET /api/v1/audit tells it line by line."""

    ended_at: When | None
    violations: int
    violated: tuple[str, ...]


class HealthFactsView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything at once. What belongs to the machine is null for the keys of tenants that do not run it."""

    at: When
    status: Status
    findings: tuple[FindingView, ...]
    disk: DiskView | None
    samples: tuple[SampleView, ...]
    database: DatabaseView | None
    clock: ClockView | None
    certificates: tuple[CertificateView, ...]
    backup: BackupView | None
    arrivals: ArrivalsView | None
    work: WorkView
    audit: AuditStateView


async def show_health(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    tenant = asked.caller.tenant
    facts = await read_health(door.parts, tenant)
    if tenant != DEFAULT_TENANT:
        facts = _of_tenant(facts)
    return json_answer(health_view(facts, machine=tenant == DEFAULT_TENANT))


def _of_tenant(facts: Facts) -> Facts:
    """What another tenant than the one that runs the installation may know of it."""
    return Facts(
        now=facts.now,
        audit=facts.audit,
        unread_frames=facts.unread_frames,
        unrated=facts.unrated,
        unrated_since=facts.unrated_since,
        outbox_waiting=facts.outbox_waiting,
        outbox_oldest_at=facts.outbox_oldest_at,
    )


def health_view(facts: Facts, *, machine: bool = True) -> HealthFactsView:
    """The facts and what they show."""
    found = findings(facts)
    return HealthFactsView(
        at=facts.now.rfc3339(),
        status=found[0].severity.value if found else "well",
        findings=tuple(
            FindingView(
                code=one.code,
                severity=one.severity.value,
                words=one.words,
                mend=one.mend,
                values=one.values,
            )
            for one in found
        ),
        disk=_disk(facts) if machine else None,
        samples=tuple(
            SampleView(one.at.rfc3339(), one.free_bytes, one.database_bytes) for one in facts.samples
        ),
        database=_database(facts) if machine else None,
        clock=_clock(facts) if machine else None,
        certificates=tuple(_certificate(one) for one in facts.machine.certificates),
        backup=_backup(facts) if machine else None,
        arrivals=_arrivals(facts) if machine else None,
        work=_work(facts),
        audit=AuditStateView(
            ended_at=_when(facts.audit.ended_at),
            violations=facts.audit.violations,
            violated=facts.audit.violated,
        ),
    )


def _disk(facts: Facts) -> DiskView:
    one = facts.machine
    return DiskView(
        path=one.path,
        free_bytes=one.free_bytes,
        total_bytes=one.total_bytes,
        days_left=days_left(facts.samples, one.free_bytes, facts.now),
    )


def _database(facts: Facts) -> DatabaseView:
    theirs = facts.database_now
    apart = None if theirs is None else (facts.now - theirs) // 1000
    return DatabaseView(kind=facts.database_kind, bytes=facts.database_bytes, clock_apart_ms=apart)


def _clock(facts: Facts) -> ClockView:
    error = facts.machine.clock_error_us
    return ClockView(
        at=facts.now.rfc3339(),
        synchronised=facts.machine.clock_synchronised,
        most_error_ms=None if error is None else error // 1000,
    )


def _arrivals(facts: Facts) -> ArrivalsView | None:
    one = facts.machine.arrivals
    if one is None:
        return None
    return ArrivalsView(
        connected=one.connected,
        in_line=one.in_line,
        places=one.places,
        came=one.came,
        left=one.left,
        turned=one.turned,
        storm=one.is_storm,
    )


def _certificate(one: Certificate) -> CertificateView:
    return CertificateView(
        chain=one.chain,
        family=one.family,
        begins_at=_when(one.begins_at),
        ends_at=_when(one.ends_at),
        problem=one.problem,
    )


def _backup(facts: Facts) -> BackupView:
    one = facts.backup
    return BackupView(
        last_at=_when(one.last_at),
        age_s=None if one.last_at is None else (facts.now - one.last_at) // SECOND_US,
        bytes=one.bytes,
        place=one.place,
        following=one.following,
        shipped_at=_when(one.shipped_at),
        checked_at=_when(one.checked_at),
        problem=one.problem,
    )


def _work(facts: Facts) -> WorkView:
    waits = facts.machine.oldest_frame_us
    return WorkView(
        oldest_frame_ms=None if waits is None else waits // 1000,
        unread_frames=facts.unread_frames,
        unrated_sessions=facts.unrated,
        unrated_since=_when(facts.unrated_since),
        outbox_waiting=facts.outbox_waiting,
        outbox_oldest_at=_when(facts.outbox_oldest_at),
    )


def _when(moment: Instant | None) -> str | None:
    return None if moment is None else moment.rfc3339()


class ViolationView(msgspec.Struct, frozen=True):
    """One thing that does not hold: rows are TABLE:ID, frames are numbers of the archive."""

    words: str
    rows: tuple[str, ...]
    frames: tuple[int, ...]
    mend: str
    code: str
    values: Annotated[Values, Meta(description="With `code` they say it in any language.")]


class InvariantView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the board. `unchecked`: nothing of it is kept yet, or a database cannot show it."""

    id: str
    title: str
    state: Annotated[str, Meta(extra_json_schema={"enum": ["holds", "violated", "unchecked"]})]
    how: str
    blind: str
    rows: int
    violations: int
    evidence: tuple[ViolationView, ...]


class AuditView(msgspec.Struct, frozen=True, kw_only=True):
    """The invariants board: the last audit of this tenant, line by line. Times null = there was none yet.

    `since` null = it looked at everything; else at what came from that moment on.
    """

    started_at: When | None
    ended_at: When | None
    duration_ms: int | None
    since: When | None
    whole: bool
    rows: int
    violations: int
    invariants: tuple[InvariantView, ...]


async def show_audit(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return json_answer(audit_view(await door.parts.database.read(asked.caller.tenant, audits.newest)))


def audit_view(last: Audit | None) -> AuditView:
    """Every invariant has its line, also before the first run."""
    checked = {} if last is None else {one.id: one for one in last.checked}
    return AuditView(
        started_at=None if last is None else last.started_at.rfc3339(),
        ended_at=None if last is None else last.ended_at.rfc3339(),
        duration_ms=None if last is None else (last.ended_at - last.started_at) // 1000,
        since=None if last is None else _when(last.since),
        whole=last is not None and last.whole,
        rows=0 if last is None else last.looked_at,
        violations=0 if last is None else last.violations,
        invariants=tuple(_line(one, checked.get(one.id)) for one in INVARIANTS),
    )


def _line(one: Invariant, found: Checked | None) -> InvariantView:
    seen = found if one.is_checked else None
    return InvariantView(
        id=one.id,
        title=one.title,
        state="unchecked" if seen is None else "holds" if seen.holds else "violated",
        how=one.how,
        blind=one.blind,
        rows=0 if seen is None else seen.looked_at,
        violations=0 if seen is None else seen.violations,
        evidence=() if seen is None else tuple(_told(violation) for violation in seen.evidence),
    )


def _told(one: Violation) -> ViolationView:
    return ViolationView(one.words, one.rows, one.frames, one.mend, one.code, one.values)


READ = Deed(Area.HEALTH)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/health",
        show_health,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="How the system itself is",
            description="Disk, database, clock, certificates, backup, audit and what waits, with what is "
            "wrong in words.",
            answer=HealthFactsView,
        ),
    ),
    route(
        "GET",
        "/api/v1/audit",
        show_audit,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The invariants board: whether what must hold does hold",
            description="The last audit, which a job runs daily, with the evidence of each violation.",
            answer=AuditView,
        ),
    ),
)
