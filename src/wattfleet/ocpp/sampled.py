"""Meter values, read alike in all versions: exact thousandths in base units, and signed values.

1.6 tells a value as a text beside a unit; 2.x as a number beside unitOfMeasure {unit, multiplier}. Stations
mix the two, so one reader takes both (rows 36, 41, 42).
"""

from decimal import Decimal, InvalidOperation

import msgspec

from wattfleet.events import Flag, Measurand, Reading, Value
from wattfleet.kernel.energy import to_milli
from wattfleet.ocpp import plain
from wattfleet.ocpp.heard import Ear, joined, moment
from wattfleet.ocpp.meter_words import ENERGIES, Meaning, meaning
from wattfleet.ocpp.plain import LARGEST, Piece

_TENS = 40
_TEN = tuple(10**power for power in range(_TENS))
_LONGEST_NUMBER = 30
_SIGNED_LIMIT = 40_000


def readings(meter_values: list[Piece], ear: Ear) -> tuple[Reading, ...]:
    """All readings of a message, in its order; an empty one is left out (row 42)."""
    return tuple([reading for one in meter_values if (reading := _reading(one, ear)) is not None])


def _reading(meter_value: Piece, ear: Ear) -> Reading | None:
    values: list[Value] = []
    doubts: tuple[Flag, ...] = ()
    for sampled in plain.pieces(meter_value, "sampledValue"):
        value, flags = read_value(sampled, ear)
        if value is not None:
            values.append(value)
        if flags:
            doubts = joined(doubts, flags)
    if not values:
        return None
    at, flags = moment(meter_value, "timestamp", ear)
    return Reading(at, tuple(values), joined(flags, doubts) if doubts else flags)


def read_value(sampled: Piece, ear: Ear) -> tuple[Value | None, tuple[Flag, ...]]:
    """One sampled value; None, flagged, when there is no number in it."""
    get = sampled.get
    unit, multiplier = get("unit"), 0
    if unit is None and "unitOfMeasure" in sampled:
        measure = plain.within(sampled, "unitOfMeasure")
        unit, multiplier = measure.get("unit"), plain.whole(measure, "multiplier") or 0
    means = meaning(get("measurand"), get("context"), get("phase"), get("location"), unit)
    if get("format") == "SignedData":
        return _signed_text(sampled, means), ()
    power, doubts = means.power + multiplier, means.doubts
    if ear.quirks.energy_in_kwh and power == 0 and means.measurand in ENERGIES:
        power, doubts = 3, ()
    told = get("value")
    number = read_milli(told, power) if type(told) is str else _number(told, power)
    if number is None:
        return None, (Flag.MENDED,)
    milli, step = _celsius(number, means.scale) if means.scale else number
    signed = _signed(sampled) if "signedMeterValue" in sampled else ""
    value = Value(
        means.measurand, milli, means.context, means.phase, means.location, step, means.name, signed
    )
    return value, doubts


def _signed_text(sampled: Piece, means: Meaning) -> Value:
    """1.6's signed data is no number: as a register it would read as zero, so it is OTHER, with its name."""
    name = plain.text(sampled, "measurand", 64) or "Energy.Active.Import.Register"
    told = plain.text(sampled, "value", _SIGNED_LIMIT)
    return Value(Measurand.OTHER, 0, means.context, means.phase, means.location, name=name, signed=told)


def _signed(sampled: Piece) -> str:
    """2.x's signed value with its method and key as one JSON text; its own texts stay as they came."""
    signed = plain.within(sampled, "signedMeterValue")
    if not signed:
        return ""
    return msgspec.json.encode({key: plain.text(signed, key, _SIGNED_LIMIT) for key in signed}).decode()


# ── numbers ───────────────────────────────────────────────────────────────────

_Number = tuple[int, int]
"""Thousandths of the base unit, and the step in which they were told."""


def _number(told: object, power: int) -> _Number | None:
    if type(told) is int and abs(told) <= LARGEST:
        return read_milli(str(told), power)
    return None


def _celsius(number: _Number, scale: str) -> _Number:
    milli, step = number
    return (milli - 273_150, step) if scale == "kelvin" else ((milli - 32_000) * 5 // 9, step)


def read_milli(told: str, power: int = 0) -> tuple[int, int] | None:
    """A number's text times 10^power as whole thousandths, and the step of its last digit.

    Blanks and any number of digits are taken; digits beyond a thousandth are rounded half to even. None when
    it is no number, or none that can be kept. `read_milli("1.5", 3)` → (1500000, 100000).
    """
    whole, _, fraction = told.partition(".")
    digits = whole + fraction if fraction else whole
    if not (digits.isdecimal() and digits.isascii()) or len(digits) > _LONGEST_NUMBER:
        return _read_milli_patiently(told, power)
    shift = 3 + power - len(fraction)
    if 0 <= shift <= 6 and len(digits) <= 12:  # as nearly all: neither needs a look at how large it is
        step = _TEN[shift]
        return int(digits) * step, step
    if shift == 0:
        milli, step = int(digits), 1
    elif 0 < shift < _TENS:
        step = _TEN[shift]
        milli = int(digits) * step
    elif -_TENS < shift < 0:
        milli, step = _divided(int(digits), _TEN[-shift]), 1
    else:
        return None
    return (milli, step) if milli <= LARGEST and step <= LARGEST else None


def _divided(number: int, by: int) -> int:
    whole, rest = divmod(number, by)
    twice = 2 * rest
    return whole + (twice > by or (twice == by and whole % 2 == 1))


def _read_milli_patiently(told: str, power: int) -> tuple[int, int] | None:
    """Signs, blanks and exponents; the digits of a float's noise."""
    if len(told) > 80 or "_" in told or not told.isascii():
        return None
    try:
        number = Decimal(told.strip())
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not -60 < exponent < 30 or not -30 < power < 30:
        return None
    if abs(number.adjusted() + power) > 18:
        return (0, 1) if number == 0 or number.adjusted() + power < 0 else None
    milli = to_milli(number.scaleb(power))
    shift = 3 + power + exponent
    step = 10**shift if shift > 0 else 1
    return (milli, step) if abs(milli) <= LARGEST and step <= LARGEST else None
