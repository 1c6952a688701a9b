"""What people ask for about who pays, and the pure functions that make values of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.fleet.payer import PaidBy, Payer
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.timeline import Instant

Moment = Annotated[datetime, Meta(tz=True)]
Value = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="A token's uid, a token group, STATION/1, a station's identity, or a site's id.",
    ),
]
Short = Annotated[str, Meta(max_length=200)]


class PayerWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which sessions an account pays: those that begin from `valid_from` on and before `valid_until`."""

    account_id: UUID
    by: PaidBy
    value: Value
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    cost_centre: Short = ""
    note: Annotated[str, Meta(max_length=2000)] = ""


class PayerChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; sessions that were invoiced stay where they are."""

    valid_from: Moment | UnsetType | None = UNSET
    valid_until: Moment | UnsetType | None = UNSET
    cost_centre: Short | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET


def new_payer(wish: PayerWish, payer_id: UUID, thing: str) -> Payer:
    """Raises: WattfleetError `payer_ends_first`."""
    return _checked(
        Payer(
            id=payer_id,
            account_id=wish.account_id,
            by=wish.by,
            thing=thing,
            value=wish.value.strip(),
            valid_from=_instant(wish.valid_from),
            valid_until=_instant(wish.valid_until),
            cost_centre=wish.cost_centre,
            note=wish.note,
        )
    )


def changed_payer(payer: Payer, change: PayerChange) -> Payer:
    """Raises: WattfleetError `payer_ends_first`."""
    told = {name: one for name in change.__struct_fields__ if (one := getattr(change, name)) is not UNSET}
    for name in ("valid_from", "valid_until"):
        if name in told:
            told[name] = _instant(told[name])
    return _checked(msgspec.structs.replace(payer, **told))


def _instant(moment: datetime | None) -> Instant | None:
    return None if moment is None else Instant.of(moment)


def _checked(payer: Payer) -> Payer:
    since, until = payer.valid_from, payer.valid_until
    if since is not None and until is not None and until <= since:
        raise invalid(
            "payer_ends_first",
            "It would end before it begins.",
            hint="`valid_until` is the first moment at which it holds no more.",
            field="valid_until",
        )
    return payer
