"""Readings as they are kept: one row per moment, whole, with what is drawn most beside it.

Where a row stands, in the database or in a cold file, makes no difference to whoever asks.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, insert, literal, select, update

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.sessions.course import ReadingOf
from wattfleet.sessions.session import Session
from wattfleet.storage import buckets
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.cold_files import ColdLine, overlapping
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import (
    Listing,
    Page,
    PageQuery,
    Place,
    checked_sort,
    read_cursor,
    write_cursor,
    wrong_cursor,
)
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.recording import ReadingRow
from wattfleet.storage.rows import measured, pack_reading, unpack_reading
from wattfleet.storage.tables.journal import readings
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.types import Id

_SORT = "at"
_LISTING = Listing(
    select=select(readings),
    tenant=readings.c.tenant_id,
    id=readings.c.id,
    sorts={_SORT: readings.c.at},
    sort=_SORT,
    filters={
        "session": lambda value: readings.c.session_id == value,
        "loose_of": lambda value: (readings.c.station_id == value) & readings.c.session_id.is_(None),
        "from": lambda value: readings.c.at >= value,
        "to": lambda value: readings.c.at < value,
    },
)


def give(
    writer: Writer, session: Session, station_id: UUID, received_at: Instant, rows: Sequence[ReadingOf]
) -> None:
    """Readings that belonged to the station alone become a session's; one that stands nowhere is written."""
    anywhere = update(sessions).where(sessions.c.tenant_id == writer.tenant, sessions.c.id == session.id)
    writer.connection.execute(anywhere.values(first_reading=None, last_reading=None))
    for at, reading, source, sequence in rows:
        loose = (
            readings.c.tenant_id == writer.tenant,
            readings.c.station_id == station_id,
            readings.c.session_id.is_(None),
            readings.c.at == at,
            readings.c.received_at == received_at,
            readings.c.source == source,
            readings.c.sequence == sequence,
        )
        moved = writer.connection.execute(update(readings).where(*loose).values(session_id=session.id))
        if moved.rowcount:
            continue
        row = ReadingRow(session.id, session.evse, at, received_at, reading, source, sequence)
        register, power, soc = measured(row)
        writer.connection.execute(
            insert(readings).values(
                tenant_id=writer.tenant,
                session_id=session.id,
                station_id=station_id,
                evse=session.evse,
                at=at,
                received_at=received_at,
                register_mwh=None if register is None else Energy(register),
                power_mw=None if power is None else Power(power),
                soc_milli=soc,
                source=source,
                sequence=sequence,
                reading=pack_reading(reading),
            )
        )


def take_back(
    writer: Writer, session_id: UUID, received_at: Instant, given: Sequence[tuple[int, int, int]]
) -> int:
    """Readings that a session was given (moment in µs, source, sequence) are the station's alone again.

    How many of them are not in the database any more.
    """
    missing = 0
    for us, source, sequence in given:
        own = (
            readings.c.tenant_id == writer.tenant,
            readings.c.session_id == session_id,
            readings.c.at == Instant(us),
            readings.c.received_at == received_at,
            readings.c.source == source,
            readings.c.sequence == sequence,
        )
        moved = writer.connection.execute(update(readings).where(*own).values(session_id=None))
        missing += not moved.rowcount
    return missing


def page(reader: Reader, query: PageQuery) -> Page[ReadingRow]:
    """Of a session (`session`), or of a station outside its sessions (`loose_of`); one is needed.

    Of a session whose readings have gone to cold files: `page_of`.
    """
    assert query.filters.get("session") or query.filters.get("loose_of"), "whose readings must be said"
    listing, session_id = _LISTING, query.filters.get("session")
    if isinstance(session_id, UUID):
        listing = msgspec.structs.replace(listing, select=listing.select.where(*of(reader, session_id)))
    return list_page(reader, listing, query, _reading)


