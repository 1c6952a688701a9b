"""Stations and their connectors as they are kept. Removing one with a history hides it and frees its name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import RowMapping, bindparam, case, delete, func, literal, select, update
from sqlalchemy.dialects import postgresql

from wattfleet.kernel.errors import WattfleetError, conflict, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.stations.credentials import Known
from wattfleet.stations.identity import folded
from wattfleet.stations.station import Connector, RegisterMode, Station
from wattfleet.storage import directory, postgres_stations, writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import connections, connectors, station_directory, stations
from wattfleet.storage.tables.tokens import tariff_assignments
from wattfleet.storage.types import Id, Moment, Truth
from wattfleet.storage.writing import loaded, values_of

_IS_TAKEN = conflict(
    "identity_taken",
    "Another station has this identity.",
    hint="Identities are compared without regard to case.",
    field="identity",
)
_KEPT = ("epoch", "connected", "connected_at", "seen_at", "ocpp")
"""What connections write, and a change of the record leaves alone."""

REPLACED = "replaced by a newer connection"
_NEVER = literal(Instant(0), Moment())
_YES = literal(True, Truth())
_LISTING = Listing(
    select=select(stations).where(stations.c.removed_at.is_(None)),
    tenant=stations.c.tenant_id,
    id=stations.c.id,
    sorts={
        "id": stations.c.id,
        "identity": stations.c.identity_key,
        "name": stations.c.name,
        "vendor": stations.c.vendor,
        "model": stations.c.model,
        "firmware": stations.c.firmware,
        "seen_at": func.coalesce(stations.c.seen_at, _NEVER),
    },
    sort="identity",
    filters={
        "site": lambda value: stations.c.site_id == value,
        "access": lambda value: stations.c.access == value,
        "connected": lambda value: stations.c.connected == value,
        "vendor": lambda value: stations.c.vendor == value,
        "model": lambda value: stations.c.model == value,
        "firmware": lambda value: stations.c.firmware == value,
        "search": lambda value: (
            stations.c.identity_key.contains(folded(value), autoescape=True) | holds(stations.c.name, value)
        ),
    },
)


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A station's authenticated connection, as it begins."""

    station_id: UUID
    ocpp: str  # 1.6, 2.0.1, 2.1
    at: Instant
    address: str = ""
    user_agent: str = ""


class Departure(msgspec.Struct, frozen=True):
    """The end of a station's connection, and why it ended."""

    station_id: UUID
    epoch: int
    at: Instant
    why: str


class Booting(msgspec.Struct, frozen=True):
    """What a station says of itself when it boots, to be written with the frame that told it."""

    station: Station

    def __call__(self, writer: Writer) -> None:
        booted(writer, self.station)


class Plug(msgspec.Struct, frozen=True):
    """The last told state of a station's connector, to be written with the frame that told it."""

    station_id: UUID
    connector: Connector

    def __call__(self, writer: Writer) -> None:
        set_connector(writer, self.station_id, self.connector)


def add(writer: Writer, station: Station, digests: tuple[bytes, ...] = ()) -> None:
    """A station, and its line in the directory with the digests of what it may show.

    Raises: WattfleetError `identity_taken`.
    """
    values = values_of(station) | {"identity_key": folded(station.identity)}
    writing.insert(writer, stations, values, taken=_IS_TAKEN)
    known = Known(
        tenant=writer.tenant,
        station_id=station.id,
        identity=station.identity,
        digests=digests,
        passwordless=station.passwordless,
    )
    directory.add(writer, known)


def get(reader: Reader, station_id: UUID) -> Station | None:
    row = _GET.first(reader, station=station_id)
    return None if row is None else loaded(Station, row)


def demand(reader: Reader, station_id: UUID) -> Station:
    """Raises: WattfleetError `station_unknown`."""
    found = get(reader, station_id)
    if found is None:
        raise missing("station_unknown", "There is no such station.")
    return found


