"""What would be different: the sessions as they are kept beside those that the same frames give today."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from wattfleet.kernel.timeline import Instant


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A session as a comparison sees it. Energy in mWh, money in minor units of its currency."""

    station: str
    tx: str
    evse: int
    token: str
    state: str
    started_at: Instant
    ended_at: Instant | None
    energy_mwh: int
    flags: tuple[str, ...]
    amount_minor: int | None = None
    currency: str = ""
    price: str = ""  # which tariff in which version, or why there is no price


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One session that would change; `causes` names what differs, the first being what the rest follows from.

    `energy_mwh` and `amount_minor` are what it would have more (or, negative, less) than it has.
    """

    kind: Literal["new", "gone", "different"]
    station: str
    tx: str
    started_at: Instant
    energy_mwh: int
    amount_minor: int
    currency: str
    causes: tuple[str, ...]


_FIELDS = ("started_at", "ended_at", "energy_mwh", "evse", "token", "state", "flags")
"""In the order in which one follows from the other."""


def compare(kept: Sequence[Seen], again: Sequence[Seen]) -> list[Difference]:
    """By station and transaction; a transaction that a station used twice is told apart by its start."""
    before, after = _by_key(kept), _by_key(again)
    found: list[Difference] = []
    for key in sorted({*before, *after}, key=lambda one: (one[0], one[1], one[2])):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            found.append(_whole("new", new, sign=1))
        elif new is None and old is not None:
            found.append(_whole("gone", old, sign=-1))
        elif old is not None and new is not None:
            causes = _causes(old, new)
            if causes:
                found.append(_changed(old, new, causes))
    return sorted(found, key=lambda one: (one.started_at, one.station, one.tx))


def _by_key(seen: Sequence[Seen]) -> dict[tuple[str, str, int], Seen]:
    numbered: dict[tuple[str, str, int], Seen] = {}
    uses: dict[tuple[str, str], int] = {}
    for one in sorted(seen, key=lambda one: one.started_at):
        use = uses[one.station, one.tx] = uses.get((one.station, one.tx), 0) + 1
        numbered[one.station, one.tx, use] = one
    return numbered


def _causes(old: Seen, new: Seen) -> tuple[str, ...]:
    names = [name for name in _FIELDS if getattr(old, name) != getattr(new, name)]
    if old.price != new.price:
        names.append(f"tariff: {old.price or 'none'} → {new.price or 'none'}")
    elif (old.amount_minor, old.currency) != (new.amount_minor, new.currency) and not names:
        names.append("rating: the same evidence and tariff give another price")
    return tuple(names)


def _whole(kind: Literal["new", "gone"], one: Seen, *, sign: int) -> Difference:
    cause = "the archive has it, the installation has not" if sign > 0 else "the archive does not give it"
    return Difference(
        kind=kind,
        station=one.station,
        tx=one.tx,
        started_at=one.started_at,
        energy_mwh=sign * one.energy_mwh,
        amount_minor=sign * (one.amount_minor or 0),
        currency=one.currency,
        causes=(cause,),
    )


def _changed(old: Seen, new: Seen, causes: tuple[str, ...]) -> Difference:
    return Difference(
        kind="different",
        station=old.station,
        tx=old.tx,
        started_at=old.started_at,
        energy_mwh=new.energy_mwh - old.energy_mwh,
        amount_minor=(new.amount_minor or 0) - (old.amount_minor or 0),
        currency=new.currency or old.currency,
        causes=causes,
    )
