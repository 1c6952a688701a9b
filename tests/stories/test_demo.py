"""The demo from outside: it builds its town, tells its past, is broken, counts, ends, and goes on again."""

import re
import subprocess
import sys
from pathlib import Path

import pytest


def demo(folder: Path, *more: str) -> str:
    command = [
        sys.executable,
        "-m",
        "wattfleet",
        "demo",
        "--folder",
        str(folder),
        "--plain",
        "--local",
        "--once",
    ]
    done = subprocess.run([*command, *more], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.xdist_group("demo")
def test_the_demo_is_built_broken_and_run_again(tmp_path: Path) -> None:
    first = demo(tmp_path, "--days", "1", "--press", "k,l")
    books = re.search(
        r"by the meters ([\d.,]+) kWh in ([\d,]+) charges? · we bill ([\d.,]+) kWh in ([\d,]+)", first
    )
    assert books is not None, first
    told, charges, billed, sessions = books.groups()
    assert (told, charges) == (billed, sessions)
    assert "k: killed while" in first
    assert "l: LIAR-01 told a meter of 0" in first
    assert "for a person, because placeholder_begin" in first
    assert first.count("acknowledged = found") == 3
    assert "BUT FOUND" not in first
    assert "/ocpp/NAME" in first
    assert len(re.findall(r"/sign-in#wfl_\w+", first)) == 2
    assert re.search(r"billed: 2 invoices of 20\d\d-\d\d", first), first
    assert "is proposed with 2 drafts" in first
    assert re.search(r"wattfleet invoice 20\d\d-00001 export --format pdf", first)
    again = demo(tmp_path)
    assert len(re.findall(r"/sign-in#wfl_\w+", again)) == 2
    assert "the town is there already" in again
    assert "billed: 2 invoices" in again
    assert "BUT FOUND" not in again
