"""A batch as PostgreSQL takes it: the texts of the statements, and the values for each, column by column.

Each table gets its rows of a batch by one `INSERT … SELECT FROM unnest(…)`. Moments travel as whole µs, and
become timestamptz there: the driver asks Python once for each value of a type that it does not know.
Source: COPY FROM is refused under row-level security (PostgreSQL manual, COPY).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from wattfleet.sessions.course import pack
from wattfleet.sessions.session import SessionState
from wattfleet.storage import rows
from wattfleet.storage.recording import FrameRow, Recording
from wattfleet.storage.stations import Booting, Plug

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
SLIGHT: Columns = {
    "tenant_id": "smallint",
    "id": "uuid",
    "energy_mwh": "bigint",
    "version": "bigint",
    "changed_at": "moment",
    "body": "bytea",
}
"""What the usual sample changes in its session's row (`rows.is_slight`)."""

BOOTED: Columns = {
    "tenant_id": "smallint",
    "id": "uuid",
    "vendor": "text",
    "model": "text",
    "serial": "text",
    "firmware": "text",
    "register_mode": "text",
    "booted_at": "moment",
}
PLUGS: Columns = {
    "tenant_id": "smallint",
    "station_id": "uuid",
    "evse": "bigint",
    "connector": "bigint",
    "status": "text",
    "since": "moment",
    "error": "text",
    "info": "text",
    "vendor_error": "text",
}

_LOST = (
    "SELECT n FROM unnest({0}::int[], {1}::smallint[], {2}::uuid[], {3}::bigint[]) AS v(n, t, s, e)"
    " WHERE NOT EXISTS (SELECT FROM stations WHERE tenant_id = v.t AND id = v.s AND epoch = v.e)"
)
CHECK = (
    f"SELECT 0 AS what, n FROM ({_LOST.format('$1', '$2', '$3', '$4')}) AS lost"  # noqa: S608 - our own names
    " UNION ALL "
    "SELECT 1, n FROM unnest($5::int[], $6::smallint[], $7::uuid[], $8::bigint[]) AS v(n, t, i, e)"
    " LEFT JOIN sessions ON sessions.tenant_id = v.t AND sessions.id = v.i"
    " WHERE coalesce(sessions.version, 0) <> v.e"
)
"""Stations that are not ours any more (0), and sessions that another has changed (1)."""


def insert(table: str, columns: Columns, first: int = 1) -> str:
    taken = ", ".join(_read(name, kind) for name, kind in columns.items())
    names = ", ".join(columns)
    source = f"unnest({_arrays(columns, first)}) AS v({names})"
    return f"INSERT INTO {table} ({names}) SELECT {taken} FROM {source}"  # noqa: S608 - our own names


def update(columns: Columns, first: int = 1) -> str:
    """Sessions that stand as they were expected; the last array holds the versions expected."""
    changed = ", ".join(
        f"{name} = {_read(f'v.{name}', kind)}"
        for name, kind in columns.items()
        if name not in {"tenant_id", "id", "station_id"}
    )
    given = columns | {"expected": "bigint"}
    return (
        f"UPDATE sessions SET {changed}"  # noqa: S608 - our own names
        f" FROM unnest({_arrays(given, first)}) AS v({', '.join(given)})"
        " WHERE sessions.tenant_id = v.tenant_id AND sessions.id = v.id AND sessions.version = v.expected"
    )


def boot(first: int) -> str:
    """`stations.booted` for many stations, in the order of their ids (`postgres_stations`)."""
    return (
        "UPDATE stations SET vendor = v.vendor, model = v.model, firmware = v.firmware,"  # noqa: S608 - our own names
        " serial = CASE WHEN v.serial = '' THEN stations.serial ELSE v.serial END,"
        " register_mode = CASE WHEN stations.register_mode = 'unknown' THEN v.register_mode"
        " ELSE stations.register_mode END,"
        f" booted_at = {_read('v.booted_at', 'moment')}, version = stations.version + 1"
        f" FROM (SELECT v.* FROM unnest({_arrays(BOOTED, first)}) AS v({', '.join(BOOTED)})"
        " JOIN stations AS held ON held.tenant_id = v.tenant_id AND held.id = v.id"
        " ORDER BY held.id FOR NO KEY UPDATE OF held) AS v"
        " WHERE stations.tenant_id = v.tenant_id AND stations.id = v.id AND stations.removed_at IS NULL"
    )


def plug(first: int) -> str:
    """`stations.set_connector` for many connectors, each once."""
    told = [name for name in PLUGS if name not in {"tenant_id", "station_id", "evse", "connector"}]
    return (
        f"{insert('connectors', PLUGS, first)} ON CONFLICT (tenant_id, station_id, evse, connector)"
        f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in told)}"
    )


def _arrays(columns: Columns, first: int) -> str:
    """`$1::smallint[], $2::uuid[] …`"""
    return ", ".join(
        f"${number}::{'bigint' if kind == 'moment' else kind}[]"
        for number, kind in enumerate(columns.values(), start=first)
    )


def _read(name: str, kind: str) -> str:
    return f"timestamptz 'epoch' + {name} * interval '1 microsecond'" if kind == "moment" else name


def fits(one: Recording) -> bool:
    """Whether a recording has nothing but rows that `Whole` knows."""
    return all(isinstance(more, Booting | Plug) for more in one.extra)


