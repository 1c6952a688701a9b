"""A text in a name, in any case of letters, on every database.

What a database's `lower` makes of Å depends on where it was made: SQLite, and PostgreSQL in the locale C,
know A to Z alone. So the letters beyond those are looked for in both cases.
"""

from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, func, or_

_MOST_LETTERS = 4


def holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column has the text in it."""
    small = func.lower(column)
    return or_(*(small.contains(one, autoescape=True) for one in ways(text)))


def begins(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    small = func.lower(column)
    return or_(*(small.startswith(one, autoescape=True) for one in ways(text)))


def ways(text: str) -> list[str]:
    """How `lower` of a name may read that people would call this.

    Of many letters beyond A to Z, as in Greek, only names as they are usually written are found: small,
    great, or each word with a great letter.
    """
    small = text.lower()
    beyond = [one for one in small if not one.isascii() and len(one.upper()) == 1]
    if len(beyond) > _MOST_LETTERS:
        return sorted({small, *(_ascii_lower(one) for one in (text.upper(), small.title()))})
    both = [{one, one.upper()} if one in beyond else {one} for one in small]
    return sorted("".join(one) for one in product(*both))


def _ascii_lower(text: str) -> str:
    return "".join(one.lower() if one.isascii() else one for one in text)
