"""Every measurement in one table: `make bench`. Nothing here is a test.

The server runs on core 0; the load and PostgreSQL run on core 1. Each row names a peer or a limit that was
measured in the same run, and the ratio to it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median

import msgspec

from bench import billing_run, documents, month, ratings
from bench.postgres import private_postgres
from bench.server import Server, cpu_s

PYTHON = sys.executable
Row = tuple[str, str, str, str, str]
STORM = 5000
CALM = 5000
"""Frames a second at which the skeleton's waiting is looked at: about half of what ours does."""
ROUNDS = 3
"""The machine gives now more and now less: what is compared is measured by turns, and told by its median."""
AT_WORK = [f"{kind}{turn}-{one}" for kind in ("FULL", "HALF") for turn in range(ROUNDS) for one in range(200)]


def load(what: str, url: str, **options: object) -> dict[str, float]:
    """Run the load generator in its own process; its one JSON line."""
    return ask("bench.load", what, "--url", url, **options)


def ask(module: str, *words: str, **options: object) -> dict[str, float]:
    """Run a program that loads the server in its own process; its one JSON line."""
    command = [PYTHON, "-m", module, *words]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the load failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def beside(module: str, port: int, seconds: float, *more: str, calm: float = 0) -> dict[str, float]:
    """Frames against a peer on core 0, as fast as it answers; then, at a `calm` rate, how long one waits."""
    url = f"ws://127.0.0.1:{port}/ocpp/"
    command = [PYTHON, "-m", module, "--port", str(port), "--core", "0", *more]
    peer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert peer.stdout is not None
        peer.stdout.readline()
        with CpuWatch(peer.pid) as watch:
            found = load("frames", url, stations=200, seconds=seconds)
        found["cpu_us"] = watch.us_each(found, seconds)
        if calm:
            found["calm_p99_ms"] = load("frames", url, stations=200, seconds=seconds, rate=calm)["p99_ms"]
        return found
    finally:
        peer.kill()
        peer.wait()


class CpuWatch:
    """How much of a core a process uses, looked at every 0.1 s: a figure that other work on the machine
    disturbs less than a rate."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._seen: list[tuple[float, float]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "CpuWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._seen.append((time.perf_counter(), cpu_s(self._pid)))

    def us_each(self, found: dict[str, float], seconds: float) -> float:
        """µs of CPU for each of what was done `per_s` in the last seconds."""
        return 1_000_000 * self._share_of_last(seconds) / found["per_s"]

    def _share_of_last(self, seconds: float) -> float:
        until = self._seen[-1][0] - 0.5
        within = [one for one in self._seen if until - seconds + 1 < one[0] < until]
        (begun, before), (ended, after) = within[0], within[-1]
        return (after - before) / (ended - begun)


class MemoryWatch:
    """The most memory that the server took meanwhile, looked at twice a second."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.peak_kb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.peak_kb = max(self.peak_kb, self._server.own_kb())


class Turn(msgspec.Struct):
    """One round of frames: the peer, ours as fast as it answers, and ours at half of that."""

    peer: dict[str, float]
    full: dict[str, float]
    half: dict[str, float]


def turns(server: Server, seconds: float) -> list[Turn]:
    """By turns; what others left for the disk to write is written before."""
    found: list[Turn] = []
    for turn in range(ROUNDS):
        peer = beside("bench.peer", 9100, seconds)
        os.sync()
        with CpuWatch(server.process.pid) as watch:
            full = load("frames", server.ocpp, stations=200, seconds=seconds, prefix=f"FULL{turn}-")
        full["cpu_us"] = watch.us_each(full, seconds)
        rate = full["per_s"] / 2
        half = load("frames", server.ocpp, stations=200, seconds=seconds, rate=rate, prefix=f"HALF{turn}-")
        found.append(Turn(peer, full, half))
    return found


def _each(figures: Iterable[float], spelled: str) -> str:
    """All rounds, in their order."""
    return "by turns " + ", ".join(format(one, spelled) for one in figures)


