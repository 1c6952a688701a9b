"""Bringing a followed PostgreSQL back: its server's files in an empty folder, with its log up to a moment.

What stands in the folder is a data directory that PostgreSQL recovers by itself at its next start: it reads
the log from beside its files and then opens. Nothing of a running server is touched.
Source: PostgreSQL 15 documentation §26.3.5.
"""

import io
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.following import LOG, Generation
from wattfleet.storage.backups.pg_following import BASE_FILE, CHUNK, OPEN
from wattfleet.storage.backups.sealed import Unsealer, damaged
from wattfleet.storage.backups.shipping import read_shipped

if TYPE_CHECKING:
    from typing_extensions import Buffer

LOG_FOLDER = "wattfleet_log"


def is_followed_postgres(generation: Generation) -> bool:
    """Whether a generation holds a server's own files."""
    return (generation.folder / BASE_FILE).is_file()


def restore_server(generation: Generation, key: str, into: Path, to: Instant | None) -> Instant:
    """The data directory; the moment up to which the log reaches, or `to` where that is earlier.

    Raises: WattfleetError `place_taken`, `backup_damaged`, `backup_key_wrong`.
    """
    if into.exists() and any(into.iterdir()):
        raise conflict(
            "place_taken",
            f"{into} is not empty.",
            hint="Name a folder that is empty or not there, with --postgres-into.",
            field="--postgres-into",
        )
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    _unpack_base(generation.folder / BASE_FILE, key, into)
    reach = _unpack_log(generation, key, into / LOG_FOLDER)
    end = reach if to is None or to >= reach else to
    _recover(into, None if end == reach else end)
    return end


def _unpack_base(path: Path, key: str, into: Path) -> None:
    with path.open("rb") as file:
        stream = io.BufferedReader(_Unpacked(Unsealer(file, key)), CHUNK)
        stream.readline()
        try:
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                unpack_files(tar, path.name, into)
        except (tarfile.TarError, zlib.error) as error:
            raise damaged(f"{path.name} cannot be unpacked: {error}") from error
    into.chmod(0o700)


def unpack_files(tar: tarfile.TarFile, called: str, into: Path) -> None:
    """Plain files and folders below `into` and nothing else. (Filters of `tarfile`: since Python 3.11.4.)"""
    for one in tar:
        name = PurePosixPath(one.name)
        if not (one.isreg() or one.isdir()) or name.is_absolute() or ".." in name.parts:
            raise damaged(f"{called} holds {one.name}, which is no plain file of a server")
        place = into / name
        (place if one.isdir() else place.parent).mkdir(mode=0o700, parents=True, exist_ok=True)
        if one.isreg():
            with cast("IO[bytes]", tar.extractfile(one)) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target, CHUNK)
            place.chmod(0o600)


def _unpack_log(generation: Generation, key: str, into: Path) -> Instant:
    into.mkdir(mode=0o700)
    reach = generation.made_at
    pieces = sorted(generation.folder.glob(f"*{LOG}"), key=lambda one: (OPEN in one.name, one.name))
    for path in pieces:
        name = path.name.removesuffix(LOG).removesuffix(OPEN)
        if (into / name).exists():
            continue  # whole segments come first: they have all that their beginnings had
        head, body = read_shipped(path, key)
        if head.path != name:
            raise damaged(f"{path.name} holds {head.path}")
        (into / name).write_bytes(body.read())
        reach = max(reach, Instant(head.at))
    return reach


def _recover(into: Path, to: Instant | None) -> None:
    """PostgreSQL runs the command in its data directory, so that the folder may be moved before it starts."""
    lines = [
        f'restore_command = \'cp "{LOG_FOLDER}/%f" "%p"\'',
        "recovery_target_timeline = 'current'",
        "recovery_target_action = 'promote'",
    ]
    if to is not None:
        lines.append(f"recovery_target_time = '{to.moment:%Y-%m-%d %H:%M:%S.%f}+00'")
    with (into / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", *lines, ""]))
    (into / "recovery.signal").touch(mode=0o600)


class _Unpacked(io.RawIOBase):
    """A sealed and packed file as the stream that it was."""

    def __init__(self, sealed: Unsealer) -> None:
        super().__init__()
        self._sealed = sealed
        self._unpack = zlib.decompressobj()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer", /) -> int:
        while not self._rest:
            data = self._sealed.read(CHUNK)
            if not data:
                return 0
            self._rest = self._unpack.decompress(data)
        view = memoryview(buffer)
        taken = min(len(view), len(self._rest))
        view[:taken], self._rest = self._rest[:taken], self._rest[taken:]
        return taken
