"""Lines of a table that people keep (CSV, a spreadsheet) as one of our values, column by column.

A column is named as its field, in any case, with blanks or dashes for underscores; `aliases` are the names
that other back ends gave it. An empty cell says nothing. A list has `;`, `,` or `|` between its parts. A
moment without a zone is UTC.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.fields import told

T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAIVE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)")


def column_name(text: str, aliases: Mapping[str, str]) -> str:
    """`Charge Point ID` → `charge_point_id`, or what it is called here."""
    plain = re.sub(r"[\s\-.]+", "_", text.strip().strip("\ufeff").lower())
    return aliases.get(plain, plain)


def unknown_columns(names: list[str], shape: type, extra: frozenset[str]) -> list[str]:
    """Columns that mean nothing here."""
    known = {field.encode_name for field in msgspec.structs.fields(shape)} | extra
    return [name for name in names if name and name not in known]


def wish_of(row: Mapping[str, str], shape: type[T], lists: frozenset[str], moments: frozenset[str]) -> T:
    """The row as a value. Raises: WattfleetError `field_missing`, `field_invalid`."""
    cells: dict[str, object] = {}
    for name, text in row.items():
        if name in lists:
            cells[name] = [part.strip() for part in re.split(r"[;,|]", text) if part.strip()]
        elif name in moments:
            cells[name] = zoned(text)
        else:
            cells[name] = text
    try:
        return msgspec.convert(cells, shape, strict=False)
    except msgspec.ValidationError as error:
        raise _refused(error, shape) from error


def zoned(text: str) -> str:
    """A day or a moment without a zone, in UTC; whatever else it is stays."""
    if _DAY.fullmatch(text):
        return f"{text}T00:00:00Z"
    naive = _NAIVE.fullmatch(text)
    if naive is None:
        return text
    day, time = naive.groups()
    return f"{day}T{time if len(time) > 5 else time + ':00'}Z"


def _refused(error: msgspec.ValidationError, shape: type) -> WattfleetError:
    found = told(error, shape)
    column = found.field.partition("[")[0]
    if found.code == "field_missing":
        return invalid(found.code, f"“{column}” is empty.", hint=found.hint, field=column)
    return invalid(found.code, found.message, hint=found.hint, field=column)
