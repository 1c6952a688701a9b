"""A reminder: one letter to one account in one currency about what is overdue, from what is open. Pure.

Each invoice has its own level. A letter has the highest level of its invoices, and costs that level's fee
once; the fee stands on its oldest invoice, interest on each. Interest is on what is open of the invoice
itself: never on fees, never on interest.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.billing.dunning import (
    Dunning,
    InterestPart,
    Policy,
    interest,
    interest_parts,
    policy_for,
)
from wattfleet.fleet.account import Account
from wattfleet.kernel.money import Money, parse_minor


class ReminderState(Enum):
    """`waived` = what it cost is owed no more."""

    STANDING = "standing"
    WAIVED = "waived"


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice that is due and not settled. `charged` is what reminders put on it; `level` the last."""

    invoice_id: UUID
    account_id: UUID
    number: str
    issued_on: date
    due_on: date
    open: Money
    charged: int = 0
    level: int = 0
    reminded_on: date | None = None
    interest_until: date | None = None


class ReminderItem(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice in a letter: at which level, and what it costs there.

    `base` bears the interest, over the days of its `parts`; letters from before they were kept have neither.
    """

    invoice_id: UUID
    number: str
    due_on: date
    days: int
    level: int
    open: Money
    fee: Money
    interest: Money
    base: Money | None = None
    parts: tuple[InterestPart, ...] = ()


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What goes to an account; `total` is what it owes by it."""

    account_id: UUID
    level: int
    items: tuple[ReminderItem, ...]
    fee: Money
    interest: Money
    total: Money


class ReminderHold(msgspec.Struct, frozen=True, kw_only=True):
    """What is overdue and nobody is reminded of, why, and what to do."""

    code: str
    account_id: UUID
    invoices: tuple[str, ...]
    text: str
    hint: str


HOLDS = {
    "disputed": ("It is disputed.", "Answer the dispute: `wattfleet disputes list --state open`."),
    "collected": ("It is being collected by direct debit.", "Wait for the bank's file."),
    "no_address": ("The account has no e-mail address.", "Give it one, or remind it by hand."),
    "on_hold": ("The account is on hold.", "Take it off, or leave it."),
    "excepted": ("It was left out by whoever asked.", ""),
    "too_small": ("It is less than what is reminded of.", "Collect it with the next invoice."),
    "no_policy": ("No policy fits the account.", "Add one to `wattfleet dunning`."),
    "rate_missing": (
        "The reference rate of a day is not known.",
        "Enter it in `rates` of `wattfleet dunning`, with its source.",
    ),
    "all_told": ("Every reminder has gone out.", "Call, hand it to a collector, or write it off."),
}


def propose(
    account: Account,
    items: Sequence[Overdue],
    dunning: Dunning,
    day: date,
    *,
    stopped: dict[UUID, str],
    excepted: bool = False,
) -> tuple[list[Letter], list[ReminderHold]]:
    """The letters to an account on a day, one for each currency; `stopped` says why an invoice is left."""
    letters: list[Letter] = []
    holds: list[ReminderHold] = []
    for currency in sorted({one.open.currency.code for one in items}):
        mine = [one for one in items if one.open.currency.code == currency]
        due: list[ReminderItem] = []
        for one in sorted(mine, key=lambda one: (one.due_on, one.number)):
            code, item = _judged(account, one, dunning, day, stopped.get(one.invoice_id, ""))
            if item is not None:
                due.append(item)
            if code:
                holds.append(_hold(code, account, [one.number]))
        if not due:
            continue
        letter = _letter(account, due, dunning, mine)
        code = _why_not(account, letter, dunning, mine, excepted=excepted)
        if code:
            holds.append(_hold(code, account, [one.number for one in due]))
        else:
            letters.append(letter)
    return letters, holds


def _judged(
    account: Account, one: Overdue, dunning: Dunning, day: date, stopped: str
) -> tuple[str, ReminderItem | None]:
    """A hold's code, or the item, or neither where its time has not come."""
    policy = policy_for(dunning, account, one.open.currency, one.issued_on)
    if policy is None:
        return "no_policy", None
    if one.level >= len(policy.levels):
        return ("all_told" if (day - _last(one)).days >= policy.levels[-1].after_days else ""), None
    if not _has_come(one, policy, day):
        return "", None
    if stopped:
        return stopped, None
    base = Money(max(0, one.open.minor - one.charged), one.open.currency)
    since, country = one.interest_until or one.due_on + timedelta(days=1), account.address.country
    owed: Money | None = Money(0, base.currency)
    parts: tuple[InterestPart, ...] = ()
    if policy.levels[one.level].interest and base.minor:
        owed = interest(base, since, day, policy, dunning.rates, country)
        parts = interest_parts(since, day, policy, dunning.rates, country)
    if owed is None:
        return "rate_missing", None
    return "", ReminderItem(
        invoice_id=one.invoice_id,
        number=one.number,
        due_on=one.due_on,
        days=(day - one.due_on).days,
        level=one.level + 1,
        open=one.open,
        fee=Money(0, one.open.currency),
        interest=owed,
        base=base,
        parts=parts,
    )


def _last(one: Overdue) -> date:
    return one.reminded_on or one.due_on


def _has_come(one: Overdue, policy: Policy, day: date) -> bool:
    """Days after the due day, and as many after the last reminder as lie between the two levels."""
    level = policy.levels[one.level]
    if (day - one.due_on).days < level.after_days:
        return False
    before = policy.levels[one.level - 1].after_days if one.level else 0
    return one.reminded_on is None or (day - one.reminded_on).days >= level.after_days - before


def _letter(
    account: Account, due: Sequence[ReminderItem], dunning: Dunning, mine: Sequence[Overdue]
) -> Letter:
    currency = due[0].open.currency
    level = max(one.level for one in due)
    fee = _fee(account, level, due, dunning, mine)
    first = msgspec.structs.replace(due[0], fee=fee)
    charged = sum(one.interest.minor for one in due)
    return Letter(
        account_id=account.id,
        level=level,
        items=(first, *due[1:]),
        fee=fee,
        interest=Money(charged, currency),
        total=Money(sum(one.open.minor for one in due) + fee.minor + charged, currency),
    )


def _fee(
    account: Account, level: int, due: Sequence[ReminderItem], dunning: Dunning, mine: Sequence[Overdue]
) -> Money:
    """Of the policy of an invoice that is at the letter's level."""
    top = next(one for one in due if one.level == level)
    policy = _policy_of(account, top.invoice_id, dunning, mine)
    text = policy.levels[level - 1].fee
    nothing = Money(0, top.open.currency)
    return parse_minor(text, top.open.currency) if policy.currency else nothing


def _policy_of(account: Account, invoice_id: UUID, dunning: Dunning, mine: Sequence[Overdue]) -> Policy:
    one = next(one for one in mine if one.invoice_id == invoice_id)
    policy = policy_for(dunning, account, one.open.currency, one.issued_on)
    assert policy is not None, "what is due was judged by a policy"
    return policy


def _why_not(
    account: Account, letter: Letter, dunning: Dunning, mine: Sequence[Overdue], *, excepted: bool
) -> str:
    policy = _policy_of(account, letter.items[0].invoice_id, dunning, mine)
    least = parse_minor(policy.least, letter.total.currency) if policy.currency else None
    told = sum(one.open.minor for one in letter.items)
    for code, holds in (
        ("excepted", excepted),
        ("on_hold", bool(account.on_hold)),
        ("too_small", least is not None and told < least.minor),
        ("no_address", not account.addresses),
    ):
        if holds:
            return code
    return ""


def _hold(code: str, account: Account, numbers: list[str]) -> ReminderHold:
    text, hint = HOLDS[code]
    return ReminderHold(code=code, account_id=account.id, invoices=tuple(numbers), text=text, hint=hint)


def charges(items: Sequence[ReminderItem]) -> Iterator[tuple[UUID, int]]:
    """What each invoice of a letter owes more."""
    for one in items:
        if one.fee.minor + one.interest.minor:
            yield one.invoice_id, one.fee.minor + one.interest.minor
