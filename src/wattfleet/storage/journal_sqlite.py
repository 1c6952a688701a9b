"""The journal on SQLite: a few large statements per batch, on the writer's thread.

A statement with many rows of VALUES gives the interpreter lock away once; `executemany` would do it per row.
One that fails undoes the whole batch (`OR ROLLBACK`), so that SQLite need not remember what stood there.
"""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from wattfleet.sessions.course import pack
from wattfleet.sessions.session import SessionState
from wattfleet.storage import rows
from wattfleet.storage.database import Writer
from wattfleet.storage.recording import Commit, Committed, Fenced, FrameRow, Poisoned, Recording, Stale
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link, translated

_SIZES = (200, 160, 128, 112, 96, 80, 64, 56, 48, 40, 32, 28, 24, *range(20, 0, -1))
"""Rows per statement: few enough texts that all of them stay prepared, and a small batch is one of each."""

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
_LOST = (
    "WITH v(n, t, s, e) AS (VALUES {rows}) SELECT n FROM v WHERE NOT EXISTS"
    " (SELECT 1 FROM stations WHERE tenant_id = v.t AND id = v.s AND epoch = v.e)"
)
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

    async def commit(self, batch: list[Recording]) -> Sequence[Commit | Exception]:
        plan = _planned(batch)  # here, so that the writer needs the interpreter for as little as it can
        outcomes, touched = await self._database.writer.run(lambda link: _commit(link, batch, plan))
        if touched:
            self._database.tell_watchers()
        return outcomes


class _Plan:
    """A batch as the statements take it: one flat list of values for each."""

    def __init__(self, batch: list[Recording]) -> None:
        self.batch = batch
        self.tips = rows.tips(batch)
        self.frames: list[Any] = []
        self.readings: list[Any] = []
        self.events: list[Any] = []
        self.outbox: list[Any] = []
        self._longer: set[rows.SessionKey] = set()
        for one in batch:
            self._add(one)
        self.slight: list[Any] = []
        for tip in self.tips:
            if tip.slight:
                self.slight += _slight(tip)

    def _add(self, one: Recording) -> None:
        station = one.station_id.bytes
        _add_frame(self.frames, one, one.frame, station)
        if one.readings:
            _add_readings(self.readings, one, station)
            if not _are_of_one(one):
                self._longer |= {(one.tenant, row.session_id.int) for row in one.readings if row.session_id}
        for event in one.events:
            self.events += (
                one.tenant,
                station,
                event.at.us,
                event.received_at.us,
                event.kind,
                event.body.decode(),
                None if event.session_id is None else event.session_id.bytes,
            )
        for news in one.outbox:
            self.outbox += (one.tenant, news.topic, news.key, news.version, news.at.us)

    def only_longer(self) -> set[rows.SessionKey]:
        """Sessions that gain a reading and are not changed by it."""
        return self._longer and self._longer.difference(rows.key_of(tip) for tip in self.tips)


def _are_of_one(one: Recording) -> bool:
    """Whether a recording's readings are all of the one session that it changes, as nearly always."""
    if len(one.sessions) != 1:
        return False
    own = one.sessions[0].session.id
    if len(one.readings) == 1:
        return one.readings[0].session_id is own
    return all(row.session_id is own for row in one.readings)


def _planned(batch: list[Recording]) -> "_Plan | None":
    """None where a recording cannot even be written down; whose fault it is, is found out by halving."""
    try:
        return _Plan(batch)
    except Exception:  # noqa: BLE001 - the same again, for the one recording alone, tells what it was
        return None


def _commit(link: Link, batch: list[Recording], plan: "_Plan | None") -> tuple[list[Commit], bool]:
    """Together; what fails by its data is halved until the frame that spoils it stands alone."""
    if len(batch) == 1:
        outcome, touched = _commit_alone(link, batch[0])
        return [outcome], touched
    try:
        if plan is not None:
            return _commit_together(link, plan)
    except Exception as error:  # noqa: BLE001 - what is not the database's fault is the data's
        _give_up_if_unavailable(link, error)
    middle = len(batch) // 2
    first, touched = _commit(link, batch[:middle], _planned(batch[:middle]))
    second, also = _commit(link, batch[middle:], _planned(batch[middle:]))
    return first + second, touched or also


