"""Alarms: facts of the network and of the system itself → what a person must know. Nothing is read here.

| code | when | cleared |
|---|---|---|
| `station_silent` | gone for 15 minutes (public, private), 48 hours (home) | at once when it is back |
| `site_down` | two stations or more of a site, all silent; takes the place of theirs | when one is back |
| `evse_faulted` | a plug says Faulted for more than 2 minutes (row 87) | after 10 quiet minutes |
| `doubts_old` | a doubt waits for more than a day | when none does |
| `disputes_late` | a dispute waits longer than its clock allows | when none does |
| `energy_unallocated` | a station counted 1 kWh or more outside any session (row 39) | when it is explained |
| codes of `operations.health` | as that says | at once |

A station that has never connected is being put up, and silent to nobody's harm.
"""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

import msgspec

from wattfleet.kernel.sentences import Values
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, Instant
from wattfleet.operations.checkup import Finding, Severity

SILENT_US = {"public": 15 * MINUTE_US, "private": 15 * MINUTE_US, "home": 48 * HOUR_US}
FAULTED_US = 2 * MINUTE_US
DOUBT_US = DAY_US
LEAK_MWH = 1_000_000
QUIET_US = {"evse_faulted": 10 * MINUTE_US}
"""How long the cause must be gone before an alarm is cleared; at once where nothing is said."""
LEAST_OF_SITE = 2


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A station without a connection; `access` is public, private or home."""

    station_id: UUID
    identity: str
    access: str
    site_id: UUID
    site: str
    since: Instant


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A plug that says Faulted."""

    station_id: UUID
    identity: str
    site_id: UUID
    evse: int
    connector: int
    since: Instant
    error: str = ""


class Leak(msgspec.Struct, frozen=True, kw_only=True):
    """Energy that a station's meters counted outside any session, and that nobody has explained."""

    station_id: UUID
    identity: str
    site_id: UUID
    gaps: int
    mwh: int
    since: Instant


class NetworkFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One look at a tenant. `stations_of` counts stations that are not homes and have been here, by site."""

    now: Instant
    gone: tuple[Gone, ...] = ()
    stations_of: dict[UUID, int] = {}
    faults: tuple[Fault, ...] = ()
    leaks: tuple[Leak, ...] = ()
    doubts: int = 0
    oldest_doubt_at: Instant | None = None
    late_disputes: int = 0
    oldest_due_at: Instant | None = None
    system: tuple[Finding, ...] = ()


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must be known now. `key` is the same as long as it is the same trouble; `code` and
    `values` say it in any language."""

    key: str
    code: str
    severity: str
    subject: str
    values: Values
    since: Instant
    station_id: UUID | None = None
    site_id: UUID | None = None


def raised(facts: NetworkFacts) -> tuple[Raised, ...]:
    """Everything that the facts show, each once."""
    return tuple(
        {one.key: one for one in (*_silence(facts), *_faults(facts), *_leaks(facts), *_rest(facts))}.values()
    )


def is_cleared(code: str, gone_since: Instant | None, now: Instant) -> bool:
    """Whether an alarm whose cause has been gone since then may be closed."""
    return gone_since is not None and now - gone_since >= QUIET_US.get(code, 0)


def _silence(facts: NetworkFacts) -> Iterator[Raised]:
    silent = [one for one in facts.gone if facts.now - one.since >= SILENT_US[one.access]]
    by_site: dict[UUID, list[Gone]] = defaultdict(list)
    for one in silent:
        if one.access != "home":
            by_site[one.site_id].append(one)
    down = {
        site: members
        for site, members in by_site.items()
        if len(members) >= LEAST_OF_SITE and len(members) >= facts.stations_of.get(site, 0)
    }
    for site, members in down.items():
        yield Raised(
            key=f"site_down:{site}",
            code="site_down",
            severity=Severity.PROBLEM.value,
            subject=members[0].site,
            values={"n": len(members), "site": members[0].site},
            since=max(one.since for one in members),
            site_id=site,
        )
    for one in silent:
        if one.access == "home" or one.site_id not in down:
            yield Raised(
                key=f"station_silent:{one.station_id}",
                code="station_silent",
                severity=(Severity.WARNING if one.access == "home" else Severity.PROBLEM).value,
                subject=one.identity,
                values={"station": one.identity, "since": one.since.rfc3339()},
                since=one.since,
                station_id=one.station_id,
                site_id=one.site_id,
            )


def _faults(facts: NetworkFacts) -> Iterator[Raised]:
    for one in facts.faults:
        if facts.now - one.since <= FAULTED_US:
            continue
        error = f" ({one.error})" if one.error else ""
        values: Values = {"evse": one.evse, "station": one.identity}
        yield Raised(
            key=f"evse_faulted:{one.station_id}:{one.evse}:{one.connector}",
            code="evse_faulted",
            severity=Severity.PROBLEM.value,
            subject=one.identity,
            values=values | {"since": one.since.rfc3339(), "error": error},
            since=one.since,
            station_id=one.station_id,
            site_id=one.site_id,
        )


def _leaks(facts: NetworkFacts) -> Iterator[Raised]:
    for one in facts.leaks:
        if one.mwh < LEAK_MWH:
            continue
        yield Raised(
            key=f"energy_unallocated:{one.station_id}",
            code="energy_unallocated",
            severity=Severity.WARNING.value,
            subject=one.identity,
            values={
                "kwh": f"{one.mwh // 100_000 / 10}",
                "station": one.identity,
                "since": one.since.rfc3339(),
                "n": one.gaps,
            },
            since=one.since,
            station_id=one.station_id,
            site_id=one.site_id,
        )


def _rest(facts: NetworkFacts) -> Iterator[Raised]:
    oldest = facts.oldest_doubt_at
    if oldest is not None and facts.now - oldest > DOUBT_US:
        yield Raised(
            key="doubts_old",
            code="doubts_old",
            severity=Severity.WARNING.value,
            subject="doubts",
            values={"n": facts.doubts, "since": oldest.rfc3339()},
            since=oldest,
        )
    if facts.oldest_due_at is not None:
        yield Raised(
            key="disputes_late",
            code="disputes_late",
            severity=Severity.WARNING.value,
            subject="disputes",
            values={"n": facts.late_disputes, "due": facts.oldest_due_at.rfc3339()},
            since=facts.oldest_due_at,
        )
    for one in facts.system:
        if one.severity in {Severity.PROBLEM, Severity.WARNING}:
            yield Raised(
                key=f"system:{one.code}",
                code=one.code,
                severity=one.severity.value,
                subject="Wattfleet",
                values=one.values,
                since=facts.now,
            )