def get_all(reader: Reader, station_ids: Sequence[UUID]) -> list[Station | None]:
    """Each of them, where it is there."""
    found = _GET.each(reader, [{"station": one} for one in station_ids])
    return [loaded(Station, rows[0]) if rows else None for rows in found]


def find(reader: Reader, identity: str) -> Station | None:
    row = _FIND.first(reader, identity=folded(identity))
    return None if row is None else loaded(Station, row)


def page(reader: Reader, query: PageQuery) -> Page[Station]:
    return list_page(reader, _LISTING, query, _station)


def change(writer: Writer, station: Station, expected_version: int) -> Station:
    """Write the record anew, but for what its connections write; the station as it now stands.

    Raises: WattfleetError `version_conflict`, `identity_taken`.
    """
    values = values_of(station) | {"identity_key": folded(station.identity)}
    for name in _KEPT:
        del values[name]
    writing.change(writer, stations, values, expected_version, taken=_IS_TAKEN)
    known = directory.get(writer, station.id)
    if known is not None and (known.identity, known.passwordless) != (station.identity, station.passwordless):
        directory.put(writer, replace(known, identity=station.identity, passwordless=station.passwordless))
    return demand(writer, station.id)


def booted(writer: Writer, station: Station) -> None:
    """What the station says of itself when it boots; it is a new version whatever stood there.

    A serial that it does not tell stays; a register's mode that was learned meanwhile stays too.
    """
    _BOOTED.rows(
        writer,
        station=station.id,
        vendor=station.vendor,
        model=station.model,
        serial=station.serial,
        firmware=station.firmware,
        mode=station.register_mode,
        at=station.booted_at,
    )


def remove(writer: Writer, station_id: UUID, at: Instant) -> bool:
    """Forget a station; one that has charged is only hidden. False where there is none."""
    if get(writer, station_id) is None:
        return False
    own = stations.c.tenant_id == writer.tenant, stations.c.id == station_id
    charged = select(sessions.c.id).where(
        sessions.c.tenant_id == writer.tenant, sessions.c.station_id == station_id
    )
    for table in (station_directory, tariff_assignments):
        writer.connection.execute(
            delete(table).where(table.c.tenant_id == writer.tenant, table.c.station_id == station_id)
        )
    if writer.connection.execute(charged.limit(1)).first() is None:
        writer.connection.execute(delete(stations).where(*own))
    else:
        hidden = update(stations).where(*own)
        writer.connection.execute(hidden.values(removed_at=at, connected=False, epoch=stations.c.epoch + 1))
    writer.touch_credentials()
    return True


def connect(writer: Writer, arrival: Arrival) -> int:
    """A new connection owns the station from now on: its epoch. Raises: WattfleetError `station_unknown`."""
    found = connect_all(writer, [arrival]).get(arrival.station_id)
    if found is None:
        raise gone()
    return found.epoch


def gone() -> WattfleetError:
    return missing("station_unknown", "The station is not registered any more.")


def connect_all(writer: Writer, arrivals: Sequence[Arrival]) -> dict[UUID, Station]:
    """New connections own their stations from now on: these, with their new epochs; who is not registered any
    more is not among them. No station may arrive twice."""
    found: dict[UUID, Station] = {}
    for version, at in {(one.ocpp, one.at) for one in arrivals}:
        own = [one.station_id for one in arrivals if (one.ocpp, one.at) == (version, at)]
        found |= {row["id"]: loaded(Station, row) for row in _taken_over(writer, own, version, at)}
    came = [one for one in arrivals if one.station_id in found]
    if came:
        _end_replaced(writer, found.values(), came[0].at)
        writing.insert_all(writer, connections, [_connection(one, found[one.station_id]) for one in came])
    return found


def _taken_over(
    writer: Writer, station_ids: list[UUID], version: str, at: Instant
) -> Sequence[Mapping[str, Any]]:
    if writer.on_postgres:
        return _TAKEN_TOGETHER.rows(writer, ids=station_ids, at=at, v=version)
    return [row for one in station_ids for row in _TAKEN.rows(writer, station=one, at=at, v=version)]


