"""Mandates, and what of that which is due is collected by them, in which sequence, and why not the rest.

Source: EPC 016-06 (SEPA Direct Debit Core Rulebook): sequence types, 36 months without a collection, and the
pre-notification 14 days before, where nothing else was agreed.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from uuid import UUID

import msgspec
from stdnum import bic, iban
from stdnum.exceptions import ValidationError

from wattfleet.billing.bank.debit import Kind, sepa
from wattfleet.fleet.account import Account
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant

USUAL_NOTICE = 14
LAPSES_DAYS = 36 * 365 // 12
"""36 months, a little short: a bank refuses what is over, and nobody is hurt by a day."""


class MandateState(Enum):
    """`ending` = one collection more; `ended` = it was the last, or the only one."""

    ACTIVE = "active"
    ENDING = "ending"
    ENDED = "ended"
    REVOKED = "revoked"


class Mandate(msgspec.Struct, frozen=True, kw_only=True):
    """That an account lets us collect. `reference` is ours and unique; `once` = for one collection only."""

    id: UUID
    account_id: UUID
    reference: str
    holder: str
    iban: str
    signed_on: date
    bic: str = ""
    once: bool = False
    state: MandateState = MandateState.ACTIVE
    collected: int = 0
    last_on: date | None = None
    ended_on: date | None = None
    reason: str = ""
    redacted_at: Instant | None = None
    version: int = 1

    @property
    def used_on(self) -> date:
        """The last day on which it was of use."""
        return max(one for one in (self.signed_on, self.last_on, self.ended_on) if one is not None)

    @property
    def is_usable(self) -> bool:
        return self.state in {MandateState.ACTIVE, MandateState.ENDING}

    @property
    def sequence(self) -> Kind:
        """Of the next collection."""
        if self.once:
            return "OOFF"
        if self.state is MandateState.ENDING:
            return "FNAL"
        return "RCUR" if self.collected else "FRST"


def checked_mandate(mandate: Mandate, today: date) -> Mandate:
    """Raises: WattfleetError `iban_invalid`, `bic_invalid`, `mandate_reference`, `signed_in_future`."""
    reference = mandate.reference.strip()
    if not reference or sepa(reference, 35) != reference or " " in reference:
        raise invalid(
            "mandate_reference",
            f"“{mandate.reference}” cannot be the reference of a mandate.",
            hint="Use up to 35 letters and digits, with - and / between, no blanks.",
            field="reference",
        )
    if mandate.signed_on > today:
        raise invalid(
            "signed_in_future",
            f"{mandate.signed_on} has not come yet.",
            hint="Write the day that stands on the signed mandate.",
            field="signed_on",
        )
    return msgspec.structs.replace(
        mandate,
        reference=reference,
        holder=mandate.holder.strip(),
        iban=_valid(iban.validate, mandate.iban, "iban"),
        bic=_valid(bic.validate, mandate.bic, "bic") if mandate.bic.strip() else "",
    )


def _valid(check: object, text: str, name: str) -> str:
    assert callable(check), "a check is a function"
    try:
        return str(check(text))
    except ValidationError as error:
        raise invalid(
            f"{name}_invalid",
            f"“{text}” is no {name.upper()}.",
            hint="Write it as on the signed mandate: country, two digits, account.",
            field=name,
        ) from error


def after_collection(one: Mandate, day: date) -> Mandate:
    """Once it was used."""
    state = MandateState.ENDED if one.sequence in {"OOFF", "FNAL"} else one.state
    return msgspec.structs.replace(one, collected=one.collected + 1, last_on=day, state=state)


def given_back(one: Mandate) -> Mandate:
    """Once a collection came back or was called off: it counts no more, and what it ended is open again."""
    state = one.state
    if state is MandateState.ENDED:
        state = MandateState.ACTIVE if one.once else MandateState.ENDING
    return msgspec.structs.replace(one, collected=max(0, one.collected - 1), state=state)


def redacted(one: Mandate, at: Instant) -> Mandate:
    """Without what tells of a person; that it was there, when and for whose account stays."""
    return msgspec.structs.replace(one, holder="", iban="", bic="", reason="", redacted_at=at)


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice that may be collected."""

    invoice_id: UUID
    account_id: UUID
    number: str
    due_on: date
    open: Money


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A collection of one invoice."""

    invoice_id: UUID
    account_id: UUID
    number: str
    money: Money
    mandate_id: UUID
    mandate: str
    sequence: Kind


class NotCollected(msgspec.Struct, frozen=True, kw_only=True):
    """What is due and not collected, why, and what to do."""

    code: str
    account_id: UUID
    number: str
    text: str
    hint: str


HOLDS = {
    "no_mandate": ("The account has no mandate.", "Add one with `wattfleet mandates add`, or leave it."),
    "not_euro": ("SEPA collects in euro only.", "It is paid another way."),
    "mandate_lapsed": ("The mandate was not used for 36 months.", "Let it be signed anew."),
    "disputed": ("It is disputed.", "Answer the dispute: `wattfleet disputes list --state open`."),
    "collected": ("It is being collected already.", "Wait for the bank's file."),
    "no_address": ("The account has no address for the notice.", "Give it an `email`: the notice is a duty."),
    "excepted": ("It was left out by whoever asked.", ""),
    "mandate_used": ("The mandate is for one collection only.", "Collect the next one by another mandate."),
}


def plan(
    due: Sequence[Due],
    accounts: dict[UUID, Account],
    mandates: dict[UUID, Mandate],
    on: date,
    *,
    stopped: dict[UUID, str],
    leave_out: frozenset[UUID],
) -> tuple[list[Planned], list[NotCollected]]:
    """What is collected on a day; a mandate's sequence goes on from one invoice to the next."""
    planned: list[Planned] = []
    held: list[NotCollected] = []
    left = dict(mandates)
    for one in due:
        code = _why_not(one, accounts[one.account_id], left, on, stopped, leave_out)
        if code:
            text, hint = HOLDS[code]
            held.append(
                NotCollected(code=code, account_id=one.account_id, number=one.number, text=text, hint=hint)
            )
            continue
        mandate = left[one.account_id]
        planned.append(
            Planned(
                invoice_id=one.invoice_id,
                account_id=one.account_id,
                number=one.number,
                money=one.open,
                mandate_id=mandate.id,
                mandate=mandate.reference,
                sequence=mandate.sequence,
            )
        )
        left[one.account_id] = after_collection(mandate, on)
    return planned, held


def _why_not(
    one: Due,
    account: Account,
    mandates: dict[UUID, Mandate],
    on: date,
    stopped: dict[UUID, str],
    leave_out: frozenset[UUID],
) -> str:
    mandate = mandates.get(one.account_id)
    if mandate is None:
        return "no_mandate"
    since = mandate.last_on or mandate.signed_on
    for code, holds in (
        ("not_euro", one.open.currency.code != "EUR"),
        ("excepted", one.account_id in leave_out),
        ("mandate_used", not mandate.is_usable),
        ("mandate_lapsed", on > since + timedelta(LAPSES_DAYS)),
        ("no_address", not account.addresses),
    ):
        if holds:
            return code
    return stopped.get(one.invoice_id, "")


def bank_day(day: date) -> bool:
    """Whether SEPA settles on it. Source: ECB, TARGET closing days."""
    easter = _easter(day.year)
    closed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    around = {easter - timedelta(2), easter + timedelta(1)}
    return day.weekday() < 5 and (day.month, day.day) not in closed and day not in around


def next_bank_day(day: date) -> date:
    while not bank_day(day):
        day += timedelta(1)
    return day


def _easter(year: int) -> date:
    """Source: Meeus, Astronomical Algorithms, chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
