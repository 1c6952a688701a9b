"""How our values are kept in columns: exact on both databases, one class for each kind of value.

SQLite tables are STRICT and know INTEGER, TEXT and BLOB only; PostgreSQL gets its own types. An instant is
integer µs UTC on SQLite and timestamptz on PostgreSQL, where the connection's codec speaks `Instant` itself.
"""

from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Boolean, Dialect, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import CHAR, TypeDecorator, TypeEngine

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone

E = TypeVar("E", bound=Enum)

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
SMALL = SmallInteger().with_variant(Integer(), "sqlite")
TEXT = Text()
BYTES = LargeBinary()


class Moment(TypeDecorator[Instant]):
    """An `Instant`."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Integer())

    def process_bind_param(self, value: Instant | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.us

    def process_result_value(self, value: Any, dialect: Dialect) -> Instant | None:
        return value if value is None or dialect.name == "postgresql" else Instant(value)


class Id(TypeDecorator[UUID]):
    """A UUID: 16 bytes on SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        if value is None:
            return None
        return UUID(bytes=value.bytes if dialect.name == "postgresql" else value)


class Truth(TypeDecorator[bool]):
    """A bool."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Boolean() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Mwh(TypeDecorator[Energy]):
    """An `Energy` in whole mWh."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: Energy | None, dialect: Dialect) -> int | None:
        return None if value is None else value.mwh

    def process_result_value(self, value: Any, dialect: Dialect) -> Energy | None:
        return None if value is None else Energy(value)


class Mw(TypeDecorator[Power]):
    """A `Power` in whole mW."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: Power | None, dialect: Dialect) -> int | None:
        return None if value is None else value.mw

    def process_result_value(self, value: Any, dialect: Dialect) -> Power | None:
        return None if value is None else Power(value)


class CurrencyCode(TypeDecorator[Currency]):
    """A `Currency` as its three letters; money is whole minor units (`WHOLE`) beside it."""

    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(postgresql.CHAR(3) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Currency | None, dialect: Dialect) -> str | None:
        return None if value is None else value.code

    def process_result_value(self, value: Any, dialect: Dialect) -> Currency | None:
        return None if value is None else Currency(value)


class ZoneName(TypeDecorator[Zone]):
    """A `Zone` by its name."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Zone | None, dialect: Dialect) -> str | None:
        return None if value is None else value.name

    def process_result_value(self, value: Any, dialect: Dialect) -> Zone | None:
        return None if value is None else Zone(value)


class Word(TypeDecorator[E]):
    """A member of an enum by its value, as text: new members need no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        return None if value is None else self.kind(value)

    def __repr__(self) -> str:
        return "Text()"


class Words(TypeDecorator[tuple[str, ...]]):
    """Some short texts, as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else msgspec.json.decode(value, type=tuple[str, ...])


class Json(TypeDecorator[dict[str, Any]]):
    """A JSON object as text: readable in place, and compared by nobody."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else msgspec.json.decode(value, type=dict[str, Any])