def _end_replaced(writer: Writer, taken: Iterable[Station], at: Instant) -> None:
    """The end of the connections before may never have been written."""
    before = [(one.id, one.epoch - 1) for one in taken if one.epoch > 1]
    if writer.on_postgres:
        postgres_stations.end_replaced(writer, before, at, REPLACED)
        return
    for station_id, number in before:
        _REPLACED.rows(writer, station=station_id, number=number, at=at)


def replacing(reader: Reader) -> str:
    """The statement that ends connections before."""
    return postgres_stations.REPLACING if reader.on_postgres else _REPLACED.text(reader)


def _connection(arrival: Arrival, station: Station) -> dict[str, Any]:
    return {
        "station_id": arrival.station_id,
        "epoch": station.epoch,
        "opened_at": arrival.at,
        "address": arrival.address,
        "subprotocol": arrival.ocpp,
        "user_agent": arrival.user_agent,
        "why": "",
    }


def disconnect(writer: Writer, station_id: UUID, epoch: int, *, at: Instant, why: str) -> bool:
    """The connection `epoch` is over. False where a newer one owns the station, which stays as it is."""
    _CLOSED.rows(writer, station=station_id, number=epoch, at=at, reason=why)
    return bool(_LEAVE.rows(writer, station=station_id, number=epoch, at=at))


def disconnect_each(writer: Writer, gone: Sequence[Departure]) -> None:
    """The same of many connections."""
    if writer.on_postgres:
        postgres_stations.leave(writer, [(one.station_id, one.epoch, one.at, one.why) for one in gone])
        return
    for one in gone:
        disconnect(writer, one.station_id, one.epoch, at=one.at, why=one.why)


def disconnect_all(writer: Writer, *, at: Instant, why: str) -> list[UUID]:
    """After an unclean end: no station is connected. Those that were."""
    open_ones = (connections.c.tenant_id == writer.tenant, connections.c.closed_at.is_(None))
    writer.connection.execute(update(connections).where(*open_ones).values(closed_at=at, why=why))
    ended = writer.connection.execute(
        update(stations)
        .where(
            stations.c.tenant_id == writer.tenant,
            stations.c.connected == _YES,
        )
        .values(connected=False, version=stations.c.version + 1)
        .returning(stations.c.id)
    )
    return list(ended.scalars())


def seen(writer: Writer, moments: Iterable[tuple[UUID, Instant]]) -> None:
    """When stations were last heard of; no new version."""
    if writer.on_postgres:
        postgres_stations.see(writer, moments)
        return
    for station_id, at in moments:
        _SEEN.rows(writer, station=station_id, moment=at)


def set_connector(writer: Writer, station_id: UUID, connector: Connector) -> None:
    """The last told state of a connector."""
    values = values_of(connector) | {"station_id": station_id}
    writing.put(writer, connectors, ("station_id", "evse", "connector"), values)


def connectors_of(reader: Reader, station_id: UUID) -> list[Connector]:
    """A station's connectors, in their order."""
    return [loaded(Connector, row) for row in _CONNECTORS.rows(reader, station=station_id)]


def connectors_of_each(reader: Reader, station_ids: Sequence[UUID]) -> list[list[Connector]]:
    """Each station's connectors, in their order."""
    found = _CONNECTORS.each(reader, [{"station": one} for one in station_ids])
    return [[loaded(Connector, row) for row in rows] for rows in found]


def connectors_by_station(reader: Reader, station_ids: Iterable[UUID]) -> dict[UUID, list[Connector]]:
    """The connectors of some stations, in their order."""
    rows = reader.connection.execute(
        select(connectors)
        .where(connectors.c.tenant_id == reader.tenant, connectors.c.station_id.in_(list(station_ids)))
        .order_by(connectors.c.station_id, connectors.c.evse, connectors.c.connector)
    )
    found: dict[UUID, list[Connector]] = {}
    for row in rows.mappings():
        found.setdefault(row["station_id"], []).append(loaded(Connector, row))
    return found


