"""Faults of transaction identity and replay: field-faults rows 1 to 30."""

from random import Random
from typing import Any

from wattfleet.simulator.fault import Fault
from wattfleet.simulator.said import Payload, Said

START, STOP, VALUES, EVENT = "StartTransaction", "StopTransaction", "MeterValues", "TransactionEvent"
V16 = ("1.6",)
V2X = ("2.0.1", "2.1")


def again(said: Said, **changed: object) -> Said:
    """The same message once more, with some fields changed; it is said for nobody."""
    return Said(
        action=said.action,
        payload={**said.payload, **changed},
        charge=said.charge,
        lasting=said.lasting,
        turn=said.turn,
    )


def is_end(said: Said) -> bool:
    return said.action == STOP or said.payload.get("eventType") == "Ended"


def _thrice(action: str, text: str) -> list[str]:
    return [text] * 3 if action == START else [text]


def _repeat_start_after_stop(said: Said, chance: Random) -> list[Said]:
    """The start as it was: the answer to its stop is the moment at which the queue goes wrong."""
    if said.action != STOP or said.charge is None:
        return []
    one = said.charge
    start: Payload = {
        "connectorId": one.evse_id,
        "idTag": one.token,
        "meterStart": one.begin.mwh // 1000,
        "timestamp": _begun(said),
    }
    return [Said(action=START, payload=start, lasting=True)]


def _begun(said: Said) -> str:
    """When a stop says that its transaction began: as the first of its readings tells it."""
    readings: Any = said.payload.get("transactionData") or [{"timestamp": said.payload["timestamp"]}]
    return str(readings[0]["timestamp"])


def _unknown_stop(said: Said, chance: Random) -> list[Said]:
    if said.action != STOP:
        return [said]
    return [again(said, transactionId=chance.randrange(1, 2**31)), said]


def foreign_stop(number: int) -> Fault:
    """Row 13 with the number of a transaction that belongs to another station."""

    def say(said: Said, chance: Random) -> list[Said]:
        return [again(said, transactionId=number), said] if said.action == STOP else [said]

    return Fault(
        row=13, name="foreign_stop", does="A stop carries somebody else's transaction.", versions=V16, say=say
    )


def _number(wanted: int, *actions: str) -> Any:
    def send(action: str, payload: Payload, chance: Random) -> Payload:
        if action in actions and "transactionId" in payload:
            return {**payload, "transactionId": wanted}
        return payload

    return send


def _sometimes_zero(action: str, payload: Payload, chance: Random) -> Payload:
    if action == VALUES and "transactionId" in payload and chance.random() < 0.5:
        return {**payload, "transactionId": 0}
    return payload


def _no_stop(said: Said, chance: Random) -> list[Said]:
    return [] if is_end(said) else [said]


def _two_stops(said: Said, chance: Random) -> list[Said]:
    if said.action != STOP:
        return [said]
    told = said.payload["meterStop"]
    assert isinstance(told, int), "a stop tells its register"
    return [said, again(said, meterStop=told + 1500)]


def _values_after_stop(said: Said, chance: Random) -> list[Said]:
    if said.action != STOP or said.charge is None:
        return [said]
    value = {"value": str(said.payload["meterStop"]), "context": "Sample.Periodic", "unit": "Wh"}
    reading = {"timestamp": said.payload["timestamp"], "sampledValue": [value]}
    late: Payload = {"connectorId": said.charge.evse_id, "meterValue": [reading]}
    return [said, Said(action=VALUES, payload=late, charge=said.charge, lasting=True)]


def _no_transaction(action: str, payload: Payload, chance: Random) -> Payload:
    if action == VALUES and "Sample.Clock" in str(payload):
        return {key: value for key, value in payload.items() if key != "transactionId"}
    return payload


def _old_events_again(said: Said, chance: Random) -> list[Said]:
    """After the end was answered, an earlier event comes once more, as one from the time offline."""
    if said.action != EVENT or not is_end(said) or said.charge is None:
        return []
    info: Any = said.payload["transactionInfo"]
    kept = {key: value for key, value in info.items() if key != "stoppedReason"}
    old = again(
        said,
        eventType="Updated",
        triggerReason="MeterValuePeriodic",
        seqNo=1,
        offline=True,
        transactionInfo={**kept, "chargingState": "Charging"},
        timestamp=_begun_2x(said),
    )
    old.payload.pop("meterValue", None)
    old.payload.pop("idToken", None)
    return [old]