class Whole:
    """A batch of recordings as one statement, which is a transaction by itself: one journey for all of it.

    It gives the frames' numbers. Where anything is not as expected it fails by a division by zero (PostgreSQL
    has no other word for it inside a statement), and nothing is written.
    """

    def __init__(self, batch: list[Recording], tips: list[rows.Tip]) -> None:
        self._parts: list[str] = []
        self.values: list[Any] = []
        stations = rows.epochs(batch)
        self.values += _stations(stations)
        new, slight, other = _sorted(tips)
        self._add("new", [_session(tip) for tip in new])
        self._add("slight", [_slight(tip) for tip in slight])
        self._add("other", [(*_session(tip), tip.expected) for tip in other])
        self._add("frames", [frame_values(one, one.frame) for one in batch])
        self._add("readings", reading_values(batch))
        self._add("events", event_values(batch))
        self._add("outbox", outbox_values(batch))
        self._add("booted", boot_values(batch))
        self._add("plugs", plug_values(batch))
        self.values.append(len(slight) + len(other))
        self.text = _whole(tuple(self._parts))

    def _add(self, part: str, lines: list[tuple[Any, ...]]) -> None:
        if lines:
            self._parts.append(part)
            self.values += columns_of(lines)


@lru_cache(maxsize=128)
def _whole(parts: tuple[str, ...]) -> str:
    """One text for each choice of parts, so that few are prepared."""
    first, clauses = 5, [f"lost AS ({_LOST.format('$1', '$2', '$3', '$4')})"]
    for part in parts:
        text, columns = _PARTS[part](first)
        returned = {"frames": " RETURNING id", "slight": " RETURNING 1", "other": " RETURNING 1"}
        clauses.append(f"{part} AS ({text}{returned.get(part, '')})")
        first += columns
    counted = " + ".join(
        f"(SELECT count(*) FROM {part})"  # noqa: S608 - our own names
        for part in parts
        if part in {"slight", "other"}
    )
    return (
        f"WITH {', '.join(clauses)} SELECT array_agg(id),"  # noqa: S608 - our own names
        f" 1 / (NOT EXISTS (SELECT FROM lost) AND {counted or '0'} = ${first}::bigint)::int FROM frames"
    )


_PARTS = {
    "new": lambda first: (insert("sessions", SESSIONS, first), len(SESSIONS)),
    "slight": lambda first: (update(SLIGHT, first), len(SLIGHT) + 1),
    "other": lambda first: (update(SESSIONS, first), len(SESSIONS) + 1),
    "frames": lambda first: (insert("frames", FRAMES, first), len(FRAMES)),
    "readings": lambda first: (insert("readings", READINGS, first), len(READINGS)),
    "events": lambda first: (insert("events", EVENTS, first), len(EVENTS)),
    "outbox": lambda first: (insert("outbox", OUTBOX, first), len(OUTBOX)),
    "booted": lambda first: (boot(first), len(BOOTED)),
    "plugs": lambda first: (plug(first), len(PLUGS)),
}


def _sorted(tips: list[rows.Tip]) -> tuple[list[rows.Tip], list[rows.Tip], list[rows.Tip]]:
    new: list[rows.Tip] = []
    slight: list[rows.Tip] = []
    other: list[rows.Tip] = []
    for tip in tips:
        (new if tip.expected == 0 else slight if tip.slight else other).append(tip)
    return new, slight, other


def check_values(stations: list[rows.StationEpoch], tips: list[rows.Tip]) -> list[Any]:
    return [
        *_stations(stations),
        list(range(len(tips))),
        [tip.tenant for tip in tips],
        [tip.session.id for tip in tips],
        [tip.expected for tip in tips],
    ]


def _stations(stations: list[rows.StationEpoch]) -> list[Any]:
    return [
        list(range(len(stations))),
        [tenant for tenant, _, _ in stations],
        [station_id for _, station_id, _ in stations],
        [epoch for _, _, epoch in stations],
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


def reading_values(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
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
        for one in batch
        for row in one.readings
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


def boot_values(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
    """What stations say of themselves; of one that boots twice in a batch the last."""
    told = {
        (one.tenant, more.station.id): more.station
        for one in batch
        for more in one.extra
        if isinstance(more, Booting)
    }
    return [
        (
            tenant,
            station_id,
            one.vendor,
            one.model,
            one.serial,
            one.firmware,
            one.register_mode.value,
            None if one.booted_at is None else one.booted_at.us,
        )
        for (tenant, station_id), one in told.items()
    ]


def plug_values(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
    """The connectors that were told of, each as it was told last."""
    told = {
        (one.tenant, more.station_id, more.connector.evse, more.connector.connector): more.connector
        for one in batch
        for more in one.extra
        if isinstance(more, Plug)
    }
    return [
        (*key, one.status.value, one.since.us, one.error, one.info, one.vendor_error)
        for key, one in told.items()
    ]


def session_lines(tips: Iterable[rows.Tip], *, new: bool) -> list[tuple[Any, ...]]:
    """New sessions whole; changed ones with the version that is expected."""
    if new:
        return [_session(tip) for tip in tips if tip.expected == 0]
    return [(*_session(tip), tip.expected) for tip in tips if tip.expected != 0]


def _slight(tip: rows.Tip) -> tuple[Any, ...]:
    session = tip.session
    return (
        tip.tenant,
        session.id,
        session.energy.mwh,
        session.version,
        tip.changed_at.us,
        pack(session),
        tip.expected,
    )


def _session(tip: rows.Tip) -> tuple[Any, ...]:
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
