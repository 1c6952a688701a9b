"""Durable frames alone, with the CPU time of each thread of the server: what a change of the hot path gave.

    .venv/bin/python -m bench.frames [sqlite|postgres] [--seconds 6] [--rounds 3] [--rate 0]

`--rate`: frames a second, 0 = as fast as answered. `--while "COMMAND {pid}"` runs a command beside the load,
such as a profiler; `{pid}` in it is the server's.
"""

import argparse
import subprocess
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.postgres import private_postgres
from bench.running import load
from bench.server import Server


def threads(server: Server) -> dict[str, float]:
    """CPU seconds of each thread so far, user and system, by number and name."""
    used: dict[str, float] = {}
    for task in Path(f"/proc/{server.process.pid}/task").iterdir():
        spent_ns = int((task / "schedstat").read_text().split()[0])
        used[task.name] = spent_ns / 1e9
    return used


def measured(server: Server, number: int, options: Any) -> str:
    """One round: the load for so long, and what it cost between its second second and its last."""
    samples: list[dict[str, float]] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            samples.append(threads(server))

    watching = threading.Thread(target=watch)
    watching.start()
    beside = None
    if options.beside:
        command = options.beside.format(pid=server.process.pid)
        timer = threading.Timer(2.5, lambda: subprocess.run(command, shell=True, check=False))
        timer.start()
        beside = timer
    found = load(
        "frames",
        server.ocpp,
        stations=options.stations,
        seconds=options.seconds,
        rate=options.rate,
        prefix=f"R{number}-",
    )
    over.set()
    watching.join()
    if beside is not None:
        beside.join()
    per_s = found["per_s"]
    within = samples[-int(options.seconds / 0.25) : -2]
    span_s = (len(within) - 1) * 0.25
    frames = per_s * span_s
    shares = {name: 1e6 * (spent - within[0].get(name, 0.0)) / frames for name, spent in within[-1].items()}
    listed = " + ".join(f"{one:.0f}" for one in sorted(shares.values(), reverse=True) if one >= 1)
    return (
        f"{per_s:8,.0f}/s   {sum(shares.values()):6.1f} µs a frame ({listed})"
        f"   p50 {found['p50_ms']:.1f} ms   p99 {found['p99_ms']:.1f} ms   load {found['load_cpu']:.0%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--stations", type=int, default=200)
    parser.add_argument("--while", dest="beside", default="")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(private_postgres(folder / "pg")) if options.kind == "postgres" else None
        server = stack.enter_context(Server(folder / "data", url))
        names = [f"R{one}-{two}" for one in range(options.rounds) for two in range(options.stations)]
        server.furnish(0, names)
        for number in range(options.rounds):
            print(f"{options.kind:9}", measured(server, number, options), flush=True)


if __name__ == "__main__":
    main()
