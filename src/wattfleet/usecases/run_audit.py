"""An audit of one tenant: every invariant that a database can show, in short reads beside the running server.

No read takes longer than a fraction of a second, and nothing is held but one chunk: a database of any size is
audited in the same memory. What is remembered of the run says how far it came; the next one begins there.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from uuid import UUID

from wattfleet.access.acts import BEGINNING
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.operations.audit import MOST_EVIDENCE, Audit, Checked, Violation, violation
from wattfleet.operations.invariants import INVARIANTS
from wattfleet.operations.session_audit import RULES as SESSION_RULES
from wattfleet.operations.session_audit import check as check_session
from wattfleet.operations.session_audit import unreadable
from wattfleet.storage import acts, audits
from wattfleet.storage.acts import Chain
from wattfleet.storage.auditing import cold, journal, meter, sessions, standing
from wattfleet.storage.auditing.rule import broken
from wattfleet.storage.database import Database, Reader

Progress = Callable[[str, int], None]
"""Hears what is being looked at, and how many rows have been."""


def _silent(_: str, __: int) -> None:
    """Nobody listens."""


class _Tally:
    """What has been found so far, by invariant."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._looked: dict[str, int] = {}
        self._found: dict[str, list[Violation]] = {}
        self._counts: dict[str, int] = {}
        self._total = 0

    def looked(self, what: str, number: str, rows: int) -> None:
        self._looked[number] = self._looked.get(number, 0) + rows
        self._total += rows
        self._progress(what, self._total)

    def found(self, number: str, violation: Violation) -> None:
        self._counts[number] = self._counts.get(number, 0) + 1
        kept = self._found.setdefault(number, [])
        if len(kept) < MOST_EVIDENCE:
            kept.append(violation)

    def checked(self) -> tuple[Checked, ...]:
        return tuple(
            Checked(
                id=one.id,
                looked_at=self._looked.get(one.id, 0),
                violations=self._counts.get(one.id, 0),
                evidence=tuple(self._found.get(one.id, ())),
            )
            for one in INVARIANTS
            if one.is_checked
        )


async def run_audit(
    database: Database, clock: Clock, tenant: int, *, whole: bool = False, progress: Progress = _silent
) -> Audit:
    """Look at everything (`whole`, and the first time), or at what came since the last audit's day.

    Whole days are left behind: the day of the last run is looked at again. Raises: WattfleetError
    `storage_unavailable`.
    """
    started = clock.now()
    last = await database.read(tenant, audits.newest)
    since = None if whole or last is None else _midnight(last.until)
    tally = _Tally(progress)
    mark = await database.read(tenant, sessions.mark)
    await _standing(database, tenant, started, tally, whole=since is None)
    for table in journal.MOMENTS:
        await _journal(database, tenant, table, since, started, tally)
    await _cold(database, tenant, since, tally)
    await _acts(database, tenant, tally)
    await _sessions(database, tenant, None if since is None or last is None else last.mark, tally)
    return Audit(
        started_at=started,
        ended_at=clock.now(),
        since=since,
        until=started,
        whole=since is None,
        checked=tally.checked(),
        mark=mark,
    )


def _midnight(moment: Instant) -> Instant:
    return Instant(moment.us - moment.us % DAY_US)


async def _standing(database: Database, tenant: int, now: Instant, tally: _Tally, *, whole: bool) -> None:
    for number, rows in (await database.read(tenant, standing.looked_at)).items():
        tally.looked("standing", number, rows)
    for number, one in await database.read(tenant, partial(standing.check, now=now, whole=whole)):
        tally.found(number, one)


async def _journal(
    database: Database, tenant: int, table: str, since: Instant | None, now: Instant, tally: _Tally
) -> None:
    low, high = await database.read(tenant, partial(journal.bounds, table=table, since=since))
    seam = _Seam()
    for first, last in journal.chunks(low, high):
        look = partial(_chunk, table=table, low=first, high=last, now=now)
        rows, found, registers, epochs = await database.read(tenant, look)
        for number in {rule.id for rule in journal.RULES[table]}:
            tally.looked(table, number, rows)
        if table == "frames":
            tally.looked(table, "I2", registers)
        for number, one in [*found, *seam.joined(epochs)]:
            tally.found(number, one)


Epochs = list[tuple[bytes, int, int, int]]


def _chunk(
    reader: Reader, table: str, low: int, high: int, now: Instant
) -> tuple[int, list[tuple[str, Violation]], int, Epochs]:
    """One chunk by all rules: rows, what is broken, registers that were looked for, and its seam."""
    found = [(rule.id, one) for rule in journal.RULES[table] for one in broken(reader, rule, now, low, high)]
    rows = journal.count(reader, table, low, high)
    if table != "frames":
        return rows, found, 0, []
    if not reader.on_postgres:
        found += [("I1", one) for one in journal.holes(reader, low, high)]
    registers = meter.check(reader, low, high)
    found += [("I2", one) for one in registers.missing]
    return rows, found, registers.looked_at, journal.epochs(reader, low, high)


class _Seam:
    """The last epoch of each station, carried from one chunk to the next."""

    def __init__(self) -> None:
        self._last: dict[bytes, int] = {}

    def joined(self, epochs: Epochs) -> list[tuple[str, Violation]]:
        found = []
        for station, first, last, frame in epochs:
            before = self._last.get(station, first)
            if before > first:
                found.append(("I14", journal.went_back(station, first, before, frame)))
            self._last[station] = max(before, last)
        return found


async def _cold(database: Database, tenant: int, since: Instant | None, tally: _Tally) -> None:
    """Files of old days, one after the other, in a thread: each is read whole."""
    for line in await database.read(tenant, partial(cold.lines, since=since)):
        tally.looked("cold days", "I1", line[2])
        found = await asyncio.to_thread(cold.damage, database.cold, line)
        if found is not None:
            tally.found("I1", found)


async def _acts(database: Database, tenant: int, tally: _Tally) -> None:
    """The chain is whole only as a whole: it is walked from its first act each time."""
    walked = Chain(0, BEGINNING, None)
    while True:
        further = await database.read(tenant, partial(acts.check_on, walked=walked))
        if further == walked:
            return
        tally.looked("acts", "I24", further.acts - walked.acts)
        if further.broken is not None:
            tally.found("I24", violation("act_broken", rows=(f"acts:{further.broken}",), n=further.broken))
            return
        walked = further


async def _sessions(database: Database, tenant: int, mark: int | None, tally: _Tally) -> None:
    after: UUID | None = None
    numbers = {number for number, _ in SESSION_RULES}
    while True:
        look = partial(_page, mark=mark, after=after)
        after, count, found = await database.read(tenant, look)
        for number in numbers:
            tally.looked("sessions", number, count)
        for number, one in found:
            tally.found(number, one)
        if after is None:
            return


def _page(
    reader: Reader, mark: int | None, after: UUID | None
) -> tuple[UUID | None, int, list[tuple[str, Violation]]]:
    """A page of sessions: the last id where more may follow, how many, and what does not hold."""
    wanted = sessions.ids(reader, mark, after)
    found: list[tuple[str, Violation]] = []
    for one in sessions.Loader(reader).page(wanted):
        match one:
            case sessions.Unreadable():
                found.append(unreadable(one.id, one.why))
            case _:
                found += check_session(one)
    return (wanted[-1] if len(wanted) == sessions.PAGE else None), len(wanted), found
