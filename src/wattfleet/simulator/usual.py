"""What a usual back end would have billed from the same frames: a plain model, told honestly.

It is what a first back end does, and no straw man: every start that comes is a session, the energy of a
session is its last register less its first one, numbers count as they stand (the unit is not looked at), a
stop belongs to the transaction that it names, a second stop overwrites the first, and what names no known
transaction is refused. Each of these is the behaviour of a real system in the rows of the field-fault table.
"""

from decimal import Decimal
from typing import Any

import msgspec

from wattfleet.simulator.post import Witness
from wattfleet.simulator.said import Payload
from wattfleet.simulator.voice import ENERGY


class Bill(msgspec.Struct, kw_only=True, eq=False):
    """One session as the usual back end sees it."""

    station: str
    place: object
    token: str
    first_wh: Decimal
    last_wh: Decimal
    open: bool = True

    @property
    def wh(self) -> Decimal:
        return self.last_wh - self.first_wh


class Usual:
    """Listens to pretend stations and bills as it knows. `refused` counts what it could not place."""

    def __init__(self) -> None:
        self.bills: list[Bill] = []
        self.refused = 0
        self._started: dict[tuple[str, object], Bill] = {}
        self._by_number: dict[tuple[str, object], Bill] = {}

    def witness(self, station: str) -> Witness:
        """What a station's post tells about the frames that it sends."""

        def see(action: str, payload: Payload, answer: Payload | None) -> None:
            match action:
                case "StartTransaction" if answer is None:
                    self._start(station, payload)
                case "StartTransaction" if answer is not None:
                    self._number(station, payload, answer)
                case "StopTransaction" if answer is None:
                    self._stop(station, payload)
                case "TransactionEvent" if answer is None:
                    self._event(station, payload)
                case _:
                    pass

        return see

    @property
    def billed_wh(self) -> Decimal:
        return sum((one.wh for one in self.bills if not one.open), Decimal(0))

    @property
    def open(self) -> int:
        return sum(one.open for one in self.bills)

    def _start(self, station: str, payload: Payload) -> None:
        register = _number_of(payload["meterStart"])
        place = payload["connectorId"]
        bill = Bill(
            station=station, place=place, token=str(payload["idTag"]), first_wh=register, last_wh=register
        )
        self.bills.append(bill)
        self._started[station, place] = bill

    def _number(self, station: str, payload: Payload, answer: Payload) -> None:
        bill = self._started.get((station, payload["connectorId"]))
        if bill is not None:
            self._by_number[station, answer.get("transactionId")] = bill

    def _stop(self, station: str, payload: Payload) -> None:
        bill = self._by_number.get((station, payload["transactionId"]))
        if bill is None:
            self.refused += 1
            return
        bill.last_wh, bill.open = _number_of(payload["meterStop"]), False

    def _event(self, station: str, payload: Payload) -> None:
        info: Any = payload["transactionInfo"]
        key = (station, info["transactionId"])
        registers = _registers(payload)
        if payload["eventType"] == "Started":
            first = registers[0] if registers else Decimal(0)
            token: Any = payload.get("idToken", {})
            bill = Bill(
                station=station,
                place=payload.get("evse"),
                token=token.get("idToken", ""),
                first_wh=first,
                last_wh=first,
            )
            self.bills.append(bill)
            self._by_number[key] = bill
            return
        known = self._by_number.get(key)
        if known is None:
            self.refused += 1
            return
        if registers:
            known.last_wh = registers[-1]
        known.open = payload["eventType"] != "Ended"


def _registers(payload: Payload) -> list[Decimal]:
    """The energies of an event, as numbers and in the order in which they stand there."""
    readings: Any = payload.get("meterValue") or []
    return [
        _number_of(value["value"])
        for reading in readings
        for value in reading["sampledValue"]
        if value.get("measurand", ENERGY) == ENERGY
    ]


def _number_of(told: object) -> Decimal:
    return Decimal(str(told).strip())
