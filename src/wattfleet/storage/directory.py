"""The station directory: who may knock, over the installation. Outside row-level security by review.

The gateway holds it in memory, since a handshake cannot wait; every change tells all processes.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, select, update

from wattfleet.stations.credentials import Known
from wattfleet.stations.identity import folded
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.installation import tenants
from wattfleet.storage.tables.stations import station_directory

_ALL = select(station_directory, tenants.c.name.label("tenant_name")).join(
    tenants, tenants.c.id == station_directory.c.tenant_id
)


def put(writer: Writer, known: Known) -> None:
    """Change what a station must show, or let it knock again."""
    writer.connection.execute(
        delete(station_directory).where(
            station_directory.c.tenant_id == writer.tenant,
            station_directory.c.station_id == known.station_id,
        )
    )
    add(writer, known)


def add(writer: Writer, known: Known) -> None:
    """Let a station knock that has no line yet."""
    values = {
        "identity_key": folded(known.identity),
        "identity": known.identity,
        "station_id": known.station_id,
        "digests": tuple(one.hex() for one in known.digests),
        "blocked": known.blocked,
        "passwordless": known.passwordless,
        "assume_16": known.assume_16,
        "tls_only": known.tls_only,
    }
    writing.put(writer, station_directory, ("identity_key",), values)
    writer.touch_credentials()


def set_digests(writer: Writer, station_id: UUID, digests: tuple[bytes, ...]) -> None:
    """From now on the station shows one of these."""
    writer.connection.execute(
        update(station_directory)
        .where(station_directory.c.tenant_id == writer.tenant, station_directory.c.station_id == station_id)
        .values(digests=tuple(one.hex() for one in digests))
    )
    writer.touch_credentials()


def everyone(reader: Reader) -> list[Known]:
    """All stations of all tenants."""
    return [_known(row) for row in reader.connection.execute(_ALL).mappings()]


def find(reader: Reader, identity: str) -> list[Known]:
    """The stations of that identity, one per tenant that has it."""
    rows = reader.connection.execute(_ALL.where(station_directory.c.identity_key == folded(identity)))
    return [_known(row) for row in rows.mappings()]


def get(reader: Reader, station_id: UUID) -> Known | None:
    """The reader's tenant's station."""
    row = _GET.first(reader, station=station_id)
    return None if row is None else _known(row)


def remove(writer: Writer, station_id: UUID) -> None:
    """The station may not knock any more."""
    writer.connection.execute(
        delete(station_directory).where(
            station_directory.c.tenant_id == writer.tenant, station_directory.c.station_id == station_id
        )
    )
    writer.touch_credentials()


def tenant_names(reader: Reader) -> dict[str, int]:
    """Every tenant by its name."""
    return {row.name: row.id for row in reader.connection.execute(select(tenants))}


_GET = Prepared(
    _ALL.where(
        station_directory.c.tenant_id == bindparam("tenant"),
        station_directory.c.station_id == bindparam("station"),
    )
)


def _known(row: RowMapping | dict[str, Any]) -> Known:
    return Known(
        tenant=row["tenant_id"],
        station_id=row["station_id"],
        identity=row["identity"],
        tenant_name=row["tenant_name"],
        digests=tuple(bytes.fromhex(one) for one in row["digests"]),
        blocked=row["blocked"],
        passwordless=row["passwordless"],
        assume_16=row["assume_16"],
        tls_only=row["tls_only"],
    )
