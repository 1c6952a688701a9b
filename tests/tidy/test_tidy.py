"""The house stays tidy: what a linter cannot see."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for path in (ROOT / "src").rglob("*.py")
    if path.name not in {"messages.py", "shared.py"} and "versions" not in path.parts
)
FORBIDDEN_NAMES = {"utils", "common", "core", "helpers", "manager", "service", "models"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_speaks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 600, "split the module: 600 lines is the end"
    assert path.stem not in FORBIDDEN_NAMES
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines: 60 is the end"


def test_only_the_clock_sleeps_and_tells_the_time() -> None:
    for path in SOURCES:
        if path.name == "clock.py":
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("asyncio.sleep(", "loop.time(", "time.time(", "datetime.now(", "time.sleep("):
            assert word not in text, f"{path.relative_to(ROOT)} uses {word}: take a Clock"


def test_tables_keep_exact_types() -> None:
    text = (ROOT / "src/wattfleet/storage/tables.py").read_text(encoding="utf-8")
    for word in ("Numeric", "Float", "DateTime"):
        assert word not in text, f"no {word} in tables: SQLite keeps neither digits nor zone"
