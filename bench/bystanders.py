"""Stations that have no part in a storm: a reading a second each, and how long the longest of them waited.

A process of its own, since a load that makes thousands of connections is late itself, and would call that a
wait. It says `ready` when all of them charge; at the first line on stdin it begins to count, at the second it
tells.
"""

import argparse
import asyncio
import json
import os
import sys
import time

import uvloop

from bench.load import Station, Tally, connect


async def bystand(arguments: argparse.Namespace) -> dict[str, float]:
    tally, loop = Tally(), asyncio.get_running_loop()
    stations = [Station(tally, f"{arguments.prefix}{one}", 1.0) for one in range(arguments.stations)]
    for one in stations:
        await connect(arguments, one.identity, one)
        await one.begin()
    for index, one in enumerate(stations):
        one.running = True
        loop.call_later(index / len(stations), one.send)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    before, tally.latencies = max(tally.latencies), []
    await loop.run_in_executor(None, sys.stdin.readline)
    now = time.perf_counter()
    waiting = [now - one.sent_at for one in stations if one.sent_at > one.heard_at]
    waits = sorted([*tally.latencies, *waiting])
    return {
        "longest_ms": 1000 * waits[-1],
        "p99_ms": 1000 * waits[int(0.99 * len(waits))],
        "longest_before_ms": 1000 * before,
        "frames": len(waits),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--password", default="0123456789abcdef0123456789abcdef")
    parser.add_argument("--prefix", default="HALF0-")
    parser.add_argument("--stations", type=int, default=100)
    parser.add_argument("--core", type=int, default=1)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    print(json.dumps(uvloop.run(bystand(arguments))))


if __name__ == "__main__":
    main()
