"""Answers as a table for people or as JSON for programs; everything is shown, nothing is computed here."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

NONE = "—"
NUMERIC = frozenset(
    {"energy_wh", "cost", "attempts", "amount", "before_vat", "vat", "max_power_w", "quantity"}
)


def as_json(value: object) -> None:
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    print()


def table(items: Iterable[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> None:
    """`columns` are paths into an item such as `cost.amount`; `empty` says what will be here."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        numeric = column.rsplit(".", 1)[-1] in NUMERIC
        drawn.add_column(column.replace(".", " ").replace("_", " "), justify="right" if numeric else "left")
    rows = 0
    for item in items:
        drawn.add_row(*(cell(dig(item, column)) for column in columns))
        rows += 1
    console = Console(soft_wrap=not sys.stdout.isatty())
    if rows == 0:
        console.print(empty, style="dim")
        return
    console.print(drawn)


def record(item: Mapping[str, Any]) -> None:
    """One thing, field by field."""
    drawn = Table(box=None, show_header=False, pad_edge=False)
    drawn.add_column(style="bold")
    drawn.add_column()
    for name, value in item.items():
        drawn.add_row(name.replace("_", " "), cell(value))
    Console(soft_wrap=not sys.stdout.isatty()).print(drawn)


def dig(item: Mapping[str, Any], path: str) -> Any:
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def cell(value: Any) -> str:
    match value:
        case None | "" | []:
            return NONE
        case True:
            return "yes"
        case False:
            return "no"
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
