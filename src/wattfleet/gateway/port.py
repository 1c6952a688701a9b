"""What the door needs of a WebSocket, so that another library could take its place.

A library gives a `Socket` for an accepted connection and calls `Ears`; everything that OCPP, identity or
money means is decided above this line.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec

from wattfleet.gateway.head import Head
from wattfleet.ocpp.versions import Version
from wattfleet.stations.credentials import Known

FRAME_LIMIT = 1 << 20
"""The longest message that is taken, in bytes, fragments and inflated text counted. Source: row 80."""


class Socket(Protocol):
    """One station's open WebSocket. No method raises or waits; after the end they do nothing."""

    def send(self, text: bytes) -> None:
        """Send a text message."""
        ...

    def ping(self) -> None: ...

    def pause(self) -> None:
        """Read no more from the station for now: it feels that through TCP."""
        ...

    def resume(self) -> None: ...

    def close(self, code: int, reason: str) -> None:
        """Say goodbye, and cut the line if the station does not answer soon."""
        ...

    def clogged(self) -> bool:
        """Whether the station does not read what was sent to it."""
        ...


class Ears(Protocol):
    """Who listens to a socket."""

    def opened(self, socket: Socket) -> None: ...

    def text(self, message: bytes) -> None:
        """A whole text message, valid UTF-8, at most `FRAME_LIMIT` long."""
        ...

    def alive(self) -> None:
        """A ping or pong came."""
        ...

    def closed(self, code: int, reason: str) -> None:
        """The connection is over: the close code that was seen or sent; 1006 where there was none."""
        ...


class Deflate(msgspec.Struct, frozen=True):
    """permessage-deflate as agreed: no context is taken over in either direction. Source: RFC 7692 §7."""

    window_bits: int = 15  # of what we send

    @property
    def header(self) -> str:
        """How the agreement is told. An answer may ask the client unasked (RFC 7692 §7.1.1.2)."""
        bits = f"; server_max_window_bits={self.window_bits}" if self.window_bits < 15 else ""
        return f"permessage-deflate; server_no_context_takeover; client_no_context_takeover{bits}"


class Knock(msgspec.Struct, frozen=True):
    """A request for a WebSocket, and from where it came."""

    head: Head
    address: str
    secure: bool
    private: bool  # came over the private listener for stations without a password


class Welcome(msgspec.Struct, frozen=True):
    """Let in; `subprotocol` in the station's own spelling, "" where it named none."""

    known: Known
    version: Version
    subprotocol: str
    ears: Ears
    deflate: Deflate | None = None


class Turned(msgspec.Struct, frozen=True):
    """Refused with a plain HTTP answer; `again_s`: after so many seconds to come again (0: as always)."""

    status: int
    again_s: int = 0


class Mute(msgspec.Struct, frozen=True):
    """No version in common: the handshake is completed without the header and closed at once (row 59)."""


class Wait(msgspec.Struct, frozen=True):
    """A refusal that may rest on old knowledge: ask `again` once, and answer at the end of a fixed time.

    Who tries too often is not looked up, but decided about once more when the register was next read.
    """

    look_up: bool


Verdict = Welcome | Turned | Mute | Wait
Decide = Callable[[Knock], Verdict]
