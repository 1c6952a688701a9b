"""What every table is made of.

`kept` makes a table of one tenant's rows, `journal` one that only grows, `plain` one of the installation.
`EXEMPT` names what stands outside row-level security, and why.
"""

from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Identity,
    Index,
    MetaData,
    Table,
    literal_column,
)
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


BUCKET_BITS: Final = 12


def bucket_of(table: str) -> ColumnElement[int]:
    """A journal row's bucket, written as the indexes of SQLite have it (see buckets.py)."""
    return literal_column(f"{table}.id >> {BUCKET_BITS}")


def only_on(dialect: str, index: Index) -> Index:
    """An index that one of the two databases has, and the other does not need."""
    index.info["only"] = dialect
    return index.ddl_if(dialect=dialect)


def by_id_alone(table: str) -> Index:
    """What the journal finds a row by on PostgreSQL: the one index that its statement can enter, so that
    nothing hangs on what the planner knows (ADR 15). A hash has no order in which one could go through it."""
    return only_on("postgresql", Index(f"ix_{table}_id", "id", postgresql_using="hash"))


def is_made_on(dialect: str, item: SchemaItem) -> bool:
    """Whether a table or an index is there on a database of this kind."""
    return bool(item.info.get("only", dialect) == dialect)


def link(table: str, *columns: str, cascade: bool = False) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", *columns],
        [f"{table}.tenant_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )
