"""What a station says of its settings, and what we have written into it."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, and_, literal, or_, select

from wattfleet.events import VariableTold
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.stations import configuration, stations
from wattfleet.storage.types import Truth
from wattfleet.storage.writing import loaded

_KEY = ("station_id", "component", "variable", "instance", "evse")


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """Which setting: a 1.6 key has no component; `evse` 0 is the whole station."""

    variable: str
    component: str = ""
    instance: str = ""
    evse: int = 0


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A setting as it was last told, and as it was last written; `refused` is the station's word for no."""

    variable: str
    component: str
    instance: str
    evse: int
    value: str | None
    mutability: str
    told_at: Instant | None
    written: str | None
    written_at: Instant | None
    refused: str


def tell(writer: Writer, station_id: UUID, told: VariableTold, at: Instant) -> None:
    """The station reports a value."""
    name = Name(variable=told.variable, component=told.component, instance=told.instance, evse=told.evse or 0)
    told_so = {"value": told.value, "mutability": told.mutability, "told_at": at}
    _put(writer, station_id, name, told_so)


def wrote(
    writer: Writer, station_id: UUID, name: Name, value: str, at: Instant, *, refused: str = ""
) -> None:
    """We have written a value, or tried to."""
    _put(writer, station_id, name, {"written": value, "written_at": at, "refused": refused})


def get(reader: Reader, station_id: UUID, name: Name) -> Setting | None:
    statement = select(configuration).where(
        configuration.c.tenant_id == reader.tenant,
        configuration.c.station_id == station_id,
        configuration.c.component == name.component,
        configuration.c.variable == name.variable,
        configuration.c.instance == name.instance,
        configuration.c.evse == name.evse,
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _setting(row)


def of_station(reader: Reader, station_id: UUID) -> list[Setting]:
    """All that is known, by component and name."""
    statement = (
        select(configuration)
        .where(configuration.c.tenant_id == reader.tenant, configuration.c.station_id == station_id)
        .order_by(*(configuration.c[name] for name in _KEY[1:]))
    )
    return [_setting(row) for row in reader.connection.execute(statement).mappings()]


def _put(writer: Writer, station_id: UUID, name: Name, values: dict[str, object]) -> None:
    known = get(writer, station_id, name)
    before: dict[str, object] = (
        {
            "value": None,
            "mutability": "",
            "told_at": None,
            "written": None,
            "written_at": None,
            "refused": "",
        }
        if known is None
        else {one: getattr(known, one) for one in Setting.__struct_fields__}
    )
    row = before | writing.values_of(name) | {"station_id": station_id} | values
    writing.put(writer, configuration, _KEY, row)


def _setting(row: RowMapping) -> Setting:
    return loaded(Setting, row)


def lacking(
    reader: Reader, mark: Name, *, settled_before: Instant, tried_before: Instant, limit: int
) -> list[UUID]:
    """Connected stations whose mark is not their firmware, longest connected first.

    A station that was connected or tried too lately is left alone.
    """
    own = and_(
        configuration.c.tenant_id == stations.c.tenant_id,
        configuration.c.station_id == stations.c.id,
        configuration.c.component == mark.component,
        configuration.c.variable == mark.variable,
        configuration.c.instance == mark.instance,
        configuration.c.evse == mark.evse,
    )
    statement = (
        select(stations.c.id)
        .select_from(stations.outerjoin(configuration, own))
        .where(
            stations.c.tenant_id == reader.tenant,
            stations.c.connected == literal(True, Truth()),
            stations.c.removed_at.is_(None),
            stations.c.model != "",
            stations.c.connected_at < settled_before,
            or_(configuration.c.value.is_(None), configuration.c.value != stations.c.firmware),
            or_(configuration.c.told_at.is_(None), configuration.c.told_at < tried_before),
        )
        .order_by(stations.c.connected_at)
        .limit(limit)
    )
    return [row.id for row in reader.connection.execute(statement)]
