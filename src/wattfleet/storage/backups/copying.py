"""A consistent copy of a database while others write: an image on SQLite, a dump on PostgreSQL.

SQLite's own backup copies one read transaction; in WAL mode nobody waits for it. PostgreSQL is dumped by its
own program from an exported snapshot, in which the rows are counted too. The dump runs as the URL's role, the
owner, which names every tenant: forced row-level security shows it all rows then, and the counts prove it.
"""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import msgspec

from wattfleet.kernel.errors import WattfleetError, unavailable

_DIGEST = "coalesce(sum(('x' || substr(md5(t::text), 1, 14))::bit(56)::bigint), 0)::text"
"""A sum over all rows that does not depend on their order: any changed row changes it."""


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy holds, as the snapshot itself told."""

    revision: str
    tenants: tuple[str, ...]
    counts: dict[str, int]
    digests: dict[str, str] = {}
    secret_mark: str = ""


# ── SQLite ────────────────────────────────────────────────────────────────────


def copy_sqlite(source: Path, target: Path) -> Copied:
    """An image of the file as of one moment. Raises: WattfleetError `disk_full`, `storage_unavailable`."""
    demand_room(target.parent, sum(one.stat().st_size for one in _files_of(source)))
    try:
        with _Opened(source) as reading, _Opened(target) as writing:
            reading.backup(writing, pages=-1)
            writing.execute("PRAGMA journal_mode = DELETE").fetchall()  # the copy is one file
        target.chmod(0o600)
        return look_at_sqlite(target)
    except sqlite3.Error as error:
        raise unavailable(
            "storage_unavailable",
            f"The database could not be copied: {error}.",
            hint="See whether its disk is full or broken: `wattfleet doctor`.",
        ) from error


def look_at_sqlite(path: Path) -> Copied:
    """What a file holds."""
    with _Opened(path) as raw:
        names = [row[0] for row in raw.execute(_SQLITE_TABLES)]
        counts = {name: int(raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608
        return Copied(
            revision=_first(raw, "SELECT version_num FROM alembic_version"),
            tenants=tuple(row[0] for row in raw.execute("SELECT name FROM tenants ORDER BY id")),
            counts=counts,
            secret_mark=_first(raw, "SELECT value FROM settings_kv WHERE name = 'secret_mark'"),
        )


_SQLITE_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND name <> 'alembic_version' ORDER BY name"
)


def check_sqlite(path: Path) -> str:
    """What SQLite itself finds wrong with a file; empty where nothing is."""
    with _Opened(path) as raw:
        found = [row[0] for row in raw.execute("PRAGMA integrity_check(10)")]
    return "" if found == ["ok"] else "; ".join(found)


class _Opened:
    """A connection that is closed at the end (sqlite3's own context only ends the transaction)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._raw = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        return self._raw

    def __exit__(self, *_: object) -> None:
        self._raw.close()


def _first(raw: sqlite3.Connection, sql: str) -> str:
    row = raw.execute(sql).fetchone()
    return "" if row is None else str(row[0])


def _files_of(path: Path) -> list[Path]:
    return [one for one in (path, path.with_name(f"{path.name}-wal")) if one.is_file()]


def demand_room(folder: Path, needed: int) -> None:
    """Raises: WattfleetError `disk_full`."""
    free = shutil.disk_usage(folder).free
    if free < needed + 64 * 1024 * 1024:
        raise unavailable(
            "disk_full",
            f"{folder} has {free // 1024**2:,} MB free; {needed // 1024**2:,} MB are needed.",
            hint="Make room, or name another folder with --work.",
        )


# ── PostgreSQL ────────────────────────────────────────────────────────────────


async def dump_postgres(url: str, target: Path) -> Copied:
    """A dump of the whole database, in PostgreSQL's own custom format.

    Raises: WattfleetError `program_missing`, `backup_role`, `storage_unavailable`.
    """
    program = find_program("pg_dump")
    driver = await connect(url)
    try:
        await driver.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tenants = await _name_all_tenants(driver)
        snapshot = await driver.fetchval("SELECT pg_export_snapshot()")
        copied = await _look(driver)
        listed = "{" + ",".join(map(str, tenants)) + "}"
        await run_program(
            [
                program,
                "--format=custom",
                "--compress=0",
                "--no-owner",
                "--enable-row-security",
                f"--snapshot={snapshot}",
                f"--file={target}",
                *address_of(url),
            ],
            {"PGOPTIONS": f"-c app.tenants={listed}"} | password_of(url),
        )
        await asyncio.to_thread(target.chmod, 0o600)
        return copied
    finally:
        await driver.close()


async def look_at_postgres(url: str) -> Copied:
    """What a database holds, over all tenants."""
    driver = await connect(url)
    try:
        await driver.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        await _name_all_tenants(driver)
        return await _look(driver)
    finally:
        await driver.close()


async def connect(url: str) -> Any:
    """The driver's own connection as the URL's role. Raises: WattfleetError `storage_unavailable`."""
    import asyncpg

    try:
        return await asyncpg.connect(libpq(url), timeout=10, command_timeout=3600)
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        raise unavailable(
            "storage_unavailable",
            f"The database does not answer: {error or type(error).__name__}.",
            hint="See whether PostgreSQL runs, and whether the URL's host, user and password are right.",
        ) from error


def libpq(url: str) -> str:
    """The URL as PostgreSQL's own programs read it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def address_of(url: str) -> list[str]:
    """How PostgreSQL's programs are told where to go; a password is no argument, as everybody sees those."""
    parts = urlsplit(libpq(url))
    if parts.password is None:
        return [f"--dbname={libpq(url)}"]
    place = parts.netloc.rpartition("@")[2]
    return [f"--dbname={urlunsplit(parts._replace(netloc=f'{parts.username}@{place}'))}"]


def password_of(url: str) -> dict[str, str]:
    """The URL's password as the environment of a program."""
    password = urlsplit(libpq(url)).password
    return {} if password is None else {"PGPASSWORD": unquote(password)}


async def _name_all_tenants(driver: Any) -> list[int]:
    """Whose rows are to be seen: row-level security shows the rows of the tenants that are named.

    Raises: WattfleetError `backup_role`.
    """
    import asyncpg

    try:
        tenants = [row[0] for row in await driver.fetch("SELECT id FROM tenants ORDER BY id")]
    except asyncpg.InsufficientPrivilegeError as error:
        raise _role_refused(str(error)) from error
    listed = ",".join(str(int(one)) for one in tenants)
    await driver.execute(
        f"SELECT set_config('app.tenants', '{{{listed}}}', true), set_config('TimeZone', 'UTC', true)"
    )
    return tenants


_POSTGRES_TABLES = """
    SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relnamespace = current_schema()::regnamespace AND c.relname <> 'alembic_version' ORDER BY 1
"""


async def _look(driver: Any) -> Copied:
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    for (name,) in await driver.fetch(_POSTGRES_TABLES):
        row = await driver.fetchrow(f'SELECT count(*), {_DIGEST} FROM "{name}" t')  # noqa: S608 - from the catalogue
        counts[name], digests[name] = int(row[0]), str(row[1])
    mark = await driver.fetchval("SELECT value FROM settings_kv WHERE name = 'secret_mark'")
    return Copied(
        revision=str(await driver.fetchval("SELECT version_num FROM alembic_version")),
        tenants=tuple([row[0] for row in await driver.fetch("SELECT name FROM tenants ORDER BY id")]),
        counts=counts,
        digests=digests,
        secret_mark=mark or "",
    )


def find_program(name: str) -> str:
    """One of PostgreSQL's own programs, the newest there is. Raises: WattfleetError `program_missing`."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version, reverse=True)
    found = str(places[0]) if places else shutil.which(name)
    if found is None:
        raise unavailable(
            "program_missing",
            f"PostgreSQL's program {name} is not on this machine.",
            hint="Install the client programs of the server's version or newer (Debian: postgresql-client), "
            "or make the backup on the machine that has them.",
        )
    return found


def _version(path: Path) -> int:
    digits = path.parent.parent.name
    return int(digits) if digits.isdigit() else 0


async def run_program(command: list[str], environment: Mapping[str, str] | None = None) -> None:
    """Run it to its end; what it says of a failure is told.

    Raises: WattfleetError `backup_role`, `program_failed`.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    said = (await process.communicate())[1].decode(errors="replace").strip()
    if process.returncode == 0:
        return
    name = Path(command[0]).name
    if "row-level security" in said or "permission denied" in said:
        raise _role_refused(f"{name}: {said.splitlines()[0]}")
    raise unavailable("program_failed", f"{name} failed: {said[-600:]}", hint="See PostgreSQL's own log.")


def _role_refused(said: str) -> WattfleetError:
    return WattfleetError(
        "backup_role",
        "forbidden",
        f"The database user may not read or write everything: {said}.",
        hint="Run it with the URL of the role that owns the tables (the one that `serve` migrates with).",
    )
