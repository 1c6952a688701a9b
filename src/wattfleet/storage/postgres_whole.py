"""A batch on PostgreSQL as one statement, which is a transaction by itself: one journey for all of it.

A frame travels as one line, with the reading and the change of its session that a usual sample brings: the
driver looks at each element of an array before it writes it down (64 questions a frame, when each column was
an array of its own), and PostgreSQL keeps a store for each array. Rarer rows travel column by column.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from wattfleet.sessions.course import pack
from wattfleet.storage import rows
from wattfleet.storage.postgres_rows import (
    EVENTS,
    FRAMES,
    OUTBOX,
    READINGS,
    SESSIONS,
    Columns,
    arrays,
    by_id,
    columns_of,
    event_values,
    frame_values,
    insert,
    outbox_values,
    read,
    reading_values,
    session_values,
    update,
)
from wattfleet.storage.recording import ReadingRow, Recording
from wattfleet.storage.stations import Booting, Plug

_READ = ("evse", "taken_at", "register_mwh", "power_mw", "soc_milli", "source", "sequence", "reading")
_CHANGED = ("energy_mwh", "version", "expected", "body")
LINE = (*FRAMES, *_READ, *_CHANGED)
"""The fields of the type `journal_line`, in its order; a frame without a reading or a change has NULLs."""

_NOTHING_READ = (None,) * len(_READ)
_NOTHING_CHANGED = (None,) * len(_CHANGED)

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

_AT = read("at", "moment")
_LINES = "SELECT * FROM unnest($1::journal_line[])"
_FRAMES = (
    f"INSERT INTO frames ({', '.join(FRAMES)})"  # noqa: S608 - our own names
    f" SELECT {', '.join(read(name, kind) for name, kind in FRAMES.items())} FROM lines"
)
_READINGS = (
    f"INSERT INTO readings ({', '.join(READINGS)}) SELECT tenant_id, session_id, station_id, evse,"  # noqa: S608 - our own names
    f" {read('taken_at', 'moment')}, {_AT}, register_mwh, power_mw, soc_milli, source, sequence, reading"
    " FROM lines WHERE reading IS NOT NULL"
)


def fits(one: Recording) -> bool:
    """Whether a recording has nothing but rows that `Whole` knows."""
    return all(isinstance(more, Booting | Plug) for more in one.extra)


class Whole:
    """A batch of recordings as one statement.

    It gives the frames' numbers. Where anything is not as expected it fails by a division by zero (PostgreSQL
    has no other word for it inside a statement), and nothing is written.
    """

    def __init__(self, batch: list[Recording], tips: list[rows.Tip]) -> None:
        slight = {id(tip.session): tip for tip in tips if tip.slight and tip.expected}
        self._parts: list[str] = []
        self.values: list[Any] = [[_line(one, slight) for one in batch]]
        changed = [tip for tip in tips if not tip.slight or not tip.expected] + list(slight.values())
        old = [(*session_values(tip), tip.expected) for tip in changed if tip.expected]
        self._add("new", [session_values(tip) for tip in changed if not tip.expected])
        self._add("other", old)
        self._add("readings", reading_values(_further_readings(batch)))
        self._add("events", event_values(batch))
        self._add("outbox", outbox_values(batch))
        self._add("booted", _boots(batch))
        self._add("plugs", _plugs(batch))
        self.values.append(len(tips) - len(changed) + len(old))
        self.text = _whole(tuple(self._parts))

    def _add(self, part: str, lines: list[tuple[Any, ...]]) -> None:
        if lines:
            self._parts.append(part)
            self.values += columns_of(lines)


def _line(one: Recording, slight: dict[int, rows.Tip]) -> tuple[Any, ...]:
    """What it takes of `slight` is not there any more."""
    return (*frame_values(one, one.frame), *_reading(one), *_change(one, slight))


def _reading(one: Recording) -> tuple[Any, ...]:
    if not _has_own_reading(one):
        return _NOTHING_READ
    row = one.readings[0]
    return (
        row.evse,
        row.at.us,
        *rows.measured(row),
        row.source,
        row.sequence,
        rows.pack_reading(row.reading),
    )


def _has_own_reading(one: Recording) -> bool:
    """Whether a frame brought one reading, whose session and moment of receipt are its own."""
    if len(one.readings) != 1:
        return False
    row = one.readings[0]
    return row.session_id == one.frame.session_id and row.received_at.us == one.frame.at.us


def _further_readings(batch: Iterable[Recording]) -> list[tuple[Recording, ReadingRow]]:
    return [(one, row) for one in batch if one.readings and not _has_own_reading(one) for row in one.readings]


def _change(one: Recording, slight: dict[int, rows.Tip]) -> tuple[Any, ...]:
    """What a frame changes in the row of its own session, where it is the last of the batch that does."""
    if len(one.sessions) != 1 or one.sessions[0].session.id != one.frame.session_id:
        return _NOTHING_CHANGED
    tip = slight.pop(id(one.sessions[0].session), None)
    if tip is None:
        return _NOTHING_CHANGED
    session = tip.session
    return (session.energy.mwh, session.version, tip.expected, pack(session))


def _boot(first: int) -> str:
    """`stations.booted` for many stations, in the order of their ids (`postgres_stations`)."""
    return (
        "UPDATE stations SET vendor = v.vendor, model = v.model, firmware = v.firmware,"  # noqa: S608 - our own names
        " serial = CASE WHEN v.serial = '' THEN stations.serial ELSE v.serial END,"
        " register_mode = CASE WHEN stations.register_mode = 'unknown' THEN v.register_mode"
        " ELSE stations.register_mode END,"
        f" booted_at = {read('v.booted_at', 'moment')}, version = stations.version + 1"
        f" FROM (SELECT v.* FROM unnest({arrays(BOOTED, first)}) AS v({', '.join(BOOTED)})"
        f" JOIN stations AS held ON {by_id('held', 'v.id', 'v.tenant_id')}"
        " ORDER BY held.id FOR NO KEY UPDATE OF held) AS v"
        f" WHERE {by_id('stations', 'v.id', 'v.tenant_id')} AND stations.removed_at IS NULL"
    )


def _plug(first: int) -> str:
    """`stations.set_connector` for many connectors, each once."""
    told = [name for name in PLUGS if name not in {"tenant_id", "station_id", "evse", "connector"}]
    return (
        f"{insert('connectors', PLUGS, first)} ON CONFLICT (tenant_id, station_id, evse, connector)"
        f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in told)}"
    )


def _boots(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
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


def _plugs(batch: Iterable[Recording]) -> list[tuple[Any, ...]]:
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


_PARTS: dict[str, Callable[[int], tuple[str, int]]] = {
    "new": lambda first: (insert("sessions", SESSIONS, first), len(SESSIONS)),
    "other": lambda first: (update(SESSIONS, first), len(SESSIONS) + 1),
    "readings": lambda first: (insert("readings", READINGS, first), len(READINGS)),
    "events": lambda first: (insert("events", EVENTS, first), len(EVENTS)),
    "outbox": lambda first: (insert("outbox", OUTBOX, first), len(OUTBOX)),
    "booted": lambda first: (_boot(first), len(BOOTED)),
    "plugs": lambda first: (_plug(first), len(PLUGS)),
}


_SLIGHT = (
    "UPDATE sessions SET energy_mwh = lines.energy_mwh, version = lines.version,"  # noqa: S608 - our own names
    f" changed_at = {read('lines.at', 'moment')}, body = lines.body"
    f" FROM lines WHERE lines.body IS NOT NULL AND {by_id('sessions', 'lines.session_id', 'lines.tenant_id')}"
    " AND sessions.version = lines.expected"
)
_LOST = (
    "SELECT FROM lines WHERE NOT EXISTS (SELECT FROM stations"  # noqa: S608 - our own names
    f" WHERE {by_id('stations', 'lines.station_id', 'lines.tenant_id')} AND stations.epoch = lines.epoch)"
)


@lru_cache(maxsize=128)
def _whole(parts: tuple[str, ...]) -> str:
    """One text for each choice of parts, so that few are prepared."""
    clauses = [
        f"lines AS MATERIALIZED ({_LINES})",
        f"slight AS ({_SLIGHT} RETURNING 1)",
        f"frames AS ({_FRAMES} RETURNING id)",
        f"read AS ({_READINGS})",
    ]
    first, changed = 2, "(SELECT count(*) FROM slight)"
    for part in parts:
        text, columns = _PARTS[part](first)
        clauses.append(f"{part} AS ({text}{' RETURNING 1' if part == 'other' else ''})")
        first += columns
        if part == "other":
            changed += " + (SELECT count(*) FROM other)"
    return (
        f"WITH {', '.join(clauses)} SELECT array_agg(id),"  # noqa: S608 - our own names
        f" 1 / (NOT EXISTS ({_LOST}) AND {changed} = ${first}::bigint)::int FROM frames"
    )
