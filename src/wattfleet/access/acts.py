"""What people did: one act for each privileged deed, chained so that a missing or changed one shows.

An act keeps who, what, on which thing, what stood there before and after, why and when. Its hash covers the
act and the hash of the one before it, from the tenant's first act on. Source: reliability I24.
"""

import hashlib
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.money import Amount, Currency, Money
from wattfleet.kernel.timeline import Instant, Span, Zone

BEGINNING = bytes(32)
"""What the first act of a tenant is chained to."""

_SECRET = frozenset({"digest", "digests", "password", "ocpp_password", "secret"})


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One deed. `before` and `after` are JSON of what differs; "" = there was, or is, nothing.

    `thing` is the id of what was acted upon, `name` what people call it.
    """

    at: Instant
    by: Principal
    verb: str
    noun: str
    thing: str
    name: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""


class ChainedAct(msgspec.Struct, frozen=True):
    """An act in its place: `number` counts a tenant's acts from 1 without a gap."""

    number: int
    act: Act
    hash: bytes


def chained(tenant: int, number: int, act: Act, previous: bytes) -> ChainedAct:
    """The act in its place after the one whose hash is `previous`."""
    by = act.by
    told = msgspec.json.encode(
        [
            tenant,
            number,
            act.at.us,
            by.kind,
            by.id,
            by.name,
            act.verb,
            act.noun,
            act.thing,
            act.name,
            act.before,
            act.after,
            act.reason,
        ]
    )
    return ChainedAct(number, act, hashlib.sha256(previous + told).digest())


def first_broken(
    tenant: int, acts: Iterable[ChainedAct], *, number: int = 0, previous: bytes = BEGINNING
) -> int | None:
    """The number of the first act that is not as it was written, or where one is missing; None = all is well.

    `number` and `previous` are those of the act before, where the check goes on from a place.
    """
    for one in acts:
        number += 1
        if one.number != number or chained(tenant, number, one.act, previous).hash != one.hash:
            return number
        previous = one.hash
    return None


def difference(before: object | None, after: object | None) -> tuple[str, str]:
    """What two states of a thing do not share, as JSON texts; a state that is not there is ""."""
    old, new = _fields(before), _fields(after)
    if before is not None and after is not None:
        same = {name for name in old if name in new and old[name] == new[name]} | {"version"}
        old = {name: value for name, value in old.items() if name not in same}
        new = {name: value for name, value in new.items() if name not in same}
    return _text(before, old), _text(after, new)


def _text(state: object | None, fields: Mapping[str, Any]) -> str:
    return "" if state is None else msgspec.json.encode(fields, order="sorted").decode()


def _fields(state: object | None) -> dict[str, Any]:
    shown = {} if state is None else plain(state)
    return shown if isinstance(shown, dict) else {"value": shown}


def plain(value: object) -> Any:  # noqa: C901 - one line for each kind of value
    """A value as people read it: moments, energies and money as text, without anything secret."""
    match value:
        case Instant():
            return value.rfc3339()
        case Energy():
            return f"{value.wh} Wh"
        case Power():
            return f"{value.w} W"
        case Money() | Amount() | UUID():
            return str(value)
        case Zone(name=text) | Currency(code=text):
            return text
        case Span(start=start, end=end):
            return [plain(start), plain(end)]
        case Enum():
            return value.value
        case msgspec.Struct():
            names = [name for name in value.__struct_fields__ if name not in _SECRET]
            return {name: plain(getattr(value, name)) for name in names}
        case Mapping():
            return {str(name): plain(one) for name, one in value.items() if str(name) not in _SECRET}
        case list() | tuple() | set() | frozenset():
            return [plain(one) for one in value]
        case None | bool() | int() | str():
            return value
        case msgspec.UnsetType():
            return None
        case bytes():
            return "•••"
        case _:
            return str(value)
