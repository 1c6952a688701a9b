"""How quickly the real server answers the pages that people open, over a fleet that `bench.years` made."""

import os
import subprocess
import time
from pathlib import Path

import httpx

from bench.server import SECRET, WATTFLEET, free_port
from bench.years_fleet import A_DAY

TIMES = 40
"""How often each page is asked for."""
PAGES = {
    "station page, as it opens": (
        "/stations/{s}",
        "/sites?limit=200",
        "/meter-keys?station={s}&limit=200",
        "/stations/{s}/commands?sort=-asked_at&limit=5",
    ),
    "station page, its messages": ("/stations/{s}/frames?sort=-at&limit=200",),
    "station page, its history": ("/stations/{s}/events?sort=-at&limit=200",),
    "station page, all its parts in a row": (
        "/stations/{s}",
        "/stations/{s}/connectors",
        "/sessions?station={s}&limit=20",
        "/stations/{s}/frames?limit=50",
        "/stations/{s}/events?limit=50",
        "/stations/{s}/commands?limit=20",
    ),
    "session list": ("/sessions?limit=50",),
    "session list, one station": ("/sessions?station={s}&limit=50",),
    "session list, a month two years ago": (
        "/sessions?limit=50&from=2024-11-01T00:00:00Z&to=2024-12-01T00:00:00Z",
    ),
    "session list, state": ("/sessions?limit=50&state=closed",),
    "session list, card": ("/sessions?limit=50&token=04AABBCCDD",),
    "session list, what changed today": ("/sessions?limit=50&state=review",),
    "frames of all stations": ("/frames?limit=50",),
    "frames, by action": ("/frames?limit=50&action=StatusNotification",),
    "a session of last week": ("/sessions/{hot}", "/sessions/{hot}/readings", "/sessions/{hot}/evidence"),
    "a session of cold days": ("/sessions/{cold}", "/sessions/{cold}/readings", "/sessions/{cold}/evidence"),
}


def ask(data: Path, url: str | None, hot_days: int, cold_days: int) -> None:
    """Start the real server, and ask for each page TIMES times."""
    port = free_port()
    environment = {**os.environ, **SECRET}
    place = ["--data", str(data), *(["--database", url] if url else [])]
    made = [WATTFLEET, "key", "create", *place, "--role", "admin", "--name", "bench"]
    key = subprocess.run(made, capture_output=True, text=True, check=True, env=environment).stdout.strip()
    command = [
        WATTFLEET,
        "serve",
        *place,
        "--http",
        f"127.0.0.1:{port}",
        "--ocpp",
        f"127.0.0.1:{free_port()}",
    ]
    server = subprocess.Popen([*command, "--cold-after", "0"], env=environment, stderr=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", headers=headers, timeout=60) as api:
            _await_ready(api)
            names = _named(api, hot_days, cold_days)
            for name, paths in PAGES.items():
                times = sorted(_one(api, [path.format_map(names[turn % len(names)]) for path in paths])
                               for turn in range(TIMES))  # fmt: skip
                middle, slow = times[len(times) // 2], times[int(len(times) * 0.95)]
                print(f"{name:40} p50 {middle:7.1f} ms  p95 {slow:7.1f} ms", flush=True)
    finally:
        server.terminate()
        server.wait(120)


def _await_ready(api: httpx.Client) -> None:
    for _ in range(2_400):
        try:
            if api.get("/me").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise SystemExit("the server does not answer")


def _named(api: httpx.Client, hot_days: int, cold_days: int) -> list[dict[str, str]]:
    """Some stations, each with a session of last week and one whose days have gone cold."""
    found = []
    for number in range(10):
        station = f"CP-{number}"
        pages = api.get(f"/sessions?station={station}&limit=200").json()["items"]
        cold = pages[A_DAY * (hot_days + 1) : A_DAY * (hot_days + cold_days)]
        hot, old = pages[10], (cold or pages)[0]
        found.append({"s": station, "hot": hot["id"], "cold": old["id"]})
    return found


def _one(api: httpx.Client, paths: list[str]) -> float:
    began = time.perf_counter()
    for path in paths:
        answer = api.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
    return (time.perf_counter() - began) * 1000
