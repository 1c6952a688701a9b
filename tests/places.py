"""Places to keep things in tests: a SQLite folder, and a private PostgreSQL server in a temporary one."""

import os
import pwd
import shutil
import signal
import ssl
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Connection
from tests.ports import free_port
from tests.things import NOON, a_site, a_station

from wattfleet.stations.station import Station
from wattfleet.storage import migrations, sites, stations
from wattfleet.storage.database import Writer
from wattfleet.storage.opening import FILE_NAME, open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link

AnyDatabase = SqliteDatabase | PostgresDatabase
Beginning = Callable[[Path, str], Awaitable[None]]
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""What clients of plain HTTP verify by: it trusts nobody, so that none reads all the world's authorities."""


@cache
def mould() -> bytes:
    """An empty SQLite database at our schema: migrated once, copied wherever a test needs one."""
    return cast(migrations.upgrade)


def cast(*steps: Callable[[Connection], object]) -> bytes:
    """A SQLite database as these steps make it, each in a transaction of its own."""
    link = Link(Path(":memory:"))
    for step in steps:
        link.begin()
        step(link.connection)
        link.commit()
    made = link.raw.serialize()
    link.close()
    return made


def furnish(folder: Path) -> None:
    """Whoever opens or serves this folder finds a database as if he had made it, or the one that is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / FILE_NAME).exists():
        (folder / FILE_NAME).write_bytes(mould())


async def open_fresh(folder: Path, url: str | None = None) -> AnyDatabase:
    """A fresh database in an empty folder, or the fresh one of that URL."""
    if url is None:
        furnish(folder)
    return await open_database(folder, url)


class PostgresServer:
    """A server of our own on a free port. It runs as an unprivileged user, also when we are root."""

    def __init__(
        self,
        *,
        durable: bool = False,
        options: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        place: Path | None = None,
        initdb: tuple[str, ...] = (),
    ) -> None:
        """`options` are settings as NAME=VALUE; `environment` is the server's own, beside ours."""
        self._user = _unprivileged_user()
        self.options = options
        self._initdb = initdb
        self.environment = dict(environment or {})
        in_memory = Path("/dev/shm")
        if place is None and in_memory.is_dir() and not durable:
            place = in_memory
        self.folder = Path(tempfile.mkdtemp(prefix="wattfleet-pg-", dir=place))
        self._durable = durable
        self._made = 0
        self._moulds: set[str] = set()
        self.port = free_port()
        self._initialise()
        self.restart()

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://owner@127.0.0.1:{self.port}/{name}"

    async def new_database(self, mould: str = "fresh", begin: Beginning | None = None) -> str:
        """The URL of a database of its own at our schema: a copy of the mould of that name, which is made
        once. `begin` makes what its migration finds; without it there is nothing.
        """
        if mould not in self._moulds:
            self._moulds.add(mould)
            await self._run(f"CREATE DATABASE {mould}")
            if begin is not None:
                await begin(self.folder, self.url(mould))
            await (await open_database(self.folder, self.url(mould))).close()
        self._made += 1
        name = f"place_{self._made}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {mould}")
        return self.url(name)

    async def new_empty_database(self) -> str:
        self._made += 1
        assert self._made > 0
        name = f"empty_{self._made}_{os.urandom(3).hex()}"
        await self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        await self._run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def kill(self) -> None:
        """The server dies at once, as in a power cut of its own."""
        self._tool("pg_ctl", "stop", "-m", "immediate", "-w")
        self._process.wait()

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def kill_all(self) -> None:
        """kill -9 of the server and of every process of its own: none of them cleans up."""
        killed = [self._process.pid, *_children(self._process.pid)]
        self._process.send_signal(signal.SIGSTOP)  # so that it forks no more
        killed += _children(self._process.pid)
        for one in dict.fromkeys(killed):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait()
        while any(_lives(one) for one in killed):
            _pause_briefly()

    def restart(self) -> None:
        self._process = self._launch()
        self._await_ready()

    def stop(self) -> None:
        if self.lives:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _initialise(self) -> None:
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._tool(
            "initdb", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", *self._initdb
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        options = [
            "-p",
            str(self.port),
            "-h",
            "127.0.0.1",
            "-k",
            str(self.folder),
            "-c",
            "max_connections=60",
        ]
        for option in self.options if self._durable else ("fsync=off", *self.options):
            options += ["-c", option]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [_program("postgres"), "-D", self._data, *options],
                user=self._user,
                cwd="/",
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )

    def _await_ready(self) -> None:
        for _ in range(600):
            ready = subprocess.run(
                [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "1"],
                check=False,
            )
            if ready.returncode == 0:
                return
            assert self._process.poll() is None, (self.folder / "log").read_text()
            _pause_briefly()
        raise AssertionError("PostgreSQL does not start")

    def _tool(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [_program(name), "-D", self._data, *arguments],
            user=self._user,
            cwd="/",
            check=True,
            capture_output=True,
        )

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


def _lives(pid: int) -> bool:
    """Whether a process still holds what it had; whoever waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def _pause_briefly() -> None:
    """Wait 50 ms in a synchronous fixture."""
    import threading

    threading.Event().wait(0.05)


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _program(name: str) -> str:
    found = shutil.which(name) or next(
        (str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    assert found is not None, f"{name} is needed for the tests: install PostgreSQL"
    return found


async def a_connected_station(database: AnyDatabase, tenant: int = 1, **rest: Any) -> Station:
    """A registered station with an open connection, at the tenant's default site."""

    def make(writer: Writer) -> Station:
        site = sites.ensure_default(writer, a_site())
        station = a_station(site, **rest)
        stations.add(writer, station)
        stations.connect(writer, stations.Arrival(station_id=station.id, ocpp="1.6", at=NOON))
        return stations.demand(writer, station.id)

    return await database.write(tenant, make)
