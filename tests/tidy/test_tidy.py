"""The house stays tidy: what a linter cannot see in the code."""

import ast
from pathlib import Path

import pytest
from tests.tidy.tree import ROOT, name, python

SOURCES = python("src")
FORBIDDEN_NAMES = {"utils", "common", "core", "helpers", "manager", "service", "models"}
CLOCK_WORDS = ("asyncio.sleep(", "loop.time(", "time.time(", "datetime.now(", "time.sleep(")


@pytest.mark.parametrize("path", python("src", "tests", "tools", "bench"), ids=name)
def test_a_module_is_short_and_speaks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 600, "split the module: 600 lines is the end"
    assert path.stem not in FORBIDDEN_NAMES
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module opens with its promise"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines: 60 is the end"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_folder_is_no_drawer(path: Path) -> None:
    for part in path.relative_to(ROOT).parts[:-1]:
        assert part not in FORBIDDEN_NAMES


def test_only_the_clock_sleeps_and_tells_the_time() -> None:
    for path in SOURCES:
        if path.name == "clock.py":
            continue
        text = path.read_text(encoding="utf-8")
        for word in CLOCK_WORDS:
            assert word not in text, f"{name(path)} uses {word}: take a Clock"


def test_tables_keep_exact_types() -> None:
    for path in (ROOT / "src/wattfleet/storage/tables").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("Numeric", "Float", "DateTime"):
            assert word not in text, f"no {word} in {name(path)}: SQLite keeps neither digits nor zone"


def test_tests_wait_for_states_and_skip_nothing() -> None:
    for path in python("tests"):
        if path.parent.name == "tidy":
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("pytest.mark.skip", "pytest.skip(", "unittest.mock", "mock.patch", "MagicMock"):
            assert word not in text, f"{name(path)} uses {word}"
