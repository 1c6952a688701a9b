"""The message that comes most from a station of 2.x, read in one go: an update with meter values.

As `v16.usual`: only what keeps to its schema in both versions and is what nearly every update says; the event
is the very one that the long way gives (a property holds them equal). None is for everything else, and no
fault.
"""

from typing import Any, Literal

import msgspec

from wattfleet.events import TransactionWent, Value
from wattfleet.ocpp import plain
from wattfleet.ocpp.heard import HIGHEST_PLACE, plain_moment
from wattfleet.ocpp.meter_words import remembered
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.sampled import read_milli
from wattfleet.ocpp.usual_values import plain_readings, remember
from wattfleet.ocpp.v2x.heard import CHARGING_STATES

HIGHEST = 2**31 - 1
LONGEST_ID = 36
LONGEST_NUMBER = 15

_Trigger = Literal["MeterValuePeriodic", "MeterValueClock", "ChargingStateChanged", "ChargingRateChanged"]
_State = Literal["Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle"]
_Context = Literal["Sample.Periodic", "Sample.Clock", "Trigger"]
_Measurand = Literal[
    "Energy.Active.Import.Register",
    "Energy.Active.Export.Register",
    "Power.Active.Import",
    "Power.Offered",
    "Current.Import",
    "Current.Offered",
    "Voltage",
    "Frequency",
    "SoC",
]
_Phase = Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]
_Location = Literal["Body", "Cable", "EV", "Inlet", "Outlet"]


class _Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    unit: Literal["Wh", "kWh", "W", "kW", "A", "V", "Percent", "Hertz"] | None = None
    multiplier: Literal[0] | None = None


class _Sampled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    value: Any
    context: _Context | None = None
    measurand: _Measurand | None = None
    phase: _Phase | None = None
    location: _Location | None = None
    unit_of_measure: _Unit | None = None


class _MeterValue(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename="camel"):
    timestamp: str
    sampled_value: tuple[_Sampled, ...]


class _Info(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename="camel"):
    transaction_id: str
    charging_state: _State | None = None


class _Evse(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename="camel"):
    id: int
    connector_id: int | None = None


class _Update(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename="camel"):
    event_type: Literal["Updated"]
    timestamp: str
    trigger_reason: _Trigger
    seq_no: int
    transaction_info: _Info
    meter_value: tuple[_MeterValue, ...]
    offline: bool | None = None
    evse: _Evse | None = None


_DECODER = msgspec.json.Decoder(_Update, float_hook=str)


def read_usual(payload: bytes | msgspec.Raw, quirks: Quirks) -> TransactionWent | None:
    """An update of a transaction, where nothing about it is odd."""
    if quirks.energy_in_kwh:
        return None
    try:
        said = _DECODER.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    at, tx, evse = plain_moment(said.timestamp), said.transaction_info.transaction_id, said.evse
    if at is None or not 0 <= said.seq_no <= HIGHEST or not _is_plain(tx):
        return None
    if evse is not None and not (_is_place(evse.id) and _is_place(evse.connector_id)):
        return None
    readings = plain_readings(said.meter_value, _value)
    if readings is None:
        return None
    state = said.transaction_info.charging_state
    return TransactionWent(
        tx,
        at,
        None if evse is None else evse.id,
        None if evse is None else evse.connector_id,
        readings=readings,
        sequence=said.seq_no,
        offline=bool(said.offline),
        charging=None if state is None else CHARGING_STATES[state.lower()],
        trigger=plain.snake(said.trigger_reason),
    )


def _is_plain(tx: str) -> bool:
    return len(tx) <= LONGEST_ID and tx.isascii() and tx.isprintable() and not (tx.isspace() or not tx)


def _is_place(number: int | None) -> bool:
    return number is None or 0 <= number <= HIGHEST_PLACE


_SAID_BEFORE: dict[_Sampled, Value] = {}


def _value(one: _Sampled) -> Value | None:
    told = one.value
    if type(told) is int:
        told = str(told)  # a number with a point stays the text that it is
    elif type(told) is not str:
        return None
    if len(told) > LONGEST_NUMBER or not (told.isascii() and told.replace(".", "", 1).isdecimal()):
        return None
    known = _SAID_BEFORE.get(one)
    if known is not None:
        return known
    measure = one.unit_of_measure
    unit = None if measure is None else measure.unit
    means = remembered(one.measurand, one.context, one.phase, one.location, unit)
    number = read_milli(told, means.power)
    if number is None or means.doubts or means.scale:
        return None
    milli, step = number
    value = Value(means.measurand, milli, means.context, means.phase, means.location, step, means.name)
    remember(_SAID_BEFORE, one, value)
    return value
