"""Cold days: rows of the journal as Parquet files in a folder, written once, checked, and read in place.

A file holds some rows of one tenant, one kind and one day of receipt, sorted by station, so that asking for
one station reads a few pages of it. It is written beside its name, synced, read back and compared with what
was to be written, and only then given its name. Whoever asks for rows never knows where they stood.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from wattfleet.kernel.errors import WattfleetError, unavailable

if TYPE_CHECKING:
    import polars as pl

KINDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "frames": (
        ("id", "Int64"),
        ("station_id", "String"),
        ("epoch", "Int64"),
        ("at", "Int64"),
        ("direction", "Int8"),
        ("kind", "String"),
        ("message_id", "String"),
        ("action", "String"),
        ("raw", "Binary"),
        ("answer", "Binary"),
        ("error", "String"),
        ("session_id", "String"),
    ),
    "readings": (
        ("id", "Int64"),
        ("session_id", "String"),
        ("station_id", "String"),
        ("evse", "Int64"),
        ("at", "Int64"),
        ("received_at", "Int64"),
        ("register_mwh", "Int64"),
        ("power_mw", "Int64"),
        ("soc_milli", "Int64"),
        ("source", "Int8"),
        ("sequence", "Int64"),
        ("reading", "Binary"),
    ),
}
"""Columns as they stand in the files: instants in µs after 1970, ids as 32 hex digits."""

_ORDER = {"frames": ("station_id", "at", "id"), "readings": ("station_id", "session_id", "at", "id")}
_GROUP_ROWS = 8_192
"""Rows that are skipped together where the station or the moment shows that they are not asked for."""

Narrow = Callable[["pl.LazyFrame"], "pl.LazyFrame"]


class ColdFile(msgspec.Struct, frozen=True):
    """What a written file is, for the manifest."""

    path: str
    rows: int
    bytes: int
    sha256: str


def damaged(place: Path, what: str) -> WattfleetError:
    """A file is not what the manifest says: what stands in it may be nowhere else."""
    return unavailable(
        "cold_file_damaged",
        f"{place} {what}.",
        hint="Bring the folder of cold files back from a backup.",
    )


class ColdStore:
    """The folder of cold files; it is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, kind: str, rows: Sequence[Sequence[Any]]) -> ColdFile:
        """Write rows (values in the order of KINDS) as one file; a file of that name is replaced.

        Raises: WattfleetError `cold_file_damaged` where what was written reads back as something else.
        """
        import polars as pl

        schema = {name: getattr(pl, type_name)() for name, type_name in KINDS[kind]}
        frame = pl.DataFrame(rows, schema=schema, orient="row").sort(_ORDER[kind])
        place = self.folder / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(place.name + ".draft")
        frame.write_parquet(draft, compression="zstd", compression_level=6, row_group_size=_GROUP_ROWS)
        _sync(draft)
        if not pl.read_parquet(draft, use_statistics=False).equals(frame):
            raise damaged(draft, "does not read back as what was written")
        told = ColdFile(path, frame.height, draft.stat().st_size, _digest(draft))
        draft.replace(place)
        _sync(place.parent)
        return told

    def check(self, path: str, sha256: str) -> None:
        """Raises: WattfleetError `cold_file_damaged` where the file is gone or changed."""
        place = self.folder / path
        if not place.is_file():
            raise damaged(place, "is not there")
        if _digest(place) != sha256:
            raise damaged(place, "is not the file that was written: its hash differs")

    def read(self, path: str, narrow: Narrow) -> list[dict[str, Any]]:
        """The rows that `narrow` leaves of a file. Raises: WattfleetError `cold_file_damaged`."""
        import polars as pl

        place = self.folder / path
        try:
            return narrow(pl.scan_parquet(place)).collect().to_dicts()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise damaged(place, f"cannot be read: {error}") from error

    def numbers(self, path: str) -> list[int]:
        """The ids of all rows of a file, ascending."""
        return sorted(row["id"] for row in self.read(path, lambda rows: rows.select("id")))

    def thin(self, path: str, kind: str, thinner: str) -> ColdFile | None:
        """Write the rows of a file that belong to a session as another file; None where there are none."""
        import polars as pl

        names = [name for name, _ in KINDS[kind]]
        rows = self.read(path, lambda rows: rows.filter(pl.col("session_id").is_not_null()))
        if not rows:
            return None
        return self.write(thinner, kind, [[row[name] for name in names] for row in rows])

    def strays(self, tenant: int, known: set[str], before_s: float) -> list[str]:
        """Files of a tenant that no line of the manifest names, and that nobody has touched since then."""
        home = self.folder / f"tenant-{tenant}"
        found = (one for one in home.rglob("*") if one.is_file() and one.stat().st_mtime < before_s)
        names = (str(one.relative_to(self.folder)) for one in found)
        return sorted(name for name in names if name not in known and not name.endswith("manifest.json"))

    def remove(self, path: str) -> None:
        """A file that is gone already is gone."""
        (self.folder / path).unlink(missing_ok=True)


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
