"""Few, large statements: many rows of VALUES in one, for tables as for checks.

A statement with many rows gives the interpreter lock away once; `executemany` would do it per row.
"""

import sqlite3
from functools import lru_cache
from typing import Any

_SIZES = (200, 160, 128, 112, 96, 80, 64, 56, 48, 40, 32, 28, 24, *range(20, 0, -1))
"""Rows per statement: few enough texts that all of them stay prepared, and a small batch is one of each."""


def insert(raw: sqlite3.Connection, template: str, width: int, flat: list[Any]) -> list[int]:
    """Insert rows given as one flat list; their numbers, which follow each other within a statement."""
    numbers: list[int] = []
    at = 0
    for size in sizes(len(flat) // width):
        last = raw.execute(text(template, width, size), flat[at : at + size * width]).lastrowid or 0
        numbers += range(last - size + 1, last + 1)
        at += size * width
    return numbers


def select(raw: sqlite3.Connection, template: str, width: int, flat: list[Any]) -> list[Any]:
    """What a check finds: hardly ever anything, so that it is one step of the statement."""
    found: list[Any] = []
    at = 0
    for size in sizes(len(flat) // width):
        found += raw.execute(text(template, width, size), flat[at : at + size * width]).fetchall()
        at += size * width
    return found


@lru_cache(maxsize=1024)
def sizes(count: int) -> tuple[int, ...]:
    """`count` as a sum of the known sizes."""
    parts: list[int] = []
    for size in _SIZES:
        whole, count = divmod(count, size)
        parts += [size] * whole
    return tuple(parts)


@lru_cache(maxsize=256)
def text(template: str, width: int, size: int) -> str:
    row = "(" + ", ".join("?" * width) + ")"
    return template.format(rows=", ".join([row] * size))
