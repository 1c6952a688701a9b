"""What the server finds is a code with values: every code has its sentence, in three languages."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from wattfleet.billing.proved import PROVED, check
from wattfleet.billing.unmeasured import UNMEASURED, unmeasured
from wattfleet.kernel.sentences import Phrase, names_of
from wattfleet.metrology.found import FOUND, found

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wattfleet"
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
