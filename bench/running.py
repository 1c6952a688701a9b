"""Programs that load a server, and servers to compare it with, each in a process of its own."""

import json
import subprocess
import sys

from bench.watch import CpuWatch

PYTHON = sys.executable


def load(what: str, url: str, **options: object) -> dict[str, float]:
    """Run the load generator in its own process; its one JSON line."""
    return ask("bench.load", what, "--url", url, **options)


def ask(module: str, *words: str, **options: object) -> dict[str, float]:
    """Run a program that loads the server in its own process; its one JSON line."""
    command = [PYTHON, "-m", module, *words]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the load failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def beside(module: str, port: int, seconds: float, *more: str, calm: float = 0) -> dict[str, float]:
    """Frames against a peer on core 0, as fast as it answers; then, at a `calm` rate, how long one waits."""
    url = f"ws://127.0.0.1:{port}/ocpp/"
    command = [PYTHON, "-m", module, "--port", str(port), "--core", "0", *more]
    peer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert peer.stdout is not None
        peer.stdout.readline()
        with CpuWatch(peer.pid) as watch:
            found = load("frames", url, stations=200, seconds=seconds)
        found["cpu_us"] = watch.us_each(found, seconds)
        if calm:
            found["calm_p99_ms"] = load("frames", url, stations=200, seconds=seconds, rate=calm)["p99_ms"]
        return found
    finally:
        peer.kill()
        peer.wait()
