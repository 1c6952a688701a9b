"""The real wire of one pretend station: a WebSocket that is dialled, lost and dialled again."""

import asyncio
import base64
import ssl
from collections.abc import Coroutine
from random import Random
from typing import Any
from urllib.parse import quote

from picows import WSAutoPingStrategy, WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.ocpp.versions import SUBPROTOCOLS
from wattfleet.simulator import orders
from wattfleet.simulator.badwire import send_reserved, without_connection_header
from wattfleet.simulator.fault import Dial, dialled
from wattfleet.simulator.post import Hangup
from wattfleet.simulator.station import Station

BACK_OFF_S = (1, 2, 4, 8, 16, 30)
"""How long to wait before the next try; half as much again by chance, so that a fleet spreads."""


class Link:
    """Drives one station over its socket, by a clock. `run` until cancelled; `hold` keeps it off line."""

    def __init__(self, station: Station, url: str, password: str, clock: Clock, chance: Random) -> None:
        self.station = station
        self.clock = clock
        self.refused = 0
        self.connections = 0
        self.problem = ""
        self.plans_changed = asyncio.Event()
        self._chance = chance
        self._online = asyncio.Event()
        self._online.set()
        self._nudge = asyncio.Event()
        self._changed = asyncio.Event()
        self._lost = asyncio.Event()
        self._impatient = False
        self._transport: WSTransport | None = None
        self._old: list[WSTransport] = []
        self._forgotten: list[WSTransport] = []
        subprotocol = next(name for name, version in SUBPROTOCOLS.items() if version == station.plan.version)
        plain = Dial(
            base=url.rstrip("/"),
            path=quote(station.plan.identity, safe=""),
            user=station.plan.identity,
            password=password,
            subprotocol=subprotocol,
        )
        self._plain = plain
        self.dial = dialled(station.post.faults, plain)

    async def run(self) -> None:
        """Live until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_connected())
            tasks.create_task(self._keep_time())

    def go_offline(self) -> None:
        """The network goes: the station lives on and fills its queue."""
        self._online.clear()
        self.hang_up()

    def come_back(self, *, at_once: bool = False) -> None:
        """The network is there again; `at_once` = without the chance that spreads a fleet."""
        self._impatient = at_once
        self._online.set()

    async def say_all(self) -> None:
        """Connect, say everything that waits, and hang up for good."""
        running = asyncio.create_task(self.run())
        try:
            await self.until(connected=True, drained=True)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            self.hang_up()

    def touch(self) -> None:
        """Something was done to the station from outside: send what it says, and mind its new plans."""
        self._flush()
        self._nudge.set()

    async def until(self, *, connected: bool | None = None, drained: bool = False) -> None:
        """Wait for a state: the socket is (not) there, and nothing waits to be said."""
        while not (
            (connected is None or self.station.post.booted == connected)
            and (not drained or len(self.station.post.mailbox) == 0)
        ):
            self._changed.clear()
            await self._changed.wait()

    # ── connection ────────────────────────────────────────────────────────────

    async def _keep_connected(self) -> None:
        tries = 0
        while True:
            await self._online.wait()
            dark = self.station.dark_until
            if dark is not None:
                self.station.dark_until = None
                await pause(self.clock, max(0, dark - self.clock.now()))
            try:
                await self._once()
                tries = 0
            except (OSError, WSError, TimeoutError) as error:
                self.refused += 1
                self.problem = str(error)[:200]
            wait = BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)] * SECOND_US
            tries += 1
            if self.station.post.having(lambda fault: fault.hurries_back):
                continue
            wait = max(wait, max((one.redial_s for one in self.station.post.faults), default=0) * SECOND_US)
            if not self._online.is_set():
                await self._online.wait()
                if self._impatient:
                    continue
            await pause(self.clock, wait // 2 + self._chance.randrange(wait))

    async def _once(self) -> None:
        """One connection, from the handshake to its end."""
        dial = self.dial
        plain = self._plain
        self.station.post.having(lambda fault: fault.dial is not None and fault.dial(plain) != plain)
        secret = base64.b64encode(f"{dial.user}:{dial.password}".encode()).decode()
        headers = [("Authorization", f"Basic {secret}")]
        if dial.subprotocol:
            headers.append(("Sec-WebSocket-Protocol", dial.subprotocol))
        if dial.no_connection_header:
            await without_connection_header(f"{dial.base}/{dial.path}", headers)
        transport, _ = await ws_connect(
            lambda: _Ear(self),
            f"{dial.base}/{dial.path}",
            extra_headers=headers,
            enable_auto_pong=dial.pongs,
            enable_auto_ping=False,
            auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
            ssl_context=self._trust(),
        )
        self.connections += 1
        for old in self._old:
            old.disconnect()
        self._old = []
        self._transport = transport
        if dial.reserved_bit and self.connections == 1:
            send_reserved(transport)
        self.station.connected(self.clock.now())
        self.touch()
        self._lost.clear()
        await _first(transport.wait_disconnected(), self._lost.wait())
        if self._transport is transport:
            self._gone()

    def _trust(self) -> ssl.SSLContext | None:
        """None = whom the machine trusts; a station without an authority trusts nobody (row 72)."""
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if self.dial.trusts_nobody else None

    def forget(self) -> None:
        """Close what a half-open end has left behind: the pretend station is taken down."""
        for old in (*self._old, *self._forgotten):
            old.disconnect()

    def _gone(self) -> None:
        self._transport = None
        self.station.disconnected(self.clock.now())
        self._nudge.set()
        self._changed.set()

    def hang_up(self) -> None:
        transport = self._transport
        if transport is None:
            return
        if self.dial.keeps_old or self.dial.half_open:
            (self._forgotten if self.dial.half_open else self._old).append(transport)
            self._gone()
            self._lost.set()
        else:
            transport.disconnect()

    def heard(self, text: bytes) -> None:
        orders.hear(self.station, text, self.clock.now())
        self._flush()
        self._nudge.set()
        self._changed.set()

    def _flush(self) -> None:
        for one in self.station.post.take():
            if isinstance(one, Hangup):
                self.hang_up()
                return
            if self._transport is not None:
                self._transport.send(WSMsgType.TEXT, one.encode())

    # ── time ──────────────────────────────────────────────────────────────────

    async def _keep_time(self) -> None:
        """Wake the station whenever something of its own falls due."""
        while True:
            self._nudge.clear()
            due = self.station.due_at()
            if due is None:
                await self._nudge.wait()
                continue
            left = due - self.clock.now()
            if left <= 0:
                self.station.advance(self.clock.now())
                self._flush()
                self._changed.set()
                continue
            await either(self.clock, left, self._nudge)


async def either(clock: Clock, us: int, event: asyncio.Event) -> None:
    """Wait until the time has passed or the event is set, whichever comes first."""
    timer = asyncio.ensure_future(pause(clock, us))
    other = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait((timer, other), return_when=asyncio.FIRST_COMPLETED)
    finally:
        timer.cancel()
        other.cancel()


async def _first(*works: Coroutine[Any, Any, object]) -> None:
    """Wait for whichever is done first."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


class _Ear(WSListener):
    """The socket's callbacks."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._parts = b""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type in (WSMsgType.TEXT, WSMsgType.CONTINUATION):
            self._parts += frame.get_payload_as_bytes()
            if frame.fin:
                text, self._parts = self._parts, b""
                self._link.heard(text)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
