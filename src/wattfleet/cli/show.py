"""Answers as a table for people or as JSON for programs; everything is shown, nothing is computed here.

Tables fit into 100 columns: moments lose year and seconds there, columns in which nothing stands are left
out, and messages are cut. `show` and --json tell all of it.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

NONE = "—"
WIDE = 400
"""Where nobody looks at a terminal, nothing is cut: programs and files take long lines."""
MOST_OF_A_MESSAGE = 60

NUMERIC = frozenset(
    {"energy_wh", "cost", "attempts", "amount", "before_vat", "vat", "max_power_w", "quantity", "price"}
)
KEEP_WHOLE = frozenset({"id", "identity", "uid", "tariff_id"})
MESSAGES = frozenset({"before", "after", "frame", "answer", "body", "event", "profile", "request"})
DAYS = frozenset({"expires_at", "valid_from"})
"""Far moments: the year matters, the minute does not."""
TITLES = {"energy_wh": "Wh", "max_power_w": "W", "before_vat": "before VAT", "vat": "VAT"}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MOMENT = re.compile(r"\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z")


def as_json(value: object) -> None:
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    print()


def table(items: Iterable[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> None:
    """`columns` are paths into an item such as `cost.amount`; `empty` says what will be here."""
    rows = [{column: _in_table(column, dig(item, column)) for column in columns} for item in items]
    if not rows:
        print(empty)
        return
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    told = [column for column in columns if any(row[column] != NONE for row in rows)]
    for column in told:
        name = column.rsplit(".", 1)[-1]
        drawn.add_column(
            TITLES.get(name, column.replace(".", " ").replace("_", " ")),
            justify="right" if name in NUMERIC else "left",
            no_wrap=name in KEEP_WHOLE,
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(row[column] for column in told))
    _print(drawn)


def record(item: Mapping[str, Any]) -> None:
    """One thing, field by field."""
    drawn = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    drawn.add_column(style="bold", no_wrap=True)
    drawn.add_column(overflow="fold")
    for name, value in item.items():
        drawn.add_row(TITLES.get(name, name.replace("_", " ")), cell(value))
    _print(drawn)


def dig(item: Mapping[str, Any], path: str) -> Any:
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def cell(value: Any) -> str:
    """A value in words; a list of things has a line for each."""
    match value:
        case None | "" | []:
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
            told = (f"{name.replace('_', ' ')} {cell(one)}" for name, one in value.items())
            return " · ".join(one for one in told if not one.endswith(NONE)) or NONE
        case _:
            return str(value)


def _in_table(column: str, value: Any) -> str:
    if column in MESSAGES and value is not None:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return text if len(text) <= MOST_OF_A_MESSAGE else text[: MOST_OF_A_MESSAGE - 1] + "…"
    if column in DAYS:
        return cell(value).partition("T")[0]
    return _MOMENT.sub(lambda found: f"{found[2]} {MONTHS[int(found[1]) - 1]} {found[3]}", cell(value))


def _print(drawn: Table) -> None:
    """Without the spaces that only fill a line."""
    if sys.stdout.isatty():
        Console().print(drawn, highlight=False, markup=False)
        return
    console = Console(width=WIDE, no_color=True)
    with console.capture() as captured:
        console.print(drawn, highlight=False, markup=False)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))
