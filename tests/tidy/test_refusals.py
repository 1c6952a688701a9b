"""Whoever sends something that cannot be is told what to send instead: a refusal of input has a hint."""

import ast
from pathlib import Path

import pytest
from tests.tidy.tree import ROOT

SOURCES = sorted(one for one in (ROOT / "src" / "wattfleet").rglob("*.py") if "assets" not in one.parts)


def unhelpful(text: str) -> list[int]:
    """The lines on which something is refused as invalid without a hint."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "invalid"
        and not any(one.arg == "hint" for one in call.keywords)
    ]


def test_a_refusal_without_a_hint_is_found() -> None:
    assert unhelpful('raise invalid("a", "No.", hint="So.")\nraise invalid("b", "No.")') == [2]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_refusal_says_what_to_do(path: Path) -> None:
    assert unhelpful(path.read_text(encoding="utf-8")) == []
