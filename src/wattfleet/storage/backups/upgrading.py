"""The copy that stands before every upgrade: made at once, on the same machine, plain, for the way back."""

import asyncio
import sqlite3
from pathlib import Path

from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import migrations
from wattfleet.storage.backups.copying import connect
from wattfleet.storage.backups.make import Installation, copy_database
from wattfleet.storage.opening import FILE_NAME

FOLDER = "before-upgrade"
KEPT = 3
"""So many copies stay; the oldest go first."""


async def back_up_before_upgrade(place: Installation, now: Instant) -> Path | None:
    """A copy of a database whose schema is older than this program's; None where nothing will be migrated.

    Raises: WattfleetError `upgrade_backup`: then nothing is migrated either.
    """
    here = await revision_of(place)
    if here is None or here == migrations.newest() or not migrations.knows(here):
        return None
    try:
        return await _copy(place, here, now)
    except (WattfleetError, OSError) as error:
        words = error.message if isinstance(error, WattfleetError) else str(error)
        hint = error.hint if isinstance(error, WattfleetError) else ""
        raise unavailable(
            "upgrade_backup",
            f"No copy could be made before the upgrade of schema {here}: {words}",
            hint=f"{hint} Or start with --no-upgrade-backup where you have a backup of your own.".strip(),
        ) from error


async def revision_of(place: Installation) -> str | None:
    """The schema of a database as it stands, without opening it for work; None where there is none."""
    if place.url is None:
        return await asyncio.to_thread(_revision_of_file, place.folder / FILE_NAME)
    driver = await connect(place.url)
    try:
        if await driver.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found: str | None = await driver.fetchval("SELECT version_num FROM alembic_version")
        return found
    finally:
        await driver.close()


def _revision_of_file(path: Path) -> str | None:
    if not path.is_file():
        return None
    raw = sqlite3.connect(path, timeout=5)
    try:
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None  # no database of ours, or none yet: opening it says what is wrong
    finally:
        raw.close()
    return None if row is None else str(row[0])


async def _copy(place: Installation, here: str, now: Instant) -> Path:
    folder = place.folder / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / ".part"
    draft.mkdir(mode=0o700, exist_ok=True)
    for left in draft.iterdir():
        left.unlink()
    _, (name, copy) = await copy_database(place, draft)
    target = folder / f"{here}-{now.moment:%Y%m%dT%H%M%SZ}{Path(name).suffix}"
    copy.rename(target)
    draft.rmdir()
    for old in sorted(folder.glob("*-*Z.*"), key=lambda one: one.name.partition("-")[2])[:-KEPT]:
        old.unlink()
    return target
