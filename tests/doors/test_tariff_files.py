"""`wattfleet tariff price` as a person and a program meet it: files in, a table or JSON out, no server."""

import json
from pathlib import Path

import pytest
from tests.rooms.pricing import Words, element, price
from tests.wire.test_received_cdr import cdr, element_tariff

from wattfleet.cli.main import run

TERMS = element_tariff(
    element(price("FLAT", "0.50", vat="20"), price("ENERGY", "0.25", vat="10", step=100)), id="T"
)
RECORD = cdr("2026-01-14T12:00:00Z", (3600, "20.45", "c"), total_cost={"excl_vat": 6.0})


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "cdr.json").write_text(json.dumps(RECORD))
    (tmp_path / "tariff.json").write_text(json.dumps(TERMS))
    return ["--cdr", str(tmp_path / "cdr.json"), "--tariff", str(tmp_path / "tariff.json")]


def test_a_program_gets_everything_exact_beside_rounded(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tariff", "price", *files, "--zone", "Europe/Berlin", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    sums = {name: told[name] for name in ("before_vat", "vat", "amount", "currency")}
    assert sums == {"before_vat": "5.63", "vat": "0.61", "amount": "6.24", "currency": "EUR"}
    assert told["exact"] == {"before_vat": "5.625", "vat": "0.6125", "amount": "6.2375"}
    assert told["energy"] == {"before_vat": "5.125", "vat": "0.5125"}
    assert told["fixed"] == {"before_vat": "0.5", "vat": "0.1"}
    assert told["time"] == told["parking"] == told["reservation"] == {"before_vat": "0", "vat": "0"}
    assert [(one["type"], one["quantity"], one["rounded_up"]) for one in told["lines"]] == [
        ("FLAT", "1", "0"),
        ("ENERGY", "20.5", "0.05"),
    ]
    assert told["lines"][1]["when"] == "2026-01-14 13:00–14:00"
    assert told["asked"] == {"before_vat": "6.0", "amount": None, "difference": "0.375"}


def test_a_person_gets_the_lines_the_sum_and_what_is_too_much(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tariff", "price", *files, "--zone", "Europe/Berlin", "--language", "de"]) == 0
    told = capsys.readouterr().out
    for words in ("Startgebühr 0,50 EUR", "20,5 kWh zu 0,25 EUR je kWh", "6.24", "0.375"):
        assert words in told


NIGHT = element_tariff(element(price("ENERGY", "1"), start_time="22:00", end_time="06:00"), id="T")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Element 1 holds from 22:00 to 06:00; the session was Wed 2026-01-14 13:00–14:00 local time.",
        ),
        (
            "sv",
            "Element 1 gäller från 22:00 till 06:00; laddningen var ons 2026-01-14 13:00–14:00 lokal tid.",
        ),
        ("de", "Element 1 gilt von 22:00 bis 06:00; der Ladevorgang war Mi 2026-01-14 13:00–14:00 Ortszeit."),
    ],
)
def test_an_element_of_which_nothing_was_charged_says_why(
    language: str, words: str, files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tariff.json").write_text(json.dumps(NIGHT))
    asked = ["tariff", "price", *files, "--zone", "Europe/Berlin", "--language", language]
    assert run(asked) == 0
    assert words in capsys.readouterr().out.splitlines()
    assert run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["uncharged"] == [{"element": 0, "reasons": ["clock"], "text": words}]


@pytest.mark.parametrize(
    ("changed", "arguments", "words"),
    [
        ({"charging_periods": []}, ["--zone", "UTC"], "The record is held: it has no charging periods"),
        ({}, ["--zone", "Mars/Base"], "“Mars/Base” is not a time zone."),
        ({"tariffs": []}, ["--zone", "UTC", "--tariff", "nowhere.json"], "nowhere.json cannot be read"),
    ],
)
def test_bad_input_says_what_to_do(
    changed: Words,
    arguments: list[str],
    words: str,
    files: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "cdr.json").write_text(json.dumps(RECORD | changed))
    assert run(["tariff", "price", *files, *arguments]) == 1
    assert words in capsys.readouterr().err
