"""Answers as a table for people or as JSON for programs; everything is shown, nothing is computed here.

Tables fit into 100 columns: moments lose their seconds there, and what an id names is asked for with `show`.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

NONE = "—"
WIDE = 400
"""Where nobody looks at a terminal, nothing is cut: programs and files take long lines."""

NUMERIC = frozenset(
    {"energy_wh", "cost", "attempts", "amount", "before_vat", "vat", "max_power_w", "quantity", "price"}
)
KEEP_WHOLE = frozenset({"id", "identity", "uid"})
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)Z")


def as_json(value: object) -> None:
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    print()


def table(items: Iterable[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> None:
    """`columns` are paths into an item such as `cost.amount`; `empty` says what will be here."""
    rows = list(items)
    if not rows:
        print(empty)
        return
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        name = column.rsplit(".", 1)[-1]
        drawn.add_column(
            column.replace(".", " ").replace("_", " "),
            justify="right" if name in NUMERIC else "left",
            no_wrap=name in KEEP_WHOLE,
            overflow="fold",
        )
    for item in rows:
        drawn.add_row(*(_short(cell(dig(item, column))) for column in columns))
    _print(drawn)


def record(item: Mapping[str, Any]) -> None:
    """One thing, field by field."""
    drawn = Table(box=None, show_header=False, pad_edge=False)
    drawn.add_column(style="bold", no_wrap=True)
    drawn.add_column(overflow="fold")
    for name, value in item.items():
        drawn.add_row(name.replace("_", " "), cell(value))
    _print(drawn)


def dig(item: Mapping[str, Any], path: str) -> Any:
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def cell(value: Any) -> str:
    """A value in words; a list of things has a line for each."""
    match value:
        case None | "" | [] | {}:
            return NONE
        case True:
            return "yes"
        case False:
            return "no"
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}" + ("" if value.get("final", True) else " so far")
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case list():
            return "\n".join(cell(one) for one in value)
        case dict():
            return " · ".join(f"{name.replace('_', ' ')} {cell(one)}" for name, one in value.items() if one)
        case _:
            return str(value)


def _short(text: str) -> str:
    """Minutes are enough in a table; everything there is UTC."""
    return _MOMENT.sub(r"\1 \2", text)


def _print(drawn: Table) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=WIDE, no_color=True)
    console.print(drawn, highlight=False, markup=False)
