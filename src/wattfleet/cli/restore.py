"""`wattfleet restore`: bring a backup back, or try that it could be."""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from wattfleet.cli import show
from wattfleet.cli.audit import tell as tell_audit
from wattfleet.cli.backup_place import add_options, key_of, note
from wattfleet.kernel.clock import Clock, SystemClock
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.timeline import Instant, parse_instant
from wattfleet.operations.audit import Audit
from wattfleet.storage import tenants
from wattfleet.storage.backups.copying import look_at_postgres
from wattfleet.storage.backups.following import Generation, chosen
from wattfleet.storage.backups.pg_restoring import is_followed_postgres
from wattfleet.storage.backups.pg_trying import tried_server
from wattfleet.storage.backups.restoring import Restored, restore
from wattfleet.storage.backups.scratch import scratch_database
from wattfleet.storage.database import INSTALLATION
from wattfleet.storage.opening import open_database
from wattfleet.usecases.run_audit import run_audit

EXAMPLES = """\
examples:
  wattfleet restore /mnt/backup --key-file /etc/wattfleet/backup.key --data /var/lib/wattfleet
  wattfleet restore /mnt/backup/wattfleet-20261120T120000Z.wfb --key-file /etc/wattfleet/backup.key --check
  wattfleet restore /mnt/backup --key-file KEY --data DIR --database postgresql://wattfleet@db/empty

A folder means the newest backup in it. --check restores beside (PostgreSQL: into a database that it makes and
drops on the server of --database), compares every count with the manifest, and audits the copy. A followed
PostgreSQL is a server's own files: they go to --postgres-into; --check starts a server on them for a moment.

Exit codes: 0 restored and as it was, 1 refused, damaged, or something does not hold.
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "restore",
        help="bring a backup back into an empty place, or try that it could be",
        description="Nothing is overwritten: the place must be empty, or --force moves what is there aside.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "source", metavar="FILE|FOLDER", type=Path, help="a backup, or where backups are kept"
    )
    add_options(parser)
    parser.add_argument(
        "--check", action="store_true", help="only try it: restore beside, and audit the copy"
    )
    parser.add_argument(
        "--force", action="store_true", help="move what is there aside; its server must stand still"
    )
    parser.add_argument(
        "--to", metavar="TIME", help="as of this moment, such as 2026-11-20T12:00:00Z; the newest if absent"
    )
    parser.add_argument(
        "--postgres-into",
        metavar="FOLDER",
        type=Path,
        help="where the files of a followed PostgreSQL server go; empty, or not there yet",
    )
    parser.set_defaults(alone=run)


def run(given: argparse.Namespace) -> int:
    return asyncio.run(_check(given) if given.check else _restore(given))


async def _restore(given: argparse.Namespace) -> int:
    clock = SystemClock()
    began_us = clock.monotonic_us()
    done = await restore(
        _source(given),
        key_of(given),
        given.data,
        given.database,
        force=given.force,
        to=_to(given),
        server=given.postgres_into,
    )
    told = _told(given, done, {}, clock.monotonic_us() - began_us)
    if given.json:
        show.as_json(told)
    else:
        _tell(given, done, told)
    return 1 if done.apart else 0


async def _check(given: argparse.Namespace) -> int:
    clock = SystemClock()
    began_us = clock.monotonic_us()
    folder = Path(tempfile.mkdtemp(prefix="wattfleet-check-"))
    await asyncio.to_thread(folder.chmod, 0o711)  # PostgreSQL's user finds its way to its own files
    try:
        async with _copy(given, folder, clock) as (done, url):
            rto_us = clock.monotonic_us() - began_us
            found = await _audits(folder / "data", url, clock)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    well = not done.apart and not any(one.violations for one in found.values())
    if well:
        await note(given, checked_at=clock.now())
    told = _told(given, done, found, rto_us)
    if given.json:
        show.as_json(told)
        return 0 if well else 1
    for name, audit in found.items():
        tell_audit(name, audit)
    _tell(given, done, told)
    return 0 if well else 1


@asynccontextmanager
async def _copy(
    given: argparse.Namespace, folder: Path, clock: Clock
) -> AsyncIterator[tuple[Restored, str | None]]:
    """The backup restored beside, and where its database can be read."""
    source, key, data = _source(given), key_of(given), folder / "data"
    if isinstance(source, Generation) and is_followed_postgres(source):
        done = await restore(source, key, data, to=_to(given), server=folder / "server")
        async with tried_server(folder / "server", _demand_url(given), clock) as url:
            found = await look_at_postgres(url)
            manifest = msgspec.structs.replace(
                done.manifest, revision=found.revision, counts=found.counts, digests=found.digests
            )
            yield msgspec.structs.replace(done, manifest=manifest), url
        return
    async with scratch_database(given.database) as url:
        yield await restore(source, key, data, url, to=_to(given)), url


def _demand_url(given: argparse.Namespace) -> str:
    """Raises: WattfleetError `database_url_needed`."""
    if given.database is None:
        raise invalid(
            "database_url_needed",
            "Which database and role to look with is not known.",
            hint="Name it as `serve` does: --database postgresql://ROLE@HOST/DATABASE.",
            field="--database",
        )
    return str(given.database)


def _source(given: argparse.Namespace) -> Path | Generation:
    source: Path = given.source
    return chosen(source, _to(given)) if source.is_dir() else source


def _to(given: argparse.Namespace) -> Instant | None:
    return None if given.to is None else parse_instant(given.to, field="--to")


async def _audits(folder: Path, url: str | None, clock: Clock) -> dict[str, Audit]:
    """The copy, brought up to date where it is older, audited as a whole."""
    database = await open_database(folder, url)
    try:
        names = await database.read(INSTALLATION, tenants.by_name)
        return {name: await run_audit(database, clock, tenant, whole=True) for name, tenant in names.items()}
    finally:
        await database.close()


def _told(given: argparse.Namespace, done: Restored, found: dict[str, Audit], us: int) -> dict[str, Any]:
    return {
        "made_at": done.manifest.made_at,
        "program": done.manifest.program,
        "revision": done.manifest.revision,
        "rows": sum(done.manifest.counts.values()),
        "restore_seconds": round(us / 1_000_000, 2),
        "apart": list(done.apart),
        "moved_aside": None if done.aside is None else str(done.aside),
        "secret": done.manifest.secret,
        "violations": sum(one.violations for one in found.values()),
        "checked": given.check,
    }


def _tell(given: argparse.Namespace, done: Restored, told: dict[str, Any]) -> None:
    what = "It can be restored" if given.check else f"Restored into {given.data}"
    if done.apart:
        what = "It does not come back as it was"
    print(
        f"\n{what}: as of {told['made_at']}, {told['rows']:,} rows, schema {told['revision']}, "
        f"in {told['restore_seconds']} s."
    )
    for one in done.apart:
        print(f"✗ {one}")
    if done.aside is not None:
        print(f"What was there stands in {done.aside}.")
    if given.postgres_into is not None and not given.check:
        print(f"Start PostgreSQL on {given.postgres_into}: it reads its log to that moment, and opens.")
    if done.manifest.secret == "apart":
        print("The secret is not in this backup: set WATTFLEET_SECRET to it before you start the server.")
