"""What another platform billed: each usual mistake is found and named, and what is right is left alone."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from tests.rooms.pricing import Words, element, price
from tests.wire.test_received_cdr import cdr, element_tariff

from wattfleet.cli.main import run
from wattfleet.kernel.timeline import Zone
from wattfleet.ocpi.plain import read_json
from wattfleet.ocpi.second_opinion import Mistake, Opinion, second_opinions

BERLIN = Zone("Europe/Berlin")
NOON = "2026-01-14T12:00:00Z"
HOUR = 3600
TERMS = element_tariff(
    element(price("ENERGY", "0.50", vat="19", step=500), start_time="13:00", end_time="18:00"),
    element(
        price("FLAT", "1", vat="19"),
        price("ENERGY", "0.30", vat="19", step=500),
        price("TIME", "1.20", vat="19"),
        price("PARKING_TIME", "6", vat="19"),
    ),
    max_price={"excl_vat": 20, "incl_vat": 23.8},
)
DAY = [(HOUR, "10.2", "c"), (1800, "0", "p")]
RIGHT = "10.45"  # 1 + 10.5 kWh × 0.50 + 1 h × 1.20 + 30 min × 6
LONG = [(HOUR, "50", "c"), (HOUR, "10", "p")]


def opinions(*records: Words, tariff: Words = TERMS) -> list[Opinion]:
    sent = [read_json(json.dumps(one), "record") for one in records]
    return list(second_opinions(sent, [read_json(json.dumps(tariff), "tariff")], BERLIN))


def asking(excl: float, *segs: tuple[int, str, str], incl: float | None = None) -> Words:
    cost = {"excl_vat": excl} | ({} if incl is None else {"incl_vat": incl})
    return cdr(NOON, *segs, total_cost=cost)


@pytest.mark.parametrize(
    ("record", "mistake", "difference"),
    [
        (asking(10.45, *DAY), None, "0"),
        (asking(10.45, *DAY, incl=12.44), None, "0"),
        (asking(10.3, *DAY), Mistake.STEPS_IGNORED, "-0.15"),
        (asking(8.35, *DAY), Mistake.READ_IN_UTC, "-2.1"),
        (asking(7.45, *DAY), Mistake.IDLE_NOT_BILLED, "-3"),
        (asking(8.05, *DAY), Mistake.IDLE_AS_CHARGING, "-2.4"),
        (asking(11.45, *DAY), Mistake.FLAT_PER_PERIOD, "1"),
        (asking(9.45, *DAY), Mistake.FLAT_FORGOTTEN, "-1"),
        (asking(9.25, *DAY), Mistake.TIME_NOT_BILLED, "-1.2"),
        (asking(12.44, *DAY), Mistake.WITH_VAT_AS_NET, "1.99"),
        (asking(10.45, *DAY, incl=11.5), Mistake.VAT_WRONG, "-0.94"),
        (asking(99, *DAY), Mistake.UNKNOWN, "88.55"),
        (asking(38.2, *LONG), Mistake.LIMITS_IGNORED, "18.2"),
        (asking(20, *LONG), None, "0"),
    ],
)
def test_each_usual_mistake_is_named_with_its_money(
    record: Words, mistake: Mistake | None, difference: str
) -> None:
    found = opinions(record)[0]
    assert (found.mistake, found.difference, found.held) == (mistake, Decimal(difference), "")


def test_the_same_session_twice_is_billed_twice_whatever_its_id() -> None:
    place: Words = {"cdr_location": {"evse_uid": "1"}, "cdr_token": {"uid": "A"}}
    first, second = opinions(asking(10.45, *DAY) | place, asking(10.45, *DAY) | place | {"id": "C2"})
    assert first.agrees
    assert (second.mistake, second.difference) == (Mistake.BILLED_TWICE, Decimal("10.45"))


@pytest.mark.parametrize(
    "again",
    [
        {"id": "C2", "session_id": "S1"},
        {"id": "C2", "session_id": "S2"},
        {"id": "C2", "session_id": "S1", "cdr_token": {"uid": "B"}},
    ],
    ids=["its session id", "another session id", "another token"],
)
def test_neither_a_session_id_nor_a_token_makes_a_new_session(again: Words) -> None:
    place: Words = {"cdr_location": {"evse_uid": "1"}, "cdr_token": {"uid": "A"}, "session_id": "S1"}
    _, second = opinions(asking(10.45, *DAY) | place, asking(10.45, *DAY) | place | again)
    assert second.mistake is Mistake.BILLED_TWICE


def test_two_cars_at_once_are_two_sessions() -> None:
    records = [asking(10.45, *DAY) | {"cdr_location": {"evse_uid": one}} for one in "12"]
    assert all(one.agrees for one in opinions(*records))


def test_what_cannot_be_priced_is_held_with_the_reason() -> None:
    found = opinions(asking(1, *DAY) | {"charging_periods": []}, cdr(NOON, *DAY))
    assert [bool(one.held) for one in found] == [True, True]
    assert "does not say what was asked" in found[1].held


def test_the_part_that_differs_is_shown() -> None:
    told: Words = {"total_energy_cost": {"excl_vat": 3.8}, "total_parking_cost": {"excl_vat": 3}}
    record = asking(9, *DAY) | told
    assert opinions(record)[0].parts == (("energy", Decimal("3.8"), Decimal("5.25")),)


def test_a_month_from_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cdrs.json").write_text(
        json.dumps({"data": [asking(10.45, *DAY), asking(11.45, *DAY) | {"id": "C2"}]})
    )
    (tmp_path / "tariff.json").write_text(json.dumps(TERMS))
    files = [
        str(tmp_path / "cdrs.json"),
        "--tariff",
        str(tmp_path / "tariff.json"),
        "--zone",
        "Europe/Berlin",
    ]
    assert run(["second-opinion", *files, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("checked", "right", "wrong", "held")} == {
        "checked": 2,
        "right": 1,
        "wrong": 1,
        "held": 0,
    }


def test_sessions_as_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tariff.json").write_text(json.dumps(TERMS))
    (tmp_path / "month.csv").write_text(
        "id;start;end;kwh;idle_minutes;before_vat\n"
        "S1;2026-01-14 13:00;2026-01-14 14:30;10,2;30;10,45\n"
        "S2;2026-01-15T12:00:00Z;2026-01-15T13:30:00Z;10.2;30;7.45\n"
        "S3;2026-01-14 13:00;yesterday;10,2;0;1\n"
    )
    files = [
        str(tmp_path / "month.csv"),
        "--tariff",
        str(tmp_path / "tariff.json"),
        "--zone",
        "Europe/Berlin",
    ]
    assert run(["second-opinion", *files]) == 1
    told = capsys.readouterr().out
    for words in (
        "S2",
        "Idle time was not charged.",
        "S3",
        "3 checked: 1 right, 1 wrong, 1 held",
        "too little: 3 EUR",
    ):
        assert words in told
    assert run(["second-opinion", files[0], "--zone", "Europe/Berlin"]) == 1
    assert "Give one with --tariff" in capsys.readouterr().err
