"""Faults of time: field-faults rows 49 to 58."""

import copy
import re
from datetime import timedelta
from random import Random
from typing import Any

from wattfleet.kernel.timeline import HOUR_US, Instant, read_instant
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.said import Payload, Said

EARLY_US = 2 * HOUR_US


def _bare(at: Instant) -> str:
    return at.moment.strftime("%Y-%m-%dT%H:%M:%S")


def _short_offset(at: Instant) -> str:
    return (at.moment + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02")


def _local_as_utc(at: Instant) -> str:
    return (at + EARLY_US).wire()


def _stop_before_start(action: str, payload: Payload, chance: Random) -> Payload:
    """The end lies an hour before the beginning, also in its readings."""
    ended = action == "StopTransaction" or payload.get("eventType") == "Ended"
    at = read_instant(str(payload.get("timestamp", "")))
    if not ended or at is None:
        return payload
    payload = copy.deepcopy(payload)
    readings: Any = payload.get("transactionData") or payload.get("meterValue") or []
    begun = read_instant(readings[0]["timestamp"]) if readings else at
    payload["timestamp"] = ((begun or at) + -HOUR_US).wire()
    return payload


def _no_moment(action: str, payload: Payload, chance: Random) -> Payload:
    if action != "StatusNotification":
        return payload
    return {key: value for key, value in payload.items() if key != "timestamp"}


WIRE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
DIGITS = 19  # of a date and a time, to the second


def _only_wire_time(told: str, now: Instant) -> int | None:
    """Three digits and a Z, or the clock is never set."""
    return 0 if WIRE_TIME.fullmatch(told) else None


def _by_digits(told: str, now: Instant) -> int | None:
    """The digits are taken as they stand, whatever zone they may name."""
    at = read_instant(told[:DIGITS] + "Z")
    return None if at is None else at - now


def _back_and_forth(said: Said, chance: Random) -> list[Said]:
    """Each reading is followed by an earlier one: that of the beginning, once more."""
    one = said.charge
    if one is None or said.action != "MeterValues":
        return [said]
    readings: Any = said.payload["meterValue"]
    value = {"value": str(one.begin.mwh // 1000), "unit": "Wh", "context": "Sample.Periodic"}
    first = {"timestamp": one.begun_at.wire(), "sampledValue": [value]}
    earlier: Payload = {**said.payload, "meterValue": [first]}
    assert readings, "a message of readings has some"
    return [said, Said(action=said.action, payload=earlier, charge=one, lasting=True)]


def _winter_offset(at: Instant) -> str:
    return (at.moment + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000+01:00")


FAULTS = (
    Fault(row=49, name="no_zone", does="Moments carry no zone.", stamp=_bare),
    Fault(row=50, name="short_offset", does="Moments end in +02.", stamp=_short_offset),
    Fault(
        row=51, name="local_as_utc", does="Local time, two hours ahead, is labelled Z.", stamp=_local_as_utc
    ),
    Fault(
        row=52,
        name="clock_unset",
        does="The clock starts in 1970 until the boot is answered.",
        unset_clock=True,
    ),
    Fault(
        row=53,
        name="strict_clock",
        does="The clock is set only by a time with three digits and a Z.",
        unset_clock=True,
        hears_time=_only_wire_time,
    ),
    Fault(
        row=54,
        name="clock_by_digits",
        does="The clock is set by the digits of the server's time, whatever zone they are in.",
        hears_time=_by_digits,
    ),
    Fault(
        row=55,
        name="back_and_forth",
        does="Each reading is followed by an earlier one.",
        versions=("1.6",),
        say=_back_and_forth,
    ),
    Fault(
        row=57,
        name="winter_time",
        does="Moments carry the winter's offset all year round.",
        stamp=_winter_offset,
    ),
    Fault(
        row=56, name="stop_before_start", does="The end lies before the beginning.", send=_stop_before_start
    ),
    Fault(row=58, name="status_without_moment", does="A status does not say since when.", send=_no_moment),
)
