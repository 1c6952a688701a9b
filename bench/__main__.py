"""Every measurement in one table: `make bench`. Nothing here is a test.

The server runs on core 0; the load and PostgreSQL run on core 1. Each row names a peer or a limit that was
measured in the same run, and the ratio to it.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median

from bench import billing_run, documents, month, ratings
from bench.postgres import private_postgres
from bench.running import PYTHON, ask, beside
from bench.server import Server
from bench.table import HEAD, Row, each, line, times
from bench.turns import AT_WORK, CALM, ROUNDS, frames_rows, turns
from bench.watch import CpuWatch, MemoryWatch

STORM = 5000


def measure(seconds: float) -> Iterator[Row]:
    """The table's lines, each as soon as it is known."""
    echo = beside("bench.echo", 9101, seconds)
    told = f"{echo['per_s']:,.0f} frames/s"
    yield ("the load against an echo", told, "target 15,000/s", times(echo["per_s"] / 15000), "")
    with tempfile.TemporaryDirectory() as folder:
        with Server(Path(folder) / "sqlite") as server:
            told = f"{server.started_s:.2f} s"
            yield ("start to first accept", told, "limit 2 s", times(2 / server.started_s), "")
            server.furnish(also=AT_WORK)
            bare = beside("bench.skeleton", 9102, seconds, "--sqlite", f"{folder}/bare", calm=CALM)
            yield _skeleton_row("SQLite", bare, 45000)
            yield from frames_rows("SQLite FULL", turns(server, seconds, 15000), 15000, bare)
            yield from _edge_rows(server, seconds)
            yield from _storm_rows("SQLite", server, STORM)
            yield _list_row("SQLite", server, seconds)
        with private_postgres(Path(folder) / "bare-pg") as url:
            bare = beside("bench.skeleton", 9103, seconds, "--postgres", url, calm=CALM)
            yield _skeleton_row("PostgreSQL", bare, 29000)
        with private_postgres(Path(folder) / "pg") as url, Server(Path(folder) / "with-pg", url) as server:
            server.furnish(also=AT_WORK)
            name = "PostgreSQL, row-level security"
            yield from frames_rows(name, turns(server, seconds, 12000), 12000, bare)
            yield from _storm_rows("PostgreSQL", server, STORM)
            yield _list_row("PostgreSQL", server, seconds)
    yield from ratings.rows()
    yield from documents.rows()
    yield from billing_run.rows()
    yield from month.rows()


def _skeleton_row(name: str, bare: dict[str, float], aimed: float) -> Row:
    note = f"{bare['cpu_us']:.0f} µs of CPU each, load {bare['load_cpu']:.0%} busy"
    against = f"{aimed:,.0f}/s where the targets were set"
    told, ratio = f"{bare['per_s']:,.0f}/s", times(bare["per_s"] / aimed)
    return (f"a skeleton without meaning, {name}", told, against, ratio, note)


def _knocks(server: Server, url: str, seconds: float) -> dict[str, float]:
    with CpuWatch(server.process.pid) as watch:
        found = ask("bench.knocks", "--url", url, stations=1000, seconds=seconds)
    found["cpu_us"] = watch.us_each(found, seconds)
    return found


def _knocks_row(kind: str, rounds: list[dict[str, float]], target: float) -> Row:
    per_s = median(one["per_s"] for one in rounds)
    cpu_us, busy = (median(one[what] for one in rounds) for what in ("cpu_us", "load_cpu"))
    rounds_told = each((one["per_s"] for one in rounds), ",.0f")
    return (
        f"authenticated handshakes, {kind}",
        f"{per_s:,.0f}/s",
        f"target {target:,.0f}/s",
        times(per_s / target),
        f"{cpu_us:.0f} µs of CPU each, load {busy:.0%} busy; {rounds_told}",
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
            times(30 / held),
            "kernel included, at 5,000",
        ),
        (
            "idle connection, TLS",
            f"{held_secure:.1f} kB",
            "limit 60 kB",
            times(60 / held_secure),
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
            times(limit_s / found["served_s"]),
            f"{found['per_s']:,.0f} frames/s, {found['refused']:,.0f} times 503",
        ),
        (
            "  longest wait of who had no part in it",
            f"{longest_s:.2f} s",
            "limit 1 s",
            times(1 / longest_s),
            f"{found['longest_before_ms']:.0f} ms before it",
        ),
        (
            "  memory at its peak",
            f"{watch.peak_kb / 1024:.0f} MB",
            "before it",
            times(watch.peak_kb / before),
            f"{before / 1024:.0f} MB before, {after / 1024:.0f} MB ten seconds after",
        ),
    ]


def _list_row(name: str, server: Server, seconds: float) -> Row:
    per_s = server.lists(seconds)
    return (f"list of 50 sessions, {name}", f"{per_s:,.0f}/s", "target 1,000/s", times(per_s / 1000), "")


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
