"""What a continuous backup ships after a base: sealed, packed files, whole before they have their name."""

import asyncio
import io
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.make import Installation, name_of
from wattfleet.storage.backups.package import sync_folder
from wattfleet.storage.backups.sealed import Sealer, Unsealer, damaged
from wattfleet.storage.opening import COLD_NAME

COLD = ".wfc"
_PACKING = 1


T = TypeVar("T")


async def to_its_end(job: Callable[[], T]) -> T:
    """Run in a thread, and stop only when it is done: two of them never write at once."""
    running = asyncio.create_task(asyncio.to_thread(job))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait((running,))
        raise


class Head(msgspec.Struct, frozen=True):
    """What stands before the pages of a delta (`path` before the bytes of a file of an old day)."""

    number: int
    at: int  # µs after 1970
    page_size: int = 0
    total_pages: int = 0
    path: str = ""


class Draft:
    """A sealed, packed file that gets its name when it is whole and synced."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def __enter__(self) -> "Draft":
        self._part = self._path.with_name(f".{self._path.name}.part")
        self._file = self._part.open("wb")
        os.fchmod(self._file.fileno(), 0o600)
        self._sealer = Sealer(self._file, self._key)
        self._zip = zlib.compressobj(_PACKING)
        return self

    def write(self, data: bytes) -> None:
        self._sealer.write(self._zip.compress(data))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._file:
            if kind is None:
                self._sealer.write(self._zip.flush())
                self._sealer.close()
                self._file.flush()
                os.fsync(self._file.fileno())
        if kind is not None:
            self._part.unlink(missing_ok=True)
            return
        self._part.rename(self._path)
        sync_folder(self._path.parent)


def read_shipped(path: Path, key: str) -> tuple[Head, io.BytesIO]:
    """It is as large as what was committed in some seconds: it is read whole, before any of it is used.

    Raises: WattfleetError `backup_damaged`, `backup_key_wrong`.
    """
    with path.open("rb") as file:
        unsealer = Unsealer(file, key)
        packed = unsealer.read(-1)
    try:
        body = io.BytesIO(zlib.decompress(packed))
        return msgspec.json.decode(body.readline(), type=Head), body
    except (zlib.error, msgspec.DecodeError) as error:
        raise damaged(f"{path.name} cannot be unpacked") from error


def ship_cold(place: Installation, folder: Path, key: str, known: set[str], now: Instant) -> None:
    """Files of old days that are not `known` yet; they are written once and never changed."""
    root = place.cold or place.folder / COLD_NAME
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        name = f"{COLD_NAME}/{path.relative_to(root).as_posix()}"
        if name in known or not path.is_file() or path.name.startswith("."):
            continue
        number = len(known) + 1
        with Draft(folder / f"{number:08d}-{name_of(now)[10:]}{COLD}", key) as draft:
            draft.write(msgspec.json.encode(Head(number, now.us, path=name)) + b"\n")
            with path.open("rb") as file:
                while data := file.read(1024 * 1024):
                    draft.write(data)
        known.add(name)


def lay_cold(source: Path, key: str, folder: Path) -> None:
    """Put a generation's files of old days where they belong. Raises: WattfleetError `backup_damaged`."""
    for path in sorted(source.glob(f"*{COLD}")):
        head, body = read_shipped(path, key)
        target = (folder / head.path).resolve()
        if not target.is_relative_to((folder / COLD_NAME).resolve()):
            raise damaged(f"{path.name} would be written elsewhere")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body.read())
