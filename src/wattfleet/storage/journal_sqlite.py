"""The journal on SQLite: a few large statements per batch, on the writer's thread.

One that fails undoes the whole batch (`OR ROLLBACK`), so that SQLite need not remember what stood there.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from wattfleet.storage import rows
from wattfleet.storage.database import Writer
from wattfleet.storage.recording import Commit, Committed, Fenced, Poisoned, Recording, Stale
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_fence import Fence
from wattfleet.storage.sqlite_link import Link, translated
from wattfleet.storage.sqlite_rows import Plan, add_frame, add_session
from wattfleet.storage.sqlite_statements import insert, select, sizes, text

_FRAMES = (
    "INSERT OR ROLLBACK INTO frames (tenant_id, station_id, epoch, at, direction, kind, message_id, action,"
    " raw, answer, error, session_id) VALUES {rows}"
)
_READINGS = (
    "INSERT OR ROLLBACK INTO readings (tenant_id, session_id, station_id, evse, at, received_at,"
    " register_mwh, power_mw, soc_milli, source, sequence, reading) VALUES {rows}"
)
_EVENTS = (
    "INSERT OR ROLLBACK INTO events (tenant_id, station_id, at, received_at, kind, body, session_id)"
    " VALUES {rows}"
)
_OUTBOX = "INSERT OR ROLLBACK INTO outbox (tenant_id, topic, key, version, at) VALUES {rows}"
_SESSION_COLUMNS = (
    "tenant_id", "id", "station_id", "evse", "connector", "tx", "start_key", "token", "state", "started_at",
    "ended_at", "energy_mwh", "reason", "charging", "flags", "remote_start", "version", "changed_at",
    "to_rate", "body", "first_reading", "last_reading",
)  # fmt: skip
_INDEXED = {"tx", "start_key", "state", "started_at", "ended_at"}
"""SQLite rewrites every index whose columns a statement names, changed or not: most frames name none."""


def _upsert(columns: list[str]) -> str:
    """A session that is there keeps its first reading, and its last one where it gained none."""
    written = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return (
        f"INSERT OR ROLLBACK INTO sessions ({', '.join(_SESSION_COLUMNS)}) VALUES {{rows}}"  # noqa: S608 - our own names
        f" ON CONFLICT (tenant_id, id) DO UPDATE SET {written},"
        " last_reading = coalesce(excluded.last_reading, last_reading)"
    )


_SESSIONS = _upsert(list(_SESSION_COLUMNS[3:-2]))
_SESSIONS_UNMOVED = _upsert([name for name in _SESSION_COLUMNS[3:-2] if name not in _INDEXED])
_SLIGHT = (
    "UPDATE OR ROLLBACK sessions SET energy_mwh = v.column5, version = v.column3, changed_at = v.column6,"
    " body = v.column7, last_reading = coalesce(?, last_reading)"
    " FROM (VALUES {rows}) AS v"
    " WHERE sessions.tenant_id = v.column1 AND sessions.id = v.column2 AND sessions.version = v.column4"
)
"""What the usual sample changes in its session's row (`rows.is_slight`)."""

_LONGER = "UPDATE sessions SET last_reading = ? WHERE tenant_id = ? AND id = ?"
_MOVED = (
    "WITH v(n, t, i, e, tx, key, state, began, ended) AS (VALUES {rows})"
    " SELECT n, coalesce(s.version, 0) <> v.e FROM v"
    " LEFT JOIN sessions s ON s.tenant_id = v.t AND s.id = v.i"
    " WHERE coalesce(s.version, 0) <> v.e OR s.tx <> v.tx OR s.start_key <> v.key OR s.state <> v.state"
    " OR s.started_at <> v.began OR s.ended_at IS NOT v.ended OR s.id IS NULL"
)
"""Sessions that another has changed (1), and those whose indexed columns will change (0)."""

_OWNER = "SELECT count(*) FROM sessions WHERE tenant_id = ? AND station_id = ? AND start_key = ? AND id <> ?"


