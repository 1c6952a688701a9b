"""Which open item a movement pays, and why: by reference, then number and amount, then account and amount.

Nothing is guessed: where two items fit alike, a person chooses. An amount that differs is told beside it.
"""

import re
from collections.abc import Sequence
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.billing.bank.camt import Movement
from wattfleet.kernel.money import Money


class OpenItem(msgspec.Struct, frozen=True, kw_only=True):
    """What is not paid yet. `accounts` are bank accounts from which its customer has paid before."""

    id: UUID
    number: str
    reference: str
    open: Money
    accounts: tuple[str, ...] = ()


class Why(Enum):
    """What made the match, or why there is none."""

    REFERENCE = "its reference"
    NUMBER = "its number in the text, and the amount"
    ACCOUNT = "the payer's account, and the amount"
    DEBIT = "our own debit"
    COLLECTION = "our own collection, in one sum"
    RETURNED = "a debit that came back"
    SEVERAL = "several items fit"
    NOTHING = "nothing fits"
    OUT = "money that went out"


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """`difference` is what was paid beyond what is open (negative: too little)."""

    movement: Movement
    why: Why
    item: OpenItem | None = None
    difference: Money | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it may be booked without a person: one item, and not more than is open."""
        return self.item is not None and self.difference is not None and self.difference.minor <= 0


def match_all(movements: Sequence[Movement], items: Sequence[OpenItem]) -> list[Match]:
    """In the order of the movements; what one has paid is open no more for the next."""
    left = {one.id: one for one in items}
    out: list[Match] = []
    for movement in movements:
        found = match(movement, list(left.values()))
        if found.item is not None:
            rest = found.item.open - movement.money
            left[found.item.id] = msgspec.structs.replace(found.item, open=rest)
        out.append(found)
    return out


def match(movement: Movement, items: Sequence[OpenItem]) -> Match:
    """The item that a movement pays."""
    money = movement.money
    if movement.returned:
        return Match(movement=movement, why=Why.RETURNED)
    if money.minor <= 0:
        return Match(movement=movement, why=Why.OUT)
    same = [one for one in items if one.open.currency == money.currency]
    by_reference = [one for one in same if _is_reference(movement, one.reference)]
    alike = [one for one in same if one.open == money]
    by_number = [one for one in alike if _is_number(movement, one.number)]
    by_account = [one for one in alike if movement.party_account and movement.party_account in one.accounts]
    for why, found in ((Why.REFERENCE, by_reference), (Why.NUMBER, by_number), (Why.ACCOUNT, by_account)):
        if len(found) == 1:
            return Match(movement=movement, why=why, item=found[0], difference=money - found[0].open)
        if found:
            return Match(movement=movement, why=Why.SEVERAL)
    return Match(movement=movement, why=Why.NOTHING)


def _is_reference(movement: Movement, reference: str) -> bool:
    """In its own field, else alone in the text. Leading zeros are the bank's; RF is written in groups."""
    wanted = _plain(reference)
    return bool(wanted) and wanted in {
        _plain(one) for one in (movement.reference, movement.end_to_end, movement.text)
    }


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper()).lstrip("0")


def _is_number(movement: Movement, number: str) -> bool:
    """As a word of the text, with or without its dashes."""
    text = " ".join((movement.text, movement.reference, movement.end_to_end)).upper()
    words = {re.sub(r"[^0-9A-Z]", "", one) for one in re.split(r"[\s,;:]+", text)}
    return bool(number) and re.sub(r"[^0-9A-Z]", "", number.upper()) in words
