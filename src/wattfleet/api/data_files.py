"""Tables as files: CSV, Parquet or JSON lines, each value as itself and no text as a formula.

A cell that a spreadsheet would take for a formula gets an apostrophe before it in CSV.
Source: OWASP, CSV injection. Parquet holds decimals and moments as such; CSV holds both as texts.
"""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, assert_never

import msgspec

from wattfleet.kernel.timeline import Instant

Format = Literal["csv", "parquet", "jsonl"]
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "jsonl": "application/jsonl"}

Value = str | int | Decimal | Instant | bool | None
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Column(msgspec.Struct, frozen=True):
    """A column; `kind` text, whole, decimal (with so many `digits` after the point), moment or truth."""

    name: str
    kind: Literal["text", "whole", "decimal", "moment", "truth"] = "text"
    digits: int = 0


class Written(msgspec.Struct, frozen=True):
    """What a file came to."""

    rows: int
    size: int
    digest: bytes


def write(path: Path, form: Format, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Written:
    """Write a table; rows have their values in the order of the columns."""
    match form:
        case "csv":
            count = _write_csv(path, columns, rows)
        case "jsonl":
            count = _write_lines(path, columns, rows)
        case "parquet":
            count = _write_parquet(path, columns, rows)
        case _:
            assert_never(form)
    with path.open("rb") as file:
        return Written(count, path.stat().st_size, hashlib.file_digest(file, "sha256").digest())


def harmless(text: str) -> str:
    """A text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            count += 1
    return count


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return harmless(value)
        case Decimal():
            return f"{value:f}"
        case Instant():
            return value.rfc3339()
        case _:
            return str(value)


def _write_lines(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    count = 0
    names = [column.name for column in columns]
    with path.open("wb") as file:
        for row in rows:
            line = dict(zip(names, (_plain(value) for value in row), strict=True))
            file.write(msgspec.json.encode(line) + b"\n")
            count += 1
    return count


def _plain(value: Value) -> object:
    return (
        value.rfc3339()
        if isinstance(value, Instant)
        else f"{value:f}"
        if isinstance(value, Decimal)
        else value
    )


def _write_parquet(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    import polars as pl

    kinds: dict[str, Any] = {
        "text": pl.String(),
        "whole": pl.Int64(),
        "truth": pl.Boolean(),
        "moment": pl.Datetime("us", "UTC"),
    }
    schema = {
        one.name: pl.Decimal(38, one.digits) if one.kind == "decimal" else kinds[one.kind] for one in columns
    }
    values = [[one.moment if isinstance(one, Instant) else one for one in row] for row in rows]
    frame = pl.DataFrame(values, schema=schema, orient="row")
    frame.write_parquet(path, compression="zstd")
    return frame.height
