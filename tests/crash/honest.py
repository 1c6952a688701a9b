"""An honest station over a real WebSocket: it keeps what it has to say until it is acknowledged.

Messages that carry a charge wait in order and are sent again, word for word, until their CALLRESULT has come;
cars charge on meanwhile, connected or not, in real time. Versions 1.6, 2.0.1 and 2.1.
"""

import asyncio
import base64
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import websockets
from tests.crash.books import Acked, Books, Charge

from wattfleet.kernel.timeline import Instant

CARD = "04AABBCC"
ANSWER_S = 30
"""How long a station waits for an answer before it hangs up: the field's 30 to 60 s."""
MOST_WAITING = 40


class NotYetError(Exception):
    """The server cannot work just now."""


LOST = (OSError, TimeoutError, websockets.WebSocketException, NotYetError)

Payload = dict[str, Any]


def now() -> str:
    return Instant(time.time_ns() // 1000).wire()


@dataclass
class Said:
    """Something that must be acknowledged. `payload` is asked when it is first sent, and stays."""

    action: str
    payload: Callable[[], Payload]
    heard: Callable[[Payload], None] = lambda answer: None
    message_id: str = ""
    raw: bytes = b""


class Honest:
    """One station with two connectors. `url` is asked at each dial, so that a proxy may stand between."""

    def __init__(
        self, books: Books, url: Callable[[], str], password: str, chance: Random, *, pace_s: float = 0.04
    ) -> None:
        self.books = books
        self.chance = chance
        self.pace_s = pace_s
        self.enough = asyncio.Event()
        self.connected = asyncio.Event()
        self.heard_at = 0.0
        self.delays: list[float] = []
        self._url = url
        self._password = password
        self._queue: deque[Said] = deque()
        self._moved = asyncio.Condition()
        self._registers = {1: chance.randrange(10**6), 2: chance.randrange(10**6)}
        self._number = 0
        self._living = 0

    @property
    def drained(self) -> bool:
        return not self._queue and self._living == 0

    async def run(self) -> None:
        """Until there is enough: then cars leave, and all is said."""
        async with asyncio.TaskGroup() as tasks:
            self._living = 2
            tasks.create_task(self._live(1))
            tasks.create_task(self._live(2))
            tasks.create_task(self._line())

    # ── cars ──────────────────────────────────────────────────────────────────

    async def _live(self, connector: int) -> None:
        while not self.enough.is_set():
            await self._charge(connector)
            await asyncio.sleep(self.pace_s * self.chance.random())
        async with self._moved:
            self._living -= 1
            self._moved.notify_all()

    async def _charge(self, connector: int) -> None:
        charge = Charge(connector, now(), self._registers[connector])
        self.books.charges.append(charge)
        voice: Voice = (Voice16 if self.books.version == "1.6" else Voice2x)(charge, self._uid())
        await self._say(voice.start())
        for _ in range(self.chance.randrange(2, 9)):
            await asyncio.sleep(self.pace_s * (0.5 + self.chance.random()))
            self._registers[connector] += self.chance.randrange(1, 8)
            at, wh = now(), str(self._registers[connector])
            charge.samples.append((at, wh))
            await self._say(voice.sample(at, wh))
        await asyncio.sleep(self.pace_s * self.chance.random())
        self._registers[connector] += self.chance.randrange(0, 3)
        charge.ended, charge.end_wh = now(), self._registers[connector]
        await self._say(voice.stop())

    def _uid(self) -> str:
        return f"{self.books.identity}-{len(self.books.charges)}"

    async def _say(self, said: Said) -> None:
        async with self._moved:
            await self._moved.wait_for(lambda: len(self._queue) < MOST_WAITING)
            self._queue.append(said)
            self._moved.notify_all()

    # ── the line ──────────────────────────────────────────────────────────────

    async def _line(self) -> None:
        while not (self.enough.is_set() and self.drained):
            try:
                await self._connection()
            except LOST:
                await asyncio.sleep(0.02 + 0.1 * self.chance.random())
            finally:
                self.connected.clear()

    async def _connection(self) -> None:
        secret = base64.b64encode(f"{self.books.identity}:{self._password}".encode()).decode()
        self.books.dials += 1
        async with websockets.connect(
            f"{self._url()}/{self.books.identity}",
            subprotocols=[websockets.Subprotocol(f"ocpp{self.books.version}")],
            additional_headers={"Authorization": f"Basic {secret}"},
            compression=None,
            proxy=None,
            open_timeout=ANSWER_S,
            close_timeout=0.2,
            ping_interval=None,
        ) as socket:
            await self._call(socket, Said("BootNotification", self._boot, self._booted))
            self.connected.set()
            while True:
                async with self._moved:
                    await self._moved.wait_for(lambda: self._queue or self._living == 0)
                if not self._queue:
                    return
                await self._call(socket, self._queue[0])
                async with self._moved:
                    self._queue.popleft()
                    self._moved.notify_all()
                if self.chance.random() < 0.05:
                    await self._call(socket, Said("Heartbeat", dict))

    def _booted(self, answer: Payload) -> None:
        """Pending promises nothing: come again (row 78)."""
        if answer["status"] != "Accepted":
            raise NotYetError

    def _boot(self) -> Payload:
        if self.books.version == "1.6":
            return {"chargePointVendor": "Acme", "chargePointModel": "A1"}
        return {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "A2"}}

    async def _call(self, socket: websockets.ClientConnection, said: Said) -> None:
        """Send it and take its answer; the same words again where they went unanswered before."""
        if not said.raw or self.chance.random() < 0.3:  # some send again under a new id, some under the old
            said.message_id = self._next_id()
            said.raw = json.dumps([2, said.message_id, said.action, said.payload()]).encode()
        self.books.sent += 1
        began = time.monotonic()
        await socket.send(said.raw.decode())
        async with asyncio.timeout(ANSWER_S):
            answer = await self._answer(socket, said)
        self.heard_at = time.monotonic()
        self.delays.append(self.heard_at - began)
        frame = json.loads(answer)
        if frame[0] != 3:
            self.books.wrong.append(f"{said.action} was refused: {answer[:300]}")
            return
        said.heard(frame[2])
        self.books.acknowledge(Acked(said.message_id, said.action, said.raw, answer.encode()))

    async def _answer(self, socket: websockets.ClientConnection, said: Said) -> str:
        while True:
            text = await socket.recv()
            assert isinstance(text, str), "the server speaks in text"
            frame = json.loads(text)
            if frame[0] == 2:
                await socket.send(json.dumps([4, frame[1], "NotSupported", "", {}]))
            elif frame[1] == said.message_id:
                return text
            else:
                self.books.wrong.append(f"an answer to nothing: {text[:300]}")

    def _next_id(self) -> str:
        self._number += 1
        return f"{self.books.identity}.{self._number}"


