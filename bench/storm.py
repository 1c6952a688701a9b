"""A storm: many stations return at once, each with a queue, while others go on as on any other day.

    python -m bench.storm --url ws://127.0.0.1:9000/ocpp/ --stations 5000 --frames 40 --bystanders 100

Those who return boot, and empty a queue: a start, readings, a stop, one call in flight. Those who never left
say a reading a second each (`bench.bystanders`); the longest that one of them waited is told. Whoever is
answered 503 comes again after one to three seconds, whatever it was told. Prints one JSON line.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvloop
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport

from bench.load import connect, meter_values

LONGEST_S = 900
SHAKEN_S = 20
SETTLED_S = 65
"""How long those who never left have been there: before a minute is over, none is known to be at rest."""


class Returning(WSListener):
    """One station with a queue."""

    def __init__(self, identity: str, frames: int) -> None:
        self.identity = identity
        self.frames = frames
        self.answered = 0
        self.transaction = 0
        self.second = int(time.time()) - 40_000
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        boot = {"chargePointVendor": "Bench", "chargePointModel": "B1"}
        self._say(json.dumps([2, "boot", "BootNotification", boot]).encode())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT or self.done.done():
            return
        kind, message_id, payload = json.loads(frame.get_payload_as_bytes())[:3]
        if kind != 3:
            self.done.set_exception(RuntimeError(f"{self.identity}: {payload}"))
            return
        if message_id != "boot":
            self.answered += 1
            self.transaction = payload.get("transactionId", self.transaction)
        if self.answered == self.frames:
            self.done.set_result(None)
        else:
            self._say(self._queued(self.answered))

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError(f"{self.identity} was put out"))

    def _say(self, text: bytes) -> None:
        self.transport.send(WSMsgType.TEXT, text)

    def _queued(self, number: int) -> bytes:
        second, register = self.second + 60 * number, 1_000_000 + 7 * number
        at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(second))
        if number == 0:
            start = {"connectorId": 1, "idTag": "BENCH", "meterStart": register, "timestamp": at}
            return json.dumps([2, "q0", "StartTransaction", start]).encode()
        if number == self.frames - 1:
            stop = {"transactionId": self.transaction, "meterStop": register, "timestamp": at}
            return json.dumps([2, f"q{number}", "StopTransaction", stop]).encode()
        return meter_values(b"q%d" % number, self.transaction, register, second)


async def come_back(arguments: argparse.Namespace, identity: str) -> int:
    """Until its queue is empty; how often it was told to come again."""
    refused = 0
    while True:
        station = Returning(identity, arguments.frames)
        try:
            async with asyncio.timeout(SHAKEN_S):  # a line that falls in the middle of it tells nobody
                await connect(arguments, identity, station)
        except (WSError, OSError, TimeoutError):
            refused += 1
            await asyncio.sleep(random.uniform(1, 3))
            continue
        await station.done
        return refused


async def storm(arguments: argparse.Namespace) -> dict[str, float]:
    """The returning stations, all at once; beside them, in a process of their own, those who never left."""
    with bystanding(arguments) as line:
        await asyncio.sleep(SETTLED_S)
        line.say()
        began = time.perf_counter()
        names = [f"{arguments.prefix}{one}" for one in range(arguments.stations)]
        async with asyncio.timeout(LONGEST_S):
            refused = await asyncio.gather(*(come_back(arguments, name) for name in names))
        took = time.perf_counter() - began
        line.say()
        told: dict[str, float] = json.loads(line.hear())
    frames = arguments.stations * arguments.frames
    return {"served_s": took, "per_s": frames / took, "refused": sum(refused)} | told


class Line:
    """To the process of the bystanders, and back."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def say(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def bystanding(arguments: argparse.Namespace) -> Iterator[Line]:
    command = [sys.executable, "-m", "bench.bystanders", "--url", arguments.url]
    command += ["--password", arguments.password, "--prefix", arguments.beside]
    command += ["--stations", str(arguments.bystanders), "--core", str(arguments.core)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        line = Line(process)
        assert line.hear() == "ready", "the bystanders have come in"
        yield line
    finally:
        process.kill()
        process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--password", default="0123456789abcdef0123456789abcdef")
    parser.add_argument("--prefix", default="BENCH-")
    parser.add_argument("--beside", default="HALF0-")
    parser.add_argument("--stations", type=int, default=5000)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--bystanders", type=int, default=100)
    parser.add_argument("--core", type=int, default=1)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    print(json.dumps(uvloop.run(storm(arguments))))


if __name__ == "__main__":
    main()
