"""The door for stations: accepts, bounds what is half-open, reads the request, and hands over.

Its own accept loop, so that limits hold before TLS is spoken: when all places for half-open connections are
taken, the kernel's queue waits, and whoever dawdles is dropped.
Source: reliability §7, security §11 tests 14–17.
"""

import asyncio
import ipaddress
import socket as sockets
import ssl
from collections import deque
from collections.abc import Coroutine, Iterable
from typing import Protocol, assert_never

import aiofastnet
import msgspec

from wattfleet.gateway import metrics
from wattfleet.gateway.head import HEAD_LIMIT, Head, NoHead, mute, plain_upgrade, read_head, refusal
from wattfleet.gateway.port import Knock, Mute, Turned, Verdict, Wait, Welcome
from wattfleet.gateway.sockets import PicowsSocket, upgrade
from wattfleet.kernel.clock import Clock, pause

BACKLOG = 4_096
REFUSAL_US = 250_000
"""When a refusal is answered, from the request on, whatever was looked up in between (security test 2)."""
ACCEPTS_PER_TURN = 64
HEADS_PER_TURN = 16
"""Requests that are decided between two looks at the sockets: those who are in wait for no more than that."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Decider(Protocol):
    """Who decides (`gateway.door.Door`)."""

    @property
    def has_room(self) -> bool: ...
    def turned_away(self) -> Turned: ...
    def decide(self, knock: Knock) -> Verdict: ...
    async def again(self, knock: Knock, wait: Wait) -> Verdict: ...
    def malformed(self, knock: Knock) -> None: ...


class Bind(msgspec.Struct, frozen=True):
    """Where to listen, and how. `private`: stations with a waiver need no password here."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    private: bool = False


class Limits(msgspec.Struct, frozen=True):
    """What a half-open connection may take. `dawdle_us` is its time when all places are taken."""

    half_open: int = 2_000
    handshake_us: int = 10_000_000
    dawdle_us: int = 2_000_000