def _station(row: RowMapping) -> Station:
    return loaded(Station, row)


# ── what every arrival and every token asks, prepared ─────────────────────────

_TENANT, _STATION = bindparam("tenant", type_=stations.c.tenant_id.type), bindparam("station", type_=Id())
_THERE = select(stations).where(stations.c.tenant_id == _TENANT, stations.c.removed_at.is_(None))
_GET = Prepared(_THERE.where(stations.c.id == _STATION))
_FIND = Prepared(_THERE.where(stations.c.identity_key == bindparam("identity")))
_AT = bindparam("at", type_=Moment())
_TAKING = {
    "epoch": stations.c.epoch + 1,
    "connected": True,
    "connected_at": _AT,
    "seen_at": _AT,
    "ocpp": bindparam("v"),
    "version": stations.c.version + 1,
}
_TAKEN = Prepared(
    update(stations)
    .where(stations.c.tenant_id == _TENANT, stations.c.id == _STATION, stations.c.removed_at.is_(None))
    .values(_TAKING)
    .returning(*stations.c)
)
_IN_ORDER = stations.alias("in_order")
_TAKEN_TOGETHER = Prepared(
    update(stations)
    .where(
        stations.c.tenant_id == _TENANT,
        stations.c.removed_at.is_(None),
        stations.c.id.in_(
            select(_IN_ORDER.c.id)
            .where(
                _IN_ORDER.c.tenant_id == _TENANT,
                _IN_ORDER.c.id == func.any(bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID()))),
            )
            .order_by(_IN_ORDER.c.id)
            .with_for_update(key_share=True)
        ),
    )
    .values(_TAKING)
    .returning(*stations.c)
)
_SEEN = Prepared(
    update(stations)
    .where(stations.c.tenant_id == _TENANT, stations.c.id == _STATION)
    .values(seen_at=bindparam("moment"))
)
_REPLACED = Prepared(
    update(connections)
    .where(
        connections.c.tenant_id == _TENANT,
        connections.c.station_id == _STATION,
        connections.c.epoch == bindparam("number"),
        connections.c.closed_at.is_(None),
    )
    .values(closed_at=bindparam("at"), why=REPLACED)
)
_CLOSED = Prepared(
    update(connections)
    .where(
        connections.c.tenant_id == _TENANT,
        connections.c.station_id == _STATION,
        connections.c.epoch == bindparam("number"),
    )
    .values(closed_at=bindparam("at"), why=bindparam("reason"))
)
_SERIAL, _MODE = bindparam("serial", type_=stations.c.serial.type), stations.c.register_mode.type
_BOOTED = Prepared(
    update(stations)
    .where(stations.c.tenant_id == _TENANT, stations.c.id == _STATION, stations.c.removed_at.is_(None))
    .values(
        vendor=bindparam("vendor"),
        model=bindparam("model"),
        serial=case((_SERIAL == "", stations.c.serial), else_=_SERIAL),
        firmware=bindparam("firmware"),
        register_mode=case(
            (stations.c.register_mode == RegisterMode.UNKNOWN, bindparam("mode", type_=_MODE)),
            else_=stations.c.register_mode,
        ),
        booted_at=bindparam("at"),
        version=stations.c.version + 1,
    )
    .returning(stations.c.version)
)
_LEAVE = Prepared(
    update(stations)
    .where(
        stations.c.tenant_id == _TENANT,
        stations.c.id == _STATION,
        stations.c.epoch == bindparam("number"),
    )
    .values(connected=False, seen_at=bindparam("at"), version=stations.c.version + 1)
    .returning(stations.c.epoch)
)
_CONNECTORS = Prepared(
    select(connectors)
    .where(connectors.c.tenant_id == _TENANT, connectors.c.station_id == _STATION)
    .order_by(connectors.c.evse, connectors.c.connector)
)
