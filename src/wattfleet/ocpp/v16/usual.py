"""The message that comes most, read in one go: MeterValues that keep to their schema.

`inbound.read` reads any payload piece by piece, and then once more by its strict type, to know what is wrong
with it. Where nothing is, its type alone tells all. This reads such payloads only, and gives the very events
that the long way gives (a property holds them equal); None is for everything else, and no fault.
"""

from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wattfleet.events import Metered, Value
from wattfleet.ocpp.heard import HIGHEST_PLACE
from wattfleet.ocpp.meter_words import remembered
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.sampled import read_milli
from wattfleet.ocpp.usual_values import plain_readings, remember
from wattfleet.ocpp.v16 import messages

HIGHEST_TX = 2**31 - 1


def _words(kind: type[Enum]) -> Any:
    """An enumeration's words, read as texts: each time the same object, so that looking it up is quick."""
    return Literal[tuple(one.value for one in kind)]


if TYPE_CHECKING:
    _Context = str
    _Format = str
    _Measurand = str
    _Phase = str
    _Location = str
    _Unit = str
else:
    _Context, _Format = _words(messages.ReadingContext), _words(messages.ValueFormat)
    _Measurand, _Phase = _words(messages.Measurand), _words(messages.Phase)
    _Location, _Unit = _words(messages.Location), _words(messages.UnitOfMeasure)


class _Sampled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """`messages.SampledValue`, its words as texts."""

    value: str
    context: _Context | None = None
    format: _Format | None = None
    measurand: _Measurand | None = None
    phase: _Phase | None = None
    location: _Location | None = None
    unit: _Unit | None = None


class _MeterValue(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename="camel"):
    timestamp: str
    sampled_value: tuple[_Sampled, ...]


class _MeterValues(msgspec.Struct, forbid_unknown_fields=True, gc=False, rename="camel"):
    connector_id: int
    meter_value: tuple[_MeterValue, ...]
    transaction_id: int | None = None


_DECODER = msgspec.json.Decoder(_MeterValues)


def read_usual(payload: bytes | msgspec.Raw, quirks: Quirks) -> Metered | None:
    """The readings of a transaction of ours, where nothing about them is odd."""
    if quirks.energy_in_kwh:
        return None
    try:
        said = _DECODER.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    tx = said.transaction_id
    if tx is None or not 0 < tx <= HIGHEST_TX or not 0 <= said.connector_id <= HIGHEST_PLACE:
        return None
    readings = plain_readings(said.meter_value, _value)
    return None if readings is None else Metered(said.connector_id, str(tx), readings)


_SAID_BEFORE: dict[_Sampled, Value] = {}


def _value(one: _Sampled) -> Value | None:
    known = _SAID_BEFORE.get(one)
    if known is not None:
        return known
    means = remembered(one.measurand, one.context, one.phase, one.location, one.unit)
    number = read_milli(one.value, means.power)
    if number is None or means.doubts or means.scale or one.format == "SignedData":
        return None
    milli, step = number
    value = Value(means.measurand, milli, means.context, means.phase, means.location, step, means.name)
    remember(_SAID_BEFORE, one, value)
    return value
