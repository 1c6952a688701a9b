"""How rows are written and read back: insert, change by version, remove, and a row as one of our values."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.storage.database import Reader, Writer

S = TypeVar("S", bound=msgspec.Struct)


def insert(writer: Writer, table: Table, values: Mapping[str, Any], *, taken: WattfleetError) -> None:
    """Add a row; a row of the same key is a conflict, which `taken` names."""
    try:
        writer.connection.execute(table.insert(), {"tenant_id": writer.tenant, **values})
    except IntegrityError as error:
        raise taken from error


def put(writer: Writer, table: Table, key: tuple[str, ...], values: Mapping[str, Any]) -> None:
    """Add a row, or write it anew where there is one of that key."""
    rest = tuple(name for name in values if name not in key)
    statement = _put_statement(table, key, rest, postgres=writer.on_postgres)
    writer.connection.execute(statement, {"tenant_id": writer.tenant, **values})


@lru_cache(maxsize=100)
def _put_statement(table: Table, key: tuple[str, ...], rest: tuple[str, ...], *, postgres: bool) -> Any:
    statement = (postgresql if postgres else sqlite).insert(table)
    if not rest:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=["tenant_id", *key], set_={name: statement.excluded[name] for name in rest}
    )


def change(
    writer: Writer, table: Table, values: Mapping[str, Any], expected: int, *, taken: WattfleetError
) -> None:
    """Write the row with `values["id"]` anew if its version is still `expected`, and count the version on.

    Raises: WattfleetError `version_conflict`, or `taken` where a unique value belongs to another row.
    """
    rest = {name: value for name, value in values.items() if name not in {"id", "version"}}
    statement = (
        table.update()
        .where(
            table.c.tenant_id == writer.tenant,
            table.c.id == values["id"],
            table.c.version == expected,
        )
        .values(version=expected + 1, **rest)
    )
    try:
        done = writer.connection.execute(statement).rowcount
    except IntegrityError as error:
        raise taken from error
    if done == 0:
        raise version_conflict(table.name)


def version_conflict(what: str) -> WattfleetError:
    return conflict(
        "version_conflict",
        f"Somebody else has changed this row of {what} meanwhile, or it is gone.",
        hint="Read it again and repeat the change.",
    )


def remove(writer: Writer, table: Table, row_id: UUID, *, used: WattfleetError) -> bool:
    """Delete the row; False where there is none. `used` names what still refers to it."""
    statement = table.delete().where(table.c.tenant_id == writer.tenant, table.c.id == row_id)
    try:
        return writer.connection.execute(statement).rowcount > 0
    except IntegrityError as error:
        raise used from error


def get(reader: Reader, table: Table, kind: type[S], row_id: UUID) -> S | None:
    """The row of that id as our value."""
    row = (
        reader.connection.execute(
            select(table).where(table.c.tenant_id == reader.tenant, table.c.id == row_id)
        )
        .mappings()
        .first()
    )
    return None if row is None else loaded(kind, row)


def loaded(kind: type[S], row: RowMapping | dict[str, Any]) -> S:
    """A row as a value whose fields are called like the columns."""
    return kind(**{name: row[name] for name in kind.__struct_fields__})


def values_of(noun: msgspec.Struct) -> dict[str, Any]:
    """A value's fields, for columns that are called like them."""
    return {name: getattr(noun, name) for name in noun.__struct_fields__}
