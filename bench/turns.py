"""Frames by turns: the peer, ours as fast as it answers, and ours at half load and at half the target."""

import os
from statistics import median

import msgspec

from bench.running import beside, load
from bench.server import Server
from bench.table import Row, each, times
from bench.watch import CpuWatch, DiskWatch

CALM = 5000
"""Frames a second at which the skeleton's waiting is looked at: about half of what ours does."""
ROUNDS = 3
"""The machine gives now more and now less: what is compared is measured by turns, and told by its median."""
_KINDS = ("FULL", "HALF", "AIM")
AT_WORK = [f"{kind}{turn}-{one}" for kind in _KINDS for turn in range(ROUNDS) for one in range(200)]


class Turn(msgspec.Struct):
    """One round: the peer, ours as fast as it answers, at half of that, and at half of the target."""

    peer: dict[str, float]
    full: dict[str, float]
    half: dict[str, float]
    aimed: dict[str, float]


def turns(server: Server, seconds: float, target: float) -> list[Turn]:
    """By turns. What is left for the disk to write is written before each of ours: half a minute after a full
    load the kernel writes its pages at once, and a commit of whoever is measured then waits 50 to 150 ms.
    """
    found: list[Turn] = []
    for turn in range(ROUNDS):
        peer = beside("bench.peer", 9100, seconds)
        os.sync()
        with CpuWatch(server.process.pid) as watch, DiskWatch() as disk:
            full = _ours(server, seconds, f"FULL{turn}-")
        full["cpu_us"], full["write_ms"] = watch.us_each(full, seconds), disk.write_ms
        os.sync()
        half = _ours(server, seconds, f"HALF{turn}-", full["per_s"] / 2)
        os.sync()
        aimed = _ours(server, seconds, f"AIM{turn}-", target / 2)
        found.append(Turn(peer, full, half, aimed))
    return found


def _ours(server: Server, seconds: float, prefix: str, rate: float = 0) -> dict[str, float]:
    return load("frames", server.ocpp, stations=200, seconds=seconds, prefix=prefix, rate=rate)


def frames_rows(name: str, found: list[Turn], target: float, bare: dict[str, float]) -> list[Row]:
    """What the turns gave, beside a skeleton's figures."""
    full = {what: [turn.full[what] for turn in found] for what in ("per_s", "cpu_us", "load_cpu", "write_ms")}
    peers = [turn.peer["per_s"] for turn in found]
    ratios = [ours / peer for ours, peer in zip(full["per_s"], peers, strict=True)]
    per_s, cpu_us = median(full["per_s"]), median(full["cpu_us"])
    told = f"{cpu_us:.0f} µs of CPU each, load {median(full['load_cpu']):.0%} busy"
    disk = f"a write took the disk {', '.join(f'{ms:.2f}' for ms in full['write_ms'])} ms"
    calm = f"the skeleton's at {CALM:,.0f}/s {bare['calm_p99_ms']:.1f} ms"
    return [
        (
            "ocpp + websockets, nothing kept",
            f"{median(peers):,.0f} frames/s",
            "",
            "1.0 ×",
            each(peers, ",.0f"),
        ),
        (
            f"durable frames, {name}",
            f"{per_s:,.0f}/s",
            "the peer",
            times(median(ratios)),
            each(ratios, ".1f"),
        ),
        ("", "", f"target {target:,.0f}/s", times(per_s / target), f"{each(full['per_s'], ',.0f')}; {told}"),
        (
            "",
            "",
            "the skeleton",
            f"{per_s / bare['per_s']:.2f} ×",
            f"by CPU a frame {bare['cpu_us'] / cpu_us:.2f} ×; {disk}",
        ),
        _p99_row("half load", [turn.half for turn in found], calm),
        _p99_row(f"half the target, {target / 2:,.0f}/s", [turn.aimed for turn in found], ""),
    ]


def _p99_row(what: str, rounds: list[dict[str, float]], beside: str) -> Row:
    p99_ms = [one["p99_ms"] for one in rounds]
    middle = median(p99_ms)
    p50 = f"p50 {median(one['p50_ms'] for one in rounds):.1f} ms"
    note = "; ".join(filter(None, (each(p99_ms, ".1f"), p50, beside)))
    return (f"  p99 at {what}", f"{middle:.1f} ms", "limit 10 ms", times(10 / middle), note)
