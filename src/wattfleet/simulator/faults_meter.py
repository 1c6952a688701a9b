"""Faults of energy and meter: field-faults rows 31 to 48. They change what is told, never what flows."""

import copy
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from wattfleet.simulator.fault import Fault
from wattfleet.simulator.said import Payload, Said
from wattfleet.simulator.voice import ENERGY

V16 = ("1.6",)


def readings(payload: Payload) -> Iterator[Any]:
    """All readings of a message, wherever it carries them."""
    for key in ("meterValue", "transactionData"):
        found: Any = payload.get(key)
        yield from found or ()


def _changed(change: Callable[[Any, Random], None], *, ends: bool = True) -> Any:
    """A hook that changes each reading on a copy; `ends` = also those of a start or a stop."""

    def send(action: str, payload: Payload, chance: Random) -> Payload:
        sample = action == "MeterValues" or payload.get("eventType") == "Updated"
        if not ends and not sample:
            return payload
        payload = copy.deepcopy(payload)
        for reading in readings(payload):
            change(reading, chance)
        return payload

    return send


def _energies(reading: Any) -> Iterator[Any]:
    for value in reading["sampledValue"]:
        if value.get("measurand", ENERGY) == ENERGY:
            yield value


def _like(old: Any, new: Decimal) -> Any:
    """A value in the form of the one that it replaces: text in 1.6, number in 2.x."""
    return f"{new:f}" if isinstance(old, str) else new


def _zero_begin(action: str, payload: Payload, chance: Random) -> Payload:
    if action == "StartTransaction":
        return {**payload, "meterStart": 0}
    payload = copy.deepcopy(payload)
    for reading in readings(payload):
        for value in _energies(reading):
            if value.get("context") == "Transaction.Begin":
                value["value"] = _like(value["value"], Decimal(0))
    return payload


def _drop_out(reading: Any, chance: Random) -> None:
    """Now and then the register is that of a session which is not this one."""
    for value in _energies(reading):
        if chance.random() < 0.4:
            value["value"] = _like(value["value"], Decimal(chance.randrange(1, 20)))


def _begin_first(action: str, payload: Payload, chance: Random) -> Payload:
    """Each sample is preceded, in the same list, by the register at the beginning."""
    if action != "MeterValues":
        return payload
    payload = copy.deepcopy(payload)
    for reading in readings(payload):
        for value in list(_energies(reading)):
            old = {**value, "context": "Transaction.Begin", "value": "0"}
            reading["sampledValue"].insert(0, old)
    return payload


def _kilo(reading: Any, chance: Random) -> None:
    for value in _energies(reading):
        value["value"] = _like(value["value"], Decimal(value["value"]).scaleb(-3))
        if "unit" in value or isinstance(value["value"], str):
            value["unit"] = "kWh"
        else:
            value["unitOfMeasure"] = {"unit": "kWh"}


def _bare(reading: Any, chance: Random) -> None:
    """Nothing but the number of the energy: all that is optional is left out."""
    reading["sampledValue"] = [{"value": value["value"]} for value in _energies(reading)]


def _phased(reading: Any, chance: Random) -> None:
    """The total stands under N where three phases flow, under L1 where one does."""
    phases = {value.get("phase") for value in reading["sampledValue"]} - {None}
    for value in _energies(reading):
        value["phase"] = "N" if "L3" in phases else "L1"


def _odd_numbers(reading: Any, chance: Random) -> None:
    for value in reading["sampledValue"]:
        told = value["value"]
        if isinstance(told, str):
            odd: tuple[Any, ...] = (
                Decimal(told),
                f" {told}",
                f"{told}.0000000000000002" if "." not in told else told,
            )
        else:
            odd = (f"{told:f}", f" {told:f}")
        value["value"] = chance.choice(odd)


def _empty_elements(action: str, payload: Payload, chance: Random) -> Payload:
    payload = copy.deepcopy(payload)
    for key in ("meterValue", "transactionData"):
        found: Any = payload.get(key)
        if found:
            found.insert(0, {"timestamp": found[0]["timestamp"], "sampledValue": []})
    return payload


def _session_samples(said: Said, chance: Random) -> list[Said]:
    """Samples count from the beginning of the session, start and stop over the meter's life."""
    sample = said.action == "MeterValues" or said.payload.get("eventType") == "Updated"
    if said.charge is None or not sample:
        return [said]
    said.payload = copy.deepcopy(said.payload)
    for reading in readings(said.payload):
        for value in _energies(reading):
            value["value"] = _like(value["value"], Decimal(value["value"]) - said.charge.begin.wh)
    return [said]


def _stop_is_start(said: Said, chance: Random) -> list[Said]:
    if said.action == "StopTransaction" and said.charge is not None:
        said.payload = {**said.payload, "meterStop": said.charge.begin.mwh // 1000}
        said.payload.pop("transactionData", None)
    return [said]


def _only_energy(reading: Any, chance: Random) -> None:
    reading["sampledValue"] = list(_energies(reading))


FAULTS = (
    Fault(row=32, name="zero_begin", does="The register at the beginning is told as 0.", send=_zero_begin),
    Fault(
        row=34,
        name="drop_outs",
        does="Samples fall to a session's register now and then.",
        send=_changed(_drop_out, ends=False),
    ),
    Fault(
        row=35,
        name="begin_in_samples",
        does="Each sample carries the register at the beginning first.",
        versions=V16,
        send=_begin_first,
    ),
    Fault(
        row=36,
        name="kilowatt_hours",
        does="Samples are in kWh while start and stop are in Wh.",
        send=_changed(_kilo, ends=False),
    ),
    Fault(row=37, name="bare_values", does="Measurand, unit and context are left out.", send=_changed(_bare)),
    Fault(
        row=40,
        name="total_on_a_phase",
        does="The total register stands under a phase.",
        send=_changed(_phased),
    ),
    Fault(
        row=41,
        name="odd_numbers",
        does="Values are numbers, have blanks, or sixteen digits.",
        send=_changed(_odd_numbers),
    ),
    Fault(
        row=42, name="empty_elements", does="Lists of values contain empty elements.", send=_empty_elements
    ),
    Fault(
        row=33,
        name="session_samples",
        does="Samples count from the session's beginning, start and stop over the meter's life.",
        say=_session_samples,
    ),
    Fault(
        row=38,
        name="stop_is_start",
        does="The stop tells the register of the start.",
        versions=V16,
        say=_stop_is_start,
    ),
    Fault(row=39, name="leak", does="The meter counts 4 Wh between two charges.", leak_mwh=4000),
    Fault(row=48, name="only_energy", does="Nothing but energy is reported.", send=_changed(_only_energy)),
)
