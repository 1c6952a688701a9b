"""What people ask for about contracts, and the pure functions that make values of it."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.fleet.contract import Contract, Fee, FeeKind
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency, parse_micro

MOST_FEES = 50

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class FeeWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fee. `price` is a decimal text before VAT, and for a discount its share in percent."""

    kind: FeeKind
    text: Name
    price: Annotated[str, Meta(description="Before VAT, as in 99.00; of a discount the percentage.")]
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    code: Annotated[str, Meta(max_length=40, description="Tells it apart; its kind where none is given.")] = (
        ""
    )
    on: date | None = None


class ContractWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new contract of an account."""

    account_id: UUID
    name: Name
    valid_from: date
    fees: list[FeeWish]
    valid_until: Annotated[date | None, Meta(description="The first day on which it holds no more.")] = None
    currency: Annotated[str, Meta(description="The account's, if empty.")] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""


class ContractChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; what was invoiced stays as it was."""

    name: Name | UnsetType = UNSET
    valid_from: date | UnsetType = UNSET
    valid_until: date | UnsetType | None = UNSET
    fees: list[FeeWish] | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET


def new_contract(wish: ContractWish, contract_id: UUID, currency: Currency) -> Contract:
    """`currency` holds where the wish names none.

    Raises: WattfleetError `contract_ends_first`, `fees_too_many`, `fee_code_twice`, `fee_day`,
    `fee_share`, `amount_invalid`, `fee_negative`.
    """
    if wish.valid_until is not None and wish.valid_until <= wish.valid_from:
        raise invalid(
            "contract_ends_first",
            f"It would end on {wish.valid_until}, before it begins on {wish.valid_from}.",
            hint="`valid_until` is the first day on which it holds no more.",
            field="valid_until",
        )
    if not 0 < len(wish.fees) <= MOST_FEES:
        raise invalid(
            "fees_too_many",
            f"A contract has 1 to {MOST_FEES} fees.",
            hint='Give at least one, such as {"kind": "monthly", "text": "Base fee", "price": "49.00"}.',
            field="fees",
        )
    fees = tuple(_fee(one, f"fees[{at}]") for at, one in enumerate(wish.fees))
    codes = [one.code for one in fees]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise invalid(
            "fee_code_twice",
            f"Two fees have the code “{twice}”.",
            hint="Give each a `code` of its own: it tells what was invoiced.",
            field="fees",
        )
    return Contract(
        id=contract_id,
        account_id=wish.account_id,
        name=wish.name.strip(),
        currency=Currency.named(wish.currency) if wish.currency else currency,
        valid_from=wish.valid_from,
        valid_until=wish.valid_until,
        fees=fees,
        note=wish.note,
    )


def changed_contract(contract: Contract, change: ContractChange) -> Contract:
    """Raises: those of `new_contract`."""
    told = {name: one for name in change.__struct_fields__ if (one := getattr(change, name)) is not UNSET}
    stands = ContractWish(
        account_id=contract.account_id,
        name=contract.name,
        valid_from=contract.valid_from,
        valid_until=contract.valid_until,
        fees=[shown_fee(one) for one in contract.fees],
        note=contract.note,
    )
    changed = new_contract(msgspec.structs.replace(stands, **told), contract.id, contract.currency)
    return msgspec.structs.replace(changed, version=contract.version)


def shown_fee(fee: Fee) -> FeeWish:
    """A fee as it was written."""
    digits = 4 if fee.kind is FeeKind.DISCOUNT else 6
    price = Decimal(fee.price_micro).scaleb(-digits)
    return FeeWish(
        kind=fee.kind,
        text=fee.text,
        price=f"{price.normalize() + 0:f}",
        quantity=fee.quantity,
        code=fee.code,
        on=fee.on,
    )


def _fee(wish: FeeWish, field: str) -> Fee:
    micro = parse_micro(wish.price, field=f"{field}.price")
    if micro < 0:
        raise invalid(
            "fee_negative",
            "A fee is not negative.",
            hint="Write what is taken off as a fee of the kind discount.",
            field=f"{field}.price",
        )
    if wish.kind is FeeKind.DISCOUNT:
        micro = _share(micro, field)
    if (wish.on is None) == (wish.kind is FeeKind.ONCE):
        raise invalid(
            "fee_day",
            "A service that comes once has a day, and no other fee has one.",
            hint="Give `on` for the kind once, as in 2026-11-20.",
            field=f"{field}.on",
        )
    code = wish.code.strip() or wish.kind.value
    return Fee(
        code=code,
        kind=wish.kind,
        text=wish.text.strip(),
        price_micro=micro,
        quantity=wish.quantity,
        on=wish.on,
    )


def _share(micro: int, field: str) -> int:
    """Percent in millionths as whole 0.0001 %."""
    share, rest = divmod(micro, 100)
    if rest or not 0 < share <= 10**6:
        raise invalid(
            "fee_share",
            "A discount is a percentage above 0 and up to 100, with at most four decimals.",
            hint="Write it as 12.5.",
            field=f"{field}.price",
        )
    return share
