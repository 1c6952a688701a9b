"""The journal on PostgreSQL: each table gets its rows of a batch by one `INSERT … SELECT FROM unnest(…)`.

Row-level security holds here as everywhere; the transaction names the tenants of its batch.
Source: COPY FROM is refused under row-level security (PostgreSQL manual, COPY).
"""

from collections.abc import Sequence
from typing import Any

from wattfleet.sessions.course import pack
from wattfleet.sessions.session import SessionState
from wattfleet.storage import rows
from wattfleet.storage.database import Writer
from wattfleet.storage.postgres import Link, PostgresDatabase, transact, translated
from wattfleet.storage.recording import Commit, Committed, Fenced, FrameRow, Poisoned, Recording, Stale


def _unnested(columns: dict[str, str]) -> str:
    return ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(columns.values(), start=1))


def _insert(table: str, columns: dict[str, str]) -> str:
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({_unnested(columns)})"  # noqa: S608 - our own names


_FRAMES = (
    _insert(
        "frames",
        {
            "tenant_id": "smallint",
            "station_id": "uuid",
            "epoch": "bigint",
            "at": "timestamptz",
            "direction": "smallint",
            "kind": "text",
            "message_id": "text",
            "action": "text",
            "raw": "bytea",
            "answer": "bytea",
            "error": "text",
            "session_id": "uuid",
        },
    )
    + " RETURNING id"
)
_READINGS = _insert(
    "readings",
    {
        "tenant_id": "smallint",
        "session_id": "uuid",
        "station_id": "uuid",
        "evse": "bigint",
        "at": "timestamptz",
        "received_at": "timestamptz",
        "register_mwh": "bigint",
        "power_mw": "bigint",
        "soc_milli": "bigint",
        "source": "smallint",
        "sequence": "bigint",
        "reading": "bytea",
    },
)
_EVENTS = _insert(
    "events",
    {
        "tenant_id": "smallint",
        "station_id": "uuid",
        "at": "timestamptz",
        "received_at": "timestamptz",
        "kind": "text",
        "body": "text",
        "session_id": "uuid",
    },
)
_OUTBOX = _insert(
    "outbox",
    {"tenant_id": "smallint", "topic": "text", "key": "text", "version": "bigint", "at": "timestamptz"},
)
_SESSION = {
    "tenant_id": "smallint",
    "id": "uuid",
    "station_id": "uuid",
    "evse": "bigint",
    "connector": "bigint",
    "tx": "text",
    "start_key": "text",
    "token": "text",
    "state": "text",
    "started_at": "timestamptz",
    "ended_at": "timestamptz",
    "energy_mwh": "bigint",
    "reason": "text",
    "flags": "text",
    "remote_start": "bigint",
    "version": "bigint",
    "changed_at": "timestamptz",
    "to_rate": "boolean",
    "body": "bytea",
}
_NEW_SESSIONS = _insert("sessions", _SESSION)
_SESSIONS = (
    "UPDATE sessions SET "  # noqa: S608 - our own names
    + ", ".join(f"{name} = v.{name}" for name in list(_SESSION)[3:])
    + f" FROM unnest({_unnested(_SESSION | {'expected': 'bigint'})})"
    + f" AS v({', '.join(_SESSION)}, expected)"
    " WHERE sessions.tenant_id = v.tenant_id AND sessions.id = v.id AND sessions.version = v.expected"
)
_CHECK = (
    "SELECT 0 AS what, n FROM unnest($1::int[], $2::smallint[], $3::uuid[], $4::bigint[]) AS v(n, t, s, e)"
    " WHERE NOT EXISTS (SELECT FROM stations WHERE tenant_id = v.t AND id = v.s AND epoch = v.e)"
    " UNION ALL "
    "SELECT 1, n FROM unnest($5::int[], $6::smallint[], $7::uuid[], $8::bigint[]) AS v(n, t, i, e)"
    " LEFT JOIN sessions ON sessions.tenant_id = v.t AND sessions.id = v.i"
    " WHERE coalesce(sessions.version, 0) <> v.e"
)
_OWNER = (
    "SELECT count(*) FROM sessions WHERE tenant_id = $1 AND station_id = $2 AND start_key = $3 AND id <> $4"
)


class _ChangedMeanwhileError(Exception):
    """A session changed between our check and our write."""