class Voice16:
    """How a station of 1.6 tells a charge: its number comes with the answer to its start."""

    def __init__(self, charge: Charge, _: str) -> None:
        self._charge = charge

    def start(self) -> Said:
        one = self._charge
        told = {
            "connectorId": one.connector,
            "idTag": CARD,
            "meterStart": one.begin_wh,
            "timestamp": one.began,
        }

        def heard(answer: Payload) -> None:
            assert answer["idTagInfo"]["status"] == "Accepted", answer
            one.tx = str(answer["transactionId"])

        return Said("StartTransaction", lambda: told, heard)

    def sample(self, at: str, wh: str) -> Said:
        value = {"value": wh, "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
        meter = [{"timestamp": at, "sampledValue": [value]}]
        return Said(
            "MeterValues",
            lambda: {
                "connectorId": self._charge.connector,
                "transactionId": int(self._charge.tx),
                "meterValue": meter,
            },
        )

    def stop(self) -> Said:
        one = self._charge
        return Said(
            "StopTransaction",
            lambda: {
                "transactionId": int(one.tx),
                "meterStop": one.end_wh,
                "timestamp": one.ended,
                "idTag": CARD,
                "reason": "Local",
            },
        )


class Voice2x:
    """How a station of 2.x tells a charge: by events with a sequence, under a number of its own."""

    def __init__(self, charge: Charge, uid: str) -> None:
        charge.tx = uid
        self._charge = charge
        self._sequence = 0

    def start(self) -> Said:
        one = self._charge
        began = self._event("Started", "Authorized", one.began, str(one.begin_wh), "Transaction.Begin")
        began["idToken"] = {"idToken": CARD, "type": "ISO14443"}

        def heard(answer: Payload) -> None:
            assert answer["idTokenInfo"]["status"] == "Accepted", answer

        return Said("TransactionEvent", lambda: began, heard)

    def sample(self, at: str, wh: str) -> Said:
        told = self._event("Updated", "MeterValuePeriodic", at, wh, "Sample.Periodic")
        return Said("TransactionEvent", lambda: told)

    def stop(self) -> Said:
        one = self._charge
        told = self._event("Ended", "EVDeparted", one.ended, str(one.end_wh), "Transaction.End")
        return Said("TransactionEvent", lambda: told)

    def _event(self, kind: str, trigger: str, at: str, wh: str, context: str) -> Payload:
        value = {"value": float(wh), "context": context, "measurand": "Energy.Active.Import.Register"}
        self._sequence += 1
        return {
            "eventType": kind,
            "timestamp": at,
            "triggerReason": trigger,
            "seqNo": self._sequence - 1,
            "transactionInfo": {"transactionId": self._charge.tx},
            "evse": {"id": self._charge.connector, "connectorId": 1},
            "meterValue": [{"timestamp": at, "sampledValue": [value]}],
        }


Voice = Voice16 | Voice2x
