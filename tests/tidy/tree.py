"""Which files the tidy tests look at, and what is written by a tool and so has its own measure."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "tests", "tools", "bench", "docs", "changelog.d", ".ci")
SUFFIXES = {".py", ".md", ".toml", ".json", ".txt", ".yaml", ".html", ".js", ".css", ".svg", ".csv", ""}


BUILT = tuple(ROOT / "src/wattfleet/api/assets" / app for app in ("console", "driver"))
"""The screens as they were built: git does not keep them."""


def is_generated(path: Path) -> bool:
    """The types of OCPP, and migrations, which are long because tables are many."""
    return ("ocpp" in path.parts and path.name in {"messages.py", "shared.py"}) or "versions" in path.parts


def python(*folders: str) -> list[Path]:
    """Python that people wrote."""
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if not is_generated(path)
    )


def written() -> list[Path]:
    """Every text of the project, without what is built or locked."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    outside = [path for path in ROOT.iterdir() if path.is_file() and path.name not in {"uv.lock", ".git"}]
    return sorted(
        path
        for path in inside + outside
        if path.suffix in SUFFIXES
        and "__pycache__" not in path.parts
        and ".hypothesis" not in path.parts
        and not any(path.is_relative_to(one) for one in BUILT)
    )


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
