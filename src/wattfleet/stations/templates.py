"""The baseline: how a model should be configured so that its sessions can be billed, and what deviates.

The facts stand in facts/baselines.toml; whoever has read that file hands its text in. A comparison goes key
by key over what a station told of exactly these keys: nothing is probed in bulk, and no value is longer than
a charger can hold (rows 84, 85).
"""

import tomllib
from collections.abc import Mapping
from enum import Enum
from typing import Annotated

import msgspec

from wattfleet.commands import (
    ChangeConfiguration,
    GetConfiguration,
    GetVariables,
    SetVariables,
    VariableName,
    VariableValue,
)
from wattfleet.kernel.errors import invalid
from wattfleet.stations.variables import LONGEST, Told, is_same, number_of, words_of


class Rule(Enum):
    """When a told value is good enough."""

    IS = "is"
    AT_MOST = "at_most"  # a number above zero and up to `limit`
    AT_LEAST = "at_least"
    INCLUDES = "includes"  # a list with at least the words of `limit`


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key: when its value is good, what to write when it is not, and why it matters.

    `value` is written first; `otherwise` are lesser values, one after the other, where a station refuses it.
    `required` = without it sessions cannot be billed as they should.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    value: Annotated[str, msgspec.Meta(max_length=LONGEST)]
    why: Annotated[str, msgspec.Meta(min_length=1)]
    rule: Rule = Rule.IS
    limit: str = ""
    otherwise: tuple[Annotated[str, msgspec.Meta(max_length=LONGEST)], ...] = ()
    required: bool = False
    write: bool = True


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wishes for the stations of a version whose vendor and model begin so ("" = any).

    `at_once` is how many keys may be asked for in one request. `leave` names keys that this model must not be
    asked for or written.
    """

    versions: tuple[str, ...]
    vendor: str = ""
    model: str = ""
    source: str = ""
    at_once: int | None = None
    leave: tuple[str, ...] = ()
    wish: tuple[Wish, ...] = ()


class Template(msgspec.Struct, frozen=True):
    """What is wished of one station."""

    version: str
    wishes: tuple[Wish, ...]
    at_once: int = 1


class Standing(Enum):
    """How a key stands against the baseline."""

    DIFFERS = "differs"
    MISSING = "missing"  # the station does not know the key
    SILENT = "silent"  # it knows the key and tells no value


class Deviation(msgspec.Struct, frozen=True):
    """One key that is not as it should be; if `writable`, `values` may be written now, in this order."""

    name: str
    standing: Standing
    told: str
    values: tuple[str, ...]
    writable: bool
    required: bool
    why: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    baseline: tuple[Baseline, ...] = ()


def parse(text: str) -> tuple[Baseline, ...]:
    """The facts of a TOML text. Raises: WattfleetError `baselines_invalid`."""
    try:
        return msgspec.convert(tomllib.loads(text), _File).baseline
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise invalid(
            "baselines_invalid",
            f"The baselines cannot be read: {error}",
            hint="Each [[baseline]] needs versions and [[baseline.wish]] with name, value and why.",
        ) from error


def template_for(baselines: tuple[Baseline, ...], version: str, vendor: str, model: str) -> Template:
    """All wishes for a make; what a later and so more particular entry says of a key replaces the earlier."""
    wishes: dict[str, Wish] = {}
    at_once = 1
    left: set[str] = set()
    for one in baselines:
        if version not in one.versions or not (_starts(vendor, one.vendor) and _starts(model, one.model)):
            continue
        wishes |= {wish.name.casefold(): wish for wish in one.wish}
        at_once = one.at_once or at_once
        left |= {name.casefold() for name in one.leave}
    kept = tuple(wish for name, wish in wishes.items() if name not in left)
    return Template(version, kept, at_once)


def _starts(told: str, known: str) -> bool:
    return told.strip().casefold().startswith(known.casefold())


def compare(template: Template, told: Mapping[str, Told]) -> tuple[Deviation, ...]:
    """Every wish that is not fulfilled by what the station told of its keys, in the order of the template.

    A station that answered nothing of a key does not know it.
    """
    folded = {name.casefold(): value for name, value in told.items()}
    found = (_deviation(wish, folded.get(wish.name.casefold())) for wish in template.wishes)
    return tuple(one for one in found if one is not None)


def _deviation(wish: Wish, told: Told | None) -> Deviation | None:
    values = (wish.value, *wish.otherwise)
    if told is None:
        return Deviation(wish.name, Standing.MISSING, "", values, False, wish.required, wish.why)
    if told.value is not None and _is_good(wish, told.value):
        return None
    standing = Standing.SILENT if told.value is None else Standing.DIFFERS
    writable = wish.write and not told.readonly
    return Deviation(wish.name, standing, told.value or "", values, writable, wish.required, wish.why)


def _is_good(wish: Wish, value: str) -> bool:
    limit = wish.limit or wish.value
    match wish.rule:
        case Rule.IS:
            return is_same(wish.name, value, wish.value)
        case Rule.INCLUDES:
            return words_of(limit) <= words_of(value)
        case Rule.AT_MOST | Rule.AT_LEAST:
            number, bound = number_of(value), number_of(limit)
            if number is None or bound is None:
                return False
            return 0 < number <= bound if wish.rule is Rule.AT_MOST else number >= bound


# ── orders ────────────────────────────────────────────────────────────────────


def readings(template: Template) -> tuple[GetConfiguration | GetVariables, ...]:
    """The commands that ask for exactly the keys of a template, a few at a time."""
    names = [wish.name for wish in template.wishes]
    parts = [names[i : i + template.at_once] for i in range(0, len(names), template.at_once)]
    if template.version == "1.6":
        return tuple(GetConfiguration(tuple(part)) for part in parts)
    return tuple(GetVariables(tuple(variable(name) for name in part)) for part in parts)


def writing(template: Template, name: str, value: str) -> ChangeConfiguration | SetVariables:
    """The command that writes one key; it is read back and compared afterwards (row 84)."""
    assert len(value) <= LONGEST, "a longer value overwrites its neighbours in some chargers"
    if template.version == "1.6":
        return ChangeConfiguration(name, value)
    named = variable(name)
    return SetVariables(
        (VariableValue(named.component, named.variable, value, variable_instance=named.variable_instance),)
    )


def variable(name: str) -> VariableName:
    """`OCPPCommCtrlr.MessageAttempts[TransactionEvent]` as a 2.x variable."""
    component, _, rest = name.partition(".")
    label, _, instance = rest.partition("[")
    return VariableName(component, label, variable_instance=instance.removesuffix("]") or None)


def name_of(component: str, label: str, instance: str = "") -> str:
    """The same the other way round: how a told 2.x variable is named here."""
    return f"{component}.{label}[{instance}]" if instance else f"{component}.{label}"
