"""A restored server's files, tried: PostgreSQL started on them for a moment, with no way in but ours."""

import asyncio
import os
import pwd
import shutil
import tempfile
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.errors import unavailable
from wattfleet.storage.backups.copying import find_program, libpq

OPENS_S = 3600
PORT = 5432  # only the name of a socket's file


@asynccontextmanager
async def tried_server(files: Path, url: str, clock: Clock) -> AsyncIterator[str]:
    """The URL of the same database in a server on these files, once it has read its log to the end.

    It listens at a socket in a folder of its own. Raises: WattfleetError `program_missing`,
    `server_not_restored`.
    """
    place = Path(tempfile.mkdtemp(prefix="wattfleet-try-"))
    user = _owner(files, place)
    (place / "hba").write_text("local all all trust\n")
    (place / "conf").write_text(_conf(place))
    with (place / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(find_program("postgres"), "-D", str(files), f"--config-file={place / 'conf'}"),
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            user=user,
        )
    try:
        parts = urlsplit(libpq(url))
        there = f"postgresql://{parts.username or 'postgres'}@{parts.path}?host={place}&port={PORT}"
        await _opens(process, there, place / "log", clock)
        yield there
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        shutil.rmtree(place, ignore_errors=True)


def _conf(place: Path) -> str:
    """Its own settings, so that none of the old machine's are needed; not for work, only to look."""
    return (
        f"listen_addresses = ''\nunix_socket_directories = '{place}'\nport = {PORT}\n"
        f"hba_file = '{place / 'hba'}'\nhot_standby = off\nfsync = off\nmax_connections = 60\n"
        "shared_preload_libraries = ''\n"
    )


def _owner(files: Path, place: Path) -> str | None:
    """PostgreSQL does not run as root: then the files are lent to its usual user."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    for top in (files, place):
        for one in (top, *top.rglob("*")):
            if not one.is_symlink():
                shutil.chown(one, user)
    return user


async def _opens(process: Process, url: str, log: Path, clock: Clock) -> None:
    until_us = clock.monotonic_us() + OPENS_S * 1_000_000
    while clock.monotonic_us() < until_us:
        if process.returncode is not None:
            break
        try:
            driver = await asyncpg.connect(url, timeout=5)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            await pause(clock, 100_000)
            continue
        await driver.close()
        return
    said = await asyncio.to_thread(log.read_text, errors="replace")
    raise unavailable(
        "server_not_restored",
        f"PostgreSQL does not open the restored files: {said[-600:]}",
        hint="Take an older generation, or an earlier moment with --to.",
    )
