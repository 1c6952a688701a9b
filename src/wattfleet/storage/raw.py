"""The short way to the database for what is asked a thousand times a second: the driver's own.

SQLAlchemy writes a statement once per database; after that only the driver runs (a tenth of the time).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Dialect, Select, UpdateBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.types import Id, Moment, Truth

Convert = Callable[[Any], Any]
ROWS = 500
"""Rows that one statement brings to SQLite: each statement gives the interpreter lock away once."""
Statement = Select[Any] | CompoundSelect[Any] | UpdateBase


class Prepared:
    """A statement compiled once per database; `rows` gives what SQLAlchemy would give, by the same types.

    What differs from call to call is a `bindparam`; `tenant` is the reader's own. No `in_`.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def rows(self, reader: Reader, **values: Any) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        form = self._form(reader)
        values["tenant"] = reader.tenant
        return [form.row(row) for row in fetch(reader, form.text, form.bound(values))]

    def stream(self, reader: Reader, **values: Any) -> Iterator[list[Any]]:
        """The rows one after the other, without their names, of what is too much at once. SQLite only."""
        assert not reader.on_postgres, "PostgreSQL has server-side cursors for it"
        form = self._form(reader)
        driver: Any = reader.connection.connection.driver_connection
        values["tenant"] = reader.tenant
        for row in driver.execute(form.text, form.bound(values)):
            yield form.values(row)

    def insert_all(self, writer: Writer, rows: Sequence[Mapping[str, Any]]) -> None:
        """Of an insertion: it for each of the rows."""
        form = self._form(writer)
        bound = [form.bound({**row, "tenant": writer.tenant}) for row in rows]
        held = writer.connection.connection
        if writer.on_postgres:
            adapted: Any = held.dbapi_connection
            adapted.run_async(lambda driver: driver.executemany(form.text, bound))
            return
        raw: Any = held.driver_connection
        before, _, places = form.text.rpartition(" VALUES ")
        for at in range(0, len(bound), ROWS):
            some = bound[at : at + ROWS]
            text = f"{before} VALUES {', '.join([places] * len(some))}"
            raw.execute(text, [value for row in some for value in row])

    def first(self, reader: Reader, **values: Any) -> dict[str, Any] | None:
        """The first row, where there is one."""
        found = self.rows(reader, **values)
        return found[0] if found else None

    def _form(self, reader: Reader) -> "_Form":
        dialect = reader.connection.dialect
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _Form(self._statement, dialect)
        return form


class _Form:
    """A statement as one database reads it."""

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._parameters: list[tuple[str, Convert | None, Any]] = []
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            convert = _binding(bind.type, dialect)
            fixed = convert(bind.value) if convert is not None and not bind.required else bind.value
            self._parameters.append((name if bind.required else "", convert, fixed))
        self._columns = [(one.key or "", _result(one.type, dialect)) for one in statement.exported_columns]

    def bound(self, values: dict[str, Any]) -> list[Any]:
        return [
            fixed if not name else values[name] if convert is None else convert(values[name])
            for name, convert, fixed in self._parameters
        ]

    def values(self, row: Sequence[Any]) -> list[Any]:
        return [
            value if convert is None else convert(value)
            for (_, convert), value in zip(self._columns, row, strict=True)
        ]

    def row(self, row: Sequence[Any]) -> dict[str, Any]:
        return {
            name: value if convert is None else convert(value)
            for (name, convert), value in zip(self._columns, row, strict=True)
        }


_AS_THEY_ARE = (Moment, Id, Truth)
"""What asyncpg speaks by itself."""


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if not isinstance(kind, TypeDecorator) or (
        dialect.name == "postgresql" and isinstance(kind, _AS_THEY_ARE)
    ):
        return None
    return lambda value: kind.process_bind_param(value, dialect)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if not isinstance(kind, TypeDecorator) or (
        dialect.name == "postgresql" and isinstance(kind, _AS_THEY_ARE)
    ):
        return None
    return lambda value: kind.process_result_value(value, dialect)


class Query:
    """A statement that grows, with its values numbered as they come."""

    def __init__(self, reader: Reader) -> None:
        self.postgres = reader.on_postgres
        self.values: list[Any] = []

    def bind(self, value: object) -> str:
        """The place of a value in the text; ids and instants become what the database keeps."""
        if not self.postgres:
            if isinstance(value, Instant):
                value = value.us
            elif isinstance(value, UUID):
                value = value.bytes
        self.values.append(value)
        return f"{'$' if self.postgres else '?'}{len(self.values)}"


def fetch(reader: Reader, text: str, values: list[Any]) -> list[Any]:
    """Run a statement on the driver; its rows as the driver gives them."""
    held = reader.connection.connection
    if reader.on_postgres:
        adapted: Any = held.dbapi_connection
        rows: list[Any] = adapted.run_async(lambda driver: driver.fetch(text, *values))
        return rows
    raw: Any = held.driver_connection
    return list(raw.execute(text, values).fetchall())
