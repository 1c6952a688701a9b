"""When we held a car back: a table of what was accepted, and the stretches that follow from it."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.say import at

from wattfleet.commands import ChargingProfile, ClearChargingProfile, SchedulePeriod
from wattfleet.kernel.timeline import Span
from wattfleet.power.commanded import Charge, Cleared, Deed, Given, held_back

CHARGE = Charge(1, "T1", Span(at("10:00"), at("14:00")))
Limit = tuple[int, str] | tuple[int, str, int]
"""Seconds from the schedule's start, the limit, and the phases where they are said."""


def moment(text: str) -> datetime:
    return at(text).moment


def own(when: str, *limits: Limit, **facts: Any) -> Given:
    """A TxProfile for EVSE 1 in amperes, relative to the charge."""
    plain: dict[str, Any] = {"purpose": "tx", "kind": "relative", "stack_level": 0, "unit": "A", "id": 1}
    evse, with_start = facts.pop("evse", 1), facts.pop("with_start", False)
    periods = tuple(SchedulePeriod(*one) for one in limits)
    profile = ChargingProfile(periods=periods, **(plain | facts))
    return Given(at=at(when), evse=evse, profile=profile, with_start=with_start)


def default(when: str, *limits: Limit, **facts: Any) -> Given:
    return own(when, *limits, **({"purpose": "tx_default", "id": 7} | facts))


def most(when: str, *limits: Limit) -> Given:
    """The whole station's maximum."""
    return own(when, *limits, purpose="charge_point_max", id=3, evse=0)


def cleared(when: str, **facts: Any) -> Cleared:
    return Cleared(at=at(when), by=ClearChargingProfile(**facts))


ZERO, FULL = (0, "0"), (0, "16")
NOON = {"kind": "recurring", "recurrency": "daily"}
CASES: dict[str, tuple[list[Deed], str]] = {
    "nothing was sent": ([], ""),
    "enough to charge": ([own("10:30", (0, "6"))], ""),
    "paused until the end": ([own("10:30", ZERO)], "10:30-14:00"),
    "below the least that a car draws": ([own("10:30", (0, "5.9"))], "10:30-14:00"),
    "paused and let go": ([own("10:30", ZERO), own("11:00", FULL)], "10:30-11:00"),
    "a higher level frees it": ([own("10:30", ZERO), own("11:00", FULL, id=2, stack_level=1)], "10:30-11:00"),
    "a lower level does not": ([own("10:30", ZERO, stack_level=1), own("11:00", FULL, id=2)], "10:30-14:00"),
    "cleared by its id": ([own("10:30", ZERO), cleared("12:00", charging_profile=1)], "10:30-12:00"),
    "another purpose was cleared": (
        [own("10:30", ZERO), cleared("12:00", purpose="tx_default")],
        "10:30-14:00",
    ),
    "everything was cleared": ([own("10:30", ZERO), cleared("12:00")], "10:30-12:00"),
    "periods count from the charge": ([own("10:00", FULL, (3600, "0"), (7200, "16"))], "11:00-12:00"),
    "periods count from a moment": (
        [own("10:00", ZERO, (7200, "16"), kind="absolute", start=moment("09:00"))],
        "10:00-11:00",
    ),
    "the schedule ends by its duration": ([own("10:00", ZERO, duration_s=1800)], "10:00-10:30"),
    "not valid yet, not valid any more": (
        [own("10:00", ZERO, valid_from=moment("11:00"), valid_to=moment("12:00"))],
        "11:00-12:00",
    ),
    "a default rules where it has none of its own": ([default("08:00", ZERO)], "10:00-14:00"),
    "its own overrules the default": ([default("08:00", ZERO), own("11:00", FULL)], "10:00-11:00"),
    "the default rules again when its own ends": (
        [default("08:00", ZERO), own("10:00", FULL, duration_s=3600)],
        "11:00-14:00",
    ),
    "of one EVSE before that of all": ([default("08:00", ZERO, evse=0), default("08:00", FULL, id=8)], ""),
    "of another EVSE": ([own("10:30", ZERO, evse=2)], ""),
    "the whole station": ([most("10:30", ZERO)], "10:30-14:00"),
    "the station's maximum under its own": ([most("10:30", ZERO), own("10:30", (0, "32"))], "10:30-14:00"),
    "of the transaction before": ([own("09:30", ZERO)], ""),
    "of another transaction by name": ([own("10:30", ZERO, transaction="T0")], ""),
    "of this transaction by name": ([own("10:30", ZERO, transaction="T1")], "10:30-14:00"),
    "with its remote start": ([own("09:59", ZERO, (600, "16"), evse=0, with_start=True)], "10:00-10:10"),
    "watts": ([own("10:30", (0, "1379"), unit="W"), own("11:00", (0, "1380"), unit="W")], "10:30-11:00"),
    "watts of three phases": (
        [own("10:30", (0, "4139", 3), unit="W"), own("11:00", (0, "4140", 3), unit="W")],
        "10:30-11:00",
    ),
    "every day the same hour": (
        [default("08:00", ZERO, (3600, "16"), start=moment("-1 12:00"), **NOON)],
        "12:00-13:00",
    ),
    "not before it began": (
        [default("08:00", ZERO, start=moment("13:00"), duration_s=1800, **NOON)],
        "13:00-13:30",
    ),
    "two stretches": (
        [own("10:00", ZERO, (600, "16"), (1200, "0"), (1800, "16"))],
        "10:00-10:10 10:20-10:30",
    ),
}


@pytest.mark.parametrize(("deeds", "expected"), CASES.values(), ids=CASES.keys())
def test_held_back(deeds: list[Deed], expected: str) -> None:
    found = held_back(deeds, CHARGE)
    told = " ".join(f"{one.start.rfc3339()[11:16]}-{one.end.rfc3339()[11:16]}" for one in found)
    assert told == expected


TOLD = st.tuples(st.integers(0, 300), st.sampled_from(["0", "5", "6", "16"]), st.integers(0, 2))


@given(st.lists(TOLD))
def test_stretches_lie_apart_within_the_charge(told: list[tuple[int, str, int]]) -> None:
    deeds = [
        own(f"{10 + minute // 60}:{minute % 60:02}", (0, limit), (1200, "16"), id=level, stack_level=level)
        for minute, limit, level in told
    ]
    found = held_back(deeds, CHARGE)
    assert all(one.us > 0 for one in found)
    assert all(one.end < following.start for one, following in pairwise(found))
    assert all(CHARGE.span.start <= one.start and one.end <= CHARGE.span.end for one in found)
