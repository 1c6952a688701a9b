"""`wattfleet ocmf verify` as a person and a program meet it."""

import json
from pathlib import Path

import pytest
from tests.rooms.test_signed_values import STATION, STATION_KEY

from wattfleet.cli.main import run
from wattfleet.metrology.transparency import SignedText, write_values


def test_a_receipt_is_valid_and_a_changed_one_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = tmp_path / "receipt.xml"
    for text, code, result in ((STATION, 0, "valid"), (STATION.replace("0.2597", "0.2598"), 1, "invalid")):
        receipt.write_bytes(write_values([SignedText(text, STATION_KEY, "29")]))
        assert run(["ocmf", "verify", str(receipt), "--json"]) == code
        told = json.loads(capsys.readouterr().out)
        assert (told["result"], told["valid"]) == (result, code == 0)
        assert told["transactions"][0]["values"][0]["key_from"] == "value"


def test_a_person_reads_the_energy_and_what_a_key_proves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value, key = tmp_path / "value.txt", tmp_path / "meter.key"
    value.write_text(STATION)
    key.write_text(STATION_KEY)
    assert run(["ocmf", "verify", str(value), "--key", str(key)]) == 0
    told = capsys.readouterr().out
    assert "1-b:1.8.0: 0.2596 → 0.2597 kWh = 0.1 Wh" in told
    assert "not who signed it" not in told
    assert run(["ocmf", "verify", str(value)]) == 1
    assert "Cannot be verified" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.xml"], "nowhere.xml cannot be read"),
        (["{value}", "--key", "abc"], "The public key cannot be read."),
    ],
)
def test_bad_input_says_what_to_do(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "value.txt").write_text(STATION)
    given = [one.format(value=tmp_path / "value.txt") for one in arguments]
    assert run(["ocmf", "verify", *given]) == 1
    assert words in capsys.readouterr().err
