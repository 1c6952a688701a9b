"""A rule in SQL: how many rows it looks at, which of them break it, and how each is told.

A statement has `:tenant`, and in chunks `:low` < id ≤ `:high`; `:now` is the moment of the look. It returns
at most MOST rows: a database that is wholly wrong is told by a number, not by all its rows.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, text

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.audit import Violation
from wattfleet.storage.database import Reader
from wattfleet.storage.types import Moment

MOST = 1000

Row = Mapping[str, Any]

_ON_SQLITE = {"true": "1", "false": "0", "text": "hex"}
_ON_POSTGRES = {"true": "TRUE", "false": "FALSE", "text": "concat"}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which an invariant can be broken. `bad` has `{true}` where the databases differ, and
    `{text}(id)` for an id in hexadecimal digits, of which dashes and case are to be taken away;
    `whole_only` rules go over everything, and so only in a whole audit."""

    id: str
    bad: str
    tell: Callable[[Row], Violation]
    whole_only: bool = False


def broken(reader: Reader, rule: Rule, now: Instant, low: int = 0, high: int = 0) -> list[Violation]:
    """What breaks the rule."""
    return [rule.tell(row) for row in rows(reader, rule.bad, now, low, high)]


def rows(reader: Reader, sql: str, now: Instant, low: int = 0, high: int = 0) -> list[Row]:
    """The rows of a statement, at most MOST."""
    words = _ON_POSTGRES if reader.on_postgres else _ON_SQLITE
    ready = f"{sql.format(**words)} LIMIT {MOST}"
    bound: dict[str, Any] = {"tenant": reader.tenant, "low": low, "high": high, "now": now}
    for before, us in (("five_minutes_ago", 300), ("a_day_ago", 86_400)):
        bound[before] = now + -us * 1_000_000
    used = {name: value for name, value in bound.items() if f":{name}" in ready}
    typed = [bindparam(name, type_=Moment()) for name, value in used.items() if isinstance(value, Instant)]
    return [dict(row) for row in reader.connection.execute(text(ready).bindparams(*typed), used).mappings()]


def name(value: object) -> str:
    """An id as people write it, whichever database it came from."""
    if isinstance(value, bytes) and len(value) == 16:
        return str(UUID(bytes=value))
    return str(value)
