"""Retention: what is older than its term goes, in small steps; each step leaves a line of what it removed.

Frames that belong to no session go first; readings, and frames of sessions, are evidence and go together. A
cold file of which a part must go is written anew without it. A kill leaves at worst a file that no line
names: a later run removes it.
"""

import asyncio
from functools import partial

import msgspec
import structlog

from wattfleet.kernel.timeline import HOUR_US, SECOND_US, Instant
from wattfleet.operations.retention import Ages, cutoff
from wattfleet.storage import cold_files, moving, removals, tenants
from wattfleet.storage.cold_files import DONE, ColdLine
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.removals import Removal
from wattfleet.usecases.in_steps import STEP_PAUSE_US, in_steps
from wattfleet.usecases.parts import Parts

log = structlog.get_logger("wattfleet.archive")

STEP_ROWS = 1_000


class Term(msgspec.Struct, frozen=True):
    """What of a kind goes once it is older than a setting says."""

    kind: str
    of_sessions: bool | None
    setting: str

    def days(self, ages: Ages) -> int:
        return int(getattr(ages, self.setting))


TERMS = (
    Term("frames", False, "frames"),
    Term("frames", True, "readings"),
    Term("readings", None, "readings"),
    Term("events", None, "events"),
)


async def remove_old(parts: Parts, *, ages: Ages, step_pause_us: int = STEP_PAUSE_US) -> int:
    """How many rows have gone, from the database and from cold files."""
    gone = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        for term in TERMS:
            before = cutoff(parts.clock.now(), term.days(ages))
            if before is not None:
                gone += await _from_database(parts, tenant, term, before, step_pause_us)
        gone += await _from_files(parts, tenant, ages)
        await _sweep(parts, tenant)
    return gone


async def _from_database(parts: Parts, tenant: int, term: Term, before: Instant, step_pause_us: int) -> int:
    def step(writer: Writer) -> int:
        count = moving.remove_old(writer, term.kind, before, STEP_ROWS, of_sessions=term.of_sessions)
        if count:
            removals.add(writer, _told(parts, term, before, count, ""))
        return count

    return await in_steps(parts, tenant, step, rows=STEP_ROWS, step_pause_us=step_pause_us)


async def _from_files(parts: Parts, tenant: int, ages: Ages) -> int:
    now, gone = parts.clock.now(), 0
    whole, part = cutoff(now, ages.readings), cutoff(now, ages.frames)
    for kind in ("frames", "readings"):
        lines = await parts.database.read(tenant, partial(cold_files.in_state, kind=kind, state=DONE))
        for line in lines:
            if whole is not None and line.last_at < whole:
                gone += await _drop(parts, tenant, line, Term(kind, None, "readings"), whole)
            elif part is not None and kind == "frames" and line.last_at < part and not line.thinned:
                gone += await _thin(parts, tenant, line, Term(kind, False, "frames"), part)
    return gone


async def _drop(parts: Parts, tenant: int, line: ColdLine, term: Term, before: Instant) -> int:
    def forget(writer: Writer) -> None:
        cold_files.remove(writer, line.id)
        removals.add(writer, _told(parts, term, before, line.rows, line.path))

    await parts.database.write(tenant, forget)
    await asyncio.to_thread(parts.database.cold.remove, line.path)
    log.info("cold_file_removed", path=line.path, rows=line.rows)
    return line.rows


async def _thin(parts: Parts, tenant: int, line: ColdLine, term: Term, before: Instant) -> int:
    store = parts.database.cold
    thinner = line.path.replace(".parquet", "-evidence.parquet")
    file = await asyncio.to_thread(store.thin, line.path, line.kind, thinner)
    if file is None:
        return await _drop(parts, tenant, line, term, before)
    kept = msgspec.structs.replace(
        line, path=file.path, rows=file.rows, bytes=file.bytes, sha256=file.sha256, thinned=1
    )

    def exchange(writer: Writer) -> None:
        cold_files.change(writer, kept)
        removals.add(writer, _told(parts, term, before, line.rows - file.rows, line.path))

    await parts.database.write(tenant, exchange)
    await asyncio.to_thread(store.remove, line.path)
    return line.rows - file.rows


async def _sweep(parts: Parts, tenant: int) -> None:
    """Files that a kill has left without a line; an hour is more than any file takes until it has one."""
    store = parts.database.cold
    known = await parts.database.read(tenant, _paths)
    since = (parts.clock.now() + -HOUR_US).us / SECOND_US
    for path in await asyncio.to_thread(store.strays, tenant, known, since):
        await asyncio.to_thread(store.remove, path)
        log.info("stray_cold_file_removed", path=path)


def _paths(reader: Reader) -> set[str]:
    lines = [*cold_files.overlapping(reader, "frames", None, None)]
    return {line.path for line in [*lines, *cold_files.overlapping(reader, "readings", None, None)]}


def _told(parts: Parts, term: Term, before: Instant, rows: int, file: str) -> Removal:
    now = parts.clock.now()
    what = {False: "of no session, ", True: "of sessions, ", None: ""}[term.of_sessions]
    return Removal(
        id=parts.ids.uuid(now),
        at=now,
        kind=term.kind,
        before=before,
        rows=rows,
        file=file,
        why=f"{what}older than --keep-{term.setting}",
    )
