"""One TCP connection between a station and the server: in order, until it breaks in one of many ways."""

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Protocol

from tests.sim.loop import VirtualLoop

from wattfleet.gateway.connection import Connection

Mangle = Callable[[bytes], list[bytes]]
"""What a bad network makes of a frame when it arrives; it may keep one until the next."""


class Break(Enum):
    """How a connection ends."""

    RESET = "reset"  # both ends know at once; what was under way is lost
    STATION_ONLY = "station only"  # the station knows, the server does not (half open)
    SERVER_ONLY = "server only"  # the server knows, the station does not yet
    LATE = "late"  # the station has gone, and what it sent still arrives


class Ends(Protocol):
    """Who hears of a line: its station."""

    def heard(self, line: "Line", frame: bytes) -> None: ...
    def gone(self, line: "Line") -> None: ...


class Line:
    """Both directions of a connection, and the server's `Socket` of it."""

    def __init__(self, loop: VirtualLoop, station: Ends, delay: Callable[[], int]) -> None:
        self._loop = loop
        self._station = station
        self._delay = delay
        self._up_us = 0
        self._down_us = 0
        self._unread: deque[bytes] = deque()
        self._paused = False
        self._deaf = False
        self._server: Connection | None = None
        self.station_open = True
        self.server_open = True
        self.sent: Callable[[bytes], None] = lambda frame: None
        self.mangle_up: Mangle | None = None
        self.mangle_down: Mangle | None = None

    # ── the station's end ─────────────────────────────────────────────────────

    def up(self, frame: bytes) -> None:
        self._up_us = max(self._up_us, self._loop.us + self._delay())
        self._at(self._up_us, lambda: self._mangled(self.mangle_up, frame, self._arrive))

    def _mangled(self, mangle: "Mangle | None", frame: bytes, arrive: Callable[[bytes], None]) -> None:
        for one in mangle(frame) if mangle is not None else [frame]:
            arrive(one)

    def hang_up(self) -> None:
        """The station closes; what it sent before still arrives."""
        self.station_open = False
        self._up_us = max(self._up_us, self._loop.us + self._delay())
        self._at(self._up_us, lambda: self._end_server(1000, "goodbye"))

    def serve(self, server: Connection) -> None:
        """The server has accepted."""
        self._server = server
        server.opened(self)

    def _arrive(self, frame: bytes) -> None:
        if self._deaf or not self.server_open or self._server is None:
            return
        if self._paused or self._unread:
            self._unread.append(frame)
        else:
            self._server.text(frame)

    def _end_server(self, code: int, reason: str) -> None:
        if self.server_open and self._server is not None:
            self.server_open = False
            self._server.closed(code, reason)

    def _end_station(self) -> None:
        if self.station_open:
            self.station_open = False
            self._station.gone(self)

    # ── the network ───────────────────────────────────────────────────────────

    def breaks(self, how: Break, us: int) -> None:
        """It breaks; whoever does not know learns of it after `us`, if at all."""
        match how:
            case Break.RESET:
                self._end_station()
                self._end_server(1006, "reset")
            case Break.STATION_ONLY:
                self._deaf = True
                self._end_station()
                self._at(self._loop.us + us, lambda: self._end_server(1006, "no route"))
            case Break.SERVER_ONLY:
                self._end_server(1006, "reset")
                self._at(self._loop.us + us, self._end_station)
            case Break.LATE:
                self._end_station()
                self._at(self._loop.us + us, lambda: self._end_server(1006, "late"))

    def dies(self) -> None:
        """The server's process is gone, without a word to anybody on its side."""
        self.server_open = False
        self._at(self._loop.us + self._delay(), self._end_station)

    # ── the server's socket (gateway.port.Socket) ─────────────────────────────

    def send(self, text: bytes) -> None:
        if not self.server_open:
            return
        self.sent(text)
        self._down_us = max(self._down_us, self._loop.us + self._delay())
        self._at(self._down_us, lambda: self._mangled(self.mangle_down, text, self._deliver))

    def _deliver(self, text: bytes) -> None:
        if self.station_open:
            self._station.heard(self, text)

    def ping(self) -> None:
        if self.station_open and self.server_open and self._server is not None:
            self._server.alive()

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self._loop.call_soon(self._drain)

    def _drain(self) -> None:
        while self._unread and not self._paused and self.server_open and self._server is not None:
            self._server.text(self._unread.popleft())

    def close(self, code: int, reason: str) -> None:
        self._down_us = max(self._down_us, self._loop.us + self._delay())
        self._at(self._down_us, self._end_station)
        self._at(self._down_us, lambda: self._end_server(code, reason))

    def clogged(self) -> bool:
        return False

    def _at(self, us: int, what: Callable[[], None]) -> None:
        self._loop.call_at(us / 1_000_000, what)