class Listener:
    """One listening address."""

    def __init__(
        self,
        bind: Bind,
        door: Decider,
        clock: Clock,
        *,
        trusted: Iterable[str] = (),
        limits: Limits | None = None,
    ) -> None:
        self._bind = bind
        self._door = door
        self._clock = clock
        self._trusted: list[Network] = [ipaddress.ip_network(one, strict=False) for one in trusted]
        self._limits = limits or Limits()
        self._half_open: dict[_Front, int] = {}
        self._heads: deque[tuple[_Front, bytes]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sockets: list[sockets.socket] = []
        self._waiting = False

    @property
    def port(self) -> int:
        """The port that it got."""
        return int(self._sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen. Raises: OSError when the address cannot be had."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(
            self._bind.host or None, self._bind.port, type=sockets.SOCK_STREAM, flags=sockets.AI_PASSIVE
        )
        for family, kind, protocol, _, address in dict.fromkeys(found):
            self._sockets.append(_listening(family, kind, protocol, address))
        self._accept()

    async def stop(self) -> None:
        """Take no more connections and drop what is half-open; open ones go on."""
        loop = asyncio.get_running_loop()
        for listening in self._sockets:
            loop.remove_reader(listening.fileno())
            listening.close()
        self._sockets = []
        for front in list(self._half_open):
            front.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ── accepting ─────────────────────────────────────────────────────────────

    def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        for listening in self._sockets:
            loop.add_reader(listening.fileno(), self._ready, listening)

    def _ready(self, listening: sockets.socket) -> None:
        for _ in range(ACCEPTS_PER_TURN):
            if self._must_wait():
                self._full()
                return
            try:
                accepted, peer = listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:  # no more file descriptors: let those who wait wait
                self._full()
                return
            accepted.setblocking(False)
            if not self._door.has_room and self._is_turned_away(accepted):
                continue
            front = _Front(self, str(peer[0]))
            self._half_open[front] = self._clock.monotonic_us()
            self._spawn(self._take_in(accepted, front))

    def _must_wait(self) -> bool:
        """Whether the kernel's queue must hold who knocks. To say no over TLS costs more than to wait."""
        if len(self._half_open) >= self._limits.half_open:
            return True
        return self._bind.tls is not None and not self._door.has_room

    def _is_turned_away(self, accepted: sockets.socket) -> bool:
        """Told to come again without a look at the request, if it is there already: as cheap as can be.

        It is taken from the socket first: a line that is closed with something unread loses our answer.
        """
        try:
            if not accepted.recv(HEAD_LIMIT, sockets.MSG_PEEK).endswith(b"\r\n\r\n"):
                return False
            accepted.recv(HEAD_LIMIT)
            turned = self._door.turned_away()
            metrics.CONNECTS.labels(str(turned.status)).inc()
            accepted.send(refusal(turned.status, turned.again_s))
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            pass  # it has gone
        accepted.close()
        return True

    def _full(self) -> None:
        """Stop accepting until places are free again."""
        loop = asyncio.get_running_loop()
        for listening in self._sockets:
            loop.remove_reader(listening.fileno())
        if not self._waiting:
            self._waiting = True
            self._spawn(self._make_room())

    async def _make_room(self) -> None:
        while True:
            await pause(self._clock, 20_000)
            late = self._clock.monotonic_us() - self._limits.dawdle_us
            for front in [front for front, since in self._half_open.items() if since < late]:
                front.abort()
            if not self._must_wait():
                break
        self._waiting = False
        self._accept()

    async def _take_in(self, accepted: sockets.socket, front: "_Front") -> None:
        """TLS, and then the request; at the end of its time whatever is still half-open is dropped."""
        loop = asyncio.get_running_loop()
        patience_s = self._limits.handshake_us / 1_000_000
        try:
            await aiofastnet.connect_accepted_socket(
                loop,
                lambda: front,
                accepted,
                ssl=self._bind.tls,
                ssl_handshake_timeout=None if self._bind.tls is None else patience_s,
            )
        except (OSError, TimeoutError, asyncio.CancelledError) as failed:
            accepted.close()
            self.leave(front)
            if isinstance(failed, asyncio.CancelledError):
                raise
            metrics.HANDSHAKE_FAILURES.labels("tls").inc()  # row 72
            return
        loop.call_later(patience_s, front.late)

    # ── what a front asks ─────────────────────────────────────────────────────

    def requested(self, front: "_Front", raw: bytes) -> None:
        """The head of a request is there; its turn comes after those who came before."""
        if not self._heads:
            asyncio.get_running_loop().call_soon(self._turn)
        self._heads.append((front, raw))

    def _turn(self) -> None:
        for _ in range(min(HEADS_PER_TURN, len(self._heads))):
            front, raw = self._heads.popleft()
            front.judge(raw)
        if self._heads:
            asyncio.get_running_loop().call_soon(self._turn)

    def turned_away(self) -> Turned | None:
        """What everybody is told while nobody may come in; None while somebody may."""
        return None if self._door.has_room else self._door.turned_away()

    def leave(self, front: "_Front") -> None:
        """It is no longer half-open."""
        self._half_open.pop(front, None)

    def malformed(self, head: Head, peer: str) -> None:
        """Somebody asked for a WebSocket, and not as the standard wants it (row 60)."""
        address, secure = self._from(head, peer)
        self._door.malformed(Knock(head, address, secure, self._bind.private))

    def judge(self, front: "_Front", head: Head, peer: str) -> None:
        """A request is there: decide, now or after a second look."""
        address, secure = self._from(head, peer)
        knock = Knock(head, address, secure, self._bind.private)
        verdict = self._door.decide(knock)
        if isinstance(verdict, Wait):
            self._spawn(self._again(front, knock, verdict))
        else:
            front.answer(verdict, head, self._clock)

    async def _again(self, front: "_Front", knock: Knock, wait: Wait) -> None:
        end_us = self._clock.monotonic_us() + REFUSAL_US
        verdict = await self._door.again(knock, wait)
        if not isinstance(verdict, Welcome):
            await self._clock.sleep_until(end_us)
        front.answer(verdict, knock.head, self._clock)

    def _from(self, head: Head, peer: str) -> tuple[str, bool]:
        """The station's own address, and whether it speaks TLS, also behind proxies that we trust."""
        secure = self._bind.tls is not None
        if not self._trusts(peer):
            return peer, secure
        secure = secure or head.get("x-forwarded-proto").lower() in {"https", "wss"}
        for hop in reversed(head.listed("x-forwarded-for")):
            address = _plain_address(hop)
            if address is None:
                break
            peer = address
            if not self._trusts(peer):
                break
        return peer, secure

    def _trusts(self, address: str) -> bool:
        if not self._trusted:
            return False
        parsed = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(mapped in network for network in self._trusted if network.version == mapped.version)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Front(asyncio.Protocol):
    """A connection until it is a WebSocket: collects the head of the request."""

    def __init__(self, listener: Listener, peer: str) -> None:
        self._listener = listener
        self._peer = peer
        self._data = b""
        self._transport: asyncio.Transport | None = None
        self._judged = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        if self._judged:
            if len(self._data) > HEAD_LIMIT:
                self.abort()
            return
        raw, end, rest = self._data.partition(b"\r\n\r\n")
        if len(raw) > HEAD_LIMIT:
            self._refuse(431)
        elif end:
            self._judged = True
            self._data = rest
            self._listener.requested(self, raw)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._listener.leave(self)

    def judge(self, raw: bytes) -> None:
        """Its turn has come."""
        if self._transport is None or self._transport.is_closing():
            return
        turned = self._listener.turned_away()
        if turned is not None:
            self._refuse(turned.status, turned.again_s)
            return
        head = read_head(raw)
        if isinstance(head, NoHead):
            metrics.HANDSHAKE_FAILURES.labels("request").inc()
            if head.head is not None:
                self._listener.malformed(head.head, self._peer)
            self._refuse(head.status)
        else:
            self._listener.judge(self, head, self._peer)

    def answer(self, verdict: Verdict, head: Head, clock: Clock) -> None:
        """Let in or turn away."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        match verdict:
            case Turned(status, again_s):
                self._refuse(status, again_s)
            case Mute():
                self._finish(mute(head))
            case Welcome():
                self._transport = None
                self._listener.leave(self)
                metrics.ACCEPTED.inc()
                headers = {"Sec-WebSocket-Protocol": verdict.subprotocol} if verdict.subprotocol else {}
                if verdict.deflate is not None:
                    headers["Sec-WebSocket-Extensions"] = verdict.deflate.header
                socket = PicowsSocket(verdict.ears, verdict.deflate, clock)
                upgrade(transport, plain_upgrade(head) + self._data, headers, socket)
            case Wait():
                raise AssertionError("a second look ends in an answer")
            case _:
                assert_never(verdict)

    def late(self) -> None:
        """Its time is over."""
        if self._transport is not None:
            metrics.HANDSHAKE_FAILURES.labels("slow").inc()
            self.abort()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _refuse(self, status: int, again_s: int = 0) -> None:
        metrics.CONNECTS.labels(str(status)).inc()
        self._finish(refusal(status, again_s))

    def _finish(self, answer: bytes) -> None:
        self._judged = True
        if self._transport is not None:
            self._transport.write(answer)
            self._transport.close()


def _listening(family: int, kind: int, protocol: int, address: object) -> sockets.socket:
    listening = sockets.socket(family, kind, protocol)
    try:
        listening.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        if family == sockets.AF_INET6:
            listening.setsockopt(sockets.IPPROTO_IPV6, sockets.IPV6_V6ONLY, 1)
        listening.setblocking(False)
        listening.bind(address)  # type: ignore[arg-type]
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _plain_address(hop: str) -> str | None:
    """`192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` → the address."""
    text = hop.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
