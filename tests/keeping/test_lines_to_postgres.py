"""Lines to PostgreSQL that fail without an end: who was told goodbye, and one that falls silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from tests.places import PostgresServer

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import tokens
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.postgres import PostgresDatabase

SOON_S = 20


class Line:
    """Carries what both ends say, while it is not silent, and never that one of them has hung up."""

    def __init__(self, url: str) -> None:
        self.silent = False
        self.hung_up = asyncio.Event()
        self._far = urlsplit(url)
        self._ends: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_far, to_far = await asyncio.open_connection(self._far.hostname, self._far.port)
        self._ends += [writer, to_far]
        back = asyncio.create_task(self._carry(reader, to_far))
        await self._carry(from_far, writer)
        self.hung_up.set()
        await back

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while told := await source.read(65536):
                if not self.silent:
                    target.write(told)
                    await target.drain()

    def end(self) -> None:
        for one in self._ends:
            one.close()


@asynccontextmanager
async def behind_a_line(url: str, folder: Path) -> AsyncIterator[tuple[PostgresDatabase, Line]]:
    line = Line(url)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    around = url.replace(f":{urlsplit(url).port}/", f":{server.sockets[0].getsockname()[1]}/")
    database = PostgresDatabase(around, ColdStore(folder / "cold"), patience_s=0.5)
    try:
        yield database, line
    finally:
        line.end()
        server.close()
        await asyncio.wait_for(database.close(), SOON_S)


async def ask(database: PostgresDatabase) -> object:
    return await asyncio.wait_for(database.read(1, lambda reader: tokens.find(reader, "none")), SOON_S)


async def test_who_was_told_goodbye_is_lost_at_once_also_while_its_line_stands(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    """The driver takes such a connection for busy until its line has ended, a moment later or never."""
    url = await postgres_server.new_database()
    async with behind_a_line(url, tmp_path) as (database, line):
        assert await ask(database) is None
        other = await asyncpg.connect(url)
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await asyncio.wait_for(line.hung_up.wait(), SOON_S)
        for _ in range(200):  # turns of the loop, in which what was said is read
            await asyncio.sleep(0)

        with pytest.raises(WattfleetError) as lost:
            await ask(database)
        assert lost.value.code == "storage_unavailable"
        assert await ask(database) is None
        await other.close()


async def test_a_line_that_falls_silent_costs_one_question(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = await postgres_server.new_database()
    async with behind_a_line(url, tmp_path) as (database, line):
        assert await ask(database) is None
        line.silent = True
        with pytest.raises(WattfleetError) as lost:
            await ask(database)
        assert lost.value.code == "storage_unavailable"
        line.silent = False
        assert await ask(database) is None
