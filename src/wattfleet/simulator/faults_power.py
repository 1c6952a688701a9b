"""Faults of meters and of the loss of power: rows 31 and 43 to 47 of the table of field faults."""

import copy
from random import Random
from typing import Any

from wattfleet.kernel.timeline import Instant
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.faults_transactions import START, STOP, V16, is_end
from wattfleet.simulator.said import Payload, Said

OCMF = 'OCMF|{"FV":"1.0","GI":"PRETEND","PG":"T1","RD":[]}|{"SD":"3045"}'


def _signed_without_measurand(action: str, payload: Payload, chance: Random) -> Payload:
    """The signed value of the end stands beside the plain one, and does not say what it measures."""
    readings: Any = payload.get("transactionData")
    if action != STOP or not readings:
        return payload
    payload = copy.deepcopy(payload)
    readings = payload["transactionData"]
    readings[-1]["sampledValue"].append(
        {"value": OCMF, "format": "SignedData", "context": "Transaction.End", "location": "Outlet"}
    )
    return payload


def _end_lost_with_power(said: Said, chance: Random) -> list[Said]:
    info: Any = said.payload.get("transactionInfo", said.payload)
    lost = is_end(said) and "PowerLoss" in (info.get("reason"), info.get("stoppedReason"))
    return [] if lost else [said]


def _microseconds(at: Instant) -> str:
    return (at + 456).moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _first_answers_lost(said: Said) -> bool:
    begins = said.action == START or said.payload.get("eventType") == "Started"
    return begins and said.attempts < 2


FAULTS = (
    Fault(
        row=31,
        name="register_anew",
        does="The register begins anew with each session.",
        register_mode="session",
    ),
    Fault(
        row=43,
        name="signed_unlabelled",
        does="The signed value of the end does not say what it measures.",
        versions=V16,
        send=_signed_without_measurand,
    ),
    Fault(
        row=44,
        name="end_lost",
        does="A loss of power loses the end of what ran.",
        say=_end_lost_with_power,
    ),
    Fault(
        row=45,
        name="resumes",
        does="After a loss of power the same transaction goes on.",
        resumes=True,
    ),
    Fault(
        row=46,
        name="overshoots",
        does="A remote stop is accepted, and the car charges on.",
        idle=frozenset({"RemoteStopTransaction", "RequestStopTransaction"}),
    ),
    Fault(
        row=47,
        name="microseconds",
        does="Moments have six digits, and the start is said three times with them.",
        stamp=_microseconds,
        deaf=_first_answers_lost,
    ),
)