class PostgresBook:
    """Commits batches on a connection of their own."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def commit(self, batch: list[Recording]) -> Sequence[Commit | Exception]:
        self._database.count_transaction()
        async with self._database.link() as link:
            return await _commit(link, batch)


async def _commit(link: Link, batch: list[Recording]) -> list[Commit]:
    """Together; what fails by its data is halved until the frame that spoils it stands alone."""
    if len(batch) == 1:
        return [await _commit_alone(link, batch[0])]
    try:
        return await _commit_together(link, batch)
    except Exception as error:
        if _is_unavailable(error):
            raise
    middle = len(batch) // 2
    return await _commit(link, batch[:middle]) + await _commit(link, batch[middle:])


def _is_unavailable(error: Exception) -> bool:
    return translated(error) is not error


async def _commit_together(link: Link, batch: list[Recording]) -> list[Commit]:
    tenants = {one.tenant for one in batch}

    async def attempt() -> list[Commit]:
        tips = rows.tips(batch)
        refused = rows.refusals(batch, tips, *await _check(link.driver, batch, tips))
        kept = batch
        if any(no is not None for no in refused):
            kept = [one for one, no in zip(batch, refused, strict=True) if no is None]
            tips = rows.tips(kept)
        numbers = await _write(link.driver, kept, tips)
        if any(one.extra for one in kept):
            await link.connection.run_sync(lambda sync: _write_extra(sync, kept, numbers))
        following = iter(numbers)
        return [Committed(next(following)) if no is None else no for no in refused]

    return await transact(link, tenants, attempt)


async def _commit_alone(link: Link, one: Recording) -> Commit:
    try:
        if await _start_is_taken(link, one):
            return Stale(tuple(change.session.id for change in one.sessions))
        return (await _commit_together(link, [one]))[0]
    except _ChangedMeanwhileError:
        return Stale(tuple(change.session.id for change in one.sessions))
    except Exception as error:
        if _is_unavailable(error):
            raise
        return await _keep_raw(link, one, error)


async def _start_is_taken(link: Link, one: Recording) -> bool:
    keyed = [change.session for change in one.sessions if change.session.start_key]

    async def attempt() -> bool:
        for session in keyed:
            owner = (one.tenant, one.station_id, session.start_key, session.id)
            if await link.driver.fetchval(_OWNER, *owner):
                return True
        return False

    return bool(keyed) and await transact(link, (one.tenant,), attempt)


async def _keep_raw(link: Link, one: Recording, error: Exception) -> Commit:
    """The frame alone, with why the rest could not be written."""
    harmless = rows.harmless(one.frame, error)

    async def attempt() -> Commit:
        lost, _ = await _check(link.driver, [one], [])
        if lost:
            return Fenced()
        values = [_frame_values(one, harmless)]
        return Poisoned((await link.driver.fetch(_FRAMES, *_columns(values)))[0][0], harmless.error)

    try:
        return await transact(link, (one.tenant,), attempt)
    except Exception as failure:
        if _is_unavailable(failure):
            raise
        raise rows.not_even_raw(failure) from failure


async def _check(
    driver: Any, batch: list[Recording], tips: list[rows.Tip]
) -> tuple[set[rows.StationEpoch], set[rows.SessionKey]]:
    """Stations that are not ours any more, and sessions that another has changed."""
    stations = rows.epochs(batch)
    found = await driver.fetch(
        _CHECK,
        list(range(len(stations))),
        [tenant for tenant, _, _ in stations],
        [station_id for _, station_id, _ in stations],
        [epoch for _, _, epoch in stations],
        list(range(len(tips))),
        [tip.tenant for tip in tips],
        [tip.session.id for tip in tips],
        [tip.expected for tip in tips],
    )
    lost = {stations[number] for what, number in found if what == 0}
    changed = [tips[number] for what, number in found if what == 1]
    return lost, {(tip.tenant, tip.session.id.int) for tip in changed}


async def _write(driver: Any, batch: list[Recording], tips: list[rows.Tip]) -> list[int]:
    """Everything but the extra rows; the frames' numbers."""
    if not batch:
        return []
    await _write_sessions(driver, tips)
    numbers = await driver.fetch(_FRAMES, *_columns([_frame_values(one, one.frame) for one in batch]))
    for statement, values in (
        (_READINGS, [line for one in batch if one.readings for line in _reading_values(one)]),
        (_EVENTS, [line for one in batch if one.events for line in _event_values(one)]),
        (_OUTBOX, [line for one in batch if one.outbox for line in _outbox_values(one)]),
    ):
        if values:
            await driver.fetch(statement, *_columns(values))
    return [number for (number,) in numbers]


async def _write_sessions(driver: Any, tips: list[rows.Tip]) -> None:
    new = [_session_values(tip) for tip in tips if tip.expected == 0]
    old = [tip for tip in tips if tip.expected != 0]
    if new:
        await driver.fetch(_NEW_SESSIONS, *_columns(new))
    if old:
        columns = _columns([_session_values(tip) for tip in old])
        status = await driver.execute(_SESSIONS, *columns, [tip.expected for tip in old])
        if int(status.rpartition(" ")[2]) != len(old):
            raise _ChangedMeanwhileError


def _columns(values: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(zip(*values, strict=True))


def _frame_values(one: Recording, frame: FrameRow) -> tuple[Any, ...]:
    return (
        one.tenant,
        one.station_id,
        one.epoch,
        frame.at,
        int(frame.direction),
        frame.kind,
        frame.message_id,
        frame.action,
        frame.raw,
        frame.answer,
        frame.error,
        frame.session_id,
    )


def _reading_values(one: Recording) -> list[tuple[Any, ...]]:
    return [
        (
            one.tenant,
            row.session_id,
            one.station_id,
            row.evse,
            row.at,
            row.received_at,
            *rows.measured(row),
            row.source,
            row.sequence,
            rows.pack_reading(row.reading),
        )
        for row in one.readings
    ]


def _event_values(one: Recording) -> list[tuple[Any, ...]]:
    return [
        (
            one.tenant,
            one.station_id,
            event.at,
            event.received_at,
            event.kind,
            event.body.decode(),
            event.session_id,
        )
        for event in one.events
    ]


def _outbox_values(one: Recording) -> list[tuple[Any, ...]]:
    return [(one.tenant, news.topic, news.key, news.version, news.at) for news in one.outbox]


def _session_values(tip: rows.Tip) -> tuple[Any, ...]:
    session = tip.session
    return (
        tip.tenant,
        session.id,
        session.station_id,
        session.evse,
        session.connector,
        session.tx,
        session.start_key,
        rows.token_of(session),
        session.state.value,
        session.started_at,
        session.ended_at,
        session.energy.mwh,
        session.reason,
        rows.flag_words(session),
        session.remote_start,
        session.version,
        tip.changed_at,
        session.state is not SessionState.ACTIVE,
        pack(session),
    )


def _write_extra(sync: Any, batch: list[Recording], numbers: list[int]) -> None:
    for one, number in rows.with_extra(batch, numbers):
        writer = Writer(sync, one.tenant, number)
        for change in one.extra:
            change(writer)
