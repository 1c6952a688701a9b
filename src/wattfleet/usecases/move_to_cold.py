"""Days that are old enough leave the database for cold files; nothing is missing at any moment of it.

One turn: rows of the oldest day are copied into a file, which is read back and compared, and only then named
in the manifest; then they are deleted from the database in small steps, by the numbers in the file.
A kill at any point leaves either no line of the manifest (the next turn writes another file, and retention
sweeps the first away) or one that says `ready` (the next turn goes on deleting). A row that stands in both
places, or in two files, is shown once.
"""

import asyncio
from functools import partial

import msgspec
import structlog

from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.storage import cold_files, moving, tenants
from wattfleet.storage.cold import ColdFile
from wattfleet.storage.cold_files import DONE, READY, ColdLine, day_of, day_start
from wattfleet.storage.database import INSTALLATION, Writer
from wattfleet.storage.moving import Row
from wattfleet.usecases.parts import Parts

log = structlog.get_logger("wattfleet.archive")

KINDS = ("frames", "readings")
MOST_ROWS = 100_000
"""Rows of one file: a day of a large fleet has several files, and none fills the memory."""
SLICE_ROWS = 5_000
STEP_ROWS = 1_000
"""Rows of one deletion: frames of stations wait for it no longer than for a batch of their own."""
STEP_PAUSE_US = 5_000


async def move_to_cold(parts: Parts, *, after_days: int, step_pause_us: int = STEP_PAUSE_US) -> int:
    """Move at most one file of each kind and tenant; how many rows have gone. 0 days = nothing ever moves.

    A damaged file is told in the log, and holds up its own kind alone.
    """
    if after_days == 0:
        return 0
    today = day_start(day_of(parts.clock.now()))
    before = today + -after_days * DAY_US
    gone = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        for kind in KINDS:
            try:
                gone += await _move(parts, tenant, kind, before, step_pause_us)
            except WattfleetError as error:
                if error.code != "cold_file_damaged":
                    raise
                log.error("cold_file_damaged", tenant=tenant, kind=kind, message=error.message)  # noqa: TRY400
    return gone


async def _move(parts: Parts, tenant: int, kind: str, before: Instant, step_pause_us: int) -> int:
    """What was begun is ended first."""
    begun = await parts.database.read(tenant, partial(cold_files.in_state, kind=kind, state=READY))
    if not begun:
        line = await _copy(parts, tenant, kind, before)
        begun = [] if line is None else [line]
    return sum([await _delete(parts, tenant, line, step_pause_us) for line in begun])


async def _copy(parts: Parts, tenant: int, kind: str, before: Instant) -> ColdLine | None:
    """Write the next file, and name it in the manifest."""
    day = await parts.database.read(tenant, partial(moving.oldest_day, kind=kind, before=before))
    if day is None:
        return None
    rows = await _gather(parts, tenant, kind, day)
    if not rows:
        return None
    # A name of its own for each attempt: a second mover, or a second try, never writes over a named file.
    attempt = parts.ids.uuid(parts.clock.now()).hex[-12:]
    path = f"tenant-{tenant}/{kind}/{day[:7]}/{day}-{attempt}.parquet"
    values = [row.values for row in rows]
    file = await asyncio.to_thread(parts.database.cold.write, path, kind, values)
    line = _line(parts, kind, day, rows, file)
    touched = {row.session for row in rows if row.session is not None} if kind == "readings" else set()

    def name(writer: Writer) -> None:
        cold_files.add(writer, line)
        moving.mark_cold(writer, touched)

    await parts.database.write(tenant, name)
    log.info("cold_file_written", path=path, rows=file.rows, bytes=file.bytes)
    return line


async def _gather(parts: Parts, tenant: int, kind: str, day: str) -> list[Row]:
    """The first rows of the day, by their numbers."""
    rows: list[Row] = []
    while len(rows) < MOST_ROWS:
        after = rows[-1].id if rows else 0
        query = partial(moving.day_rows, kind=kind, day=day, after=after, limit=SLICE_ROWS)
        more = await parts.database.read(tenant, query)
        rows += more
        if len(more) < SLICE_ROWS:
            break
    return rows


def _line(parts: Parts, kind: str, day: str, rows: list[Row], file: ColdFile) -> ColdLine:
    now = parts.clock.now()
    moments = [row.at for row in rows]
    return ColdLine(
        id=parts.ids.uuid(now),
        kind=kind,
        day=day,
        path=file.path,
        state=READY,
        rows=file.rows,
        bytes=file.bytes,
        sha256=file.sha256,
        first_id=rows[0].id,
        last_id=rows[-1].id,
        first_at=min(moments),
        last_at=max(moments),
        made_at=now,
    )


async def _delete(parts: Parts, tenant: int, line: ColdLine, step_pause_us: int) -> int:
    """Delete what stands in the file, step by step; then nothing of it is left in the database."""
    store = parts.database.cold
    await asyncio.to_thread(store.check, line.path, line.sha256)
    numbers = await asyncio.to_thread(store.numbers, line.path)
    gone = 0
    for begin in range(0, len(numbers), STEP_ROWS):
        some = numbers[begin : begin + STEP_ROWS]
        step = partial(moving.delete_rows, kind=line.kind, numbers=some, day=line.day)
        gone += await parts.database.write(tenant, step)
        await pause(parts.clock, step_pause_us)
    settled = msgspec.structs.replace(line, state=DONE)
    await parts.database.write(tenant, partial(cold_files.change, line=settled))
    return gone
