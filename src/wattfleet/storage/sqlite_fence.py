"""Whose connection is the newest of its station: only that one may write.

Each batch has to know it of all its stations. What was found out once holds for as long as nobody but the
journal has written, and SQLite tells that at once: its data version counts what other connections commit, and
its total of changes what this one does.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

from wattfleet.storage import rows
from wattfleet.storage.recording import Recording
from wattfleet.storage.sqlite_statements import select

_LOST = (
    "WITH v(n, t, s, e) AS (VALUES {rows}) SELECT n FROM v WHERE NOT EXISTS"
    " (SELECT 1 FROM stations WHERE tenant_id = v.t AND id = v.s AND epoch = v.e)"
)

_State = tuple[sqlite3.Connection, int, int]


class Fence:
    """Of the one connection through which a journal writes."""

    def __init__(self) -> None:
        self._newest: set[tuple[int, int, int]] = set()
        self._as_of: _State | None = None

    def lost(self, raw: sqlite3.Connection, batch: Iterable[Recording]) -> set[rows.StationEpoch]:
        """Those whose station has a newer connection, or is gone. In a transaction that may write."""
        if self._as_of != _state(raw):
            self._newest.clear()
        wanted = rows.epochs([one for one in batch if _key(one) not in self._newest])
        if not wanted:
            return set()
        flat: list[Any] = []
        for number, (tenant, station_id, epoch) in enumerate(wanted):
            flat += (number, tenant, station_id.bytes, epoch)
        lost = {wanted[number] for (number,) in select(raw, _LOST, 4, flat)}
        self._newest.update((station.int, epoch, tenant) for tenant, station, epoch in wanted)
        self._newest.difference_update((station.int, epoch, tenant) for tenant, station, epoch in lost)
        return lost

    def committed(self, raw: sqlite3.Connection) -> None:
        """What has been written since `lost` was asked says nothing of connections."""
        self._as_of = _state(raw)


def _key(one: Recording) -> tuple[int, int, int]:
    return one.station_id.int, one.epoch, one.tenant


def _state(raw: sqlite3.Connection) -> _State:
    """The same again only where nobody has written in between."""
    return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
