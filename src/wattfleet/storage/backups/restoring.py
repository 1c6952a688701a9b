"""Bringing a backup back into an empty place, compared with its manifest before anybody may use it."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from wattfleet.kernel.errors import WattfleetError, conflict, invalid
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.copying import (
    Copied,
    address_of,
    check_sqlite,
    connect,
    find_program,
    look_at_postgres,
    look_at_sqlite,
    password_of,
    run_program,
)
from wattfleet.storage.backups.following import Generation, lay_over
from wattfleet.storage.backups.make import DUMP, SECRET_NAME
from wattfleet.storage.backups.manifest import Manifest, mark_of
from wattfleet.storage.backups.package import read_package, sync_folder
from wattfleet.storage.backups.pg_restoring import is_followed_postgres, restore_server
from wattfleet.storage.backups.shipping import lay_cold
from wattfleet.storage.opening import COLD_NAME, FILE_NAME
from wattfleet.storage.row_security import APP_ROLE

_LEFT = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What stands now, and what does not fit the manifest (nothing, unless somebody is at work in it)."""

    manifest: Manifest
    apart: tuple[str, ...] = ()
    aside: Path | None = None


async def restore(
    source: Path | Generation,
    key: str,
    folder: Path,
    url: str | None = None,
    *,
    force: bool = False,
    to: Instant | None = None,
    server: Path | None = None,
) -> Restored:
    """A backup, or a base with its deltas up to a moment, into the data folder (and into PostgreSQL).

    Nothing is overwritten without `force`; with it the old folder's files are moved aside, never deleted.
    A followed PostgreSQL comes back as the data directory of a server, in the empty folder `server`.
    Raises: WattfleetError `place_taken`, `database_url_needed`, and those of `package` and `copying`.
    """
    followed = isinstance(source, Generation) and is_followed_postgres(source)
    if followed and server is None:
        raise _server_needed(source)
    _demand_empty(folder, force=force)
    draft = _draft_in(folder)
    try:
        base = source.base if isinstance(source, Generation) else source
        manifest = await asyncio.to_thread(read_package, base, key, draft)
        if isinstance(source, Generation) and followed and server is not None:
            await asyncio.to_thread(lay_cold, source.folder, key, draft)
            last = await asyncio.to_thread(restore_server, source, key, server, to)
            manifest = msgspec.structs.replace(manifest, made_at=last.rfc3339(), counts={}, digests={})
        elif isinstance(source, Generation):
            last_delta = await asyncio.to_thread(lay_over, source, key, draft, to)
            if last_delta is not None:
                manifest = await asyncio.to_thread(_as_of, manifest, last_delta, draft)
        _check_secret(draft, manifest)
        apart = () if followed else await _database(draft, manifest, url, force=force)
        aside = _move_in(draft, folder)
        return Restored(manifest=manifest, apart=apart, aside=aside)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _server_needed(source: Path | Generation) -> WattfleetError:
    name = source.folder.name if isinstance(source, Generation) else source.name
    return invalid(
        "postgres_into_needed",
        f"{name} holds the files of a PostgreSQL server and its log.",
        hint="Name an empty folder for them with --postgres-into; or name the .wfb file in it, to bring its "
        "base alone into a database.",
        field="--postgres-into",
    )


def _as_of(manifest: Manifest, moment: Instant, draft: Path) -> Manifest:
    """With deltas laid over it a base is as of a later moment; what is in it then, only it can tell."""
    found = look_at_sqlite(draft / FILE_NAME)
    return msgspec.structs.replace(
        manifest, made_at=moment.rfc3339(), revision=found.revision, counts=found.counts
    )


def _draft_in(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=".restore-", dir=folder))


def differences(manifest: Manifest, found: Copied) -> tuple[str, ...]:
    """In words: what a copy has other than its manifest says."""
    told: list[str] = []
    if found.revision != manifest.revision:
        told.append(f"schema {found.revision} for {manifest.revision}")
    for name in sorted(manifest.counts.keys() | found.counts.keys()):
        before, after = manifest.counts.get(name), found.counts.get(name)
        if before != after:
            told.append(f"{name}: {after} rows for {before}")
        elif found.digests and manifest.digests.get(name) != found.digests.get(name):
            told.append(f"{name}: as many rows, but others")
    return tuple(told)