def _begun_2x(said: Said) -> str:
    readings: Any = said.payload.get("meterValue") or [{"timestamp": said.payload["timestamp"]}]
    return str(readings[0]["timestamp"])


def _no_tag(action: str, payload: Payload, chance: Random) -> Payload:
    return {key: value for key, value in payload.items() if action != STOP or key != "idTag"}


def _long_tag(action: str, payload: Payload, chance: Random) -> Payload:
    tag = payload.get("idTag")
    if action == STOP and isinstance(tag, str):
        return {**payload, "idTag": tag.ljust(25, "0")}
    return payload


def _long_number(action: str, payload: Payload, chance: Random) -> Payload:
    known = action in {STOP, VALUES} and "transactionId" in payload
    return {**payload, "transactionId": 2**63 - 1} if known else payload


def _no_start(said: Said, chance: Random) -> list[Said]:
    return [] if said.action == START else [said]


def _no_connector(action: str, payload: Payload, chance: Random) -> Payload:
    evse: Any = payload.get("evse")
    if action != EVENT or not evse:
        return payload
    return {**payload, "evse": {"id": evse["id"]}}


def _overflow(said: Said, chance: Random) -> list[Said]:
    """A full queue drops every other reading of a transaction."""
    reading = said.charge is not None and (
        said.action == VALUES or said.payload.get("eventType") == "Updated"
    )
    return [] if reading and chance.random() < 0.5 else [said]


def _first_answer_lost(said: Said) -> bool:
    begins = said.action == START or said.payload.get("eventType") == "Started"
    return begins and said.attempts == 0


FAULTS = (
    Fault(
        row=1,
        name="start_thrice",
        does="The start goes out three times with one message id.",
        versions=V16,
        frame=_thrice,
    ),
    Fault(
        row=2,
        name="start_again",
        does="The connection breaks before the start's answer; it is said again under a new id.",
        deaf=_first_answer_lost,
    ),
    Fault(
        row=4,
        name="start_after_stop",
        does="The start is repeated after its stop was accepted.",
        versions=V16,
        accepted=_repeat_start_after_stop,
    ),
    Fault(
        row=5,
        name="unknown_stop",
        does="A stop for a transaction that nobody knows blocks the queue until it is answered.",
        versions=V16,
        say=_unknown_stop,
    ),
    Fault(
        row=6,
        name="minus_one",
        does="Meter values and stop carry the transaction −1.",
        versions=V16,
        send=_number(-1, STOP, VALUES),
    ),
    Fault(
        row=7,
        name="stop_zero",
        does="The stop always carries the transaction 0.",
        versions=V16,
        send=_number(0, STOP),
    ),
    Fault(
        row=8,
        name="values_zero",
        does="Meter values carry the transaction 0 now and then.",
        versions=V16,
        send=_sometimes_zero,
    ),
    Fault(
        row=9,
        name="huge_number",
        does="Meter values and stop carry the transaction 2^63−1.",
        versions=V16,
        send=_long_number,
    ),
    Fault(row=11, name="no_stop", does="The stop is never sent.", say=_no_stop),
    Fault(
        row=12, name="two_stops", does="A second stop tells a higher register.", versions=V16, say=_two_stops
    ),
    foreign_stop(1),
    Fault(
        row=18,
        name="values_after_stop",
        does="A reading of the ended transaction follows the stop.",
        versions=V16,
        say=_values_after_stop,
    ),
    Fault(
        row=19,
        name="clock_values_alone",
        does="Clock-aligned values do not name their transaction.",
        versions=V16,
        send=_no_transaction,
    ),
    Fault(
        row=20,
        name="old_events",
        does="An old event comes again after the end.",
        versions=V2X,
        accepted=_old_events_again,
    ),
    Fault(row=23, name="no_tag", does="The stop names no card.", versions=V16, send=_no_tag),
    Fault(
        row=24, name="long_tag", does="The stop names a card of 25 characters.", versions=V16, send=_long_tag
    ),
    Fault(
        row=10,
        name="no_start",
        does="The start is lost, only its stop arrives.",
        versions=V16,
        say=_no_start,
    ),
    Fault(
        row=22,
        name="no_connector",
        does="The first event names an EVSE without its connector.",
        versions=V2X,
        send=_no_connector,
    ),
    Fault(row=29, name="overflow", does="A full queue drops every other reading.", say=_overflow),
    Fault(
        row=30,
        name="charges_anyway",
        does="A refused card charges on, and the stop carries the transaction −1.",
        versions=V16,
        send=_number(-1, STOP),
        charges_anyway=True,
    ),
)
