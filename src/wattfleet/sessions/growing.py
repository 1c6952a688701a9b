"""A tuple that grows at its end without being copied: the track of a session may have thousands of points.

All lengths of one tuple share a list; each sees only as far as its own count, so that nobody can see what was
added later. The list is longer than that only if a later value exists: then whoever grows the earlier value
in another way takes a copy. From outside it is a value like any other.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")


class Growing(Sequence[Item], Generic[Item]):
    """Items in order; equal if the items are."""

    __slots__ = ("_count", "_shared", "last")

    last: Item | None
    """The last item, at hand; None where there is none."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._shared = list(items)
        self._count = len(self._shared)
        self.last = self._shared[-1] if self._shared else None

    def then(self, item: Item) -> "Growing[Item]":
        """One item longer."""
        shared = self._shared
        if len(shared) != self._count:
            return Growing((*self, item))
        shared.append(item)
        longer: Growing[Item] = Growing.__new__(Growing)
        longer._shared = shared
        longer._count = self._count + 1
        longer.last = item
        return longer

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        return islice(self._shared, self._count)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, place: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(place, slice):
            return tuple(self._shared[place] for place in range(*place.indices(self._count)))
        if not -self._count <= place < self._count:
            raise IndexError(place)
        return self._shared[place if place >= 0 else self._count + place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Growing):
            return NotImplemented
        if self._count != other._count:
            return False
        return self._shared is other._shared or all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Growing({tuple(self)!r})"