def page_of(reader: Reader, session: Session, changed_at: Instant, query: PageQuery) -> Page[ReadingRow]:
    """A page of a session's readings by time, some or all of which stand in cold files.

    Raises: WattfleetError `cursor_invalid`, `sort_unknown`.
    """
    sort, downwards = checked_sort(query, {_SORT}, _SORT, descending=False)
    place = read_cursor(query, sort, descending=downwards)
    numbered = _everything(reader, session, changed_at)
    if downwards:
        numbered.reverse()
    if place is not None:
        if not isinstance(place.value, int) or not isinstance(place.id, int):
            raise wrong_cursor()
        seen = (place.value, place.id)
        numbered = [row for row in numbered if (row[0] < seen if downwards else row[0] > seen)]
    shown = numbered[: query.limit]
    following = None
    if len(numbered) > query.limit:
        (at_us, number), _ = shown[-1]
        following = write_cursor(Place(sort, downwards, at_us, number))
    return Page([row for _, row in shown], following)


def of_session(reader: Reader, session_id: UUID) -> list[ReadingRow]:
    """All of them that stand in the database, by time."""
    return [row for _, row in _hot(reader, session_id)]


def whole_course(reader: Reader, session: Session, changed_at: Instant | None) -> list[ReadingRow]:
    """All readings of a session by time; `changed_at` where some stand in cold files."""
    if changed_at is None:
        return of_session(reader, session.id)
    return [row for _, row in _everything(reader, session, changed_at)]


def cold_course(reader: Reader, session: Session, changed_at: Instant) -> list[tuple[int, ReadingOf]]:
    """The readings of a session that stand in cold files, with their numbers, as its course takes them."""
    return [
        (row["id"], (Instant(row["at"]), unpack_reading(row["reading"]), row["source"], row["sequence"]))
        for row in _cold(reader, session, changed_at)
    ]


Numbered = tuple[tuple[int, int], ReadingRow]
"""A reading behind its moment in µs and its number."""


def _everything(reader: Reader, session: Session, changed_at: Instant) -> list[Numbered]:
    cold = [_of_cold(row) for row in _cold(reader, session, changed_at)]
    return sorted(dict([*cold, *_hot(reader, session.id)]).items(), key=lambda one: one[0])


def of(reader: Reader, session_id: UUID) -> list[ColumnElement[bool]]:
    """What makes a row one of that session's, written so that it is found by an index on either database."""
    own = [readings.c.tenant_id == reader.tenant, readings.c.session_id == session_id]
    if not reader.on_postgres:
        own.append(buckets.of_session(literal(reader.tenant), literal(session_id, Id())))
    return own


def _hot(reader: Reader, session_id: UUID) -> list[Numbered]:
    statement = select(readings).where(*of(reader, session_id)).order_by(readings.c.at, readings.c.id)
    rows = reader.connection.execute(statement).mappings()
    return [((row["at"].us, row["id"]), _reading(row)) for row in rows]


def _cold(reader: Reader, session: Session, changed_at: Instant) -> list[dict[str, Any]]:
    """Rows of the files of the days in which the session was told of; a day more on either side."""
    store = reader.cold
    start, end = session.first_received_at + -DAY_US, changed_at + DAY_US
    files = overlapping(reader, "readings", start, end)
    if store is None or not files:
        return []

    def gathered() -> list[dict[str, Any]]:
        return [row for file in files for row in _rows_of(store, file, session)]

    return reader.aside(gathered)


def _rows_of(store: ColdStore, file: ColdLine, session: Session) -> Sequence[dict[str, Any]]:
    import polars as pl

    own = (pl.col("station_id") == session.station_id.hex) & (pl.col("session_id") == session.id.hex)
    return store.read(file.path, lambda rows: rows.filter(own))


def _of_cold(row: dict[str, Any]) -> Numbered:
    session = row["session_id"]
    return (row["at"], row["id"]), ReadingRow(
        None if session is None else UUID(hex=session),
        row["evse"],
        Instant(row["at"]),
        Instant(row["received_at"]),
        unpack_reading(row["reading"]),
        row["source"],
        row["sequence"],
    )


def _reading(row: RowMapping) -> ReadingRow:
    return ReadingRow(
        row["session_id"],
        row["evse"],
        row["at"],
        row["received_at"],
        unpack_reading(row["reading"]),
        row["source"],
        row["sequence"],
    )
