"""What a process and the disk were doing while something was measured."""

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import ClassVar, Self

from bench.server import Server, cpu_s


class _Looking:
    """Looks at something every so many seconds, in a thread of its own."""

    _every_s: ClassVar[float]

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        while not self._over.wait(self._every_s):
            self._look()

    def _look(self) -> None:
        raise NotImplementedError


class CpuWatch(_Looking):
    """How much of a core a process uses: other work on the machine disturbs that less than a rate."""

    _every_s = 0.1

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._pid = pid
        self._seen: list[tuple[float, float]] = []

    def _look(self) -> None:
        self._seen.append((time.perf_counter(), cpu_s(self._pid)))

    def us_each(self, found: dict[str, float], seconds: float) -> float:
        """µs of CPU for each of what was done `per_s` in the last seconds."""
        return 1_000_000 * self._share_of_last(seconds) / found["per_s"]

    def _share_of_last(self, seconds: float) -> float:
        until = self._seen[-1][0] - 0.5
        within = [one for one in self._seen if until - seconds + 1 < one[0] < until]
        (begun, before), (ended, after) = within[0], within[-1]
        return (after - before) / (ended - begun)


class MemoryWatch(_Looking):
    """The most memory that the server took meanwhile."""

    _every_s = 0.5

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server
        self.peak_kb = 0.0

    def _look(self) -> None:
        self.peak_kb = max(self.peak_kb, self._server.own_kb())


class DiskWatch:
    """How long the disk of the temporary folders took for a write meanwhile, on average, whoever wrote.

    It tells a slow database from a slow disk, and costs nothing: the kernel counts anyway.
    """

    def __init__(self) -> None:
        self.write_ms = 0.0
        """0 where the kernel does not count that disk."""

    def __enter__(self) -> "DiskWatch":
        self._began = _writes()
        return self

    def __exit__(self, *_: object) -> None:
        (before, before_ms), (writes, ms) = self._began, _writes()
        self.write_ms = (ms - before_ms) / max(1, writes - before)


def _writes() -> tuple[int, int]:
    """Writes and flushes of the disk so far, and their milliseconds (the kernel's `iostats`)."""
    device = Path(tempfile.gettempdir()).stat().st_dev
    number = [str(os.major(device)), str(os.minor(device))]
    for line in Path("/proc/diskstats").read_text().splitlines():
        words = line.split()
        if words[:2] == number:
            flushes, flushing_ms = (int(words[18]), int(words[19])) if len(words) > 19 else (0, 0)
            return int(words[7]) + flushes, int(words[10]) + flushing_ms
    return 0, 0
