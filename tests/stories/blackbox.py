"""The product from outside: the real command as a process, HTTP, and a bare WebSocket as the station."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import websockets
from tests.places import PLAIN
from tests.ports import free_port

WATTFLEET = str(Path(sys.executable).parent / "wattfleet")
START_LIMIT_S = 120


@dataclass
class Installation:
    """A server on its data, which can be killed and started again on the same ports."""

    data: Path
    database: str | None = None
    more: list[str] = field(default_factory=list)
    http_port: int = field(default_factory=free_port)
    ocpp_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    key: str = ""

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def ocpp(self) -> str:
        return f"ws://127.0.0.1:{self.ocpp_port}/ocpp"

    def start(self) -> None:
        self.spawn()
        self.wait_ready()
        if not self.key:
            self.key = self.make_key()

    def spawn(self) -> None:
        """The process begins; whether it gets ready is another question."""
        command = [*self.program, "serve", "--data", str(self.data)]
        command += ["--http", f"127.0.0.1:{self.http_port}", "--ocpp", f"127.0.0.1:{self.ocpp_port}"]
        if self.database:
            command += ["--database", self.database]
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command + self.more, stdout=log, stderr=log, env={**os.environ, **self.environment}
            )

    @property
    def program(self) -> list[str]:
        return [WATTFLEET]

    @property
    def environment(self) -> dict[str, str]:
        """With a database URL the pepper comes from the environment."""
        return {"WATTFLEET_SECRET": "0123456789abcdef" * 4} if self.database else {}

    def wait_ready(self) -> None:
        until = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"serve ended: {self.log()}")
            try:
                if httpx.get(f"{self.http}/readyz", timeout=2, verify=PLAIN).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"serve is not ready: {self.log()}")

    def log(self) -> str:
        return (self.data.parent / f"{self.data.name}.log").read_text()[-4000:]

    def make_key(self, role: str = "admin", *more: str) -> str:
        command = [WATTFLEET, "key", "create", "--data", str(self.data), "--role", role, "--name", "test"]
        if self.database:
            command += ["--database", self.database]
        made = subprocess.run(
            [*command, *more],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **self.environment},
        )
        return made.stdout.strip()

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def client(self, key: str | None = None) -> httpx.Client:
        return httpx.Client(
            base_url=f"{self.http}/api/v1",
            headers={"Authorization": f"Bearer {key or self.key}"},
            timeout=70,
            verify=PLAIN,
        )


class Plug:
    """The station's end of a socket; sends what it is told and hands back what comes."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.number = 0

    async def call(self, action: str, payload: dict[str, Any], message_id: str = "") -> Any:
        """Send a CALL and wait for its answer; calls of the server that come in between are refused."""
        self.number += 1
        message_id = message_id or f"m{self.number}"
        await self.socket.send(json.dumps([2, message_id, action, payload]))
        while True:
            frame = json.loads(await asyncio.wait_for(self.socket.recv(), 10))
            if frame[0] in (3, 4) and frame[1] == message_id:
                return frame[2] if frame[0] == 3 else frame[2:]
            if frame[0] == 2:
                await self.socket.send(json.dumps([4, frame[1], "NotSupported", "", {}]))

    async def take(self) -> tuple[str, str, dict[str, Any]]:
        """The next CALL of the server: its id, action and payload."""
        while True:
            frame = json.loads(await asyncio.wait_for(self.socket.recv(), 20))
            if frame[0] == 2:
                return frame[1], frame[2], frame[3]

    async def answer(self, message_id: str, payload: dict[str, Any]) -> None:
        await self.socket.send(json.dumps([3, message_id, payload]))


@asynccontextmanager
async def plug(
    place: Installation, identity: str, password: str, *, protocol: str = "ocpp1.6", path: str = ""
) -> AsyncIterator[Plug]:
    """A station's connection with HTTP Basic."""
    secret = base64.b64encode(f"{identity}:{password}".encode()).decode()
    async with websockets.connect(
        path or f"{place.ocpp}/{identity}",
        subprotocols=[websockets.Subprotocol(protocol)],
        additional_headers={"Authorization": f"Basic {secret}"},
        compression=None,
        proxy=None,
    ) as socket:
        yield Plug(socket)


def until(check: Any, limit_s: float = 15) -> Any:
    """Ask again until the answer is truthy: a state is waited for, never a time."""
    end = time.monotonic() + limit_s
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(0.05)