def _commit_together(link: Link, plan: _Plan) -> tuple[list[Commit], bool]:
    """As it stands where all is as expected; else without those who may not write."""
    link.begin()
    lost = _lost(link.raw, plan.batch)
    changed, moved = _moved(link.raw, [tip for tip in plan.tips if not tip.slight])
    if not lost and not changed and rows.follow_each_other(plan.batch, plan.tips):
        numbers = _write(link.raw, plan, moved)
        if numbers is not None:
            touched = _write_extra(link, plan.batch, numbers)
            link.commit()
            return [Committed(number) for number in numbers], touched
        link.rollback()
        link.begin()
    return _commit_some(link, plan)


def _commit_some(link: Link, plan: _Plan) -> tuple[list[Commit], bool]:
    """In the transaction that has begun: those of the batch that may write, the others are told why not."""
    changed, _ = _moved(link.raw, plan.tips)
    refused = rows.refusals(plan.batch, plan.tips, _lost(link.raw, plan.batch), changed)
    kept = [one for one, no in zip(plan.batch, refused, strict=True) if no is None]
    numbers = _write(link.raw, rest := _Plan(kept), {rows.key_of(tip) for tip in rest.tips})
    assert numbers is not None, "what was refused is left out"
    touched = _write_extra(link, kept, numbers)
    link.commit()
    following = iter(numbers)
    return [Committed(next(following)) if no is None else no for no in refused], touched


def _commit_alone(link: Link, one: Recording) -> tuple[Commit, bool]:
    try:
        for change in one.sessions:
            session = change.session
            owner = (one.tenant, one.station_id.bytes, session.start_key, session.id.bytes)
            if session.start_key and link.raw.execute(_OWNER, owner).fetchone()[0]:
                return Stale((session.id,)), False
        outcomes, touched = _commit_together(link, _Plan([one]))
    except Exception as error:  # noqa: BLE001 - what is not the database's fault is the data's
        _give_up_if_unavailable(link, error)
        return _keep_raw(link, one, error), False
    return outcomes[0], touched


def _keep_raw(link: Link, one: Recording, error: Exception) -> Commit:
    """The frame alone, with why the rest could not be written."""
    harmless = rows.harmless(one.frame, error)
    link.begin()
    if _lost(link.raw, [one]):
        link.rollback()
        return Fenced()
    flat: list[Any] = []
    _add_frame(flat, one, harmless, one.station_id.bytes)
    try:
        number = _insert(link.raw, _FRAMES, 12, flat)[0]
        link.commit()
    except Exception as failure:
        raise rows.not_even_raw(failure) from failure
    return Poisoned(number, harmless.error)


def _give_up_if_unavailable(link: Link, error: Exception) -> None:
    link.rollback()
    known = translated(error)
    if known is not error:
        raise known from error


def _lost(raw: sqlite3.Connection, batch: list[Recording]) -> set[rows.StationEpoch]:
    wanted = rows.epochs(batch)
    flat: list[Any] = []
    for number, (tenant, station_id, epoch) in enumerate(wanted):
        flat += (number, tenant, station_id.bytes, epoch)
    return {wanted[number] for (number,) in _select(raw, _LOST, 4, flat)}


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
    for number, is_changed in _select(raw, _MOVED, 9, flat):
        tip = tips[number]
        (changed if is_changed else moved).add(rows.key_of(tip))
    return changed, moved


def _write(raw: sqlite3.Connection, plan: _Plan, moved: set[rows.SessionKey]) -> list[int] | None:
    """All rows but the extra ones; the frames' numbers. None where a session was not as it was expected."""
    numbers = _insert(raw, _FRAMES, 12, plan.frames)
    told = _insert(raw, _READINGS, 12, plan.readings)
    _insert(raw, _EVENTS, 7, plan.events)
    _insert(raw, _OUTBOX, 5, plan.outbox)
    last = told[-1] if told else None
    if plan.slight and not _update_slight(raw, plan.slight, last):
        return None
    _write_sessions(raw, plan, moved, told)
    for tenant, session in plan.only_longer():
        raw.execute(_LONGER, (last, tenant, session.to_bytes(16, "big")))
    return numbers


