"""Faults of time: field-faults rows 49 to 58."""

import copy
from datetime import timedelta
from random import Random
from typing import Any

from wattfleet.kernel.timeline import HOUR_US, Instant, read_instant
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.said import Payload

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
        row=56, name="stop_before_start", does="The end lies before the beginning.", send=_stop_before_start
    ),
    Fault(row=58, name="status_without_moment", does="A status does not say since when.", send=_no_moment),
)
