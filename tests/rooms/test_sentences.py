"""What the server finds is a code with values: every code has its sentence, in three languages."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from wattfleet.billing.proved import PROVED, check
from wattfleet.billing.unmeasured import UNMEASURED, unmeasured
from wattfleet.kernel.sentences import Phrase, names_of
from wattfleet.metrology.found import FOUND, found

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wattfleet"
BOOKS = ROOT / "web" / "packages" / "words" / "src"
TABLES: dict[str, dict[str, tuple[Phrase, ...]]] = {
    "found": {code: (phrase,) for code, phrase in FOUND.items()},
    "unmeasured": dict(UNMEASURED),
    "proved": {code: (phrase,) for code, phrase in PROVED.items()},
}
SENTENCES = [
    (table, code, phrase) for table, rows in TABLES.items() for code, row in rows.items() for phrase in row
]


@pytest.mark.parametrize(("table", "code", "phrase"), SENTENCES)
def test_the_languages_name_the_same_values(table: str, code: str, phrase: Phrase) -> None:
    assert all(phrase), f"{table}.{code} is not said in every language"
    assert [names_of((one, one, one)) for one in phrase] == [names_of(phrase)] * 3
    assert len(set(phrase)) == 3, f"{table}.{code} was not written yet in a language"


def said_in(places: Iterable[str], verb: str) -> set[str]:
    text = "".join((SOURCE / place).read_text("utf-8") for place in places)
    return set(re.findall(rf'\b{verb}\(\s*"(\w+)"', text))


@pytest.mark.parametrize(
    ("verb", "places", "table"),
    [
        ("found", ("metrology/process.py", "metrology/signature.py", "metrology/check.py"), set(FOUND)),
        ("unmeasured", ("billing/measuring.py",), set(UNMEASURED)),
    ],
)
def test_what_is_found_is_what_the_table_says(verb: str, places: Iterable[str], table: set[str]) -> None:
    extra = {"energy_unusable", "time_unusable"} if verb == "found" else set()
    assert said_in(places, verb) | extra == table


def test_what_is_proved_is_what_the_table_says() -> None:
    text = (SOURCE / "billing/proof.py").read_text("utf-8")
    written = set(re.findall(r'"(\w+)"', text))
    both = {f"{name}_in_{where}" for name in ("begin", "end") for where in ("frame", "none")}
    assert set(PROVED) - both <= written
    assert "Check(" not in text, "what was looked at is a code, so that it can be said in any language"


def test_a_sentence_is_put_together_from_its_values() -> None:
    assert found("page_gap", before=1, after=3).text.startswith("After T1 comes T3:")
    gap = found("page_gap", before=1, after=3)
    held = unmeasured("signed_process_wrong", gap)
    assert held.text == f"The values are signed, and no charging process that may be billed: {gap.text}"
    assert held.because == (gap,)
    differs = unmeasured("signed_energy_differs", signed="5", session="5.011")
    assert differs.text == "The signed values say 5 kWh, the session 5.011 kWh."
    assert check("lines", True, "lines_rounded", n=1).text == "1 line is quantity × price, rounded once"


# ── sentences that the server keeps or refuses with, and a browser reads back ─────────────────────

VERBS = {"missing", "conflict", "forbidden", "invalid", "unavailable"}
ROOMS = ("access", "billing", "fleet", "ledger", "stations", "storage", "tariffs", "usecases")
OF_PROGRAMS = {
    *("cursor_invalid", "limit_invalid", "sort_unknown", "filter_unknown", "scope_unknown", "tenant_exists"),
    *("keep_invalid", "offline_grace_too_short", "report_to", "session_contended", "internal_error"),
    *("frame_unknown", "baselines_invalid", "habits_invalid", "schema_newer", "key_exists", "chart_unknown"),
    *("vat_facts_invalid", "metrology_facts_invalid", "dunning_facts_invalid", "storage_unavailable"),
    *("database_role", "database_missing", "database_url_invalid", "schema_old", "schema_other"),
}
"""Codes that no screen meets: about how a program asks, about the installation itself, or a bug."""


def templates() -> set[str]:
    """Every text of the source that may be a sentence; what is put into it may be anything."""
    made: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        made |= {one for node in ast.walk(ast.parse(path.read_text("utf-8"))) if (one := pattern_of(node))}
    return {one for one in made if len(one.replace(".+", "")) > 6}


def pattern_of(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=parts):
            return "".join(pattern_of(one) or ".+" for one in parts)
        case _:
            return ""


def read_back(place: str) -> set[str]:
    books = [BOOKS / place] if place.endswith(".ts") else sorted((BOOKS / place).glob("*.ts"))
    text = "".join(path.read_text("utf-8") for path in books)
    english = {one[1] for one in re.findall(r"\w+: \[\s*(['\"])(.*?)\1,", text)}
    assert len(english) > 30
    return {re.sub(r"\{\w+\}", "some thing", one.replace("’", "'")) for one in english}


@pytest.mark.parametrize("place", ["said.ts", "refusals"])
def test_what_a_browser_reads_back_is_what_the_server_says(place: str) -> None:
    known = [re.compile(one, re.DOTALL) for one in templates()]
    unknown = [one for one in read_back(place) if not any(each.fullmatch(one) for each in known)]
    assert not unknown, "the server no longer says this"


def refusals() -> Iterator[tuple[str, str]]:
    """Code and sentence of what the rooms and their deeds refuse, where the sentence stands in the call."""
    for room in ROOMS:
        for path in (SOURCE / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id=verb), args=[ast.Constant(value=str(code)), said, *_]) if (
                        verb in VERBS and (pattern := pattern_of(said))
                    ):
                        yield code, pattern


def test_what_is_refused_at_a_screen_is_said_in_every_language() -> None:
    book = read_back("refusals")
    silent = {code for code in dict(refusals()) if code.endswith("_exists")} | OF_PROGRAMS
    lacking = [
        f"{code}: {pattern}"
        for code, pattern in refusals()
        if code not in silent and not any(re.fullmatch(pattern, one, re.DOTALL) for one in book)
    ]
    assert not lacking, "write it into web/packages/words/src/refusals"
