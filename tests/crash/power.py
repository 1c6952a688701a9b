"""Power cuts: of what a process wrote since the last sync, chance decides what has reached the disk.

`unsynced.c` writes down every write, change of a name and sync beneath a folder. `Disk.cut` plays the log
over the files as they were at the last cut: synced is kept, of the rest each piece of 512 bytes survives or
not, in any order, and names (created, renamed, removed) survive up to a moment of chance, or for certain once
their folder or the file itself was synced. Source: fsync(2); an ordered journal of names as in ext4 and XFS,
which PostgreSQL relies on (it does not sync the folder of a new table).
"""

import os
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import msgspec

SHIM = Path(__file__).with_name("unsynced.c")
HEAD = struct.Struct("<IIQQQII")
MAGIC = 0x57464553
SECTOR = 512
CREATE, WRITE, TRUNCATE, SYNC_BEGIN, SYNC_END, RENAME, UNLINK, MKDIR, RMDIR, LINK, EXTEND = range(1, 12)


@cache
def compiled(folder: Path, source: Path = SHIM) -> Path:
    """A shim as a library in this folder."""
    library = folder / f"{source.stem}.so"
    command = ["gcc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl", "-pthread"]
    subprocess.run(command, check=True, capture_output=True)
    library.chmod(0o755)
    return library


class Done(msgspec.Struct, frozen=True):
    """One line of the log. `at` is an offset, a size, or (of SYNC_END) the number of its beginning."""

    seq: int
    kind: int
    ino: int
    at: int
    first: bytes
    second: bytes

    @property
    def path(self) -> str:
        return _plain(self.first)

    @property
    def target(self) -> str:
        return _plain(self.second)


def read_log(path: Path) -> Iterator[Done]:
    """All whole lines of one process's log; one that was killed may have left half a line."""
    text = path.read_bytes()
    at = 0
    while at + HEAD.size <= len(text):
        magic, kind, seq, ino, offset, first, second = HEAD.unpack_from(text, at)
        assert magic == MAGIC, f"{path} is broken at {at}"
        begin = at + HEAD.size
        at = begin + first + second
        if at > len(text):
            return
        yield Done(seq, kind, ino, offset, text[begin : begin + first], text[begin + first : at])