def _update_slight(raw: sqlite3.Connection, flat: list[Any], last: int | None) -> bool:
    at, width = 0, 7
    for size in _sizes(len(flat) // width):
        values = [last, *flat[at : at + size * width]]
        if raw.execute(_text(_SLIGHT, width, size), values).rowcount != size:
            return False
        at += size * width
    return True


def _write_sessions(
    raw: sqlite3.Connection, plan: _Plan, moved: set[rows.SessionKey], told: list[int]
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
        _add_session(moving if rows.key_of(tip) in moved else still, tip, first, last)
    _insert(raw, _SESSIONS_UNMOVED, len(_SESSION_COLUMNS), still)
    _insert(raw, _SESSIONS, len(_SESSION_COLUMNS), moving)


def _add_frame(flat: list[Any], one: Recording, frame: FrameRow, station: bytes) -> None:
    flat += (
        one.tenant,
        station,
        one.epoch,
        frame.at.us,
        int(frame.direction),
        frame.kind,
        frame.message_id,
        frame.action,
        frame.raw,
        frame.answer,
        frame.error,
        None if frame.session_id is None else frame.session_id.bytes,
    )


def _add_readings(flat: list[Any], one: Recording, station: bytes) -> None:
    for row in one.readings:
        register, power, soc = rows.measured(row)
        flat += (
            one.tenant,
            None if row.session_id is None else row.session_id.bytes,
            station,
            row.evse,
            row.at.us,
            row.received_at.us,
            register,
            power,
            soc,
            row.source,
            row.sequence,
            rows.pack_reading(row.reading),
        )


def _slight(tip: rows.Tip) -> tuple[Any, ...]:
    session = tip.session
    return (
        tip.tenant,
        session.id.bytes,
        session.version,
        tip.expected,
        session.energy.mwh,
        tip.changed_at.us,
        pack(session),
    )


def _add_session(flat: list[Any], tip: rows.Tip, first: int | None, last: int | None) -> None:
    session = tip.session
    flat += (
        tip.tenant,
        session.id.bytes,
        session.station_id.bytes,
        session.evse,
        session.connector,
        session.tx,
        session.start_key,
        rows.token_of(session),
        session.state.value,
        session.started_at.us,
        None if session.ended_at is None else session.ended_at.us,
        session.energy.mwh,
        session.reason,
        rows.charging_of(session),
        rows.flag_words(session),
        session.remote_start,
        session.version,
        tip.changed_at.us,
        0 if session.state is SessionState.ACTIVE else 1,
        pack(session),
        first,
        last,
    )


def _write_extra(link: Link, batch: list[Recording], numbers: list[int]) -> bool:
    touched = False
    for one, number in rows.with_extra(batch, numbers):
        writer = Writer(link.connection, one.tenant, number)
        for change in one.extra:
            change(writer)
        touched = touched or writer.touched_credentials
    return touched


def _insert(raw: sqlite3.Connection, template: str, width: int, flat: list[Any]) -> list[int]:
    """Insert rows given as one flat list; their numbers, which follow each other within a statement."""
    numbers: list[int] = []
    at = 0
    for size in _sizes(len(flat) // width):
        last = raw.execute(_text(template, width, size), flat[at : at + size * width]).lastrowid or 0
        numbers += range(last - size + 1, last + 1)
        at += size * width
    return numbers


def _select(raw: sqlite3.Connection, template: str, width: int, flat: list[Any]) -> list[Any]:
    """What a check finds: hardly ever anything, so that it is one step of the statement."""
    found: list[Any] = []
    at = 0
    for size in _sizes(len(flat) // width):
        found += raw.execute(_text(template, width, size), flat[at : at + size * width]).fetchall()
        at += size * width
    return found


@lru_cache(maxsize=1024)
def _sizes(count: int) -> tuple[int, ...]:
    """`count` as a sum of the known sizes."""
    parts: list[int] = []
    for size in _SIZES:
        whole, count = divmod(count, size)
        parts += [size] * whole
    return tuple(parts)


@lru_cache(maxsize=256)
def _text(template: str, width: int, size: int) -> str:
    row = "(" + ", ".join("?" * width) + ")"
    return template.format(rows=", ".join([row] * size))
