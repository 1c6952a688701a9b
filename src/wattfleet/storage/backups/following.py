"""A continuous backup of SQLite: a base, and every few seconds the pages that were committed since.

A folder `follow-TIME` holds a base (a whole backup) and sealed deltas in their order; new files of old days
are shipped before the delta that may name them. What is lost with the machine is what was committed since the
last delta. Bringing it back is the base with the deltas laid over it, up to any moment between.
"""

import os
from functools import partial
from pathlib import Path

import msgspec

from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.make import Installation, Made, backups_in, make_backup, moment_of, name_of
from wattfleet.storage.backups.package import SUFFIX, backup_missing
from wattfleet.storage.backups.sealed import damaged
from wattfleet.storage.backups.shipping import Draft, Head, lay_cold, read_shipped, ship_cold, to_its_end
from wattfleet.storage.backups.wal import Changes, Holder, Index, Position
from wattfleet.storage.opening import COLD_NAME, FILE_NAME

DELTA, LOG = ".wfd", ".wfl"
GENERATION = "follow-"


def new_generation(target: Path, now: Instant) -> Path:
    """The folder of a new one. Raises: WattfleetError `backup_target`."""
    folder = target / f"{GENERATION}{name_of(now).removeprefix('wattfleet-')}"
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise not_written(folder, error) from error
    return folder


def not_written(folder: Path, error: OSError) -> WattfleetError:
    """Said where the place of the backups fails."""
    words = f"{folder} cannot be written to: {error.strerror or error}."
    return unavailable("backup_target", words, hint="Is the share mounted, and has it room?")


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
        await self.end()
        self._folder = new_generation(self._target, now)
        self._holder = Holder(self._file)
        self._index = Index(self._file)
        self._position = self._index.position()
        made = await make_backup(self._place, self._folder, self._key, now=now, program=self._program)
        self._cold = {one.name for one in made.manifest.parts if one.name.startswith(f"{COLD_NAME}/")}
        self._number = 0
        return made

    async def ship(self, now: Instant) -> int:
        """What was committed since, as a delta; how many pages.

        Raises: Gap, WattfleetError `backup_target`.
        """
        return await to_its_end(partial(self._ship, now))

    def _ship(self, now: Instant) -> int:
        assert self._position is not None, "a base was made"
        assert self._index is not None, "a base was made"
        holder = Holder(self._file)
        try:
            here = self._index.position()
            changes = Changes(self._file, self._position, here)
            try:
                ship_cold(self._place, self._folder, self._key, self._cold, now)
                if len(changes):
                    self._write_delta(changes, here, now)
            except OSError as error:
                raise not_written(self._folder, error) from error
        except BaseException:
            holder.release()
            raise
        if self._holder is not None:
            self._holder.release()
        self._holder, self._position = holder, here
        return len(changes)

    async def end(self) -> None:
        """Let the log go."""
        if self._holder is not None:
            self._holder.release()
            self._holder = None
        if self._index is not None:
            self._index.close()
            self._index = None

    def _write_delta(self, changes: Changes, here: Position, now: Instant) -> None:
        head = Head(self._number + 1, now.us, here.page_size, changes.total_pages)
        with Draft(self._folder / f"{head.number:08d}-{name_of(now)[10:]}{DELTA}", self._key) as draft:
            draft.write(msgspec.json.encode(head) + b"\n")
            for page in changes.pages():
                draft.write(page.number.to_bytes(4, "big") + page.data)
        self._number += 1


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
    logs = [path.stat().st_mtime_ns // 1000 for path in one.folder.glob(f"*{LOG}")]
    if logs:
        return Instant(max(logs))
    names = sorted(path.name.removesuffix(DELTA) for path in one.folder.glob(f"*{DELTA}"))
    newest = moment_of(Path(f"wattfleet-{names[-1].partition('-')[2]}{SUFFIX}")) if names else None
    return made_at if newest is None else max(made_at, newest)


def lay_over(generation: Generation, key: str, folder: Path, to: Instant | None) -> Instant | None:
    """Lay the deltas over a base that stands in a folder; the moment of the last, None where there is none.

    Raises: WattfleetError `backup_damaged`, `backup_key_wrong`.
    """
    last: Instant | None = None
    lay_cold(generation.folder, key, folder)
    with (folder / FILE_NAME).open("r+b") as file:
        for number, path in enumerate(sorted(generation.folder.glob(f"*{DELTA}")), start=1):
            head, body = read_shipped(path, key)
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
