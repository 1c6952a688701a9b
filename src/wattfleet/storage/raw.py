"""The short way to the database for what is asked a thousand times a second: the driver's own.

SQLAlchemy writes a statement once per database; after that only the driver runs (a tenth of the time).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Dialect, Select, UpdateBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.types import Id, Moment, Truth

Convert = Callable[[Any], Any]
FEW = 2
"""So many keys are asked for together; fewer are asked for one by one."""
_PLACE = re.compile(r"\$(\d+)::([A-Z]+(?: WITH TIME ZONE)?)")
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

    def each(
        self, reader: Reader, keys: Sequence[Mapping[str, Any]], **values: Any
    ) -> list[list[dict[str, Any]]]:
        """The rows of each of the keys, in their order, of a selection: as if it were run for each of them.

        All keys have the same names. On PostgreSQL it is one journey for all.
        """
        if not reader.on_postgres or len(keys) < FEW:
            return [self.rows(reader, **values, **key) for key in keys]
        form, names = self._form(reader), tuple(keys[0])
        columns = [[key[name] for key in keys] for name in names]
        found: list[list[dict[str, Any]]] = [[] for _ in keys]
        values["tenant"] = reader.tenant
        for row in fetch(reader, form.lateral(names), [*columns, *form.bound(values, besides=names)]):
            found[row[0] - 1].append(form.row(tuple(row)[1:]))
        return found

    def stream(self, reader: Reader, **values: Any) -> Iterator[list[Any]]:
        """The rows one after the other, without their names, of what is too much at once. SQLite only."""
        assert not reader.on_postgres, "PostgreSQL has server-side cursors for it"
        form = self._form(reader)
        driver: Any = reader.connection.connection.driver_connection
        values["tenant"] = reader.tenant
        for row in driver.execute(form.text, form.bound(values)):
            yield form.values(row)

    def text(self, reader: Reader) -> str:
        """As the database is asked: for who asks for its plan."""
        return self._form(reader).text

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
        self._laterals: dict[tuple[str, ...], str] = {}

    def bound(self, values: dict[str, Any], besides: tuple[str, ...] = ()) -> list[Any]:
        return [
            fixed if not name else values[name] if convert is None else convert(values[name])
            for name, convert, fixed in self._parameters
            if name not in besides or not name
        ]

    def lateral(self, names: tuple[str, ...]) -> str:
        """On PostgreSQL: the statement for each row of arrays, which are its first places in this order."""
        if names not in self._laterals:
            self._laterals[names] = self._lateral(names)
        return self._laterals[names]

    def _lateral(self, names: tuple[str, ...]) -> str:
        own = [name for name, _, _ in self._parameters]
        rest = [at for at, name in enumerate(own) if name not in names]
        kinds: dict[str, str] = {}

        def place(found: re.Match[str]) -> str:
            at, kind = int(found[1]) - 1, found[2]
            if at in rest:
                return f"${len(names) + rest.index(at) + 1}::{kind}"
            kinds[own[at]] = kind
            return f"key.c{names.index(own[at])}"

        text = _PLACE.sub(place, self.text)
        arrays = ", ".join(f"${at + 1}::{kinds[name]}[]" for at, name in enumerate(names))
        called = ", ".join(f"c{at}" for at in range(len(names)))
        return (
            f"SELECT key.number, own.* FROM unnest({arrays}) WITH ORDINALITY AS key ({called}, number)"  # noqa: S608 - our own text
            f" CROSS JOIN LATERAL ({text}) AS own"
        )

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
