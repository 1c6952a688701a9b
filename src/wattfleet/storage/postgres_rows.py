"""A batch as PostgreSQL takes it: the texts of the statements, and the values for each, column by column.

Each table gets its rows of a batch by one `INSERT … SELECT FROM unnest(…)`. Moments travel as whole µs, and
become timestamptz there: the driver asks Python once for each value of a type that it does not know.
Source: COPY FROM is refused under row-level security (PostgreSQL manual, COPY).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from wattfleet.sessions.course import pack
from wattfleet.sessions.session import SessionState
from wattfleet.storage import rows
from wattfleet.storage.recording import FrameRow, ReadingRow, Recording

Columns = dict[str, str]
"""A statement's columns and their types; `moment` is µs after 1970."""

FRAMES: Columns = {
    "tenant_id": "smallint",
    "station_id": "uuid",
    "epoch": "bigint",
    "at": "moment",
    "direction": "smallint",
    "kind": "text",
    "message_id": "text",
    "action": "text",
    "raw": "bytea",
    "answer": "bytea",
    "error": "text",
    "session_id": "uuid",
}
READINGS: Columns = {
    "tenant_id": "smallint",
    "session_id": "uuid",
    "station_id": "uuid",
    "evse": "bigint",
    "at": "moment",
    "received_at": "moment",
    "register_mwh": "bigint",
    "power_mw": "bigint",
    "soc_milli": "bigint",
    "source": "smallint",
    "sequence": "bigint",
    "reading": "bytea",
}
EVENTS: Columns = {
    "tenant_id": "smallint",
    "station_id": "uuid",
    "at": "moment",
    "received_at": "moment",
    "kind": "text",
    "body": "text",
    "session_id": "uuid",
}
OUTBOX: Columns = {
    "tenant_id": "smallint",
    "topic": "text",
    "key": "text",
    "version": "bigint",
    "at": "moment",
}
SESSIONS: Columns = {
    "tenant_id": "smallint",
    "id": "uuid",
    "station_id": "uuid",
    "evse": "bigint",
    "connector": "bigint",
    "tx": "text",
    "start_key": "text",
    "token": "text",
    "state": "text",
    "started_at": "moment",
    "ended_at": "moment",
    "energy_mwh": "bigint",
    "reason": "text",
    "charging": "text",
    "flags": "text",
    "remote_start": "bigint",
    "version": "bigint",
    "changed_at": "moment",
    "to_rate": "boolean",
    "body": "bytea",
}
SLIGHT = frozenset({"energy_mwh", "version", "changed_at", "body"})
"""What the usual sample changes in its session's row (`rows.is_slight`)."""


def insert(table: str, columns: Columns, first: int = 1) -> str:
    taken = ", ".join(read(name, kind) for name, kind in columns.items())
    names = ", ".join(columns)
    source = f"unnest({arrays(columns, first)}) AS v({names})"
    return f"INSERT INTO {table} ({names}) SELECT {taken} FROM {source}"  # noqa: S608 - our own names


def by_id(table: str, named: str, tenant: str) -> str:
    """The row that a line names, found by its id alone.

    Its tenant is compared in a way that no index can use: there are many indexes that begin with a tenant,
    and a planner that knows little took any of them for as good as the key's (64 frames in 25 ms, not 3).
    """
    return f"{table}.id = {named} AND {table}.tenant_id + 0 = {tenant}"


CHECK = (
    "SELECT 0 AS what, n FROM unnest($1::int[], $2::smallint[], $3::uuid[], $4::bigint[]) AS v(n, t, s, e)"  # noqa: S608 - our own names
    f" WHERE NOT EXISTS (SELECT FROM stations WHERE {by_id('stations', 'v.s', 'v.t')} AND epoch = v.e)"
    " UNION ALL "
    "SELECT 1, n FROM unnest($5::int[], $6::smallint[], $7::uuid[], $8::bigint[]) AS v(n, t, i, e)"
    f" LEFT JOIN sessions ON {by_id('sessions', 'v.i', 'v.t')}"
    " WHERE coalesce(sessions.version, 0) <> v.e"
)
"""Stations that are not ours any more (0), and sessions that another has changed (1)."""


def update(columns: Columns, first: int = 1) -> str:
    """Sessions that stand as they were expected; the last array holds the versions expected."""
    changed = ", ".join(
        f"{name} = {read(f'v.{name}', kind)}"
        for name, kind in columns.items()
        if name not in {"tenant_id", "id", "station_id"}
    )
    given = columns | {"expected": "bigint"}
    return (
        f"UPDATE sessions SET {changed}"  # noqa: S608 - our own names
        f" FROM unnest({arrays(given, first)}) AS v({', '.join(given)})"
        f" WHERE {by_id('sessions', 'v.id', 'v.tenant_id')} AND sessions.version = v.expected"
    )


def arrays(columns: Columns, first: int) -> str:
    """`$1::smallint[], $2::uuid[] …`"""
    return ", ".join(
        f"${number}::{'bigint' if kind == 'moment' else kind}[]"
        for number, kind in enumerate(columns.values(), start=first)
    )


def read(name: str, kind: str) -> str:
    return f"timestamptz 'epoch' + {name} * interval '1 microsecond'" if kind == "moment" else name


def check_values(stations: list[rows.StationEpoch], tips: list[rows.Tip]) -> list[Any]:
    return [
        list(range(len(stations))),
        [tenant for tenant, _, _ in stations],
        [station_id for _, station_id, _ in stations],
        [epoch for _, _, epoch in stations],
        list(range(len(tips))),
        [tip.tenant for tip in tips],
        [tip.session.id for tip in tips],
        [tip.expected for tip in tips],
    ]


def columns_of(lines: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(zip(*lines, strict=True))


def frame_values(one: Recording, frame: FrameRow) -> tuple[Any, ...]:
    return (
        one.tenant,
        one.station_id,
        one.epoch,
        frame.at.us,
        frame.direction,
        frame.kind,
        frame.message_id,
        frame.action,
        frame.raw,
        frame.answer,
        frame.error,
        frame.session_id,
    )


def reading_values(read: Iterable[tuple[Recording, ReadingRow]]) -> list[tuple[Any, ...]]:
    return [
        (
            one.tenant,
            row.session_id,
            one.station_id,
            row.evse,
            row.at.us,
            row.received_at.us,
            *rows.measured(row),
            row.source,
            row.sequence,
            rows.pack_reading(row.reading),
        )
        for one, row in read
    ]


def event_values(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
    return [
        (
            one.tenant,
            one.station_id,
            event.at.us,
            event.received_at.us,
            event.kind,
            event.body.decode(),
            event.session_id,
        )
        for one in batch
        for event in one.events
    ]


def outbox_values(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
    return [
        (one.tenant, news.topic, news.key, news.version, news.at.us) for one in batch for news in one.outbox
    ]


def session_lines(tips: Iterable[rows.Tip], *, new: bool) -> list[tuple[Any, ...]]:
    """New sessions whole; changed ones with the version that is expected."""
    if new:
        return [session_values(tip) for tip in tips if tip.expected == 0]
    return [(*session_values(tip), tip.expected) for tip in tips if tip.expected != 0]


def session_values(tip: rows.Tip) -> tuple[Any, ...]:
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
        session.started_at.us,
        None if session.ended_at is None else session.ended_at.us,
        session.energy.mwh,
        session.reason,
        rows.charging_of(session),
        rows.flag_words(session),
        session.remote_start,
        session.version,
        tip.changed_at.us,
        session.state is not SessionState.ACTIVE,
        pack(session),
    )
