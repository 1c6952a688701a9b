"""The real server as the demo runs it: a process of its own that can be killed and started again."""

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.errors import unavailable
from wattfleet.kernel.timeline import SECOND_US

TICK_US = SECOND_US // 10


class Server:
    """`wattfleet serve` on SQLite, in a folder."""

    def __init__(
        self, folder: Path, clock: Clock, *, lan: bool, http_port: int = 8080, ocpp_port: int = 9000
    ) -> None:
        self.data = folder / "data"
        self.log = folder / "server.log"
        self._clock = clock
        self._lan = lan
        self.http_port = free_port(http_port, "127.0.0.1")
        self.ocpp_port = free_port(ocpp_port, "0.0.0.0" if lan else "127.0.0.1")  # noqa: S104
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def stations_url(self) -> str:
        """Where the pretend stations connect."""
        return f"ws://127.0.0.1:{self.ocpp_port}/ocpp"

    @property
    def real_station_url(self) -> str:
        """What a person types into a real station; its own name follows."""
        return f"ws://{lan_address() if self._lan else '127.0.0.1'}:{self.ocpp_port}/ocpp/"

    async def start(self) -> None:
        """Start it and wait until it is ready. Raises: WattfleetError `demo_server_silent`."""
        host = "0.0.0.0" if self._lan else "127.0.0.1"  # noqa: S104
        command = [
            *(sys.executable, "-m", "wattfleet", "serve", "--data", str(self.data)),
            *("--http", f"127.0.0.1:{self.http_port}", "--ocpp", f"{host}:{self.ocpp_port}"),
            *("--zone", "Europe/Stockholm", "--currency", "SEK"),
            *(["--allow-plain"] if self._lan else []),
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603  the own program, in the background
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        async with httpx.AsyncClient(timeout=2) as client:
            for _ in range(600):
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"{self.http}/readyz")).is_success:
                        return
                if self._process.poll() is not None:
                    break
                await pause(self._clock, TICK_US)
        raise unavailable(
            "demo_server_silent", "The server did not start.", hint=f"Its own words are in {self.log}."
        )

    def kill(self) -> None:
        """As a power cut would: no farewell."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    async def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        for _ in range(150):
            if self._process.poll() is not None:
                return
            await pause(self._clock, TICK_US)
        self.kill()

    async def key(self) -> str:
        """A new key with every right."""
        command = (sys.executable, "-m", "wattfleet", "key", "create", "--data", str(self.data))
        made = await asyncio.create_subprocess_exec(
            *command, "--role", "admin", "--name", "demo", stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        out, error = await made.communicate()
        if made.returncode:
            raise unavailable(
                "demo_no_key", f"No key could be made: {error.decode(errors='replace').strip()}"
            )
        return out.decode().strip()


def free_port(wanted: int, host: str) -> int:
    """The usual port, or any free one when somebody has it."""
    for port in (wanted, 0):
        with socket.socket() as one, contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((host, port))
            return int(one.getsockname()[1])
    return wanted


def lan_address() -> str:
    """This machine's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, contextlib.suppress(OSError):
        one.connect(("192.0.2.1", 9))
        return str(one.getsockname()[0])
    return "127.0.0.1"