def measure(seconds: float) -> Iterator[Row]:
    """The table's lines, each as soon as it is known."""
    echo = beside("bench.echo", 9101, seconds)
    told = f"{echo['per_s']:,.0f} frames/s"
    yield ("the load against an echo", told, "target 15,000/s", _x(echo["per_s"] / 15000), "")
    with tempfile.TemporaryDirectory() as folder:
        with Server(Path(folder) / "sqlite") as server:
            told = f"{server.started_s:.2f} s"
            yield ("start to first accept", told, "limit 2 s", _x(2 / server.started_s), "")
            server.furnish(also=AT_WORK)
            bare = beside("bench.skeleton", 9102, seconds, "--sqlite", f"{folder}/bare", calm=CALM)
            yield _skeleton_row("SQLite", bare, 45000)
            yield from _frames_rows("SQLite FULL", turns(server, seconds), 15000, bare)
            yield from _edge_rows(server, seconds)
            yield from _storm_rows("SQLite", server, STORM)
            yield _list_row("SQLite", server, seconds)
        with private_postgres(Path(folder) / "bare-pg") as url:
            bare = beside("bench.skeleton", 9103, seconds, "--postgres", url, calm=CALM)
            yield _skeleton_row("PostgreSQL", bare, 29000)
        with private_postgres(Path(folder) / "pg") as url, Server(Path(folder) / "with-pg", url) as server:
            server.furnish(also=AT_WORK)
            name = "PostgreSQL, row-level security"
            yield from _frames_rows(name, turns(server, seconds), 12000, bare)
            yield from _storm_rows("PostgreSQL", server, STORM)
            yield _list_row("PostgreSQL", server, seconds)
    yield from ratings.rows()
    yield from documents.rows()
    yield from billing_run.rows()
    yield from month.rows()


def _skeleton_row(name: str, bare: dict[str, float], aimed: float) -> Row:
    note = f"{bare['cpu_us']:.0f} µs of CPU each, load {bare['load_cpu']:.0%} busy"
    against = f"{aimed:,.0f}/s where the targets were set"
    told, ratio = f"{bare['per_s']:,.0f}/s", _x(bare["per_s"] / aimed)
    return (f"a skeleton without meaning, {name}", told, against, ratio, note)


def _frames_rows(name: str, found: list[Turn], target: float, bare: dict[str, float]) -> list[Row]:
    full = {what: [turn.full[what] for turn in found] for what in ("per_s", "cpu_us", "load_cpu")}
    half = {what: [turn.half[what] for turn in found] for what in ("p50_ms", "p99_ms")}
    peers = [turn.peer["per_s"] for turn in found]
    ratios = [ours / peer for ours, peer in zip(full["per_s"], peers, strict=True)]
    per_s, cpu_us, p99_ms = median(full["per_s"]), median(full["cpu_us"]), median(half["p99_ms"])
    told = f"{cpu_us:.0f} µs of CPU each, load {median(full['load_cpu']):.0%} busy"
    calm = f"the skeleton's at {CALM:,.0f}/s {bare['calm_p99_ms']:.1f} ms"
    what = f"durable frames, {name}"
    return [
        (
            "ocpp + websockets, nothing kept",
            f"{median(peers):,.0f} frames/s",
            "",
            "1.0 ×",
            _each(peers, ",.0f"),
        ),
        (what, f"{per_s:,.0f}/s", "the peer", _x(median(ratios)), _each(ratios, ".1f")),
        ("", "", f"target {target:,.0f}/s", _x(per_s / target), f"{_each(full['per_s'], ',.0f')}; {told}"),
        (
            "",
            "",
            "the skeleton",
            f"{per_s / bare['per_s']:.2f} ×",
            f"by CPU a frame {bare['cpu_us'] / cpu_us:.2f} ×",
        ),
        (
            "  p99 at half load",
            f"{p99_ms:.1f} ms",
            "limit 10 ms",
            _x(10 / p99_ms),
            f"{_each(half['p99_ms'], '.1f')}; p50 {median(half['p50_ms']):.1f} ms; {calm}",
        ),
    ]


def _knocks(server: Server, url: str, seconds: float) -> dict[str, float]:
    with CpuWatch(server.process.pid) as watch:
        found = ask("bench.knocks", "--url", url, stations=1000, seconds=seconds)
    found["cpu_us"] = watch.us_each(found, seconds)
    return found


