"""Almost-right frames against a running server, over real sockets, from stations of each version."""

import asyncio
import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import websockets
from tests.crash.place import House
from tests.fuzz.grammar import Grammar
from tests.fuzz.hearing import Hearing

from wattfleet.ocpp.versions import VERSIONS, Version

BATCH = 20
PATIENCE_S = 60
BOOT = {
    "1.6": {"chargePointVendor": "Acme", "chargePointModel": "A1"},
    "2.0.1": {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "A2"}},
}


class Told(msgspec.Struct):
    """What an assault has come to."""

    frames: int = 0
    answers: int = 0
    connections: int = 0
    acknowledged: list[bytes] = []
    wrong: list[str] = []


class Assault:
    """One station's seed of frames; after each batch a heartbeat must be answered."""

    def __init__(self, house: House, version: Version, seed: int) -> None:
        self.told = Told()
        self._house = house
        self._version: Version = version
        self._grammar = Grammar(version, Random(f"{seed} {version}"))
        self._name = identity(version)
        self._barriers = 0

    async def run(self, goes_on: Callable[[int], bool]) -> None:
        while goes_on(self.told.frames):
            try:
                await self._connection(goes_on)
            except websockets.ConnectionClosed as closed:  # to let us go is the server's right, but for a bug
                if closed.rcvd is not None and closed.rcvd.code == 1011:
                    self.told.wrong.append(f"let go with {closed.rcvd}")

    async def _connection(self, goes_on: Callable[[int], bool]) -> None:
        secret = base64.b64encode(f"{self._name}:{self._house.passwords[self._name]}".encode()).decode()
        hearing = Hearing(self._version)
        self.told.connections += 1
        try:
            async with websockets.connect(
                f"{self._house.ocpp}/{self._name}",
                subprotocols=[websockets.Subprotocol(f"ocpp{self._version}")],
                additional_headers={"Authorization": f"Basic {secret}"},
                compression=None,
                proxy=None,
                ping_interval=None,
                max_size=None,
                close_timeout=1,
            ) as socket:
                await self._calm(
                    socket, hearing, "BootNotification", BOOT["1.6" if self._version == "1.6" else "2.0.1"]
                )
                while goes_on(self.told.frames):
                    for _ in range(BATCH):
                        await self._send(socket, hearing, self._grammar.frame())
                    await self._calm(socket, hearing, "Heartbeat", {})
        finally:
            self.told.answers += hearing.answers
            self.told.acknowledged += hearing.acknowledged
            self.told.wrong += hearing.wrong

    async def _send(self, socket: websockets.ClientConnection, hearing: Hearing, frame: bytes) -> None:
        hearing.says(frame)
        self.told.frames += 1
        await socket.send(frame, text=True)

    async def _calm(
        self, socket: websockets.ClientConnection, hearing: Hearing, action: str, payload: object
    ) -> None:
        """A call that is right is answered, whatever came before it; calls of the server are refused."""
        self._barriers += 1
        message_id = f"calm{self._barriers}"
        await self._send(socket, hearing, json.dumps([2, message_id, action, payload]).encode())
        async with asyncio.timeout(PATIENCE_S):
            while True:
                text = await socket.recv()
                assert isinstance(text, str), "the server speaks in text"
                asked = hearing.hears(text)
                if asked is not None:
                    await socket.send(json.dumps([4, asked[0], "NotSupported", "", {}]))
                if json.loads(text)[:2] == [3, message_id]:
                    return


def identity(version: Version) -> str:
    return f"FUZZ-{version}"


def resident_kb(house: House) -> int:
    assert house.process is not None
    lines = Path(f"/proc/{house.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


async def assault(house: House, seed: int, goes_on: Callable[[int], bool]) -> Told:
    """All versions at once."""
    stations = [Assault(house, version, seed) for version in VERSIONS]
    async with asyncio.TaskGroup() as group:
        for one in stations:
            group.create_task(one.run(goes_on))
    whole = Told()
    for one in stations:
        whole.frames += one.told.frames
        whole.answers += one.told.answers
        whole.connections += one.told.connections
        whole.acknowledged += one.told.acknowledged
        whole.wrong += one.told.wrong
    return whole


def lost(house: House, told: Told) -> list[bytes]:
    """Acknowledged frames that are not kept, byte for byte."""
    kept = {bytes(raw) for (raw,) in house.query("SELECT raw FROM frames WHERE direction = 0")}
    return [frame for frame in told.acknowledged if frame not in kept]


def until(seconds: float) -> Callable[[int], bool]:
    end = time.monotonic() + seconds
    return lambda _: time.monotonic() < end
