"""Where crashes happen: the real server as a process, on a folder or on a PostgreSQL server of its own."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from tests.crash.books import TARIFF, Books
from tests.crash.honest import CARD
from tests.places import PostgresServer
from tests.stories.blackbox import WATTFLEET, Installation

VERSIONS = ("1.6", "1.6", "2.0.1", "2.1")
RECOVERY_S = 10
"""Source: reliability §6, T1."""

UNSAFE = Path(__file__).with_name("unsafe_serve.py")


@dataclass
class House(Installation):
    """The server, and beneath it its database."""

    postgres: PostgresServer | None = None
    around: dict[str, str] = field(default_factory=dict)  # more of the environment
    unsafe: bool = False  # on SQLite: a server that does not sync
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, **self.around}

    @property
    def program(self) -> list[str]:
        return [sys.executable, str(UNSAFE)] if self.unsafe else [WATTFLEET]

    def furnish(self, books: list[Books], **station: object) -> None:
        """A site, a tariff for all, a card, and a station for each book."""
        with self.client() as api:
            site = {"name": "Depot", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
            where = made(api.post("/sites", json=site))["id"]
            tariff = made(api.post("/tariffs", json=TARIFF))["id"]
            made(api.post("/tokens", json={"uid": CARD, "kind": "rfid"}))
            for book in books:
                body = {
                    "identity": book.identity,
                    "access": "public",
                    "site": where,
                    "max_power_w": 1_000_000,
                }
                self.passwords[book.identity] = made(api.post("/stations", json=body | station))[
                    "ocpp_password"
                ]
                api.put(f"/stations/{book.identity}/tariff", json={"tariff_id": tariff}).raise_for_status()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Straight from the database, past every line of ours."""
        if self.database is None:
            connection = sqlite3.connect(self.data / "wattfleet.db", timeout=20)
            try:
                return connection.execute(statement).fetchall()
            finally:
                connection.close()
        return asyncio.run(_fetch(self.database, statement))

    def every(self, path: str, **query: str | int) -> Iterator[dict[str, Any]]:
        """All items of a list of the API."""
        with self.client() as api:
            cursor: str | None = None
            while True:
                asked: dict[str, str | int] = {**query, "limit": 200}
                page = made(api.get(path, params=asked if cursor is None else asked | {"cursor": cursor}))
                yield from page["items"]
                cursor = page.get("next")
                if cursor is None:
                    return

    def damage(self) -> list[str]:
        """What the database itself finds broken in its files."""
        if self.database is None:
            return [str(row) for row in self.query("PRAGMA integrity_check") if row != ("ok",)]
        return asyncio.run(_amcheck(self.database))

    def end(self) -> None:
        """Nothing is left running."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()
        if self.postgres is not None:
            self.postgres.stop()


def made(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


async def _fetch(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def _amcheck(url: str) -> list[str]:
    """Every index of ours against its table, and every table's pages against their checksums."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        await connection.fetch(
            "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
            " WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.relnamespace = 'public'::regnamespace"
        )
        found = await connection.fetch(
            "SELECT c.relname, h.* FROM pg_class c, verify_heapam(c.oid) h"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        return [str(tuple(row)) for row in found]
    except asyncpg.PostgresError as error:
        return [str(error)]
    finally:
        await connection.close()


def some_books(count: int) -> list[Books]:
    return [Books(f"CP-{number}", VERSIONS[number % len(VERSIONS)]) for number in range(count)]


@contextmanager
def a_house(
    folder: Path,
    kind: str,
    *,
    postgres: PostgresServer | None = None,
    around: Mapping[str, str] | None = None,
    unsafe: bool = False,
) -> Iterator[House]:
    """A server that has not been started yet; with PostgreSQL, on an empty database."""
    server = (postgres or PostgresServer(durable=True)) if kind == "postgres" else None
    url = None if server is None else asyncio.run(server.new_empty_database())
    house = House(folder / "data", url, postgres=server, around=dict(around or {}), unsafe=unsafe)
    try:
        yield house
    finally:
        house.end()
