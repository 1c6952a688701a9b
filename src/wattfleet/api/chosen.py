"""Choices of a tenant over HTTP: each is read and written as a whole, by its version."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.route import Answer, Asked, json_answer
from wattfleet.storage.database import Reader
from wattfleet.usecases.choose import Choice, chosen

B = TypeVar("B")
Q = TypeVar("Q")
T = TypeVar("T")


async def show_choice(door: Door, asked: Asked[B, Q], name: str, read: Callable[[Reader], T]) -> Answer:
    """What holds now, with its version."""
    look: Callable[[Reader], Choice[T]] = partial(chosen, name=name, read=read)
    return choice_answer(await door.parts.database.read(asked.caller.tenant, look))


def choice_answer(choice: Choice[T]) -> Answer:
    return json_answer(choice.value, headers=(versioned(choice.version),))
