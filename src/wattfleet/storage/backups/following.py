"""A continuous backup of SQLite: a base, and every few seconds the pages that were committed since.

A folder `follow-TIME` holds a base (a whole backup) and sealed deltas in their order; new files of old days
are shipped before the delta that may name them. What is lost with the machine is what was committed since the
last delta. Bringing it back is the base with the deltas laid over it, up to any moment between.
"""

import io
import os
import zlib
from pathlib import Path

import msgspec

from wattfleet.kernel.errors import unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.make import Installation, Made, backups_in, make_backup, moment_of, name_of
from wattfleet.storage.backups.package import SUFFIX, backup_missing, sync_folder
from wattfleet.storage.backups.sealed import Sealer, Unsealer, damaged
from wattfleet.storage.backups.wal import Changes, Holder, Index, Position
from wattfleet.storage.opening import COLD_NAME, FILE_NAME

DELTA, COLD = ".wfd", ".wfc"
GENERATION = "follow-"
_PACKING = 1


class Head(msgspec.Struct, frozen=True):
    """What stands before the pages of a delta (`path` before the bytes of a file of an old day)."""

    number: int
    at: int  # µs after 1970
    page_size: int = 0
    total_pages: int = 0
    path: str = ""


class Follower:
    """Follows one database into one folder; `begin` makes the base, `ship` what came since."""

    def __init__(self, place: Installation, target: Path, key: str, program: str) -> None:
        self._place = place
        self._file = place.folder / FILE_NAME
        self._target = target
        self._key = key
        self._program = program
        self._holder: Holder | None = None
        self._position: Position | None = None
        self._index: Index | None = None
        self._folder = target
        self._number = 0
        self._cold: set[str] = set()

    async def begin(self, now: Instant) -> Made:
        """A new generation with its base. Raises: WattfleetError of `make_backup`."""
        self.end()
        self._folder = self._target / f"{GENERATION}{name_of(now).removeprefix('wattfleet-')}"
        try:
            self._folder.mkdir(mode=0o700)
        except OSError as error:
            words = f"{self._folder} cannot be made: {error.strerror}."
            raise unavailable(
                "backup_target", words, hint="Is the share mounted, and has it room?"
            ) from error
        self._holder = Holder(self._file)
        self._index = Index(self._file)
        self._position = self._index.position()
        made = await make_backup(self._place, self._folder, self._key, now=now, program=self._program)
        self._cold = {one.name for one in made.manifest.parts if one.name.startswith(f"{COLD_NAME}/")}
        self._number = 0
        return made

    def ship(self, now: Instant) -> int:
        """What was committed since, as a delta; how many pages. Raises: Gap, WattfleetError "
        "`backup_target`."""
        assert self._position is not None, "a base was made"
        assert self._index is not None, "a base was made"
        holder = Holder(self._file)
        try:
            here = self._index.position()
            changes = Changes(self._file, self._position, here)
            try:
                self._ship_cold(now)
                if len(changes):
                    self._write_delta(changes, here, now)
            except OSError as error:
                words = f"{self._folder} cannot be written to: {error.strerror or error}."
                raise unavailable(
                    "backup_target", words, hint="Is the share mounted, and has it room?"
                ) from error
        except BaseException:
            holder.release()
            raise
        if self._holder is not None:
            self._holder.release()
        self._holder, self._position = holder, here
        return len(changes)

    def end(self) -> None:
        """Let the log go."""
        if self._holder is not None:
            self._holder.release()
            self._holder = None
        if self._index is not None:
            self._index.close()
            self._index = None

    def _write_delta(self, changes: Changes, here: Position, now: Instant) -> None:
        head = Head(self._number + 1, now.us, here.page_size, changes.total_pages)
        with _Draft(self._folder / f"{head.number:08d}-{name_of(now)[10:]}{DELTA}", self._key) as draft:
            draft.write(msgspec.json.encode(head) + b"\n")
            for page in changes.pages():
                draft.write(page.number.to_bytes(4, "big") + page.data)
        self._number += 1

    def _ship_cold(self, now: Instant) -> None:
        root = self._place.cold or self._place.folder / COLD_NAME
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            name = f"{COLD_NAME}/{path.relative_to(root).as_posix()}"
            if name in self._cold or not path.is_file() or path.name.startswith("."):
                continue
            number = len(self._cold) + 1
            with _Draft(self._folder / f"{number:08d}-{name_of(now)[10:]}{COLD}", self._key) as draft:
                draft.write(msgspec.json.encode(Head(number, now.us, path=name)) + b"\n")
                with path.open("rb") as file:
                    while data := file.read(1024 * 1024):
                        draft.write(data)
            self._cold.add(name)


