"""The table of measurements: a line for each, with what it is held against."""

from collections.abc import Iterable

Row = tuple[str, str, str, str, str]
"""What was measured, the figure, what it is held against, the ratio, and what else is to be known."""

HEAD = [
    ("what", "measured", "against", "ratio", "beside it"),
    ("---", "---:", "---", "---:", "---"),
]


def line(row: Row) -> str:
    """As Markdown."""
    return "| " + " | ".join(row) + " |"


def each(figures: Iterable[float], spelled: str) -> str:
    """All rounds, in their order."""
    return "by turns " + ", ".join(format(one, spelled) for one in figures)


def times(ratio: float) -> str:
    return f"{ratio:.1f} ×"
