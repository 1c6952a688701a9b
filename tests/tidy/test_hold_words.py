"""Whatever a run can hold back is said on the screen in three languages: a new hold needs its words."""

import re

import pytest
from tests.tidy.tree import ROOT

MAKERS = (
    "billing/ready.py",
    "billing/measuring.py",
    "usecases/scene_holds.py",
    "usecases/invoice_scene.py",
    "usecases/judge_drafts.py",
    "usecases/work_invoice_runs.py",
)
CODE = re.compile(r'(?:code=|_hold\(\s*\w+,\s*|Problem\(\s*|^DISPUTED = )"([a-z_]+)"', re.MULTILINE)
BOOK = ROOT / "web" / "packages" / "words" / "src" / "runs.ts"


def codes() -> set[str]:
    texts = [(ROOT / "src" / "wattfleet" / one).read_text(encoding="utf-8") for one in MAKERS]
    return {code for text in texts for code in CODE.findall(text)} | {
        "document_refused",
        "in_review",
        "not_final",
    }


def test_the_codes_are_found() -> None:
    some = {"no_payer", "vat_unknown", "address_missing", "document_incomplete", "disputed", "changed_since"}
    assert some <= codes()


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_hold_has_its_words(code: str) -> None:
    words = BOOK.read_text(encoding="utf-8")
    assert re.search(rf"^  {code}: \[", words, re.MULTILINE), f"write what {code} means into {BOOK.name}"
