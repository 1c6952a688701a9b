"""Write docs/spec/field-faults.md: every field fault by its number, its fixture, and the tests that use it.

The tests are those of tests/faults, as pytest collects them; a test names its row in its own name or in its
parameters (`row_26_…`, `row41-1.6`). `--check` writes nothing and fails where the page is stale.
"""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from wattfleet.simulator.fault import Fault
from wattfleet.simulator.faults import FAULTS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/spec/field-faults.md"
FOLDER = "tests/faults"
_ROW = re.compile(r"\brow_?(\d+)(?=\b|_|-)|_rows?_(\d+)_")
HEAD = """\
# Field faults

What real chargers do wrong, by number. Each is a fixture of the pretend stations (`wattfleet simulate
--faults 17,32`, `--list-faults`), and each has tests of what must come of it. This page is written by
`tools/generate_faults.py` from the fixtures and from the tests that pytest collects; a tidy test holds that
it is fresh, and that each of these tests fails when its fixture does nothing (`pytest tests/faults
--harmless`).

Where a test runs: `on_a_fake_clock` and `beside_others` hear the station through the dialogue and keep it
in a real database (SQLite and PostgreSQL); `on_the_wire` and `commands` use the real server as a process
and real sockets; `in_virtual_time` runs the real gateway and server for hours that cost nothing.

What is of the network is simulated as far as a wire allows: a half-open socket is one that the station
forgets and never closes (67); a missing header and a reserved bit are written as bytes (60, 71); a missing
authority is an empty trust store (72); a power cut is a station that says no farewell and comes back with
or without what it had to say (44, 45); a mass return is sixty stations that dial in the same second (73); a
slow name server or a dead modem is a redial after nineteen minutes (69).

| # | fixture | what it does | versions | tests |
|---|---|---|---|---|
"""


def collected() -> dict[int, list[str]]:
    """Row → the tests that are about it: `module::name`, with how many cases."""
    command = [sys.executable, "-m", "pytest", FOLDER, "--collect-only", "-q"]
    command += ["-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in listed.stdout.splitlines():
        if not line.startswith(FOLDER):
            continue
        path, _, name = line.partition("::")
        found = _ROW.search(name)
        if found is None:
            raise SystemExit(f"{line} names no row")
        bare = name.partition("[")[0]
        counts[int(found[1] or found[2])][f"{Path(path).stem.removeprefix('test_')}::{bare}"] += 1
    return {
        row: [_told(name, count) for name, count in sorted(tests.items())] for row, tests in counts.items()
    }


def _told(name: str, count: int) -> str:
    return f"`{name}`" if count == 1 else f"`{name}` ({count})"


def page() -> str:
    tests = collected()
    lines = [_line(row, fault, tests.get(row, [])) for row, fault in sorted(FAULTS.items())]
    return HEAD + "\n".join(lines) + "\n"


def _line(row: int, fault: Fault, tests: list[str]) -> str:
    return f"| {row} | {fault.name} | {fault.does} | {', '.join(fault.versions)} | {'<br>'.join(tests)} |"


def main(arguments: list[str]) -> int:
    text = page()
    if "--check" in arguments:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print("fresh" if fresh else "stale: run tools/generate_faults.py")
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
