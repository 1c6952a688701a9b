"""What is known of a make of station: its habits, as data, each with what was seen and where.

The records stand in facts/habits.toml; whoever has read that file hands its text in. A record holds for a
vendor, a model and a range of firmware. All records that hold for a station are joined; where two of them
tell the same habit, the one that names its make more closely wins.
"""

import tomllib
from typing import Annotated, Literal

import msgspec

from wattfleet.commands import (
    ChangeConfiguration,
    GetBaseReport,
    GetConfiguration,
    SetVariables,
    StationCommand,
)
from wattfleet.kernel.errors import invalid

Words = Annotated[str, msgspec.Meta(min_length=1)]


class Habits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a make behaves. A habit that is None or empty is not known, and nothing is assumed of it.

    How its frames are read:
    `energy_in_kwh`: energy samples are kWh although they say Wh or nothing (row 36).
    `naive_is_local`: times without a zone are the site's local time, else UTC (row 49).
    `no_cards`: texts that it puts where a card belongs (row 93).
    `register_mode`: when the register begins anew, before the station itself has taught it (row 31).

    What is asked of it:
    `max_value_length`: longer settings spoil others, and are not sent (row 84).
    `asks_singly`: asking for everything at once restarts it, and is not done (row 85).

    What people and planners should know:
    `restart_without_unplug`: whether a charge can begin again with the same plug (row 89).
    `unlock`: whether its cable can be unlocked from afar, and at what price (row 92).
    `profile_stack_level`: the highest that it takes; `profile_zero`: whether it takes 0 A;
    `profile_absolute`: whether it takes schedules that begin at a moment (row 90);
    `profile_obeyed`: False = accepted profiles are not always followed: the limit must be measured (row 91).
    `pongs`: whether it answers pings (row 64).
    `redials`: whether it calls again after a lost connection (row 69).
    `measurands`: what it reports out of the box (row 48).
    `card_forms`: in which other spellings its reader tells a card: candidates for an enrolment by hand (94).
    `boots_again`: a boot that is answered with Pending is said again (row 78).
    """

    energy_in_kwh: bool | None = None
    naive_is_local: bool | None = None
    no_cards: tuple[str, ...] = ()
    register_mode: Literal["", "lifetime", "session", "volatile"] = ""
    max_value_length: Annotated[int, msgspec.Meta(ge=1)] | None = None
    asks_singly: bool | None = None
    restart_without_unplug: bool | None = None
    unlock: Literal["", "no", "ends_the_session"] = ""
    profile_stack_level: Annotated[int, msgspec.Meta(ge=0)] | None = None
    profile_zero: bool | None = None
    profile_absolute: bool | None = None
    profile_obeyed: bool | None = None
    pongs: bool | None = None
    redials: bool | None = None
    boots_again: bool | None = None
    measurands: tuple[str, ...] = ()
    card_forms: tuple[Literal["reversed", "padded", "truncated", "with_checksum", "serial"], ...] = ()


NO_HABITS = Habits()
MOST_MAKES = 2_000
_KNOWN: dict[tuple[str, str, str], tuple[tuple["Record", ...], Habits]] = {}


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record. `vendor` and `model` are beginnings, compared without case ("*" = any vendor); firmware
    from `from_firmware` up to, not including, `fixed_in`, by its numbers; "" = any."""

    vendor: Words
    why: Words
    source: Words
    habits: Habits
    model: str = ""
    from_firmware: str = ""
    fixed_in: str = ""

    @property
    def closeness(self) -> tuple[bool, int, bool]:
        """How closely it names its make."""
        return (self.vendor != "*", len(self.model), bool(self.from_firmware or self.fixed_in))


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    habit: tuple[Record, ...] = ()


def parse(text: str) -> tuple[Record, ...]:
    """The records of a TOML text. Raises: WattfleetError `habits_invalid`."""
    try:
        found = msgspec.convert(tomllib.loads(text), _File).habit
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise invalid(
            "habits_invalid",
            f"The list of habits cannot be read: {error}",
            hint="Each [[habit]] needs vendor, why, source and habits; see facts/habits.toml.",
        ) from error
    silent = next((one for one in found if one.habits == NO_HABITS), None)
    if silent is not None:
        raise invalid(
            "habits_invalid",
            f"A record of {silent.vendor} {silent.model} tells of no habit.",
            hint="Name at least one habit, or leave the record out.",
        )
    return found


def holding(records: tuple[Record, ...], vendor: str, model: str, firmware: str) -> tuple[Record, ...]:
    """The records that hold for a station, the closest last."""
    found = [one for one in records if _holds(one, vendor, model, firmware)]
    return tuple(sorted(found, key=lambda one: one.closeness))


def joined(records: tuple[Record, ...]) -> Habits:
    """What these records (the closest last) tell together; lists of texts add up."""
    habits = NO_HABITS
    for record in records:
        told = {
            name: value
            for name in Habits.__struct_fields__
            if (value := getattr(record.habits, name)) not in (None, "", ())
        }
        for name in ("no_cards", "measurands", "card_forms"):
            if name in told:
                told[name] = tuple(dict.fromkeys((*getattr(habits, name), *told[name])))
        habits = msgspec.structs.replace(habits, **told)
    return habits


def habits_of(records: tuple[Record, ...], vendor: str, model: str, firmware: str) -> Habits:
    """What is known of a make; it is looked for once, for a fleet has few makes and many stations."""
    make = (vendor, model, firmware)
    known = _KNOWN.get(make)
    if known is not None and known[0] is records:
        return known[1]
    found = joined(holding(records, vendor, model, firmware))
    if len(_KNOWN) >= MOST_MAKES:
        _KNOWN.clear()
    _KNOWN[make] = (records, found)
    return found


def against(habits: Habits, command: StationCommand) -> str:
    """Why a command must not be sent to such a make, in words for a person; "" = it may be sent."""
    match command:
        case GetConfiguration(keys=None | ()) if habits.asks_singly:
            return "Asking for all settings restarts this make: name the keys (field-faults row 85)."
        case GetBaseReport() if habits.asks_singly:
            return "A whole report restarts this make: ask for single variables (field-faults row 85)."
        case ChangeConfiguration(value=value):
            return _too_long(habits, (value,))
        case SetVariables(variables=variables):
            return _too_long(habits, tuple(one.value for one in variables))
        case _:
            return ""


def _too_long(habits: Habits, values: tuple[str, ...]) -> str:
    most = habits.max_value_length
    if most is None or all(len(one) <= most for one in values):
        return ""
    return f"A setting of more than {most} characters spoils others in this make (field-faults row 84)."


def _holds(record: Record, vendor: str, model: str, firmware: str) -> bool:
    if record.vendor != "*" and not _starts(vendor, record.vendor):
        return False
    if not _starts(model, record.model):
        return False
    if record.from_firmware and _numbers(firmware) < _numbers(record.from_firmware):
        return False
    return not (record.fixed_in and _numbers(firmware) >= _numbers(record.fixed_in))


def _starts(told: str, known: str) -> bool:
    return told.strip().casefold().startswith(known.casefold())


def _numbers(firmware: str) -> tuple[int, ...]:
    """The numbers of a firmware's name, in order: `V4.2.2-rc` → (4, 2, 2)."""
    digits = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in firmware)
    return tuple(int(part[:18]) for part in digits.split())
