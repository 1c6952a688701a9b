"""Public keys of meters as they are kept; none is ever removed: what was signed by it stays provable."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from wattfleet.kernel.errors import conflict, missing
from wattfleet.metrology.meter_key import MeterKey
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.meter_keys import meter_keys
from wattfleet.storage.to_bill import parts_of
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict(
    "meter_key_exists",
    "The station has this key already.",
    hint="Approve it, or change its time: `wattfleet meter-keys list`.",
    field="public_key",
)


def add(writer: Writer, key: MeterKey) -> None:
    """Raises: WattfleetError `meter_key_exists`."""
    writing.insert(writer, meter_keys, values_of(key), taken=_TAKEN)


def change(writer: Writer, key: MeterKey, expected: int) -> None:
    """Raises: WattfleetError `version_conflict`, `meter_key_exists`."""
    writing.change(writer, meter_keys, values_of(key), expected, taken=_TAKEN)


def demand(reader: Reader, key_id: UUID) -> MeterKey:
    """Raises: WattfleetError `meter_key_unknown`."""
    found = writing.get(reader, meter_keys, MeterKey, key_id)
    if found is None:
        raise missing("meter_key_unknown", "There is no such key.", hint="GET /api/v1/meter-keys lists all.")
    return found


def page(reader: Reader, query: PageQuery) -> Page[MeterKey]:
    return list_page(reader, _LISTING, query, lambda row: loaded(MeterKey, row))


def of_stations(reader: Reader, station_ids: Iterable[UUID]) -> dict[UUID, list[MeterKey]]:
    found: dict[UUID, list[MeterKey]] = {}
    for part in parts_of(station_ids):
        statement = (
            select(meter_keys)
            .where(meter_keys.c.tenant_id == reader.tenant, meter_keys.c.station_id.in_(part))
            .order_by(meter_keys.c.valid_from.desc(), meter_keys.c.id)
        )
        for row in reader.connection.execute(statement).mappings():
            found.setdefault(row["station_id"], []).append(loaded(MeterKey, row))
    return found


_LISTING = Listing(
    select=select(meter_keys),
    tenant=meter_keys.c.tenant_id,
    id=meter_keys.c.id,
    sorts={"valid_from": meter_keys.c.valid_from},
    sort="valid_from",
    descending=True,
    filters={
        "station": lambda value: meter_keys.c.station_id == value,
        "state": lambda value: meter_keys.c.state == value,
    },
)
