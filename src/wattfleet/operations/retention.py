"""For how long what is kept: ages in days, each with the floor below which it may not be set.

Frames of a session are evidence of its bill, as its readings are, and are kept as long as those.
Source: retention terms of raw frames and of documents (frames 90 days, evidence as long as its documents).
"""

import tomllib

import msgspec

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.timeline import DAY_US, Instant


class Ages(msgspec.Struct, frozen=True, kw_only=True):
    """In days; 0 = for ever, and for `cold_after` never. `readings` holds for frames of sessions too, `bank`
    for what is personal in movements of the bank, files of collections and mandates that nobody uses."""

    cold_after: int = 0
    frames: int = 0
    events: int = 0
    readings: int = 0
    letters: int = 0
    bank: int = 0


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shortest term in days, and why."""

    floor: int
    why: str


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floor of each kind."""

    frames: Floor
    events: Floor
    readings: Floor
    letters: Floor
    bank: Floor


SHORTEST_HOT = 2
"""Days that always stay in the database: today's and yesterday's are still being written."""


def parse(text: str) -> Floors:
    """Floors from TOML (facts/retention.toml)."""
    return msgspec.convert(tomllib.loads(text), Floors)


def checked(ages: Ages, floors: Floors) -> Ages:
    """Raises: WattfleetError `retention_below_floor`, `cold_too_young`."""
    for name in Floors.__struct_fields__:
        days, floor = getattr(ages, name), getattr(floors, name)
        if days < 0 or 0 < days < floor.floor:
            raise invalid(
                "retention_below_floor",
                f"--keep-{name} is at least {floor.floor} days, not {days}: {floor.why}.",
                hint=f"Give --keep-{name} {floor.floor} or more, or 0 for ever.",
                field=f"--keep-{name}",
            )
    if ages.cold_after < 0 or 0 < ages.cold_after < SHORTEST_HOT:
        raise invalid(
            "cold_too_young",
            f"Days go to cold files after {SHORTEST_HOT} days at the earliest, not {ages.cold_after}.",
            hint=f"Give --cold-after {SHORTEST_HOT} or more, or 0 for never.",
            field="--cold-after",
        )
    return ages


def cutoff(now: Instant, days: int) -> Instant | None:
    """Before which moment something is too old; None where it is kept for ever."""
    return None if days == 0 else now + -days * DAY_US
