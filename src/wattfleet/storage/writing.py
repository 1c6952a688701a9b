"""How rows are written and read back: insert, change by version, remove, and a row as one of our values."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import BindParameter, RowMapping, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.raw import Prepared

S = TypeVar("S", bound=msgspec.Struct)

TAKEN = (IntegrityError, sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
"""A unique value or a key that is taken, as SQLAlchemy and as the drivers say it."""


def insert(writer: Writer, table: Table, values: Mapping[str, Any], *, taken: WattfleetError) -> None:
    """Add a row; a row of the same key is a conflict, which `taken` names."""
    try:
        _insertion(table, tuple(values)).rows(writer, **values)
    except TAKEN as error:
        raise taken from error


def append(writer: Writer, table: Table, values: Mapping[str, Any]) -> None:
    """Add a row whose key is new by the way it was made."""
    _insertion(table, tuple(values)).rows(writer, **values)


def put(writer: Writer, table: Table, key: tuple[str, ...], values: Mapping[str, Any]) -> None:
    """Add a row, or write it anew where there is one of that key."""
    _putting(table, key, tuple(values), postgres=writer.on_postgres).rows(writer, **values)


def insert_if_new(writer: Writer, table: Table, values: Mapping[str, Any]) -> None:
    """Add a row; nothing happens where a key of it is taken, also by whoever is about to commit."""
    names = tuple(values)
    _putting(table, names, names, postgres=writer.on_postgres).rows(writer, **values)


def insert_all(writer: Writer, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many rows with the same columns, the short way."""
    if rows:
        _insertion(table, tuple(rows[0])).insert_all(writer, rows)


def change(
    writer: Writer, table: Table, values: Mapping[str, Any], expected: int, *, taken: WattfleetError
) -> None:
    """Write the row with `values["id"]` anew if its version is still `expected`, and count the version on.

    Raises: WattfleetError `version_conflict`, or `taken` where a unique value belongs to another row.
    """
    rest = tuple(name for name in values if name not in {"id", "version"})
    bound = {f"new_{name}": values[name] for name in rest}
    try:
        done = _changing(table, rest).rows(writer, row_id=values["id"], expected=expected, **bound)
    except TAKEN as error:
        raise taken from error
    if not done:
        raise version_conflict(table.name)


@lru_cache(maxsize=200)
def _insertion(table: Table, names: tuple[str, ...]) -> Prepared:
    return Prepared(table.insert().values(_places(names)))


@lru_cache(maxsize=200)
def _putting(table: Table, key: tuple[str, ...], names: tuple[str, ...], *, postgres: bool) -> Prepared:
    statement = (postgresql if postgres else sqlite).insert(table).values(_places(names))
    rest = {name: statement.excluded[name] for name in names if name not in key}
    if not rest:
        return Prepared(statement.on_conflict_do_nothing())
    return Prepared(statement.on_conflict_do_update(index_elements=["tenant_id", *key], set_=rest))


@lru_cache(maxsize=200)
def _changing(table: Table, names: tuple[str, ...]) -> Prepared:
    own = (
        table.c.tenant_id == bindparam("tenant"),
        table.c.id == bindparam("row_id"),
        table.c.version == bindparam("expected"),
    )
    places: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    changed = table.update().where(*own).values(places | {"version": table.c.version + 1})
    return Prepared(changed.returning(table.c.version))


def _places(names: tuple[str, ...]) -> dict[str, BindParameter[Any]]:
    return {"tenant_id": bindparam("tenant")} | {name: bindparam(name) for name in names}


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


def loaded(kind: type[S], row: RowMapping | Mapping[str, Any]) -> S:
    """A row as a value whose fields are called like the columns."""
    return kind(**{name: row[name] for name in kind.__struct_fields__})


def values_of(noun: msgspec.Struct) -> dict[str, Any]:
    """A value's fields, for columns that are called like them."""
    return {name: getattr(noun, name) for name in noun.__struct_fields__}
