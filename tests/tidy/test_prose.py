"""What is written beside the code holds together: links, numbers, commands, fragments."""

import re
import tomllib
from pathlib import Path

import pytest
from tests.tidy.tree import ROOT, name, python, written
from tools import generate_cli

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PLACES = re.compile(r"(?<![\w.:/-])/(work|root|home|opt|Users|tmp)/[\w.-]+")
REGISTRIES = re.compile(r"(?:pypi\.org|pythonhosted|registry\.npmjs|proxy\.golang)")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|WIP)\b")


def anchors(page: Path) -> set[str]:
    titles = HEADING.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for plain, picture in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = (plain or picture).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{target} is not there"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{target} has no heading for #{anchor}"


def test_every_page_can_be_reached_from_the_first() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        for plain, picture in LINK.findall(page.read_text(encoding="utf-8")):
            waiting.append((page.parent / (plain or picture).partition("#")[0]).resolve())
    lost = {name(page) for page in DOCS.rglob("*.md") if page.parent.name != "adr"} - {
        name(page) for page in reached
    }
    assert not lost, "link them from docs/index.md or a page that it links"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(page.name[:4]) for page in (DOCS / "adr").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    for page in (DOCS / "adr").glob("0*.md"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        for word in ("**Context.**", "**Decision.**", "**Cost.**"):
            assert word in text, f"{page.name} lacks {word}"


def test_commands_that_are_named_exist() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for line in re.findall(
            r"(?:`|^\$ |^)make ([a-z]+(?: [a-z]+)*)", page.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert set(line.split()) <= known, f"{name(page)} says make {line}"


def test_the_house_has_its_commands_and_help_tells_them() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("setup", "check", "test", "demo", "bench", "sim", "golden", "api", "docs", "fmt"):
        assert re.search(rf"^{target}:.*## \S", text, re.MULTILINE), f"make {target} is not told in help"


def test_generated_pages_are_fresh() -> None:
    assert generate_cli.PAGE.read_text(encoding="utf-8") == generate_cli.render(), "run tools/generate_cli.py"


def test_every_metric_is_told() -> None:
    page = (DOCS / "run/metrics.md").read_text(encoding="utf-8")
    for path in python("src"):
        for name_ in re.findall(r'"(wattfleet_[a-z_]+)"', path.read_text(encoding="utf-8")):
            if path.stem == "metrics":
                assert f"`{name_}" in page, f"docs/run/metrics.md does not tell {name_}"


def test_fragments_are_for_an_operator() -> None:
    kinds = {"feature", "bugfix", "doc", "removal", "misc"}
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    for path in (ROOT / config["directory"]).iterdir():
        if path.name == ".gitkeep":
            continue
        assert re.fullmatch(rf"\+?[\w-]+\.(?:{'|'.join(kinds)})(?:\.\d+)?\.md", path.name), path.name
        text = path.read_text(encoding="utf-8").strip()
        assert text.endswith("."), f"{path.name} is a sentence"


@pytest.mark.parametrize("path", [one for one in written() if one.parent.name != "tidy"], ids=name)
def test_the_project_speaks_of_itself_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert PLACES.findall(text) == [], "a path of one machine"
    assert not REGISTRIES.search(text), "where packages come from stands in uv.lock"
    assert UNFINISHED.findall(text) == [], "finish it or leave it"
    assert not text or text.endswith("\n"), "a file ends with a line"
