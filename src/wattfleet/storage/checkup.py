"""Looks at a database without changing it: its schema, how it is protected, and what each tenant's data show.

Nothing is migrated or made here, so that it can look at an installation that does not start.
"""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select

from wattfleet.access.keys import Role
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant
from wattfleet.operations.condition import NamedUntil, Schema, Tenant
from wattfleet.sessions.session import SessionState
from wattfleet.stations.orders import OrderState
from wattfleet.stations.station import Access
from wattfleet.storage import buckets, migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import INSTALLATION, Reader
from wattfleet.storage.moving import number_at
from wattfleet.storage.opening import COLD_NAME, FILE_NAME
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.row_security import APP_ROLE
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.tables.base import EXEMPT, metadata
from wattfleet.storage.tables.installation import api_keys, tenants
from wattfleet.storage.tables.journal import frames
from wattfleet.storage.tables.orders import orders
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import inbox, sites, station_directory, stations
from wattfleet.storage.tables.tokens import tariff_assignments
from wattfleet.storage.types import Truth

UNREAD_DAYS = 7
YES, NO = literal(True, Truth()), literal(False, Truth())
_ROLE = "SELECT NOT (rolsuper OR rolbypassrls) AS bound FROM pg_roles WHERE rolname = $1"
_OPEN_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
      AND relname = ANY ($1) AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname
"""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a database showed. `now` is its own clock, where it has one."""

    schema: Schema
    now: Instant | None = None
    tenants: tuple[Tenant, ...] = ()


async def look(directory: Path, url: str | None, now: Instant) -> Look:
    """The database of that folder, or at that URL. What does not answer is told in its schema."""
    if url is None:
        path = directory / FILE_NAME
        there = Schema(place=str(path), exists=path.is_file())
        return await _look_at_file(path, now) if there.exists else Look(schema=there)
    database = PostgresDatabase(url, ColdStore(directory / COLD_NAME))
    try:
        return await _look_at_server(database, now)
    except WattfleetError as error:
        return Look(schema=Schema(place="PostgreSQL", problem=error.message, hint=error.hint))
    finally:
        await database.close()


async def _look_at_file(path: Path, now: Instant) -> Look:
    database = SqliteDatabase(path)
    try:
        here = await database.read(INSTALLATION, lambda reader: migrations.current(reader.connection))
        schema = _schema(str(path), here)
        tenants = await _tenants(database, now) if here == schema.newest else ()
        return Look(schema=schema, tenants=tenants)
    except WattfleetError as error:
        return Look(schema=Schema(place=str(path), problem=error.message, hint=error.hint))
    finally:
        await database.close()


async def _look_at_server(database: PostgresDatabase, now: Instant) -> Look:
    async with database.link() as link:
        here = await link.connection.run_sync(_current)
        theirs: Instant = await link.driver.fetchval("SELECT now()")
        role = await link.driver.fetchrow(_ROLE, APP_ROLE)
        kept = [one.name for one in metadata.sorted_tables if one.name not in EXEMPT]
        opened = [row["relname"] for row in await link.driver.fetch(_OPEN_TABLES, kept)]
    schema = _schema("PostgreSQL", here)
    if here is None:
        return Look(schema=schema, now=theirs)
    unbound = APP_ROLE if role is None or not role["bound"] else ""
    schema = msgspec.structs.replace(schema, unbound_role=unbound, open_tables=tuple(opened))
    tenants = await _tenants(database, now) if here == schema.newest else ()
    return Look(schema=schema, now=theirs, tenants=tenants)


def _current(connection: Connection) -> str | None:
    return migrations.current(connection)


def _schema(place: str, here: str | None) -> Schema:
    newest = migrations.newest()
    return Schema(
        place=place, here=here, newest=newest, newer=here is not None and not migrations.knows(here)
    )


async def _tenants(database: SqliteDatabase | PostgresDatabase, now: Instant) -> tuple[Tenant, ...]:
    names = await database.read(INSTALLATION, _names)
    return tuple([await database.read(number, _Tenant(name, now).look) for number, name in names.items()])


def _names(reader: Reader) -> dict[int, str]:
    found = reader.connection.execute(select(tenants).order_by(tenants.c.id))
    return {row.id: row.name for row in found}


