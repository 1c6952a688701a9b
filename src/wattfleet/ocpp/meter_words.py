"""The words beside a meter value: what is measured, when, where, on which phase, in which unit.

Absent means Energy.Active.Import.Register, Wh, Sample.Periodic, Outlet (row 37). A word that no list has is
never taken for an absent one: it would count as the energy register (row 82). Phases stay raw.
"""

from functools import lru_cache

import msgspec

from wattfleet.events import Context, Flag, Measurand
from wattfleet.ocpp import plain

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
}
"""What each context word means; any other word is OTHER."""

UNITS = {
    **dict.fromkeys(("Wh", "W", "VA", "var", "varh", "A", "V"), 0),
    **dict.fromkeys(("kWh", "kW", "kVA", "kvar", "kvarh", "kA", "kV"), 3),
    **dict.fromkeys(("MWh", "MW"), 6),
    **dict.fromkeys(("mA", "mV"), -3),
    **dict.fromkeys(("Percent", "%", "Hertz", "Hz", "Celsius", "Celcius", "C", "°C", "deg C"), 0),
}
"""The power of ten that each unit word stands for, misspellings of the field included (row 82)."""

KELVIN = frozenset({"k", "kelvin"})
FAHRENHEIT = frozenset({"f", "fahrenheit", "°f"})

UNREADABLE = "?"
ENERGIES = frozenset({Measurand.ENERGY_IMPORT, Measurand.ENERGY_EXPORT})
_ENERGY_UNITS = frozenset({"wh", "kwh", ""})
_CASELESS_UNITS = {
    word.lower(): power for word, power in UNITS.items() if word not in {"mA", "mV", "MW", "MWh"}
}
_CASELESS_MEASURANDS = {word.lower(): measurand for word, measurand in MEASURANDS.items()}
_CASELESS_CONTEXTS = {word.lower(): context for word, context in CONTEXTS.items()}
_LONGEST_WORD = 64


class Meaning(msgspec.Struct, frozen=True, gc=False):
    """What a value's words say. `name` is the station's measurand where it is none of ours (OTHER).

    `power` is the power of ten of its unit, `scale` the unit of a temperature that is not in Celsius.
    """

    measurand: Measurand
    name: str
    context: Context
    phase: str
    location: str
    power: int
    scale: str = ""
    doubts: tuple[Flag, ...] = ()


def meaning(measurand: object, context: object, phase: object, location: object, unit: object) -> Meaning:
    """Read the words as they stand in the JSON, None where absent. A station repeats its own few for ever,
    so that they are remembered; what is no word, or too long for one, is read anew each time.
    """
    try:
        return remembered(measurand, context, phase, location, unit)
    except (TypeError, OverflowError):
        return _read(measurand, context, phase, location, unit)


@lru_cache(maxsize=4096)
def remembered(measurand: object, context: object, phase: object, location: object, unit: object) -> Meaning:
    """The same of words that are texts, or absent, and short."""
    for word in (measurand, context, phase, location, unit):
        if word is not None and (not isinstance(word, str) or len(word) > _LONGEST_WORD):
            raise OverflowError
    return _read(measurand, context, phase, location, unit)


def _read(measurand: object, context: object, phase: object, location: object, unit: object) -> Meaning:
    measured = _measurand(measurand)
    named = plain.cleaned(measurand, _LONGEST_WORD) if measured is Measurand.OTHER else ""
    power, doubts = _power(unit, measured)
    return Meaning(
        measured,
        named,
        _context(context),
        _phase(phase),
        "outlet" if location is None else plain.cleaned(location, 32).strip().lower(),
        power,
        _scale(unit) if measured is Measurand.TEMPERATURE else "",
        doubts,
    )


def _measurand(word: object) -> Measurand:
    if word is None:
        return Measurand.ENERGY_IMPORT
    return _CASELESS_MEASURANDS.get(_caseless(word), Measurand.OTHER)


def _context(word: object) -> Context:
    return Context.PERIODIC if word is None else _CASELESS_CONTEXTS.get(_caseless(word), Context.OTHER)


def _phase(word: object) -> str:
    """A phase that cannot be read is not the total."""
    return "" if word is None else plain.cleaned(word, 16) or ("" if word == "" else UNREADABLE)


def _power(word: object, measurand: Measurand) -> tuple[int, tuple[Flag, ...]]:
    if word is None:
        return 0, ()
    power = UNITS.get(word) if isinstance(word, str) else None
    if power is None:
        power = _CASELESS_UNITS.get(_caseless(word), 0)
    doubted = measurand in ENERGIES and word != "MWh" and _caseless(word) not in _ENERGY_UNITS
    return power, (Flag.UNIT_ASSUMED,) if doubted else ()


def _scale(word: object) -> str:
    found = _caseless(word)
    if found in KELVIN:
        return "kelvin"
    return "fahrenheit" if found in FAHRENHEIT else ""


def _caseless(word: object) -> str:
    """The word for comparing; what is no word is like none."""
    return word.strip().lower() if isinstance(word, str) else UNREADABLE
