"""The real server for the measurements: started, furnished, looked into."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import httpx

WATTFLEET = str(Path(sys.executable).parent / "wattfleet")
PASSWORD = "0123456789abcdef0123456789abcdef"
SECRET = {"WATTFLEET_SECRET": "00112233445566778899aabbccddeeff"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_s(pid: int) -> float:
    """The CPU time of a process so far, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """`wattfleet serve` on core 0."""

    def __init__(self, data: Path, database: str | None = None) -> None:
        self.data = data
        self.database = database
        self.ports = [free_port() for _ in range(3)]
        self.http = f"http://127.0.0.1:{self.ports[0]}"
        self.ocpp = f"ws://127.0.0.1:{self.ports[1]}/ocpp/"
        self.ocpps = f"wss://127.0.0.1:{self.ports[2]}/ocpp/"
        self.started_s = 0.0
        self.key = ""

    def __enter__(self) -> "Server":
        self.data.mkdir(parents=True)
        cert, key = certificate(self.data)
        command = [
            "taskset",
            "-c",
            "0",
            WATTFLEET,
            "serve",
            "--data",
            str(self.data),
            "--http",
            f"127.0.0.1:{self.ports[0]}",
        ]
        command += ["--ocpp", f"127.0.0.1:{self.ports[1]}", "--ocpp-tls", f"127.0.0.1:{self.ports[2]}"]
        command += ["--tls-cert", str(cert), "--tls-key", str(key)]
        command += ["--database", self.database] if self.database else []
        self._start(command)
        self.stop()  # the first start makes the tables; what counts is a start as on any other day
        self.started_s = self._start(command)
        made = [WATTFLEET, "key", "create", "--data", str(self.data), "--role", "admin", "--name", "bench"]
        made += ["--database", self.database] if self.database else []
        environment = {**os.environ, **SECRET}
        self.key = subprocess.run(
            made, capture_output=True, text=True, check=True, env=environment
        ).stdout.strip()
        return self

    def _start(self, command: list[str]) -> float:
        began = time.perf_counter()
        log = (self.data / "serve.log").open("ab")
        self.process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env={**os.environ, **SECRET},
        )
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.ports[1]), timeout=1).close()
                break
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit((self.data / "serve.log").read_text()[-3000:]) from None
                time.sleep(0.01)
        took = time.perf_counter() - began
        while not self._is_ready():
            time.sleep(0.05)
        return took

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.http}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def __exit__(self, *_: TracebackType | type[BaseException] | BaseException | None) -> None:
        self.process.kill()
        self.process.wait()

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=f"{self.http}/api/v1", headers=headers, timeout=120)

    def furnish(self, stations: int = 5000, also: Iterable[str] = ()) -> None:
        """Stations over the API, and one card."""
        names = [*(f"BENCH-{one}" for one in range(stations)), *also]
        with self.client() as api, ThreadPoolExecutor(8) as many:

            def register(name: str) -> None:
                wish = {"identity": name, "access": "public", "ocpp_password": PASSWORD}
                api.post("/stations", json=wish).raise_for_status()

            list(many.map(register, names))
            api.post("/tokens", json={"uid": "BENCH", "kind": "rfid"}).raise_for_status()
        time.sleep(2)  # the gateway reads new stations within a second

    def idle(self, url: str, count: int) -> float:
        """kB per idle connection, with what the kernel holds for it."""
        command = [sys.executable, "-m", "bench.load", "idle", "--url", url, "--stations", str(count)]
        before = self.memory_kb()
        holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline().strip() == "held"
        time.sleep(3)
        after = self.memory_kb()
        holder.stdin.write("\n")
        holder.stdin.close()
        holder.wait()
        time.sleep(2)
        return (after - before) / count

    def own_kb(self) -> float:
        """The process's own pages."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))

    def memory_kb(self) -> float:
        """The process's own pages, and the kernel's memory of sockets (ours is half of both ends)."""
        own = self.own_kb()
        slabs = Path("/proc/meminfo").read_text().splitlines()
        kernel = sum(int(line.split()[1]) for line in slabs if line.startswith("Slab:"))
        return own + kernel / 2

    def lists(self, seconds: float) -> float:
        """Lists of 50 sessions a second, by one client that keeps its connections (core 1)."""
        url = f"{self.http}/api/v1/sessions?limit=50"
        command = [
            sys.executable,
            "-m",
            "bench.lists",
            "--url",
            url,
            "--key",
            self.key,
            "--seconds",
            str(seconds),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(json.loads(done.stdout)["per_s"])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for localhost (ECDSA)."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key
