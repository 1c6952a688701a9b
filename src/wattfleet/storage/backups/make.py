"""A whole backup: the database, the old days, and the secret, in one sealed file with its manifest."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from wattfleet.kernel.timeline import Instant, read_instant
from wattfleet.operations.backups_kept import Keep, to_remove
from wattfleet.storage.backups.copying import Copied, copy_sqlite, dump_postgres
from wattfleet.storage.backups.manifest import Manifest
from wattfleet.storage.backups.package import SUFFIX, backup_missing, write_package
from wattfleet.storage.opening import COLD_NAME, FILE_NAME

SECRET_NAME = "secret"  # the name of its part
DUMP = "database.dump"


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be copied: the data folder, PostgreSQL's URL where there is one, and where old days are.

    `secret` is the file of the installation's secret; None where it comes from the environment.
    """

    folder: Path
    url: str | None = None
    cold: Path | None = None
    secret: Path | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that stands: where, how large, and what is in it."""

    path: Path
    bytes: int
    manifest: Manifest


async def make_backup(
    place: Installation, target: Path, key: str, *, now: Instant, program: str, work: Path | None = None
) -> Made:
    """Copy while others write, seal, read back. Nothing is left behind where it fails.

    `work` is where the plain copy stands until it is sealed; the data folder if absent.
    Raises: WattfleetError of `copying`, `package`.
    """
    base = work or place.folder
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=base))
    try:
        copied, database = await copy_database(place, folder)
        secret = place.secret if place.secret is not None and place.secret.is_file() else None
        manifest = Manifest(
            made_at=now.rfc3339(),
            program=program,
            database="sqlite" if place.url is None else "postgresql",
            revision=copied.revision,
            tenants=copied.tenants,
            counts=copied.counts,
            digests=copied.digests,
            secret="apart" if secret is None else "inside",
            secret_mark=copied.secret_mark,
        )
        parts = [database, *([] if secret is None else [(SECRET_NAME, secret)]), *_cold(place)]
        path = target / f"{name_of(now)}{SUFFIX}"
        whole, size = await asyncio.to_thread(_written, path, key, parts, manifest)
        return Made(path=path, bytes=size, manifest=whole)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(path: Path, key: str, parts: list[tuple[str, Path]], manifest: Manifest) -> tuple[Manifest, int]:
    return write_package(path, key, parts, manifest)


async def copy_database(place: Installation, folder: Path) -> tuple[Copied, tuple[str, Path]]:
    """The database alone, plain, as a part of a backup."""
    if place.url is None:
        target = folder / FILE_NAME
        return await asyncio.to_thread(copy_sqlite, place.folder / FILE_NAME, target), (FILE_NAME, target)
    target = folder / DUMP
    return await dump_postgres(place.url, target), (DUMP, target)


def _cold(place: Installation) -> Iterator[tuple[str, Path]]:
    """Every file of an old day; they are written once and never changed."""
    root = place.cold or place.folder / COLD_NAME
    if root.is_dir():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"{COLD_NAME}/{path.relative_to(root).as_posix()}", path


# ── the backups of a folder ───────────────────────────────────────────────────


def name_of(moment: Instant) -> str:
    """`wattfleet-20261120T120000Z`: sorts by time."""
    return f"wattfleet-{moment.moment:%Y%m%dT%H%M%SZ}"


def moment_of(path: Path) -> Instant | None:
    """When a backup was made, by its name."""
    text = path.name.removeprefix("wattfleet-").removesuffix(SUFFIX)
    if len(text) != 16 or not path.name.endswith(SUFFIX):
        return None
    return read_instant(f"{text[:4]}-{text[4:6]}-{text[6:11]}:{text[11:13]}:{text[13:]}")


def backups_in(folder: Path) -> dict[Instant, Path]:
    """Every whole backup of a folder by its moment, oldest first."""
    found = {moment: path for path in folder.glob(f"wattfleet-*{SUFFIX}") if (moment := moment_of(path))}
    return dict(sorted(found.items()))


def newest_in(folder: Path) -> Path:
    """Raises: WattfleetError `backup_missing`."""
    found = backups_in(folder)
    if not found:
        raise backup_missing(folder / f"wattfleet-…{SUFFIX}")
    return list(found.values())[-1]


def forget_old(folder: Path, keep: Keep) -> list[Path]:
    """Remove the backups that nothing needs any more; those that went."""
    found = backups_in(folder)
    gone = [found[moment] for moment in to_remove(tuple(found), keep)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone
