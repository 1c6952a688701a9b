"""The HTTP listener: uvicorn over the table of routes, started and stopped by the composition root."""

import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

import uvicorn
from litestar import Litestar

from wattfleet.api.app import make_app, with_door
from wattfleet.api.door import Door
from wattfleet.api.routes import ROUTES
from wattfleet.api.screens import load_screens, with_screens

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
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Signals belong to the composition root."""

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