def _knocks_row(kind: str, rounds: list[dict[str, float]], target: float) -> Row:
    per_s = median(one["per_s"] for one in rounds)
    cpu_us, busy = (median(one[what] for one in rounds) for what in ("cpu_us", "load_cpu"))
    each = _each((one["per_s"] for one in rounds), ",.0f")
    return (
        f"authenticated handshakes, {kind}",
        f"{per_s:,.0f}/s",
        f"target {target:,.0f}/s",
        _x(per_s / target),
        f"{cpu_us:.0f} µs of CPU each, load {busy:.0%} busy; {each}",
    )


def _edge_rows(server: Server, seconds: float) -> list[Row]:
    rounds = [[_knocks(server, url, seconds) for url in (server.ocpp, server.ocpps)] for _ in range(ROUNDS)]
    held = server.idle(server.ocpp, 5000)
    held_secure = server.idle(server.ocpps, 5000)
    return [
        _knocks_row("plain", [plain for plain, _ in rounds], 5000),
        _knocks_row("TLS", [secure for _, secure in rounds], 1200),
        (
            "idle connection, plain",
            f"{held:.1f} kB",
            "limit 30 kB",
            _x(30 / held),
            "kernel included, at 5,000",
        ),
        (
            "idle connection, TLS",
            f"{held_secure:.1f} kB",
            "limit 60 kB",
            _x(60 / held_secure),
            "kernel included, at 5,000",
        ),
    ]


def _storm_rows(name: str, server: Server, stations: int) -> list[Row]:
    """Stations that return at once, each with a queue of 40 frames, while a hundred others go on."""
    before = server.own_kb()
    with MemoryWatch(server) as watch:
        command = [PYTHON, "-m", "bench.storm", "--url", server.ocpp, "--stations", str(stations)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()[-1:] or ["it was ended"]
        return [(f"storm of {stations:,} × 40 frames, {name}", "did not end", "", "", why[0][:120])]
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    time.sleep(10)
    after = server.own_kb()
    limit_s, longest_s = 30 * stations / 5000, found["longest_ms"] / 1000
    return [
        (
            f"storm of {stations:,} × 40 frames, {name}",
            f"{found['served_s']:.0f} s",
            f"limit {limit_s:.0f} s",
            _x(limit_s / found["served_s"]),
            f"{found['per_s']:,.0f} frames/s, {found['refused']:,.0f} times 503",
        ),
        (
            "  longest wait of who had no part in it",
            f"{longest_s:.2f} s",
            "limit 1 s",
            _x(1 / longest_s),
            f"{found['longest_before_ms']:.0f} ms before it",
        ),
        (
            "  memory at its peak",
            f"{watch.peak_kb / 1024:.0f} MB",
            "before it",
            _x(watch.peak_kb / before),
            f"{before / 1024:.0f} MB before, {after / 1024:.0f} MB ten seconds after",
        ),
    ]


def _list_row(name: str, server: Server, seconds: float) -> Row:
    per_s = server.lists(seconds)
    return (f"list of 50 sessions, {name}", f"{per_s:,.0f}/s", "target 1,000/s", _x(per_s / 1000), "")


def _x(ratio: float) -> str:
    return f"{ratio:.1f} ×"


HEAD = [
    ("what", "measured", "against", "ratio", "beside it"),
    ("---", "---:", "---", "---:", "---"),
]


def line(row: Row) -> str:
    return "| " + " | ".join(row) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="how long each figure is measured")
    parser.add_argument("--write", type=Path, help="put the table into this file too")
    arguments = parser.parse_args()
    began, busy = time.monotonic(), os.getloadavg()[0]
    lines = []
    for row in chain(HEAD, measure(arguments.seconds)):
        lines.append(line(row))
        print(lines[-1], flush=True)
    text = "\n".join(lines)
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    machine = f"{os.cpu_count()} cores, Python {python}, {system}, load before it {busy:.1f}"
    when = datetime.now(tz=UTC).date().isoformat()
    print(f"\n{machine}, {when}, {time.monotonic() - began:.0f} s")
    if arguments.write:
        before = arguments.write.read_text(encoding="utf-8").split("<!-- table -->")
        said = f"<!-- table -->\n\nMeasured on {when}: {machine}.\n\n{text}\n\n<!-- table -->"
        body = before[0] + said + before[2]
        arguments.write.write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
