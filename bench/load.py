"""The load of the measurements: pretend stations that speak 1.6 as fast as they are answered (picows client).

Run as its own process, pinned to the core that the server does not use:
    python -m bench.load frames --url ws://127.0.0.1:9000/ocpp/ --password … --stations 200 --seconds 5
Prints one JSON line.
"""

import argparse
import asyncio
import base64
import gc
import json
import os
import ssl
import time
from dataclasses import dataclass, field
from functools import cache, lru_cache

import uvloop
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect


def _template() -> bytes:
    """A MeterValues call of about 700 bytes with five values; id, transaction, moment and register open."""
    values = [
        {"value": "REGISTER", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        {"value": "11040.0", "measurand": "Power.Active.Import", "unit": "W"},
        {"value": "16.0", "measurand": "Current.Import", "unit": "A", "phase": "L1"},
        {"value": "16.0", "measurand": "Current.Import", "unit": "A", "phase": "L2"},
        {"value": "230.1", "measurand": "Voltage", "unit": "V", "phase": "L1-N"},
    ]
    sampled = [{**one, "context": "Sample.Periodic", "location": "Outlet"} for one in values]
    meter_value = {"timestamp": "MOMENT", "sampledValue": sampled}
    payload = {"connectorId": 1, "transactionId": "TRANSACTION", "meterValue": [meter_value]}
    text = json.dumps([2, "NUMBER", "MeterValues", payload], separators=(",", ":"))
    for word, place in (("NUMBER", "%b"), ('"TRANSACTION"', "%d"), ("MOMENT", "%b"), ("REGISTER", "%d")):
        text = text.replace(word, place)
    return text.encode()


_METER_VALUES = _template()
"""Filled in by one step, so that the load takes as little as it can of the core that PostgreSQL is on."""


def meter_values(message_id: bytes, transaction: int, register_wh: int, second: int) -> bytes:
    return _METER_VALUES % (message_id, transaction, moment(second), register_wh)


@lru_cache(maxsize=4096)
def moment(second: int) -> bytes:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(second)).encode()


@dataclass
class Tally:
    answered: int = 0
    latencies: list[float] = field(default_factory=list)
    errors: int = 0


class Station(WSListener):
    """Boots, starts a transaction, then sends readings; one call in flight, as OCPP demands."""

    def __init__(self, tally: Tally, identity: str, pace_s: float) -> None:
        self.tally = tally
        self.identity = identity
        self.pace_s = pace_s
        self.transaction = 0
        self.register = 1_000_000
        self.second = int(time.time()) - 80_000
        self.number = 0
        self.due = self.sent_at = self.heard_at = 0.0
        self.running = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting: asyncio.Future[list] | None = None  # type: ignore[type-arg]

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(json.loads(frame.get_payload_as_bytes()))
            return
        if not self.running:
            return
        if not frame.get_payload_as_bytes().startswith(b"[3"):
            self.tally.errors += 1
        now = time.perf_counter()
        self.heard_at = now
        self.tally.answered += 1
        self.tally.latencies.append(now - self.sent_at)
        if self.pace_s == 0:
            self.send()
            return
        self.due += self.pace_s  # each keeps to its own clock: those that were late once would stay together
        if self.due > now:
            asyncio.get_running_loop().call_later(self.due - now, self.send)
        else:
            self.send(self.due)

    def send(self, due: float | None = None) -> None:
        """`due`: since when it waits already, as the answer before it came late."""
        if not self.running:
            return
        self.number += 1
        self.register += 7
        self.second += 60 if self.number < 1300 else 1
        self.sent_at = time.perf_counter() if due is None else due
        self.due = self.due or self.sent_at
        text = meter_values(b"%d" % self.number, self.transaction, self.register, self.second)
        self.transport.send(WSMsgType.TEXT, text)

    async def call(self, action: str, payload: dict) -> dict:  # type: ignore[type-arg]
        self.waiting = asyncio.get_running_loop().create_future()
        self.number += 1
        self.transport.send(WSMsgType.TEXT, json.dumps([2, f"c{self.number}", action, payload]).encode())
        answer = await asyncio.wait_for(self.waiting, 30)
        self.waiting = None
        return answer[2]  # type: ignore[no-any-return]

    async def begin(self) -> None:
        await self.call("BootNotification", {"chargePointVendor": "Bench", "chargePointModel": "B1"})
        at = moment(self.second).decode()
        start = {"connectorId": 1, "idTag": "BENCH", "meterStart": self.register, "timestamp": at}
        self.transaction = (await self.call("StartTransaction", start))["transactionId"]