class _Tenant:
    """One tenant's facts, by one query each."""

    def __init__(self, name: str, now: Instant) -> None:
        self.name = name
        self.now = now

    def look(self, reader: Reader) -> Tenant:
        unrated = sessions.c.to_rate == YES
        overdue = and_(
            orders.c.state.in_((OrderState.PENDING, OrderState.SENT)), orders.c.deadline < self.now
        )
        lately = self.now + -UNREAD_DAYS * DAY_US
        unread = and_(frames.c.error != "", frames.c.at > lately)
        any_frame = frames.c.id > 0
        if not reader.on_postgres:
            unread = and_(unread, frames.c.id >= number_at(reader, "frames", lately + -HOUR_US))
            any_frame = buckets.among(frames, None, None)
        zones = _all(reader, select(sites.c.zone).where(_own(reader, "sites")))
        return Tenant(
            name=self.name,
            assumed_sites=_names_of(reader, "sites", sites.c.name, sites.c.assumed == YES),
            unknown_zones=tuple(sorted({row.zone.name for row in zones} - available_timezones())),
            admin_keys=_count(reader, "api_keys", self._live_key(api_keys.c.role == Role.ADMIN)),
            keys=self._keys(reader),
            stations=_count(reader, "stations", stations.c.removed_at.is_(None)),
            weak_passwords=_stations(reader, stations.c.weak_password == YES),
            without_password=self._without_password(reader),
            waived=_stations(reader, stations.c.passwordless == YES),
            public_without_tariff=self._untariffed(reader),
            unrated=_count(reader, "sessions", unrated),
            unrated_since=_one(reader, func.min(sessions.c.changed_at), "sessions", unrated),
            unsettled_orders=_count(reader, "orders", overdue),
            unread_frames=_count(reader, "frames", unread),
            in_inbox=_count(reader, "inbox", inbox.c.identity != ""),
            in_review=_count(reader, "sessions", sessions.c.state == SessionState.REVIEW),
            newest_frame_at=_one(reader, func.max(frames.c.at), "frames", any_frame),
        )

    def _live_key(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return and_(condition, api_keys.c.revoked_at.is_(None), api_keys.c.expires_at > self.now)

    def _keys(self, reader: Reader) -> tuple[NamedUntil, ...]:
        chosen = select(api_keys.c.name, api_keys.c.expires_at).where(
            _own(reader, "api_keys"), self._live_key(api_keys.c.key_id != "")
        )
        rows = _all(reader, chosen.order_by(api_keys.c.expires_at))
        return tuple(NamedUntil(row.name, row.expires_at) for row in rows)

    def _without_password(self, reader: Reader) -> tuple[str, ...]:
        chosen = select(station_directory.c.identity, station_directory.c.digests).where(
            _own(reader, "station_directory"), station_directory.c.passwordless == NO
        )
        rows = _all(reader, chosen.order_by(station_directory.c.identity_key))
        return tuple(row.identity for row in rows if not row.digests)

    def _untariffed(self, reader: Reader) -> tuple[str, ...]:
        """Public stations on which nothing is sold now."""
        sold = select(tariff_assignments.c.station_id).where(
            _own(reader, "tariff_assignments"),
            tariff_assignments.c.tariff_id.is_not(None) | tariff_assignments.c.group_id.is_not(None),
        )
        return _stations(reader, and_(stations.c.access == Access.PUBLIC, stations.c.id.not_in(sold)))


def _own(reader: Reader, table: str) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = metadata.tables[table].c.tenant_id == reader.tenant
    return mine


def _all(reader: Reader, statement: Select[Any]) -> list[Any]:
    return list(reader.connection.execute(statement))


def _count(reader: Reader, table: str, condition: ColumnElement[bool]) -> int:
    return int(_one(reader, func.count(), table, condition) or 0)


def _one(reader: Reader, what: ColumnElement[Any], table: str, condition: ColumnElement[bool]) -> Any:
    kept = metadata.tables[table]
    chosen = select(what).select_from(kept).where(_own(reader, table), condition)
    return reader.connection.execute(chosen).scalar()


def _stations(reader: Reader, condition: ColumnElement[bool]) -> tuple[str, ...]:
    there = and_(condition, stations.c.removed_at.is_(None))
    return _names_of(reader, "stations", stations.c.identity, there)


def _names_of(
    reader: Reader, table: str, name: ColumnElement[str], condition: ColumnElement[bool]
) -> tuple[str, ...]:
    rows = reader.connection.execute(select(name).where(_own(reader, table), condition).order_by(name))
    return tuple(rows.scalars())
