"""No test of a field fault passes when the fault does nothing: what would be right anyway proves nothing."""

import re
import subprocess
import sys

from tests.tidy.tree import ROOT


def test_no_test_passes_when_the_fixtures_do_nothing() -> None:
    """The quick ones, on SQLite; `pytest tests/faults --harmless` shows the same of all."""
    quick = ["on_a_fake_clock", "beside_others", "in_virtual_time"]
    command = [sys.executable, "-m", "pytest", *(f"tests/faults/test_{one}.py" for one in quick)]
    options = ["--harmless", "-k", "not postgres", "--tb=no", "-q", "-p", "no:cacheprovider"]
    options += ["-o", "addopts=--import-mode=importlib"]
    told = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert re.search(r"\d+ failed", told), told
    passed = re.search(r"(\d+) passed", told)
    assert passed is None, told
