"""What is known to be wrong with a make of station, told once per (vendor, model, firmware), with its source.

The facts stand in facts/quirks.toml; whoever has read that file hands its text in. Quirks are applied where
frames are understood, and nowhere else.
"""

import tomllib
from typing import Annotated

import msgspec

from wattfleet.kernel.errors import invalid


class Quirks(msgspec.Struct, frozen=True):
    """How to read one station. Everything off: it means what it says.

    `energy_in_kwh`: energy samples are kWh although they say Wh or nothing (row 36).
    `naive_is_local`: times without a zone are the site's local time, else UTC (row 49); the caller then
    gives the offset of the moment as `naive_offset_us`.
    `no_cards`: texts that this make puts where a card belongs (row 93).
    """

    energy_in_kwh: bool = False
    naive_is_local: bool = False
    naive_offset_us: int = 0
    no_cards: tuple[str, ...] = ()

    def with_offset(self, offset_us: int) -> "Quirks":
        """The same with the offset of the site (or the one learned from live messages)."""
        return msgspec.structs.replace(self, naive_offset_us=offset_us if self.naive_is_local else 0)


NO_QUIRKS = Quirks()


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact. `vendor` and `model` are compared without case; firmware from `from_firmware` up to,
    not including, `fixed_in`, by its numbers; "" = any.
    """

    vendor: Annotated[str, msgspec.Meta(min_length=1)]
    why: Annotated[str, msgspec.Meta(min_length=1)]
    source: Annotated[str, msgspec.Meta(min_length=1)]
    model: str = ""
    from_firmware: str = ""
    fixed_in: str = ""
    energy_in_kwh: bool = False
    naive_is_local: bool = False
    no_cards: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    quirk: tuple[Entry, ...] = ()


def parse(text: str) -> tuple[Entry, ...]:
    """The facts of a TOML text. Raises: WattfleetError `quirks_invalid`."""
    try:
        return msgspec.convert(tomllib.loads(text), _File).quirk
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise invalid(
            "quirks_invalid",
            f"The list of quirks cannot be read: {error}",
            hint="Each [[quirk]] needs vendor, why and source; see facts/quirks.toml.",
        ) from error


def find(entries: tuple[Entry, ...], vendor: str, model: str, firmware: str) -> Quirks:
    """All that is known of a make, joined: what one entry says, no other takes back."""
    fitting = [entry for entry in entries if _fits(entry, vendor, model, firmware)]
    if not fitting:
        return NO_QUIRKS
    return Quirks(
        energy_in_kwh=any(entry.energy_in_kwh for entry in fitting),
        naive_is_local=any(entry.naive_is_local for entry in fitting),
        no_cards=tuple(dict.fromkeys(word for entry in fitting for word in entry.no_cards)),
    )


def _fits(entry: Entry, vendor: str, model: str, firmware: str) -> bool:
    if entry.vendor != "*" and not _starts(vendor, entry.vendor):
        return False
    if not _starts(model, entry.model):
        return False
    if entry.from_firmware and _numbers(firmware) < _numbers(entry.from_firmware):
        return False
    return not (entry.fixed_in and _numbers(firmware) >= _numbers(entry.fixed_in))


def _starts(told: str, known: str) -> bool:
    return told.strip().casefold().startswith(known.casefold())


def _numbers(firmware: str) -> tuple[int, ...]:
    """The numbers of a firmware's name, in order: `V4.2.2-rc` → (4, 2, 2)."""
    digits = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in firmware)
    return tuple(int(part[:18]) for part in digits.split())
