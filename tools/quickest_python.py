"""Print the Python to build `.venv` from: the first one on the PATH, or another that is clearly quicker.

A Python that was built without profiling, as version managers do it, takes up to twice the time of a
distribution's own, and a server's frames cost accordingly more. So each Python 3.11 or newer that can make a
virtual environment is timed at the same small work, and another than the first is taken where it needs less
than nine tenths of its time; that is said on standard error. `make setup PY=…` asks nobody. Where there is
none, nothing is printed.
"""

import os
import subprocess
import sys
from pathlib import Path

WORK = """
import ensurepip, os, sys, time, venv
if sys.version_info < (3, 11):
    sys.exit(1)

class Point:
    def __init__(self, at, value):
        self.at, self.value = at, value

def round_of_work():
    begun = time.process_time()
    seen = {}
    for n in range(20000):
        point = Point(n, n * 3)
        seen[point.at % 97] = seen.get(point.at % 97, 0) + point.value
    return time.process_time() - begun

version = "%d.%d.%d" % sys.version_info[:3]
print(min(round_of_work() for _ in range(10)), os.path.realpath(sys.executable), version)
"""
SYSTEM = ("/usr/local/bin", "/usr/bin")
NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")
CLEARLY = 0.9
# A busy machine is unjust to whoever is asked once: each is timed in turns.
TURNS = 4


def candidates(folders: "list[str]") -> "list[Path]":
    """Their interpreters, each once: `python3` of the first folder, `python3` of the second, …"""
    found = [Path(folder) / name for name in NAMES for folder in folders]
    return list(dict.fromkeys(one for one in found if os.access(one, os.X_OK)))


def timed(python: Path) -> "tuple[float, Path, str] | None":
    """Seconds, the interpreter behind that name, its version; None where it will not do."""
    try:
        told = subprocess.run(
            [python, "-c", WORK],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if told.returncode:
        return None
    seconds, executable, version = told.stdout.split()
    return float(seconds), Path(executable), version


def chosen(folders: "list[str]") -> "Path | None":
    found: dict[Path, tuple[float, Path, str]] = {}
    for python in candidates(folders):
        one = timed(python)
        if one is not None:
            found.setdefault(one[1], one)
    for python in [*found] * (TURNS - 1) if len(found) > 1 else []:
        one = timed(python)
        if one is not None:
            found[python] = min(found[python], one)
    if not found:
        return None
    seconds, first, version = next(iter(found.values()))
    least, best, best_version = min(found.values())
    if least >= seconds * CLEARLY:
        return first
    print(
        f"Taking {best} ({best_version}): {least / seconds:.0%} of the time of {first} ({version}). "
        f"To take that one: make setup PY={first}",
        file=sys.stderr,
    )
    return best


if __name__ == "__main__":
    python = chosen([*os.environ.get("PATH", "").split(os.pathsep), *SYSTEM])
    if python is not None:
        print(python)
