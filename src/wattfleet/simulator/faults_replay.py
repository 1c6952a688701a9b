"""Faults of transaction identity: starts said again, numbers, suspended cars, queues.

Rows 3, 14 to 17, 21, 25 to 28 of the table of field faults.
"""

import json
from random import Random
from typing import Any

from wattfleet.kernel.timeline import Instant
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.faults_transactions import START, STOP, V2X, V16, again, is_end
from wattfleet.simulator.said import Payload, Said

FORMER_CARD = "FORMER-CARD"
"""Whose charge a station brings along from the back end that it had before (row 27)."""
FORMER_DAY = "2024-03-05"


def _start_once_more(said: Said, chance: Random) -> list[Said]:
    """The accepted start again, under a new id: a refusal would end the charge that it tells of."""
    if said.action != START or said.echo:
        return []
    one = again(said)
    one.echo = True
    return [one]


def _says_nothing_of_itself(action: str, payload: Payload, chance: Random) -> Payload:
    if action != STOP:
        return payload
    kept = {key: value for key, value in payload.items() if key not in {"idTag", "transactionData"}}
    return {**kept, "transactionId": -1}


def _whole_seconds(at: Instant) -> str:
    return at.moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _number_is_new(action: str, text: str, kept: dict[str, str]) -> str:
    """A number that another start was given already, also before a restart, is taken by nobody."""
    if action != START:
        return ""
    number = str(json.loads(text).get("transactionId"))
    kept[number] = str(int(kept.get(number, "0")) + 1)
    return f"the transaction {number} was given twice" if kept[number] != "1" else ""


def _answer_is_whole(action: str, text: str, kept: dict[str, str]) -> str:
    """An answer to a start without number or verdict is an invalid transaction."""
    if action != START:
        return ""
    answer = json.loads(text)
    whole = set(answer) == {"transactionId", "idTagInfo"} and answer["transactionId"] > 0
    return "" if whole and answer["idTagInfo"].get("status") else f"an invalid transaction: {text}"


def _queue_is_full(action: str, payload: Payload) -> Payload:
    """The transaction is over, and its end still waits in the queue."""
    if action != "GetTransactionStatus":
        return payload
    return {"ongoingIndicator": False, "messagesInQueue": True}


def _suspended(action: str, payload: Payload, chance: Random) -> Payload:
    """The car is said to be suspended while it draws."""
    if payload.get("status") == "Charging":
        return {**payload, "status": "SuspendedEV"}
    info: Any = payload.get("transactionInfo")
    if isinstance(info, dict) and info.get("chargingState") == "Charging":
        return {**payload, "transactionInfo": {**info, "chargingState": "SuspendedEV"}}
    return payload


def held_reservation(number: int) -> Fault:
    """Row 26 with the number of a reservation that is somebody else's."""

    def send(action: str, payload: Payload, chance: Random) -> Payload:
        return {**payload, "reservationId": number} if action == START else payload

    return Fault(
        row=26,
        name="refused_with_reservation",
        does="A start with a refused card names somebody else's reservation.",
        versions=V16,
        send=send,
    )


def _former_queue(said: Said, chance: Random) -> list[Said]:
    """After the first boot: what waited for the former back end."""
    if said.action != "BootNotification":
        return []
    start: Payload = {
        "connectorId": 1,
        "idTag": FORMER_CARD,
        "meterStart": 100,
        "timestamp": f"{FORMER_DAY}T09:00:00Z",
    }
    stop: Payload = {
        "transactionId": 4711,
        "idTag": FORMER_CARD,
        "meterStop": 9_100,
        "timestamp": f"{FORMER_DAY}T10:00:00Z",
    }
    return [
        Said(action=START, payload=start, lasting=True),
        Said(action=STOP, payload=stop, lasting=True),
    ]


def _late_end(said: Said) -> bool:
    """The connection breaks twice before the answer to the end is read, so that it stays in the queue."""
    return is_end(said) and said.attempts < 2


FAULTS = (
    Fault(
        row=3,
        name="start_while_charging",
        does="The accepted start is said again under a new id; a refusal would end the charge.",
        versions=V16,
        accepted=_start_once_more,
    ),
    Fault(
        row=14,
        name="nameless_stop",
        does="The stop tells neither number nor card nor reading.",
        versions=V16,
        send=_says_nothing_of_itself,
    ),
    Fault(row=15, name="whole_seconds", does="Moments have whole seconds.", stamp=_whole_seconds),
    Fault(
        row=16,
        name="remembers_numbers",
        does="A number that was given before is refused, and its start is lost.",
        versions=V16,
        judge=_number_is_new,
    ),
    Fault(
        row=17,
        name="strict_about_starts",
        does="An answer to a start that lacks anything makes the transaction invalid.",
        versions=V16,
        judge=_answer_is_whole,
    ),
    Fault(
        row=21,
        name="end_in_queue",
        does="A transaction that is over is told as not ongoing while its end still waits in the queue.",
        versions=V2X,
        reply=_queue_is_full,
        deaf=_late_end,
    ),
    Fault(row=25, name="suspended", does="The car is said to be suspended while it draws.", send=_suspended),
    held_reservation(1),
    Fault(
        row=27,
        name="former_queue",
        does="The first contact brings the queue of a former back end.",
        versions=V16,
        accepted=_former_queue,
    ),
    Fault(
        row=28,
        name="back_to_back",
        does="What waited goes out back to back, without waiting for answers.",
        ahead=50,
    ),
)