class File:
    """What surely is on the disk, and what was done since."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = bytearray(content)
        self.pending: list[Done] = []

    def sync(self, before: int) -> None:
        for one in self.pending:
            if one.seq < before:
                self._apply(one, None)
        self.pending = [one for one in self.pending if one.seq >= before]

    def cut(self, chance: Random, survives: float) -> None:
        """What was not synced survives in pieces."""
        for one in self.pending:
            if one.kind == WRITE:
                self._apply(one, (chance, survives))
            elif chance.random() < survives:
                self._apply(one, None)
        self.pending = []

    def _apply(self, one: Done, torn: tuple[Random, float] | None) -> None:
        if one.kind == TRUNCATE:
            del self.content[one.at :]
        if one.kind in (TRUNCATE, EXTEND):
            self._grow(one.at)
        elif one.kind == WRITE:
            at, end = one.at, one.at + len(one.first)
            while at < end:
                stop = end if torn is None else min(end, at - at % SECTOR + SECTOR)
                if torn is None or torn[0].random() < torn[1]:
                    self._grow(stop)
                    self.content[at:stop] = one.first[at - one.at : stop - one.at]
                at = stop

    def _grow(self, size: int) -> None:
        if size > len(self.content):
            self.content.extend(bytes(size - len(self.content)))


Names = dict[str, File | None]
"""What stands where; None is a folder."""


class Disk:
    """The files beneath `root`, as a power cut would leave them."""

    def __init__(self, root: Path, logs: Path, library: Path, *, lies: bool = False) -> None:
        self.root = root.resolve()
        self.logs = logs
        logs.mkdir(exist_ok=True)
        logs.chmod(0o777)
        self.environment = {
            "LD_PRELOAD": str(library),
            "UNSYNCED_ROOT": str(self.root),
            "UNSYNCED_LOG": str(logs),
        }
        if lies:
            self.environment["UNSYNCED_LIE"] = "1"
        self.dropped = 0  # writes that were not synced when the power went
        self.remember()

    def remember(self) -> None:
        """What is here now is on the disk."""
        self._durable: Names = {}
        self._by_ino: dict[int, File] = {}
        self._folders: dict[int, str] = {self.root.stat().st_ino: ""}
        self._pending: list[Done] = []
        for path in sorted(self.root.rglob("*")):
            name = str(path.relative_to(self.root))
            if path.is_dir():
                self._durable[name] = None
                self._folders[path.stat().st_ino] = name
            elif path.is_file():
                file = File(path.read_bytes())
                self._durable[name] = file
                self._by_ino[path.stat().st_ino] = file
        self._now: Names = dict(self._durable)
        self._made: dict[int, File | None] = {}
        self._named: dict[int, File | None] = {}
        for log in self.logs.iterdir():
            log.unlink()

    def cut(self, chance: Random, survives: float) -> None:
        """Play the log, and leave beneath the root what would have survived; every process must be dead."""
        lines = [line for log in self.logs.glob("log.*") for line in read_log(log)]
        for line in sorted(lines, key=lambda one: one.seq):
            self._play(line)
        kept = chance.randint(0, len(self._pending)) if survives else 0
        for line in self._pending[:kept]:
            self._name(self._durable, line)
        for file in {id(one): one for one in self._durable.values() if one is not None}.values():
            self.dropped += len(file.pending)
            file.cut(chance, survives)
        self._write()
        self.remember()

    def _play(self, line: Done) -> None:
        if line.kind in (WRITE, TRUNCATE, EXTEND):
            file = self._by_ino.get(line.ino)
            if file is not None:
                file.pending.append(line)
        elif line.kind == SYNC_END:
            folder = self._folders.get(line.ino)
            file = self._by_ino.get(line.ino)
            if folder is not None:
                self._sync_names(
                    line.at, lambda one: folder in {_folder_of(one.path), _folder_of(one.target)}
                )
            elif file is not None:
                file.sync(line.at)
                self._sync_names(line.at, lambda one: self._named.get(one.seq) is file)
        elif line.kind != SYNC_BEGIN:
            self._name(self._now, line)
            self._named[line.seq] = self._now.get(line.target or line.path)
            self._pending.append(line)

    def _sync_names(self, before: int, meant: Callable[[Done], bool]) -> None:
        """The journal of names is forced up to the last one that is meant."""
        last = max((one.seq for one in self._pending if one.seq < before and meant(one)), default=0)
        for one in self._pending:
            if one.seq <= last:
                self._name(self._durable, one)
        self._pending = [one for one in self._pending if one.seq > last]

    def _name(self, names: Names, line: Done) -> None:
        match line.kind:
            case 1:  # CREATE
                if line.seq not in self._made:
                    known = self._now.get(line.path)
                    fresh = (
                        self._by_ino[line.ino] if known and self._by_ino.get(line.ino) is known else File()
                    )
                    self._made[line.seq] = self._by_ino[line.ino] = fresh
                names[line.path] = self._made[line.seq]
            case 8:  # MKDIR
                names[line.path] = None
                self._folders[line.ino] = line.path
            case 6:  # RENAME
                if line.path in names:
                    names[line.target] = names.pop(line.path)
                    self._move_below(names, line.path, line.target)
                else:
                    names.pop(line.target, None)
            case 10:  # LINK
                if line.path in names:
                    names[line.target] = names[line.path]
            case _:  # UNLINK, RMDIR
                names.pop(line.path, None)

    @staticmethod
    def _move_below(names: Names, old: str, new: str) -> None:
        for name in [name for name in names if name.startswith(old + "/")]:
            names[new + name[len(old) :]] = names.pop(name)

    def _write(self) -> None:
        """The tree anew, with the owners and permissions of what was there."""
        owners = {
            str(path.relative_to(self.root)): (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode)
            for path in self.root.rglob("*")
            if not path.is_symlink()
        }
        usual = self.root.stat()
        for path in self.root.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name, file in sorted(self._durable.items()):
            if _folder_of(name) and self._durable.get(_folder_of(name), file) is not None:
                continue  # its folder did not survive
            path = self.root / name
            if file is None:
                path.mkdir()
            else:
                path.write_bytes(file.content)
            owner, group, mode = owners.get(
                name, (usual.st_uid, usual.st_gid, 0o700 if file is None else 0o600)
            )
            shutil.chown(path, owner, group)
            path.chmod(mode & 0o7777)


def _plain(path: bytes) -> str:
    """`./base//1` → `base/1`; "" stays."""
    return os.path.normpath(path.decode()) if path else ""


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]
