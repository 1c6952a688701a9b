"""What every table is made of.

`kept` makes a table of one tenant's rows, `journal` one that only grows, `plain` one of the installation.
`EXEMPT` names what stands outside row-level security, and why.
"""

from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Identity, MetaData, Table
from sqlalchemy.schema import SchemaItem

from wattfleet.storage.types import SMALL, WHOLE

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

EXEMPT = {
    "tenants": "the list of tenants itself; no tenant's data",
    "station_directory": "a station says its identity before we know its tenant",
    "api_keys": "a key's id is looked up before we know its tenant",
    "links": "a link's id is looked up before we know its tenant",
    "sign_ins": "a cookie's id is looked up before we know its tenant",
    "leases": "which process runs a job; no tenant's data",
    "settings_kv": "facts of the installation; no tenant's data",
    "health_samples": "how full the disk was; no tenant's data",
}
"""Tables without row-level security, each with its reviewed reason."""


def must(name: str, kind: Any, **rest: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **rest)


def may(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=True)


def plain(name: str, *items: SchemaItem, **options: Any) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def kept(name: str, *items: SchemaItem, key: tuple[str, ...] = ("id",), **options: Any) -> Table:
    """A table of one tenant's rows, keyed by (tenant_id, *key)."""
    marked = [_as_key(item) if isinstance(item, Column) and item.name in key else item for item in items]
    return plain(name, Column("tenant_id", SMALL, primary_key=True, autoincrement=False), *marked, **options)


def _as_key(column: Column[Any]) -> Column[Any]:
    return Column(column.name, column.type, primary_key=True, autoincrement=False)


def journal(name: str, *items: SchemaItem, by_day: bool = False) -> Table:
    """A table that only grows, numbered as it grows; `by_day` has a partition for each day on PostgreSQL."""
    number = Column("id", WHOLE, *(() if by_day else (Identity(),)), primary_key=True)
    return plain(name, number, must("tenant_id", SMALL), *items)


def link(table: str, *columns: str, cascade: bool = False) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", *columns],
        [f"{table}.tenant_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )
