"""Fuzz for a while: `python -m tests.fuzz SECONDS [SEED]`.

A sixth of it with atheris, the rest against the gateway on each database.

Ends with 1 where a process died, an answer was wrong, something acknowledged is lost, or memory grows.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.crash.books import Books
from tests.crash.place import a_house
from tests.fuzz.assault import assault, identity, lost, resident_kb, until

from wattfleet.ocpp.versions import VERSIONS

STEPS = 4


def against(kind: str, seconds: float, seed: int) -> list[str]:
    """What is wrong with a gateway after that long; memory is measured in the first and the last quarter."""
    wrong: list[str] = []
    sizes: list[int] = []
    frames = answers = 0
    with tempfile.TemporaryDirectory() as folder, a_house(Path(folder), kind) as house:
        house.start()
        house.furnish([Books(identity(version), version) for version in VERSIONS])
        for step in range(STEPS):
            told = asyncio.run(assault(house, seed + step, until(seconds / STEPS)))
            assert house.process is not None
            if house.process.poll() is not None:
                return [f"{kind}: the server died: {house.log()}"]
            sizes.append(resident_kb(house) // 1024)
            frames, answers = frames + told.frames, answers + told.answers
            wrong += [f"{kind} {seed + step}: {one}" for one in told.wrong]
            wrong += [f"{kind} {seed + step}: lost {one[:300]!r}" for one in lost(house, told)]
        if "Traceback" in house.log():
            wrong.append(f"{kind}: {house.log()}")
    shown = " ".join(f"{size} MB" for size in sizes)
    print(f"{kind}: {frames} frames, {answers} answers, {len(wrong)} wrong; {shown}", flush=True)
    return wrong


def guided(seconds: float) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.fuzz.guided", folder, f"-max_total_time={int(seconds)}"]
        ran = subprocess.run(
            [*command, "-max_len=2000", f"-artifact_prefix={folder}/"],
            capture_output=True,
            text=True,
            check=False,
        )
    told = [line for line in ran.stderr.splitlines() if line.strip()]
    print(f"atheris: {told[-1] if told else 'nothing'}", flush=True)
    return [] if ran.returncode == 0 else [f"atheris: {ran.stderr[-3000:]}"]


def main(arguments: list[str]) -> int:
    seconds = float(arguments[0])
    seed = int(arguments[1]) if len(arguments) > 1 else int.from_bytes(os.urandom(4))
    print(f"CRASH_SEED={seed}", flush=True)
    wrong = guided(seconds / 6)
    wrong += against("sqlite", seconds * 5 / 12, seed)
    wrong += against("postgres", seconds * 5 / 12, seed + STEPS)
    print("\n".join(wrong[:40]) or "nothing is wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
