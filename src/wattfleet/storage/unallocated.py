"""Unallocated energy as it is kept: one row for each gap, by the session after it; none is ever removed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, CompoundSelect, bindparam, func, select, text, union_all

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.operations.alarms import Leak
from wattfleet.sessions.course import unpack
from wattfleet.sessions.session import Session
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import stations
from wattfleet.storage.tables.unallocated import unallocated
from wattfleet.storage.writing import loaded, values_of

OPEN, EXPLAINED, ACCEPTED = "open", "explained", "accepted"
NEIGHBOURS = 6
"""How many sessions on either side are looked at when one changes."""


class Unallocated(msgspec.Struct, frozen=True, kw_only=True):
    """Energy between `after_session` and `before_session` of an EVSE.

    `open` waits; `explained`: a session that came late has it (`explained_by`); `accepted`: a person has said
    what it was (`note`).
    """

    id: UUID
    station_id: UUID
    evse: int
    after_session: UUID
    before_session: UUID
    from_at: Instant
    to_at: Instant
    from_mwh: Energy
    to_mwh: Energy
    booked_at: Instant
    changed_at: Instant
    state: str = OPEN
    explained_by: UUID | None = None
    note: str = ""
    version: int = 1

    @property
    def energy(self) -> Energy:
        return self.to_mwh - self.from_mwh


class Around(msgspec.Struct, frozen=True):
    """A session with those of its EVSE before and after it by time, without their course, and what is booked
    before any of these."""

    near: list[Session]
    booked: dict[UUID, Unallocated]


_TAKEN = conflict("unallocated_exists", "The energy before this session is booked already.")
_LISTING = Listing(
    select=select(unallocated),
    tenant=unallocated.c.tenant_id,
    id=unallocated.c.id,
    sorts={"booked_at": unallocated.c.booked_at},
    sort="booked_at",
    descending=True,
    filters={
        "station": lambda value: unallocated.c.station_id == value,
        "evse": lambda value: unallocated.c.evse == value,
        "state": lambda value: unallocated.c.state == value,
        "from": lambda value: unallocated.c.to_at >= value,
        "to": lambda value: unallocated.c.from_at < value,
    },
)


def add(writer: Writer, row: Unallocated) -> None:
    """Raises: WattfleetError `unallocated_exists`."""
    writing.insert(writer, unallocated, values_of(row), taken=_TAKEN)


def change(writer: Writer, row: Unallocated, expected: int) -> None:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, unallocated, values_of(row), expected, taken=_TAKEN)


def get(reader: Reader, row_id: UUID) -> Unallocated | None:
    return writing.get(reader, unallocated, Unallocated, row_id)


def page(reader: Reader, query: PageQuery) -> Page[Unallocated]:
    return list_page(reader, _LISTING, query, lambda row: loaded(Unallocated, row))


def around(reader: Reader, asked: Sequence[Session]) -> list[Around]:
    """What stands around each of the sessions."""
    keys = [{"station": one.station_id, "evse": one.evse, "moment": one.started_at} for one in asked]
    near, booked = _NEAR.each(reader, keys), _BOOKED.each(reader, keys)
    return [
        Around(
            [unpack(row["body"], ()) for row in rows],
            {row["before_session"]: loaded(Unallocated, row) for row in standing},
        )
        for rows, standing in zip(near, booked, strict=True)
    ]


def leaks(reader: Reader) -> Sequence[Leak]:
    """Open energy of each station, with since when."""
    total = func.sum(unallocated.c.to_mwh - unallocated.c.from_mwh).label("total")
    statement = (
        select(
            unallocated.c.station_id,
            stations.c.identity,
            stations.c.site_id,
            func.count().label("count"),
            func.min(unallocated.c.from_at).label("since"),
            total,
        )
        .join(
            stations,
            (stations.c.tenant_id == unallocated.c.tenant_id) & (stations.c.id == unallocated.c.station_id),
        )
        .where(unallocated.c.tenant_id == reader.tenant, text("unallocated.state = 'open'"))
        .group_by(unallocated.c.station_id, stations.c.identity, stations.c.site_id)
    )
    return [
        Leak(
            station_id=row["station_id"],
            identity=row["identity"],
            site_id=row["site_id"],
            gaps=row["count"],
            mwh=int(row["total"].mwh if isinstance(row["total"], Energy) else row["total"]),
            since=row["since"],
        )
        for row in reader.connection.execute(statement).mappings()
    ]


def _neighbours(column: ColumnElement[Any]) -> CompoundSelect[Any]:
    """Of the sessions of an EVSE around a moment."""
    own = (
        sessions.c.tenant_id == bindparam("tenant"),
        sessions.c.station_id == bindparam("station"),
        sessions.c.evse == bindparam("evse"),
    )
    moment = bindparam("moment", type_=sessions.c.started_at.type)
    place = (sessions.c.started_at, sessions.c.id)
    last_first = [one.desc() for one in place]
    earlier = select(column).where(*own, sessions.c.started_at <= moment).order_by(*last_first)
    later = select(column).where(*own, sessions.c.started_at > moment).order_by(*place)
    ends = earlier.limit(NEIGHBOURS + 1).subquery(), later.limit(NEIGHBOURS).subquery()
    return union_all(*(select(one) for one in ends))


_NEAR = Prepared(_neighbours(sessions.c.body))
_BOOKED = Prepared(
    select(unallocated).where(
        unallocated.c.tenant_id == bindparam("tenant"),
        unallocated.c.before_session.in_(_neighbours(sessions.c.id)),
    )
)
