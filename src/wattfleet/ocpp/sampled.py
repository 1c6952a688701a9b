"""Meter values, read alike in all versions: exact thousandths, defaults, unit words, signed values.

1.6 tells a value as a text beside a unit; 2.x as a number beside unitOfMeasure {unit, multiplier}. Stations
mix the two, so one reader takes both. Phases stay raw: whoever folds picks the total. Absent means
Energy.Active.Import.Register, Wh, Sample.Periodic, Outlet (rows 37, 41, 42, 82).
"""

from decimal import Decimal, InvalidOperation

import msgspec

from wattfleet.events import Context, Flag, Measurand, Reading, Value
from wattfleet.kernel.energy import to_milli
from wattfleet.ocpp import plain
from wattfleet.ocpp.heard import Ear, joined, moment
from wattfleet.ocpp.plain import LARGEST, Piece

MEASURANDS = {
    "Energy.Active.Import.Register": Measurand.ENERGY_IMPORT,
    "Energy.Active.Export.Register": Measurand.ENERGY_EXPORT,
    "Power.Active.Import": Measurand.POWER_IMPORT,
    "Power.Active.Export": Measurand.POWER_EXPORT,
    "Power.Offered": Measurand.POWER_OFFERED,
    "Current.Import": Measurand.CURRENT_IMPORT,
    "Current.Export": Measurand.CURRENT_EXPORT,
    "Current.Offered": Measurand.CURRENT_OFFERED,
    "Voltage": Measurand.VOLTAGE,
    "Frequency": Measurand.FREQUENCY,
    "Temperature": Measurand.TEMPERATURE,
    "SoC": Measurand.SOC,
}
"""What each measurand word means; any other word is OTHER under its own name."""

CONTEXTS = {
    "Transaction.Begin": Context.BEGIN,
    "Transaction.End": Context.END,
    "Sample.Periodic": Context.PERIODIC,
    "Sample.Clock": Context.CLOCK,
    "Trigger": Context.TRIGGER,
    "Interruption.Begin": Context.INTERRUPTION_BEGIN,
    "Interruption.End": Context.INTERRUPTION_END,
    "Other": Context.OTHER,
}

LOCATIONS = {"Outlet": "outlet", "Inlet": "inlet", "Body": "body", "Cable": "cable", "EV": "ev"}

UNITS = {
    **dict.fromkeys(("Wh", "W", "VA", "var", "varh", "A", "V"), 0),
    **dict.fromkeys(("kWh", "kW", "kVA", "kvar", "kvarh", "kA", "kV"), 3),
    **dict.fromkeys(("MWh", "MW"), 6),
    **dict.fromkeys(("mA", "mV"), -3),
    **dict.fromkeys(("Percent", "%", "Hertz", "Hz", "Celsius", "Celcius", "C", "°C", "deg C"), 0),
}
"""The power of ten that each unit word stands for, misspellings of the field included (row 82)."""

_FOLDED_UNITS = {
    word.lower(): power for word, power in UNITS.items() if word not in {"mA", "mV", "MW", "MWh"}
}
_FOLDED_MEASURANDS = {word.lower(): measurand for word, measurand in MEASURANDS.items()}
_FOLDED_CONTEXTS = {word.lower(): context for word, context in CONTEXTS.items()}

_ENERGIES = frozenset({Measurand.ENERGY_IMPORT, Measurand.ENERGY_EXPORT})
_ENERGY_UNITS = frozenset({"wh", "kwh", "mwh"})
_TEN = tuple(10**power for power in range(40))
_LONGEST_NUMBER = 30
_SIGNED_LIMIT = 40_000


def readings(meter_values: list[Piece], ear: Ear) -> tuple[Reading, ...]:
    """All readings of a message, in its order; an empty one is left out (row 42)."""
    return tuple(reading for one in meter_values if (reading := _reading(one, ear)) is not None)


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
    word = sampled.get("measurand")
    measurand = Measurand.ENERGY_IMPORT if word is None else _measurand(word)
    name = plain.text(sampled, "measurand", 64) if measurand is Measurand.OTHER else ""
    context = _context(sampled.get("context"))
    phase = plain.text(sampled, "phase", 16)
    location = _location(sampled)
    if sampled.get("format") == "SignedData":
        # The text is no number: as a register it would read as zero.
        name = name or plain.text(sampled, "measurand", 64) or "Energy.Active.Import.Register"
        told = plain.text(sampled, "value", _SIGNED_LIMIT)
        return Value(Measurand.OTHER, 0, context, phase, location, name=name, signed=told), ()
    number, flags = _number(sampled, measurand, ear)
    if number is None:
        return None, (Flag.MENDED,)
    signed = _signed(sampled) if "signedMeterValue" in sampled else ""
    return Value(measurand, number[0], context, phase, location, number[1], name, signed), flags