class SqliteBook:
    """Commits batches on the database's writer thread."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._fence = Fence()  # the writer's thread alone asks it

    async def commit(self, batch: list[Recording]) -> Sequence[Commit | Exception]:
        plan = _planned(batch)  # here, so that the writer needs the interpreter for as little as it can
        outcomes, touched = await self._database.writer.run(
            lambda link: _commit(link, self._fence, batch, plan)
        )
        if touched:
            self._database.tell_watchers()
        return outcomes


def _planned(batch: list[Recording]) -> Plan | None:
    """None where a recording cannot even be written down; whose fault it is, is found out by halving."""
    try:
        return Plan(batch)
    except Exception:  # noqa: BLE001 - the same again, for the one recording alone, tells what it was
        return None


def _commit(link: Link, fence: Fence, batch: list[Recording], plan: Plan | None) -> tuple[list[Commit], bool]:
    """Together; what fails by its data is halved until the frame that spoils it stands alone."""
    if len(batch) == 1:
        outcome, touched = _commit_alone(link, fence, batch[0])
        return [outcome], touched
    try:
        if plan is not None:
            return _commit_together(link, fence, plan)
    except Exception as error:  # noqa: BLE001 - what is not the database's fault is the data's
        _give_up_if_unavailable(link, error)
    middle = len(batch) // 2
    first, touched = _commit(link, fence, batch[:middle], _planned(batch[:middle]))
    second, also = _commit(link, fence, batch[middle:], _planned(batch[middle:]))
    return first + second, touched or also


def _commit_together(link: Link, fence: Fence, plan: Plan) -> tuple[list[Commit], bool]:
    """As it stands where all is as expected; else without those who may not write."""
    link.begin()
    lost = fence.lost(link.raw, plan.batch)
    changed, moved = _moved(link.raw, [tip for tip in plan.tips if not tip.slight])
    if not lost and not changed and rows.follow_each_other(plan.batch, plan.tips):
        numbers = _write(link.raw, plan, moved)
        if numbers is not None:
            touched = plan.has_extra and _write_extra(link, plan.batch, numbers)
            link.commit()
            if not plan.has_extra:
                fence.committed(link.raw)
            return [Committed(number) for number in numbers], touched
        link.rollback()
        link.begin()
    return _commit_some(link, fence, plan)


def _commit_some(link: Link, fence: Fence, plan: Plan) -> tuple[list[Commit], bool]:
    """In the transaction that has begun: those of the batch that may write, the others are told why not."""
    changed, _ = _moved(link.raw, plan.tips)
    refused = rows.refusals(plan.batch, plan.tips, fence.lost(link.raw, plan.batch), changed)
    kept = [one for one, no in zip(plan.batch, refused, strict=True) if no is None]
    numbers = _write(link.raw, rest := Plan(kept), {rows.key_of(tip) for tip in rest.tips})
    assert numbers is not None, "what was refused is left out"
    touched = _write_extra(link, kept, numbers)
    link.commit()
    following = iter(numbers)
    return [Committed(next(following)) if no is None else no for no in refused], touched


def _commit_alone(link: Link, fence: Fence, one: Recording) -> tuple[Commit, bool]:
    try:
        for change in one.sessions:
            session = change.session
            owner = (one.tenant, one.station_id.bytes, session.start_key, session.id.bytes)
            if session.start_key and link.raw.execute(_OWNER, owner).fetchone()[0]:
                return Stale((session.id,)), False
        outcomes, touched = _commit_together(link, fence, Plan([one]))
    except Exception as error:  # noqa: BLE001 - what is not the database's fault is the data's
        _give_up_if_unavailable(link, error)
        return _keep_raw(link, fence, one, error), False
    return outcomes[0], touched


def _keep_raw(link: Link, fence: Fence, one: Recording, error: Exception) -> Commit:
    """The frame alone, with why the rest could not be written."""
    harmless = rows.harmless(one.frame, error)
    link.begin()
    if fence.lost(link.raw, [one]):
        link.rollback()
        return Fenced()
    flat: list[Any] = []
    add_frame(flat, one, harmless, bytearray(one.station_id.bytes))
    try:
        number = insert(link.raw, _FRAMES, 12, flat)[0]
        link.commit()
    except Exception as failure:
        raise rows.not_even_raw(failure) from failure
    return Poisoned(number, harmless.error)


def _give_up_if_unavailable(link: Link, error: Exception) -> None:
    link.rollback()
    known = translated(error)
    if known is not error:
        raise known from error


def _moved(
    raw: sqlite3.Connection, tips: list[rows.Tip]
) -> tuple[set[rows.SessionKey], set[rows.SessionKey]]:
    """Sessions that another has changed, and those that move in an index."""
    flat: list[Any] = []
    for number, tip in enumerate(tips):
        session = tip.session
        flat += (
            number,
            tip.tenant,
            session.id.bytes,
            tip.expected,
            session.tx,
            session.start_key,
            session.state.value,
            session.started_at.us,
            None if session.ended_at is None else session.ended_at.us,
        )
    changed: set[rows.SessionKey] = set()
    moved: set[rows.SessionKey] = set()
    for number, is_changed in select(raw, _MOVED, 9, flat):
        tip = tips[number]
        (changed if is_changed else moved).add(rows.key_of(tip))
    return changed, moved


def _write(raw: sqlite3.Connection, plan: Plan, moved: set[rows.SessionKey]) -> list[int] | None:
    """All rows but the extra ones; the frames' numbers. None where a session was not as it was expected."""
    numbers = insert(raw, _FRAMES, 12, plan.frames)
    told = insert(raw, _READINGS, 12, plan.readings)
    insert(raw, _EVENTS, 7, plan.events)
    insert(raw, _OUTBOX, 5, plan.outbox)
    last = told[-1] if told else None
    if plan.slight and not _update_slight(raw, plan.slight, last):
        return None
    _write_sessions(raw, plan, moved, told)
    for tenant, session in plan.only_longer():
        raw.execute(_LONGER, (last, tenant, session.to_bytes(16, "big")))
    return numbers


def _update_slight(raw: sqlite3.Connection, flat: list[Any], last: int | None) -> bool:
    at, width = 0, 7
    for size in sizes(len(flat) // width):
        values = [last, *flat[at : at + size * width]]
        if raw.execute(text(_SLIGHT, width, size), values).rowcount != size:
            return False
        at += size * width
    return True


def _write_sessions(
    raw: sqlite3.Connection, plan: Plan, moved: set[rows.SessionKey], told: list[int]
) -> None:
    """Whole rows, and the last number of those sessions that have gained a reading and are not changed."""
    whole = [tip for tip in plan.tips if not tip.slight]
    first = last = None
    if told:
        first, last = told[0], told[-1]
    elif any(tip.expected == 0 for tip in whole):
        first = raw.execute("SELECT coalesce(max(id), 0) + 1 FROM readings").fetchone()[0]
    still: list[Any] = []
    moving: list[Any] = []
    for tip in whole:
        add_session(moving if rows.key_of(tip) in moved else still, tip, first, last)
    insert(raw, _SESSIONS_UNMOVED, len(_SESSION_COLUMNS), still)
    insert(raw, _SESSIONS, len(_SESSION_COLUMNS), moving)


def _write_extra(link: Link, batch: list[Recording], numbers: list[int]) -> bool:
    touched = False
    for one, number in rows.with_extra(batch, numbers):
        writer = Writer(link.connection, one.tenant, number)
        for change in one.extra:
            change(writer)
        touched = touched or writer.touched_credentials
    return touched
