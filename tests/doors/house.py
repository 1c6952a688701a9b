"""A gateway on a free port with everything real but the database, and clients to knock with."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from wattfleet.bus.memory import MemoryBus
from wattfleet.gateway.admission import Admission
from wattfleet.gateway.connection import Connection, Shared
from wattfleet.gateway.door import Door, Proof
from wattfleet.gateway.home import Answer, Caller, Seat, Told
from wattfleet.gateway.inbox import Inbox
from wattfleet.gateway.listener import Bind, Limits, Listener
from wattfleet.gateway.port import Knock
from wattfleet.gateway.register import MemoryDirectory, Register
from wattfleet.gateway.registry import Registry, cancelled
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.errors import unavailable
from wattfleet.kernel.ids import SystemIds
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.frame import result_frame
from wattfleet.ocpp.versions import Version, actions
from wattfleet.stations.commissioning import InboxEntry
from wattfleet.stations.credentials import Known, digest
from wattfleet.stations.identity import read_alias
from wattfleet.storage.recording import FrameRow
from wattfleet.usecases.record_frame import ConnectionFenced

PEPPER = b"p" * 32
PASSWORD = "00112233445566778899aabbccddeeff"
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
BEAT = '[2,"2","Heartbeat",{}]'
ALIASES = {read_alias("/steve/websocket/CentralSystemService/"): "", read_alias("/old"): "north"}


class MemorySeat:
    """A seat that keeps what it is told in lists."""

    def __init__(self, home: "MemoryHome", caller: Caller, epoch: int) -> None:
        self.home = home
        self.caller = caller
        self.epoch = epoch
        self.accepted = caller.version == "1.6"
        self.heartbeat_s = 300
        self.recorded: list[Arrived] = []
        self.first: list[bool] = []
        self.noted: list[FrameRow] = []
        self.alarms: list[tuple[str, str]] = []
        self.ended: list[str] = []

    async def record(self, arrived: Arrived, *, first: bool = False) -> Answer:
        await self.home.commit(self)
        self.recorded.append(arrived)
        self.first.append(first)
        if arrived.action not in actions(self.caller.version):
            return Fault.NOT_IMPLEMENTED
        if arrived.action == "BootNotification":
            self.accepted = True
            reply = {"status": "Accepted", "currentTime": "2026-11-20T12:00:00.000Z", "interval": 300}
            return result_frame(arrived.message_id, msgspec.json.encode(reply))
        if arrived.action == "Heartbeat":
            return result_frame(arrived.message_id, b'{"currentTime":"2026-11-20T12:00:00.000Z"}')
        return result_frame(arrived.message_id, self.home.reply)

    async def note(self, row: FrameRow, order_id: UUID | None = None) -> None:
        await self.home.commit(self)
        self.noted.append(row)

    async def alarm(self, kind: str, detail: str) -> None:
        self.alarms.append((kind, detail))

    async def pin_16(self) -> None:
        self.alarms.append(("speaks_1_6", self.caller.version))

    async def close(self, why: str) -> None:
        self.ended.append(why)


class MemoryHome:
    """Epochs and a commit that can be held up or made to fail."""

    def __init__(self) -> None:
        self.seats: list[MemorySeat] = []
        self.epochs: dict[UUID, int] = {}
        self.broken = False
        self.reply = b"{}"
        self.free = asyncio.Event()
        self.free.set()

    async def open(self, caller: Caller) -> MemorySeat:
        epoch = self.epochs.get(caller.station_id, 0) + 1
        self.epochs[caller.station_id] = epoch
        seat = MemorySeat(self, caller, epoch)
        self.seats.append(seat)
        await asyncio.sleep(0)
        return seat

    def offer(self, seat: Seat, arrived: Arrived, told: Told, *, first: bool = False) -> None:
        told(None)

    async def commit(self, seat: MemorySeat) -> None:
        await self.free.wait()
        if self.broken:
            raise unavailable("storage_unavailable", "The disk is gone.")
        if self.epochs[seat.caller.station_id] != seat.epoch:
            raise ConnectionFenced


class House:
    """A running gateway."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.home = MemoryHome()
        self.directory = MemoryDirectory()
        self.flushed: list[InboxEntry] = []
        self.register = Register(self.directory, self.clock)
        self.inbox = Inbox(self.clock, self._flush)
        self.registry = Registry(self.clock)
        self.admission = Admission(self.registry)
        self.bus = MemoryBus()
        self.shared = Shared(self.home, self.registry, self.bus, self.clock, SystemIds())
        self.door = Door(
            register=self.register,
            inbox=self.inbox,
            clock=self.clock,
            pepper=PEPPER,
            aliases=ALIASES,
            ears=self._ears,
            admission=self.admission,
        )
        self.listeners: list[Listener] = []

    async def _flush(self, entries: Sequence[InboxEntry], gone: Sequence[str]) -> None:
        self.flushed = [one for one in self.flushed if one.identity not in gone] + list(entries)

    def _ears(self, knock: Knock, known: Known, version: Version, _: Proof | None) -> Connection:
        caller = Caller(
            known.tenant,
            known.station_id,
            known.identity,
            version,
            knock.address,
            knock.head.get("user-agent"),
            knock.secure,
        )
        return Connection(self.shared, caller, 0)

    def station(self, identity: str, password: str = PASSWORD, **more: object) -> Known:
        """Register a station; the register in memory hears of it when it looks."""
        number = len(self.directory._stations) + 1
        known = Known(
            tenant=1,
            station_id=UUID(int=number),
            identity=identity,
            digests=(digest(PEPPER, identity, password.encode()),),
        )
        known = msgspec.structs.replace(known, **more)
        self.directory.put(known)
        return known

    async def listen(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        private: bool = False,
        trusted: tuple[str, ...] = (),
        limits: Limits | None = None,
    ) -> int:
        bind = Bind("127.0.0.1", 0, tls, private)
        listener = Listener(bind, self.door, self.clock, trusted=trusted, limits=limits)
        await listener.start()
        self.listeners.append(listener)
        return listener.port

    @property
    def seat(self) -> MemorySeat:
        return self.home.seats[-1]