def _measurand(word: object) -> Measurand:
    found = MEASURANDS.get(word) if type(word) is str else None
    if found is None and type(word) is str:
        found = _FOLDED_MEASURANDS.get(word.strip().lower())
    return Measurand.OTHER if found is None else found


def _context(word: object) -> Context:
    if word is None:
        return Context.PERIODIC
    found = CONTEXTS.get(word) if type(word) is str else None
    if found is None and type(word) is str:
        found = _FOLDED_CONTEXTS.get(word.strip().lower())
    return Context.OTHER if found is None else found


def _location(sampled: Piece) -> str:
    word = sampled.get("location")
    if word is None:
        return "outlet"
    found = LOCATIONS.get(word) if type(word) is str else None
    return plain.text(sampled, "location", 32).strip().lower() if found is None else found


def _signed(sampled: Piece) -> str:
    """The signed value with its method and key as one JSON text; its own texts stay as they came."""
    signed = plain.within(sampled, "signedMeterValue")
    if not signed:
        return ""
    return msgspec.json.encode({key: plain.text(signed, key, _SIGNED_LIMIT) for key in signed}).decode()


# ── numbers ───────────────────────────────────────────────────────────────────

_Number = tuple[int, int]
"""Thousandths of the base unit, and the step in which they were told."""


def _number(sampled: Piece, measurand: Measurand, ear: Ear) -> tuple[_Number | None, tuple[Flag, ...]]:
    told = sampled.get("value")
    if type(told) is int:
        told = str(told) if abs(told) <= LARGEST else ""
    if type(told) is not str:
        return None, ()
    power, flags, unit = _power(sampled, measurand, ear)
    number = read_milli(told, power)
    if number is not None and measurand is Measurand.TEMPERATURE and unit not in UNITS:
        number = _celsius(number, unit)
    return number, flags


def _power(sampled: Piece, measurand: Measurand, ear: Ear) -> tuple[int, tuple[Flag, ...], str]:
    """The power of ten of the value's unit, what is doubtful about it, and the unit's word."""
    unit, multiplier = sampled.get("unit"), 0
    if unit is None and "unitOfMeasure" in sampled:
        measure = plain.within(sampled, "unitOfMeasure")
        unit, multiplier = measure.get("unit"), plain.whole(measure, "multiplier") or 0
    if type(unit) is not str:
        unit = ""
    power = UNITS.get(unit)
    if power is None:
        power = _FOLDED_UNITS.get(unit.strip().lower(), 0)
    flags: tuple[Flag, ...] = ()
    if measurand in _ENERGIES:
        if power == 0 and ear.quirks.energy_in_kwh:
            power = 3
        elif unit and unit != "Wh" and unit.strip().lower() not in _ENERGY_UNITS:
            flags = (Flag.UNIT_ASSUMED,)
    return power + multiplier, flags, unit


def _celsius(number: _Number, unit: str) -> _Number:
    milli, step = number
    match unit.strip().lower():
        case "k" | "kelvin":
            return milli - 273_150, step
        case "fahrenheit" | "f" | "°f":
            return (milli - 32_000) * 5 // 9, step
        case _:
            return number


def read_milli(told: str, power: int = 0) -> tuple[int, int] | None:
    """A number's text times 10^power as whole thousandths, and the step of its last digit.

    Blanks and any number of digits are taken; digits beyond a thousandth are rounded half to even. None when
    it is no number, or none that can be kept. `read_milli("1.5", 3)` → (1500000, 100000).
    """
    whole, _, fraction = told.partition(".")
    digits = whole + fraction
    if not (digits.isdecimal() and digits.isascii()) or len(digits) > _LONGEST_NUMBER:
        return _read_milli_patiently(told, power)
    shift = 3 + power - len(fraction)
    if shift == 0:
        milli, step = int(digits), 1
    elif 0 < shift < len(_TEN):
        step = _TEN[shift]
        milli = int(digits) * step
    elif -len(_TEN) < shift < 0:
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
