"""A backup as one file: a tar of parts, packed and sealed; the manifest stands last in it.

Everything is written beside its name, synced, read back whole and compared, and only then given its name.
"""

import hashlib
import io
import os
import re
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

import msgspec

from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.storage.backups.manifest import Manifest, Part
from wattfleet.storage.backups.sealed import Sealer, Unsealer, damaged

SUFFIX = ".wfb"
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024
_NAME = re.compile(r"(?:manifest\.json|wattfleet\.db|database\.dump|secret|cold(?:/[A-Za-z0-9][\w.=-]*)+)")
_PACKING = 1  # the quickest: frames are text, and shrink to a fifth


class _Packer:
    """zlib on the way into a sealer, as a file that tarfile can write to."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._zip = zlib.compressobj(_PACKING)

    def write(self, data: bytes) -> int:
        self._sealer.write(self._zip.compress(data))
        return len(data)

    def finish(self) -> None:
        self._sealer.write(self._zip.flush())


class _Unpacker:
    """The way back."""

    def __init__(self, unsealer: Unsealer) -> None:
        self._unsealer = unsealer
        self._zip = zlib.decompressobj()
        self._rest = b""

    def read(self, size: int) -> bytes:
        while len(self._rest) < size:
            sealed = self._zip.unconsumed_tail or self._unsealer.read(BLOCK)
            if not sealed:
                break
            try:
                self._rest += self._zip.decompress(sealed, 4 * BLOCK)
            except zlib.error as error:
                raise damaged("its content cannot be unpacked") from error
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def write_package(
    path: Path, key: str, parts: Iterable[tuple[str, Path]], manifest: Manifest
) -> tuple[Manifest, int]:
    """Write it as a whole or not at all; the manifest with its parts, and the size in bytes.

    Raises: WattfleetError `backup_target`.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            whole = _write(file, key, parts, manifest)
            file.flush()
            os.fsync(file.fileno())
        read_package(draft, key)
        draft.rename(path)
        sync_folder(path.parent)
        return whole, path.stat().st_size
    except OSError as error:
        raise unavailable(
            "backup_target",
            f"{path.parent} cannot be written to: {error.strerror or error}.",
            hint="Is the share mounted, has it room, and may this user write there?",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _write(file: IO[bytes], key: str, parts: Iterable[tuple[str, Path]], manifest: Manifest) -> Manifest:
    written: list[Part] = []
    with Sealer(file, key) as sealer:
        packer = _Packer(sealer)
        with tarfile.open(fileobj=cast("IO[bytes]", packer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for name, source in parts:
                assert _NAME.fullmatch(name), f"a part is named as parts are: {name}"
                with source.open("rb") as opened:
                    hashed = _Hashed(opened)
                    entry = tarfile.TarInfo(name)
                    entry.size = os.fstat(opened.fileno()).st_size
                    tar.addfile(entry, cast("IO[bytes]", hashed))
                written.append(Part(name, entry.size, hashed.digest()))
            whole = msgspec.structs.replace(manifest, parts=tuple(written))
            body = msgspec.json.encode(whole)
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(body)
            tar.addfile(entry, io.BytesIO(body))
        packer.finish()
    return whole


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        return self._hash.hexdigest()


def read_package(path: Path, key: str, into: Path | None = None) -> Manifest:
    """Read it whole, every part against the manifest; written into a folder where one is named.

    Raises: WattfleetError `backup_missing`, `backup_key_wrong`, `backup_damaged`.
    """
    try:
        with path.open("rb") as file:
            unpacker = _Unpacker(Unsealer(file, key))
            with tarfile.open(fileobj=cast("IO[bytes]", unpacker), mode="r|") as tar:
                found, manifest = _read(tar, into)
            while unpacker.read(BLOCK):
                pass  # to the very end, so that a file that ends too early is noticed
    except FileNotFoundError as error:
        raise backup_missing(path) from error
    except tarfile.TarError as error:
        raise damaged(f"its content is no archive ({error})") from error
    except OSError as error:
        raise unavailable("backup_unreadable", f"{path} cannot be read: {error.strerror}.") from error
    if manifest is None:
        raise damaged("it has no manifest")
    if found != {one.name: (one.bytes, one.sha256) for one in manifest.parts}:
        raise damaged("its parts are not those that its manifest tells")
    return manifest


def _read(tar: tarfile.TarFile, into: Path | None) -> tuple[dict[str, tuple[int, str]], Manifest | None]:
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    for entry in tar:
        if not entry.isreg() or not _NAME.fullmatch(entry.name):
            raise damaged(f"it holds “{entry.name[:60]}”, which no backup has")
        opened = tar.extractfile(entry)
        assert opened is not None, "a regular file can be read"
        if entry.name == MANIFEST:
            manifest = msgspec.json.decode(opened.read(), type=Manifest)
            continue
        found[entry.name] = _copy(opened, None if into is None else into / entry.name)
    return found, manifest


def _copy(source: IO[bytes], target: Path | None) -> tuple[int, str]:
    hashed, size = _Hashed(source), 0
    if target is None:
        while data := hashed.read(BLOCK):
            size += len(data)
        return size, hashed.digest()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        while data := hashed.read(BLOCK):
            file.write(data)
            size += len(data)
        file.flush()
        os.fsync(file.fileno())
    return size, hashed.digest()


def backup_missing(path: Path) -> WattfleetError:
    """There is no such backup."""
    return WattfleetError(
        "backup_missing",
        "missing",
        f"There is no backup {path}.",
        hint="Name a file, or the folder of backups.",
    )


def sync_folder(folder: Path) -> None:
    """A name that was given stays after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