class _Draft:
    """A sealed, packed file that gets its name when it is whole and synced."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def __enter__(self) -> "_Draft":
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


# ── the way back ──────────────────────────────────────────────────────────────


class Generation(msgspec.Struct, frozen=True):
    """A base with its deltas in order."""

    folder: Path
    base: Path
    made_at: Instant


def generations_in(target: Path) -> list[Generation]:
    """Every generation that has a whole base, oldest first."""
    found = []
    for folder in sorted(target.glob(f"{GENERATION}*")):
        bases = backups_in(folder)
        if bases:
            made_at, base = next(iter(bases.items()))
            found.append(Generation(folder, base, made_at))
    return found


def chosen(target: Path, to: Instant | None) -> Generation | Path:
    """What brings a folder's state of that moment back: the newest generation or whole backup before it.

    Raises: WattfleetError `backup_missing`.
    """
    wholes: list[tuple[Instant, Generation | Path]] = [*backups_in(target).items()]
    wholes += [(one.made_at, one) for one in generations_in(target)]
    before = [one for one in wholes if to is None or one[0] <= to]
    if not before:
        raise backup_missing(target)
    if to is None:  # whatever reaches furthest: a generation goes on after its base
        return max(before, key=lambda one: _reach(one[1], one[0]))[1]
    return max(before, key=lambda one: one[0])[1]


def _reach(one: Generation | Path, made_at: Instant) -> Instant:
    if isinstance(one, Path):
        return made_at
    names = sorted(path.name.removesuffix(DELTA) for path in one.folder.glob(f"*{DELTA}"))
    newest = moment_of(Path(f"wattfleet-{names[-1].partition('-')[2]}{SUFFIX}")) if names else None
    return made_at if newest is None else max(made_at, newest)


def lay_over(generation: Generation, key: str, folder: Path, to: Instant | None) -> Instant | None:
    """Lay the deltas over a base that stands in a folder; the moment of the last, None where there is none.

    Raises: WattfleetError `backup_damaged`, `backup_key_wrong`.
    """
    last: Instant | None = None
    for path in sorted(generation.folder.glob(f"*{COLD}")):
        head, body = _read(path, key)
        target = (folder / head.path).resolve()
        if not target.is_relative_to((folder / COLD_NAME).resolve()):
            raise damaged(f"{path.name} would be written elsewhere")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body.read())
    with (folder / FILE_NAME).open("r+b") as file:
        for number, path in enumerate(sorted(generation.folder.glob(f"*{DELTA}")), start=1):
            head, body = _read(path, key)
            if head.number != number:
                raise damaged(f"delta {number} of {generation.folder.name} is missing")
            if to is not None and head.at > to.us:
                break
            while numbered := body.read(4 + head.page_size):
                file.seek((int.from_bytes(numbered[:4], "big") - 1) * head.page_size)
                file.write(numbered[4:])
            file.truncate(head.total_pages * head.page_size)
            last = Instant(head.at)
        file.flush()
        os.fsync(file.fileno())
    return last


def _read(path: Path, key: str) -> tuple[Head, io.BytesIO]:
    """A delta is as large as what was committed in some seconds: it is read whole, before any of "
    "it is used."""
    with path.open("rb") as file:
        unsealer = Unsealer(file, key)
        packed = unsealer.read(-1)
    try:
        body = io.BytesIO(zlib.decompress(packed))
        return msgspec.json.decode(body.readline(), type=Head), body
    except (zlib.error, msgspec.DecodeError) as error:
        raise damaged(f"{path.name} cannot be unpacked") from error
