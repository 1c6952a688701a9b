"""Sessions with all that is kept of them, page by page: those that changed since a mark, or all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select, text

from wattfleet.events import Flag
from wattfleet.kernel.timeline import MINUTE_US, Instant, Span
from wattfleet.operations.session_audit import Rated, Stored
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.station import RegisterMode
from wattfleet.storage import sessions as kept
from wattfleet.storage import sites, tariffs
from wattfleet.storage.database import Reader
from wattfleet.storage.profile_deeds import held
from wattfleet.storage.tables.archive import session_changes
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.tables.stations import stations
from wattfleet.tariffs.rating import Rating
from wattfleet.tariffs.tariff import Tariff

PAGE = 100
_ACTIVE = text("state = 'active'")
_TOUCH_US = MINUTE_US
"""Two sessions may touch by so much: stations cut times to whole seconds, and clocks differ."""

_decode = msgspec.json.Decoder(Rating | None).decode


def mark(reader: Reader) -> int:
    """Where the order of changes stands: what comes later is looked at by the next audit.

    On PostgreSQL a change that is not committed yet may get a place before one that is: the oldest that still
    runs is the mark.
    """
    if reader.on_postgres:
        sql = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        return int(reader.connection.exec_driver_sql(sql).scalar_one()) - 1
    highest = select(func.max(session_changes.c.mark)).where(session_changes.c.tenant_id == reader.tenant)
    return int(reader.connection.execute(highest).scalar() or 0)


def ids(reader: Reader, since: int | None, after: UUID | None) -> list[UUID]:
    """A page of sessions by id: all (None), or those that run or have changed since the mark."""
    chosen = select(sessions.c.id).where(sessions.c.tenant_id == reader.tenant)
    if since is not None:
        changed = select(session_changes.c.session_id).where(
            session_changes.c.tenant_id == reader.tenant, session_changes.c.mark > since
        )
        running = select(sessions.c.id).where(sessions.c.tenant_id == reader.tenant, _ACTIVE)
        chosen = chosen.where(or_(sessions.c.id.in_(changed), sessions.c.id.in_(running)))
    if after is not None:
        chosen = chosen.where(sessions.c.id > after)
    return list(reader.connection.execute(chosen.order_by(sessions.c.id).limit(PAGE)).scalars())


class Unreadable(msgspec.Struct, frozen=True):
    """A session whose body, or one of whose readings, is none that can be read."""

    id: UUID
    why: str


class Loader:
    """Loads pages; stations, sites and tariffs are remembered within a page."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._stations: dict[UUID, Any] = {}
        self._tariffs: dict[tuple[UUID, int], Tariff | None] = {}

    def page(self, wanted: Sequence[UUID]) -> list[Stored | Unreadable]:
        """In the order asked; one that has gone in the meantime is left out."""
        reader = self._reader
        rows = {
            row["id"]: row
            for row in reader.connection.execute(
                select(sessions).where(sessions.c.tenant_id == reader.tenant, sessions.c.id.in_(list(wanted)))
            ).mappings()
        }
        rated = self._ratings(wanted)
        found: list[Stored | Unreadable] = []
        for session_id in wanted:
            try:
                session = kept.get(reader, session_id)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                found.append(Unreadable(session_id, str(error)))
                continue
            if session is not None and session_id in rows:
                found.append(self._stored(session, rows[session_id], rated.get(session_id, ())))
        return found

    def _stored(self, session: Session, row: Any, rated: Sequence[Rated]) -> Stored:
        reader, station = self._reader, self._station(session.station_id)
        newest = next((one.rating for one in rated if one.newest), None)
        return Stored(
            session=session,
            columns=row,
            to_rate=row["to_rate"],
            zone=station["zone"],
            max_power_w=station["max_power_w"],
            counts_for_life=station["register_mode"] is RegisterMode.LIFETIME,
            ratings=tuple(rated),
            tariff=None if newest is None else self._tariff(newest),
            neighbours=self._neighbours(session),
            held=() if session.ended_at is None else held(reader, session, session.ended_at),
        )

    def _station(self, station_id: UUID) -> Any:
        known = self._stations.get(station_id)
        if known is None:
            row = (
                self._reader.connection.execute(
                    select(stations).where(
                        stations.c.tenant_id == self._reader.tenant, stations.c.id == station_id
                    )
                )
                .mappings()
                .one()
            )
            site = sites.get(self._reader, row["site_id"])
            assert site is not None, "a foreign key holds the site"
            known = self._stations[station_id] = {**row, "zone": site.zone}
        return known

    def _tariff(self, rating: Rating) -> Tariff | None:
        key = (rating.tariff_id, rating.tariff_version)
        if key not in self._tariffs:
            self._tariffs[key] = tariffs.get(self._reader, *key)
        return self._tariffs[key]

    def _ratings(self, wanted: Sequence[UUID]) -> dict[UUID, list[Rated]]:
        found: dict[UUID, list[Rated]] = {}
        rows = self._reader.connection.execute(
            select(ratings).where(
                ratings.c.tenant_id == self._reader.tenant, ratings.c.session_id.in_(list(wanted))
            )
        )
        for row in rows.mappings():
            found.setdefault(row["session_id"], []).append(
                Rated(
                    id=row["id"],
                    session_version=row["session_version"],
                    newest=row["newest"],
                    before_vat_minor=row["before_vat_minor"],
                    vat_minor=row["vat_minor"],
                    amount_minor=row["amount_minor"],
                    cost_reason=row["cost_reason"],
                    rating=_decode(row["body"]),
                )
            )
        return found

    def _neighbours(self, session: Session) -> tuple[tuple[UUID, Span], ...]:
        """Other billable sessions of the EVSE that cover more than a minute of this one."""
        ended = session.ended_at
        if not _is_billable(session) or ended is None or ended - session.started_at <= _TOUCH_US:
            return ()
        own = Span(session.started_at, ended)
        rows = self._reader.connection.execute(
            select(sessions.c.id, sessions.c.started_at, sessions.c.ended_at, sessions.c.flags).where(
                and_(
                    sessions.c.tenant_id == self._reader.tenant,
                    sessions.c.station_id == session.station_id,
                    sessions.c.started_at < ended,
                    sessions.c.ended_at > session.started_at,
                    sessions.c.evse == session.evse,
                    sessions.c.state == SessionState.CLOSED,
                    sessions.c.id != session.id,
                )
            )
        )
        found = []
        for row in rows:
            other = Span(row.started_at, row.ended_at)
            if own.overlap_us(other) > _TOUCH_US and Flag.OVERLAP.value not in row.flags:
                found.append((row.id, _common(own, other)))
        return tuple(found)


def _is_billable(session: Session) -> bool:
    return session.state is SessionState.CLOSED and Flag.OVERLAP not in session.flags


def _common(one: Span, other: Span) -> Span:
    start: Instant = max(one.start, other.start)
    return Span(start, min(one.end, other.end))
