"""The HTTP listener: uvicorn over the table of routes, started and stopped by the composition root."""

import asyncio
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache

import uvicorn
from litestar import Litestar

from wattfleet.api.app import make_app, with_door
from wattfleet.api.door import Door
from wattfleet.api.routes import ROUTES
from wattfleet.api.screens import load_screens, with_screens
from wattfleet.kernel.clock import SystemClock, pause

GRACE_S = 5
BACKLOG = 2048


@cache
def _application() -> Litestar:
    """The routes as an application, made once for all ports of a process."""
    return make_app(ROUTES)


class Listener:
    """One HTTP port."""

    def __init__(
        self,
        door: Door,
        host: str,
        port: int,
        *,
        tls: ssl.SSLContext | None = None,
        trusted_proxies: tuple[str, ...] = (),
    ) -> None:
        self._socket = _bound(host, port)
        config = uvicorn.Config(
            with_screens(with_door(_application(), door), load_screens(door.map_tiles)),
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=bool(trusted_proxies),
            forwarded_allow_ips=list(trusted_proxies) or None,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=75,
            backlog=BACKLOG,
            ssl_context_factory=None if tls is None else lambda _config, _usual: tls,
        )
        self._server = _Server(config)
        self._hall = door.hall

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    async def run(self) -> None:
        """Serve until `stop`."""
        await self._server.serve([self._socket])

    def stop(self) -> None:
        """Take no more requests; those that run may end."""
        self._hall.closing.set()
        self._server.end()


class _Server(uvicorn.Server):
    """Signals belong to the composition root, and it ends when it is told to, not at its next look."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def end(self) -> None:
        self.should_exit = True
        self._told.set()

    async def main_loop(self) -> None:
        """Once a second the date of the answers moves on, which is every tenth tick of uvicorn's."""
        tick = 0
        while not await self.on_tick(tick):
            tick += 10
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's own, without the pause in which it hopes that idle connections close."""
        for server in self.servers:
            server.close()
        for one in sockets or []:
            one.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await pause(SystemClock(), 0)  # a transport that closes says so in the next round of the loop
        try:
            await asyncio.wait_for(self._wait_tasks_to_complete(), self.config.timeout_graceful_shutdown)
        except TimeoutError:
            for task in self.server_state.tasks:
                task.cancel(msg="The time to end is over.")

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def _bound(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Else a body waits 40 ms for the acknowledgement of its head; what is accepted takes it over.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening
