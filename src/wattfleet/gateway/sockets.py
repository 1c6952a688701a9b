"""Station sockets by picows: its core API, with fragments, compression and limits decided here.

picows hands over every frame as it came; this module makes whole, valid text messages of them, and ends a
connection that breaks RFC 6455 with the close code that the RFC names.
"""

import asyncio
import logging
import zlib

from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import (  # type: ignore[attr-defined]
    WSCloseHandshake,
    WSCloseInfo,
    WSProtocol,
)

from wattfleet.gateway.deflate import SMALL, TooLong, deflate, inflate
from wattfleet.gateway.port import FRAME_LIMIT, Deflate, Ears
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.throttle import Bucket

READ_BUFFER = 2_048
CLOGGED_BYTES = 512 * 1024
GOODBYE_S = 3.0
PING_BURST, PINGS_PER_S = 30, 1.0
MANY_FRAGMENTS = 1_024
_QUIET = logging.LoggerAdapter(logging.Logger("picows", logging.CRITICAL))  # noqa: LOG001
"""picows tells of every connection; what matters of them is counted and kept elsewhere."""


class PicowsSocket(WSListener):
    """A `Socket`: what picows tells of one connection, made into messages."""

    __slots__ = ("_clock", "_deflate", "_ears", "_over", "_packed", "_parts", "_pings", "_said", "_transport")

    def __init__(self, ears: Ears, agreed: Deflate | None, clock: Clock) -> None:
        self._ears = ears
        self._deflate = agreed
        self._clock = clock
        self._transport: WSTransport | None = None
        self._parts: list[bytes] | None = None
        self._packed = False
        self._over = False
        self._said: tuple[int, str] | None = None
        self._pings: Bucket | None = None

    # ── what picows calls ─────────────────────────────────────────────────────

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._ears.opened(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if self._over:
            if kind == WSMsgType.CLOSE:  # the answer to our own
                transport.disconnect()
            return
        if kind == WSMsgType.TEXT and frame.fin and not frame.rsv1 and self._parts is None:
            if frame.rsv2 or frame.rsv3:
                self._refuse(1002, "reserved bit")
            else:
                self._message(frame.get_payload_as_bytes())
        elif kind == WSMsgType.PING:
            self._pinged(frame.get_payload_as_bytes())
        elif kind == WSMsgType.PONG:
            self._ears.alive()
        elif kind == WSMsgType.CLOSE:
            self._goodbye(frame)
        else:
            self._part(frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._over = True
        self._parts = None
        self._ears.closed(*(self._said or _said_by_picows(transport)))

    def pause_writing(self) -> None:
        """The station does not read; `clogged` tells whoever wants to send more."""

    def resume_writing(self) -> None:
        """It reads again."""

    # ── what the connection calls ─────────────────────────────────────────────

    def send(self, text: bytes) -> None:
        transport = self._transport
        if transport is None or self._over:
            return
        if self._deflate is not None and len(text) > SMALL:
            transport.send(WSMsgType.TEXT, deflate(text, self._deflate), True, True)
        else:
            transport.send(WSMsgType.TEXT, text)

    def ping(self) -> None:
        if self._transport is not None and not self._over:
            self._transport.send_ping(b"")

    def pause(self) -> None:
        if self._transport is not None and not self._over:
            self._transport.underlying_transport.pause_reading()

    def resume(self) -> None:
        if self._transport is not None and not self._over:
            self._transport.underlying_transport.resume_reading()

    def clogged(self) -> bool:
        if self._transport is None or self._over:
            return False
        return self._transport.underlying_transport.get_write_buffer_size() > CLOGGED_BYTES

    def close(self, code: int, reason: str) -> None:
        transport = self._transport
        if transport is None or self._over:
            return
        self._over = True
        self._said = (code, reason)
        transport.underlying_transport.resume_reading()
        transport.send_close(WSCloseCode(code), reason.encode()[:120])
        asyncio.get_running_loop().call_later(GOODBYE_S, transport.disconnect, False)

    # ── frames to messages ────────────────────────────────────────────────────

    def _part(self, frame: WSFrame) -> None:
        """A fragment, a compressed message, or something that has no place here."""
        first = frame.msg_type != WSMsgType.CONTINUATION
        if frame.msg_type == WSMsgType.BINARY:
            self._refuse(1003, "OCPP is text")
        elif first == (self._parts is not None):
            self._refuse(1002, "fragments out of order")
        elif frame.rsv2 or frame.rsv3 or (frame.rsv1 and (not first or self._deflate is None)):
            self._refuse(1002, "reserved bit")  # row 71
        else:
            if self._parts is None:
                self._parts, self._packed = [], frame.rsv1
            self._parts.append(frame.get_payload_as_bytes())
            size = sum(map(len, self._parts))
            if size > FRAME_LIMIT or len(self._parts) > MANY_FRAGMENTS:
                self._refuse(1009, "message too long")
            elif frame.fin:
                self._whole()

    def _whole(self) -> None:
        message, packed = b"".join(self._parts or ()), self._packed
        self._parts = None
        if packed:
            try:
                message = inflate(message, FRAME_LIMIT)
            except TooLong:
                self._refuse(1009, "message too long when inflated")
                return
            except zlib.error:
                self._refuse(1007, "not deflated")
                return
        self._message(message)

    def _message(self, message: bytes) -> None:
        if not message.isascii():
            try:
                message.decode("utf-8")
            except UnicodeDecodeError:
                self._refuse(1007, "not UTF-8")
                return
        self._ears.text(message)

    def _pinged(self, payload: bytes) -> None:
        now_us = self._clock.monotonic_us()
        if self._pings is None:
            self._pings = Bucket(PING_BURST, PINGS_PER_S, now_us)
        if not self._pings.take(now_us):
            self._refuse(1008, "too many pings")
        elif self._transport is not None:
            self._transport.send_pong(payload)
            self._ears.alive()

    def _goodbye(self, frame: WSFrame) -> None:
        code = frame.get_close_code()
        bare = code == WSCloseCode.NO_INFO
        self._over = True
        self._said = (1005, "") if bare else (_number(code), frame.get_close_reason() or "")
        if self._transport is not None:
            self._transport.send_close(WSCloseCode.OK if bare else code)
            self._transport.disconnect()

    def _refuse(self, code: int, reason: str) -> None:
        self._parts = None
        self.close(code, reason)


def _said_by_picows(transport: WSTransport) -> tuple[int, str]:
    """How a connection ended that picows itself ended: a frame too long, a mask missing; or the line fell."""
    handshake: WSCloseHandshake | None = transport.close_handshake
    info: WSCloseInfo | None = None if handshake is None else handshake.sent
    return (1006, "") if info is None else (_number(info.code), info.reason or "")


def _number(code: WSCloseCode | int) -> int:
    """picows has an enum in its types, and plain numbers for codes that the enum lacks."""
    return code if isinstance(code, int) else int(code.value)


def upgrade(
    transport: asyncio.Transport,
    request: bytes,
    headers: dict[str, str],
    socket: PicowsSocket,
) -> None:
    """Hand an accepted connection over to picows: `request` is the plain upgrade and what came after it."""

    def admitted(_: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(headers), socket)

    protocol = WSProtocol(
        None,
        None,
        False,
        admitted,
        _QUIET,
        True,
        None,
        False,
        0,
        0,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        False,
        FRAME_LIMIT,
        None,
        READ_BUFFER,
    )
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    while request:
        room = protocol.get_buffer(-1)
        taken = min(len(room), len(request))
        room[:taken] = request[:taken]
        protocol.buffer_updated(taken)
        request = request[taken:]
