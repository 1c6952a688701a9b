"""What every handler of the API works with, handed in by the composition root."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec

from wattfleet.api.courses import Courses
from wattfleet.api.lines import Lines
from wattfleet.api.pages import Cursors
from wattfleet.usecases.gate_verdicts import Verdicts
from wattfleet.usecases.parts import Parts

if TYPE_CHECKING:
    from wattfleet.api.reception import Reception


class Hall:
    """What goes on at this door: who listens to live streams (closed before the server goes), and when the
    fleet was last counted for its gauges.
    """

    def __init__(self) -> None:
        self.closing = asyncio.Event()
        self.listeners = 0
        self.counted_us: int | None = None


async def _nothing_to_flush() -> None:
    """There is no gateway in this process."""


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """The API's side of the house. `pepper` keys the hashes of keys and passwords."""

    parts: Parts
    reception: "Reception"
    cursors: Cursors
    pepper: bytes
    public_url: str = ""
    ocpp_url: str = ""
    map_tiles: str = ""
    map_credit: str = ""
    version: str = ""
    openapi: Callable[[], bytes] = bytes
    courses: Courses = msgspec.field(default_factory=Courses)
    lines: Lines = msgspec.field(default_factory=Lines)
    verdicts: Verdicts = msgspec.field(default_factory=Verdicts)
    hall: Hall = msgspec.field(default_factory=Hall)
    flush_inbox: Callable[[], Awaitable[None]] = _nothing_to_flush