def headers(identity: str, password: str) -> dict[str, str]:
    secret = base64.b64encode(f"{identity}:{password}".encode()).decode()
    return {"Authorization": f"Basic {secret}", "Sec-WebSocket-Protocol": "ocpp1.6"}


@cache
def trusting() -> ssl.SSLContext:
    """One for all connections: to make one costs more than a handshake."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def connect(arguments: argparse.Namespace, identity: str, listener: WSListener) -> WSTransport:
    context = trusting() if arguments.url.startswith("wss") else None
    transport, _ = await ws_connect(
        lambda: listener,
        arguments.url + identity,
        ssl_context=context,
        extra_headers=headers(identity, arguments.password),
        enable_auto_ping=False,
        enable_auto_pong=True,
        proxy=None,
    )
    if transport.is_disconnected:  # picows calls a line that fell in the middle of the handshake a success
        raise ConnectionError(f"{identity} was cut off in its handshake")
    return transport


async def frames(arguments: argparse.Namespace) -> dict[str, object]:
    """Readings a second, and how long each waited for its answer."""
    tally = Tally()
    pace = arguments.stations / arguments.rate if arguments.rate else 0.0
    stations = [Station(tally, f"{arguments.prefix}{one}", pace) for one in range(arguments.stations)]
    for station in stations:
        await connect(arguments, station.identity, station)
    for chunk in range(0, len(stations), 50):
        await asyncio.gather(*(one.begin() for one in stations[chunk : chunk + 50]))
    for index, station in enumerate(stations):
        station.running = True
        delay = pace * index / len(stations)
        asyncio.get_running_loop().call_later(delay, station.send)
    await asyncio.sleep(1.0)
    tally.answered, tally.latencies = 0, []
    began, used = time.perf_counter(), time.process_time()
    await asyncio.sleep(arguments.seconds)
    took, used = time.perf_counter() - began, time.process_time() - used
    answered, latencies = tally.answered, sorted(tally.latencies)
    for station in stations:
        station.running = False
    return {
        "per_s": answered / took,
        "p50_ms": 1000 * latencies[len(latencies) // 2] if latencies else None,
        "p99_ms": 1000 * latencies[int(len(latencies) * 0.99)] if latencies else None,
        "errors": tally.errors,
        "load_cpu": used / took,
    }


class Silent(WSListener):
    pass


async def _patiently(arguments: argparse.Namespace, identity: str) -> WSTransport:
    """Connect, and come again as long as the door has no place."""
    while True:
        try:
            return await connect(arguments, identity, Silent())
        except (WSError, OSError):
            await asyncio.sleep(0.2)


async def idle(arguments: argparse.Namespace) -> dict[str, object]:
    """Open connections, say so on stdout, and hold them until stdin ends."""
    held = []
    for chunk in range(0, arguments.stations, 50):
        names = [f"{arguments.prefix}{one}" for one in range(chunk, min(chunk + 50, arguments.stations))]
        held += await asyncio.gather(*(_patiently(arguments, name) for name in names))
    print("held", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, input)
    return {"held": len(held)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["frames", "idle"])
    parser.add_argument("--url", required=True)
    parser.add_argument("--password", default="0123456789abcdef0123456789abcdef")
    parser.add_argument("--prefix", default="BENCH-")
    parser.add_argument("--stations", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument(
        "--rate", type=float, default=0, help="frames a second over all stations; 0 = as fast as answered"
    )
    parser.add_argument("--core", type=int, default=1)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    what = {"frames": frames, "idle": idle}[arguments.what]
    gc.disable()  # whoever measures shall not stand still
    print(json.dumps(uvloop.run(what(arguments))))


if __name__ == "__main__":
    main()