def _demand_empty(folder: Path, *, force: bool) -> None:
    taken = [name for name in (FILE_NAME, SECRET_NAME, COLD_NAME) if (folder / name).exists()]
    if taken and not force:
        raise conflict(
            "place_taken",
            f"{folder} holds an installation ({', '.join(taken)}).",
            hint="Name an empty folder with --data, or --force to move what is there aside. Stop "
            "its server first.",
            field="--data",
        )


def _check_secret(draft: Path, manifest: Manifest) -> None:
    """The secret of the backup is the one that its database was made with."""
    path = draft / SECRET_NAME
    if path.is_file() and manifest.secret_mark and mark_of(path.read_bytes()) != manifest.secret_mark:
        raise conflict(
            "secret_of_another",
            "The secret in this backup is not the one that its database was made with.",
            hint="Restore it all the same elsewhere, and set WATTFLEET_SECRET to the right one.",
        )


async def _database(draft: Path, manifest: Manifest, url: str | None, *, force: bool) -> tuple[str, ...]:
    if manifest.database == "sqlite":
        wrong = await asyncio.to_thread(check_sqlite, draft / FILE_NAME)
        found = await asyncio.to_thread(look_at_sqlite, draft / FILE_NAME)
        return (*((f"SQLite: {wrong}",) if wrong else ()), *differences(manifest, found))
    if url is None:
        raise invalid(
            "database_url_needed",
            "This backup is of PostgreSQL.",
            hint="Name an empty database with --database postgresql://…",
            field="--database",
        )
    await load_postgres(draft / DUMP, url, force=force)
    return differences(manifest, await look_at_postgres(url))


async def load_postgres(dump: Path, url: str, *, force: bool) -> None:
    """A dump into an empty database, in one transaction. Raises: WattfleetError `place_taken`."""
    driver = await connect(url)
    try:
        taken = await _has_tables(driver)
        if taken and not force:
            raise conflict(
                "place_taken",
                "The database has tables already.",
                hint="Make an empty one (CREATE DATABASE …), or --force to move what is in this one aside.",
                field="--database",
            )
        if taken:
            await _move_aside(driver)
        await _make_role(driver)
    finally:
        await driver.close()
    await run_program(
        [
            find_program("pg_restore"),
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            *address_of(url),
            str(dump),
        ],
        password_of(url),
    )


async def _has_tables(driver: Any) -> bool:
    mine = "relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
    return bool(await driver.fetchval(f"SELECT EXISTS (SELECT FROM pg_class WHERE {mine})"))  # noqa: S608


async def _move_aside(driver: Any) -> None:
    """What is there stays, in a schema of another name; nobody looks into it until somebody drops it."""
    here = await driver.fetchval("SELECT current_schema()")
    aside = f"before_restore_{os.urandom(3).hex()}"
    await driver.execute(f'BEGIN; ALTER SCHEMA "{here}" RENAME TO {aside}; CREATE SCHEMA "{here}"; COMMIT')


async def _make_role(driver: Any) -> None:
    """The role that the dump grants rights to; it belongs to the server, not to a database."""
    if await driver.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", APP_ROLE) is None:
        await driver.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN NOBYPASSRLS NOSUPERUSER NOINHERIT")
        await driver.execute(f"GRANT {APP_ROLE} TO CURRENT_USER")


def _move_in(draft: Path, folder: Path) -> Path | None:
    """Each part to its name; what stood there goes aside, together."""
    aside: Path | None = None
    names = [name for name in (FILE_NAME, SECRET_NAME, COLD_NAME) if (draft / name).exists()]
    for name in (*names, *(_LEFT if FILE_NAME in names else ())):
        there = folder / name
        if there.exists():
            if aside is None:
                aside = Path(tempfile.mkdtemp(prefix="before-restore-", dir=folder))
            there.rename(aside / name)
    for name in names:
        (draft / name).rename(folder / name)
    sync_folder(folder)
    return aside
