"""Partitions on PostgreSQL: a table for each day of frames and readings, made ahead and dropped when empty.

A day is one of UTC, by the moment of receipt. A day without a partition loses nothing: its rows stand in the
partition for all others, and stay there. Making and dropping wait two seconds for their locks and otherwise
leave it to the next run, so that no station ever waits for them.
Source: PostgreSQL manual, ALTER TABLE: ATTACH PARTITION locks the parent SHARE UPDATE EXCLUSIVE only.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import asyncpg

from wattfleet.storage.row_security import forced

PARTED = {"frames": "at", "readings": "received_at"}
"""The parted tables, each with the moment of receipt by which it is parted."""

_LOCK_WAIT = "SET LOCAL lock_timeout = '2s'"
_PARTS = (
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
    " WHERE i.inhparent = $1::regclass"
)

_LOOKED_AT = """
DO $$ BEGIN EXECUTE (
    SELECT 'ALTER TABLE {part} '
        || string_agg(format('ALTER COLUMN %I SET STATISTICS %s', attname, attstattarget), ', ')
    FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND attstattarget >= 0
); END $$
"""
"""How closely the planner looks at each column, which LIKE does not take over. Source: PostgreSQL manual,
CREATE TABLE."""


def part_name(table: str, day: date) -> str:
    return f"{table}_{day:%Y%m%d}"


async def make(driver: Any, days: Iterable[date]) -> int:
    """Partitions for these days, where there are none; how many were made."""
    made = 0
    wanted = list(days)
    for table, moment in PARTED.items():
        known = {row[0] for row in await driver.fetch(_PARTS, table)}
        for day in wanted:
            if part_name(table, day) not in known:
                made += await _make_one(driver, table, moment, day)
    return made


async def drop_empty(driver: Any, before: date) -> int:
    """Partitions of days before that one in which nothing is left; how many were dropped."""
    dropped = 0
    for table in PARTED:
        for (name,) in await driver.fetch(_PARTS, table):
            digits = name.removeprefix(f"{table}_")
            if digits.isdigit() and digits < f"{before:%Y%m%d}":
                dropped += await _drop_one(driver, name)
    return dropped


async def _make_one(driver: Any, table: str, moment: str, day: date) -> int:
    name, following = part_name(table, day), day + timedelta(days=1)
    first, end = f"'{day} 00:00+00'", f"'{following} 00:00+00'"
    statements = (
        _LOCK_WAIT,
        f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)",
        *forced(name),
        f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({first}) TO ({end})",
        _LOOKED_AT.format(part=name, table=table),
    )
    # The policy would hide rows of the partition for all others from this very check.
    stray = f"SELECT EXISTS (SELECT FROM {table}_other WHERE {moment} >= {first} AND {moment} < {end})"  # noqa: S608
    try:
        async with driver.transaction():
            await _as_everybody(driver)
            if await driver.fetchval(stray):
                return 0
            for statement in statements:
                await driver.execute(statement)
    except (asyncpg.LockNotAvailableError, asyncpg.DuplicateTableError, asyncpg.CheckViolationError):
        return 0  # another process makes it, or a row of that day came first
    return 1


async def _drop_one(driver: Any, name: str) -> int:
    try:
        async with driver.transaction():
            await driver.execute(_LOCK_WAIT)
            await driver.execute(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE")
            await _as_everybody(driver)
            if await driver.fetchval(f"SELECT EXISTS (SELECT FROM {name})"):  # noqa: S608 - our own name
                return 0
            await driver.execute(f"DROP TABLE {name}")
    except (asyncpg.LockNotAvailableError, asyncpg.UndefinedTableError):
        return 0
    return 1


async def _as_everybody(driver: Any) -> None:
    """The owner too is under forced row-level security: to see any row it names every tenant."""
    await driver.execute("SELECT set_config('app.tenants', (SELECT array_agg(id)::text FROM tenants), true)")
