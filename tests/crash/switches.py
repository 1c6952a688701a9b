"""A disk and a clock whose faults are switched while everything runs (`faulty.c`)."""

import mmap
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.place import House, a_house
from tests.crash.power import compiled
from tests.places import PostgresServer

SHIM = Path(__file__).with_name("faulty.c")


class Switches:
    """What is wrong just now, with the disk beneath a folder and with the wall clock."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(4096))
        path.chmod(0o666)
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 4096)

    def _set(self, which: int, value: int) -> None:
        struct.pack_into("<q", self._map, which * 8, value)

    def full(self, is_full: bool) -> None:
        self._set(0, int(is_full))

    def slow(self, us: int) -> None:
        self._set(1, us)

    def broken(self, is_broken: bool) -> None:
        self._set(2, int(is_broken))

    def clock(self, us: int) -> None:
        self._set(3, us)

    @property
    def refused(self) -> int:
        """Writes for which there was no room."""
        return int(struct.unpack_from("<q", self._map, 32)[0])


@contextmanager
def a_house_with_switches(kind: str) -> Iterator[tuple[House, Switches]]:
    """A server (and its PostgreSQL) on a disk and a clock that can be switched."""
    place = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    around = Path(tempfile.mkdtemp(prefix="wattfleet-faulty-", dir=place))
    around.chmod(0o755)
    switches = Switches(around / "switches")
    library = compiled(around, SHIM)
    environment = {"LD_PRELOAD": str(library), "FAULTY_SWITCHES": str(around / "switches")}
    try:
        if kind == "sqlite":
            root = around / "disk"
            root.mkdir()
            with a_house(root, kind, around=environment | {"FAULTY_ROOT": str(root)}) as house:
                yield house, switches
        else:
            server = PostgresServer(durable=True, place=place, initdb=("-k", "--wal-segsize=1"))
            server.kill()
            server.environment = environment | {"FAULTY_ROOT": str(server.folder)}
            server.restart()
            with a_house(around, kind, postgres=server, around=environment | {"FAULTY_ROOT": "-"}) as house:
                yield house, switches
    finally:
        shutil.rmtree(around, ignore_errors=True)
