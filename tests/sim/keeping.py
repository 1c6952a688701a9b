"""A SQLite database in memory, worked on in the loop's own thread, that fails when the world wants it to.

A job waits for its turn as it would for a thread, so that anything may happen between its asking, its doing
and its answer: there the server is killed, and there commits get lost.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from tests.places import mould
from tests.sim.loop import VirtualLoop

from wattfleet.kernel.errors import unavailable
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link, translated

T = TypeVar("T")
MEMORY = Path(":memory:")


class Weather(msgspec.Struct):
    """How the database does: how slow it is, and how often (in thousandths of its jobs) it fails how."""

    slowest_us: int = 3_000
    refuses: int = 0  # nothing was done
    breaks: int = 0  # something was done, and is undone
    loses: int = 0  # it was done, and nobody hears of it
    locked: int = 0  # somebody else held the database for too long
    fails_at: int = 0  # the n-th job from now fails, and no other
    kills_after: int = 0  # after so many steps of jobs the process is killed, wherever it stands
    full: bool = False  # the disk takes no page more
    was_full: bool = False  # whether SQLite has been told so


def new_link() -> Link:
    """A fresh, migrated database."""
    link = Link(MEMORY)
    link.raw.deserialize(mould())
    link.raw.execute("PRAGMA foreign_keys = ON")
    return link


class Turns:
    """`sqlite_work.Work` in one thread: the writer's jobs run in their order, the readers' at random."""

    def __init__(self, keeper: "Keeper", *, in_order: bool) -> None:
        self._keeper = keeper
        self._in_order = in_order
        self._free_us = 0

    async def run(self, job: Callable[[Link], T]) -> T:
        keeper = self._keeper
        chance, weather = keeper.chance, keeper.weather
        start = max(keeper.loop.us, self._free_us if self._in_order else 0)
        begin = start + chance.randrange(1, weather.slowest_us)
        end = begin + chance.randrange(1, weather.slowest_us)
        self._free_us = begin
        fate = chance.randrange(1000)
        await asyncio.sleep((begin - keeper.loop.us) / 1_000_000)
        await keeper.while_alive()
        if fate < weather.refuses or keeper.fails_now():
            raise unavailable("storage_unavailable", "The database refuses.")
        if fate < weather.refuses + weather.locked:
            raise translated(_locked())
        breaks = fate < weather.refuses + weather.breaks
        result = keeper.do(job, chance.randrange(1, 3000) if breaks else 0)
        await asyncio.sleep((end - begin) / 1_000_000)
        await keeper.while_alive()
        if fate >= 1000 - weather.loses:
            raise unavailable("storage_unavailable", "Whether it was committed is not known.")
        return result

    async def close(self) -> None:
        return


def _locked() -> sqlite3.OperationalError:
    """As SQLite says it when another process holds the file for longer than one waits."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


class Keeper:
    """One process's way to the database; a dead process never hears of it again."""

    def __init__(self, link: Link, loop: VirtualLoop, chance: random.Random, weather: Weather) -> None:
        self.link = link
        self.loop = loop
        self.chance = chance
        self.weather = weather
        self.dead = False
        self.kill: Callable[[], None] = lambda: None

    def open(self) -> SqliteDatabase:
        return SqliteDatabase(MEMORY, lambda _, count: Turns(self, in_order=count == 1))

    async def while_alive(self) -> None:
        """A dead process does not go on."""
        if self.weather.kills_after > 0 and not self.dead:
            self.weather.kills_after -= 1
            if self.weather.kills_after == 0:
                self.kill()
        if self.dead:
            await asyncio.get_running_loop().create_future()

    def fails_now(self) -> bool:
        """Whether this is the job that was to fail."""
        self.weather.fails_at = max(0, self.weather.fails_at - 1)
        return self.weather.fails_at == 1

    def do(self, job: Callable[[Link], T], breaks_after: int) -> T:
        """The whole job at once; broken off after so many steps of SQLite's machine."""
        if breaks_after:
            times = iter((1,))
            self.link.raw.set_progress_handler(lambda: next(times, 0), breaks_after)
        if self.weather.full != self.weather.was_full:
            self.weather.was_full = self.weather.full
            self.link.raw.execute(f"PRAGMA max_page_count = {1 if self.weather.full else 1_000_000}")
        try:
            return job(self.link)
        except sqlite3.Error as error:
            self.link.rollback()
            raise translated(error) from error
        except Exception as error:
            self.link.rollback()
            known = translated(error)
            if known is not error:
                raise known from error
            raise
        finally:
            if breaks_after:
                self.link.raw.set_progress_handler(None, 0)
