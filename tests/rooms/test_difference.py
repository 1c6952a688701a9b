"""What a replay says would change: one line for each session, with the causes in their order."""

from typing import Any

import msgspec
import pytest
from tests.things import NOON, after

from wattfleet.sessions.difference import Seen, compare

FACTS: dict[str, Any] = {
    "station": "CP1",
    "tx": "7",
    "evse": 1,
    "token": "04A2",
    "state": "closed",
    "started_at": NOON,
    "ended_at": after(60),
    "energy_mwh": 5_000_000,
    "flags": (),
    "amount_minor": 490,
    "currency": "EUR",
    "price": "t v1",
}
ONE = Seen(**FACTS)


@pytest.mark.parametrize(
    ("changed", "causes", "energy", "money"),
    [
        ({}, None, 0, 0),
        ({"energy_mwh": 6_000_000, "amount_minor": 588}, ("energy_mwh",), 1_000_000, 98),
        ({"ended_at": None, "state": "active"}, ("ended_at", "state"), 0, 0),
        ({"price": "t v2", "amount_minor": 500}, ("tariff: t v1 → t v2",), 0, 10),
        ({"amount_minor": 491}, ("rating: the same evidence and tariff give another price",), 0, 1),
        ({"flags": ("overlap",)}, ("flags",), 0, 0),
        ({"token": ""}, ("token",), 0, 0),
    ],
)
def test_a_difference_names_its_causes(
    changed: dict[str, Any], causes: tuple[str, ...] | None, energy: int, money: int
) -> None:
    found = compare([ONE], [msgspec.structs.replace(ONE, **changed)])
    if causes is None:
        assert found == []
        return
    (one,) = found
    assert (one.kind, one.causes, one.energy_mwh, one.amount_minor) == ("different", causes, energy, money)


def test_new_and_gone_are_told_with_what_they_bring_and_take() -> None:
    other = msgspec.structs.replace(ONE, tx="8", started_at=after(10))
    gone, new = compare([ONE], [other])
    assert (gone.kind, gone.tx, gone.energy_mwh, gone.amount_minor) == ("gone", "7", -5_000_000, -490)
    assert (new.kind, new.tx, new.energy_mwh) == ("new", "8", 5_000_000)


def test_a_transaction_number_that_was_used_twice_is_told_apart_by_its_start() -> None:
    again = msgspec.structs.replace(ONE, started_at=after(3600), ended_at=after(7200))
    assert compare([again, ONE], [ONE, again]) == []
    (one,) = compare([ONE, again], [ONE])
    assert (one.kind, one.started_at) == ("gone", after(3600))
