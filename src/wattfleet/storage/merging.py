"""One list from two places: rows that stand in the database, and rows that stand in cold files.

Every place gives its rows in the order of a key that grows; newest first is a key of negated numbers. A row
that stands in both while its day is being moved is shown once. Files are opened only as far as the page goes.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

import msgspec

from wattfleet.storage.cold_files import ColdLine

T = TypeVar("T")
Key = tuple[int, ...]

MOST_FILES = 60
"""Cold files that one page opens at most: where it found too little, the next page goes on from there."""


class Found(msgspec.Struct, Generic[T], frozen=True):
    """Rows in order. `reached` is the last key that was looked at, where there may be more behind it."""

    rows: list[T]
    reached: Key | None = None


class Way(msgspec.Struct, Generic[T], frozen=True):
    """How a kind of row is ordered and told apart; `span` is where a file's keys begin and end at most."""

    key: Callable[[T], Key]
    id: Callable[[T], int]
    span: Callable[[ColdLine], tuple[Key, Key]]
    read: Callable[[ColdLine, Key | None, int], list[T]]


def merged(hot: Found[T], files: Sequence[ColdLine], way: Way[T], after: Key | None, limit: int) -> Found[T]:
    """At most `limit` rows behind `after`, and where the next page begins."""
    have = {way.id(row): row for row in hot.rows}
    reached = hot.reached
    if reached is None and len(hot.rows) > limit:
        reached = way.key(hot.rows[-1])
    opened = 0
    spans = sorted(((way.span(one), one) for one in files), key=itemgetter(0))
    for number, ((first, last), file) in enumerate(spans):
        if after is not None and last <= after:
            continue
        if reached is not None and first > reached:
            break
        if len(have) > limit and first > sorted(map(way.key, have.values()))[limit]:
            break
        if opened >= MOST_FILES and first > spans[number - 1][0][1]:
            reached = spans[number - 1][0][1]
            break
        opened += 1
        for row in way.read(file, after, limit + 1):
            have.setdefault(way.id(row), row)
    ordered = sorted(have.values(), key=way.key)
    if reached is not None:
        ordered = [row for row in ordered if way.key(row) <= reached]
    if len(ordered) > limit:
        return Found(ordered[:limit], way.key(ordered[limit - 1]))
    return Found(ordered, reached)