@asynccontextmanager
async def house() -> AsyncIterator[House]:
    """A gateway that is open, and that is gone afterwards."""
    built = House()
    await built.register.load()
    built.door.open = True
    tasks = [
        asyncio.create_task(built.register.keep_fresh()),
        asyncio.create_task(built.registry.keep_swept()),
    ]
    try:
        yield built
    finally:
        await cancelled(*tasks)
        for listener in built.listeners:
            await listener.stop()
        await built.registry.drain(0)
        await built.registry.settled(5_000_000)
        assert (built.registry.sockets, len(built.registry), built.registry.working) == (0, 0, set())
        assert built.registry.in_line == 0


def basic(user: str, password: str | bytes = PASSWORD) -> dict[str, str]:
    secret = password.encode() if isinstance(password, str) else password
    return {"Authorization": "Basic " + base64.b64encode(user.encode() + b":" + secret).decode()}


async def until(found: Callable[[], object], within_s: float = 5.0) -> None:
    """Wait for a state."""
    async with asyncio.timeout(within_s):
        while not found():
            await pause(SystemClock(), 5_000)


async def raw(port: int, text: bytes, *, tls: ssl.SSLContext | None = None) -> bytes:
    """Send bytes, and read until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    writer.write(text)
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    finally:
        writer.close()


def dial(
    port: int,
    identity: str = "CP-1",
    *,
    password: str | bytes = PASSWORD,
    protocols: tuple[str, ...] = ("ocpp1.6",),
    headers: dict[str, str] | None = None,
    **more: Any,
) -> connect:
    """A station that connects."""
    more.setdefault("compression", None)
    scheme = "ws" if more.get("ssl") is None else "wss"
    return connect(
        f"{scheme}://127.0.0.1:{port}/ocpp/{identity}",
        subprotocols=[Subprotocol(one) for one in protocols] or None,
        additional_headers=basic(identity, password) | (headers or {}),
        **more,
    )


async def say(client: ClientConnection, text: str) -> list[Any]:
    """Send a frame and hear the next one."""
    await client.send(text)
    return await hear(client)


async def hear(client: ClientConnection) -> list[Any]:
    async with asyncio.timeout(5):
        return msgspec.json.decode(await client.recv(), type=list[Any])


async def close_code(client: ClientConnection) -> int:
    """With which code the other side closes."""
    try:
        async with asyncio.timeout(10):
            while True:
                await client.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def request(path: str = "/ocpp/CP-1", **headers: str | None) -> bytes:
    """An upgrade request, with headers changed (`None` leaves one out)."""
    lines: dict[str, str | None] = {
        "Host": "csms",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAECAwQFBgcICQoLDA0ODw==",
        "Sec-WebSocket-Protocol": "ocpp1.6",
    }
    lines.update({name.replace("_", "-"): value for name, value in headers.items()})
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"GET {path} HTTP/1.1\r\n{told}\r\n".encode()
