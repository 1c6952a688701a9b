"""How late payment is reminded of: levels by who the customer is, within the limits that the law sets.

The first policy that fits a customer decides. Without a word of the seller three reminders go out, and none
of them costs anything. A fee above the limit of the customer's country is refused when it is entered; where
no limit is known, the seller names the law or the agreement that it follows.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.fleet.account import Account
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.money import Currency, Money, parse_micro, parse_minor

Who = Literal["business", "consumer"]
Percent = Annotated[str, Meta(description="A decimal text in percent, such as 2.50.")]


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One reminder: how many days after the due day, what it costs, and whether interest is charged."""

    after_days: Annotated[int, Meta(ge=1, le=365)]
    fee: str = "0"
    interest: bool = False


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Levels for some customers: `who`, `country` and `currency` empty = any.

    It holds for invoices issued on `since` or later. `points` is the interest above the reference rate;
    less than `least` is left alone; `source` is the law or agreement of its fees.
    """

    levels: Annotated[tuple[Level, ...], Meta(min_length=1, max_length=9)]
    who: Literal["business", "consumer", ""] = ""
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$", examples=["SE"])] = ""
    currency: Annotated[str, Meta(pattern="^([A-Z]{3})?$", examples=["SEK"])] = ""
    since: date | None = None
    points: Percent = "0"
    least: str = "0"
    source: Annotated[str, Meta(max_length=500)] = ""


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reference rate of a country from a day on, with its source."""

    country: Annotated[str, Meta(pattern="^[A-Z]{2}$", examples=["SE"])]
    since: date
    percent: Percent
    source: Annotated[str, Meta(min_length=1, max_length=200)]


class Dunning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it. The first policy that fits decides."""

    policies: Annotated[tuple[Policy, ...], Meta(min_length=1, max_length=50)]
    rates: Annotated[tuple[Rate, ...], Meta(max_length=500)] = ()


USUAL = Dunning(policies=(Policy(levels=(Level(after_days=7), Level(after_days=21), Level(after_days=35))),))
"""Three reminders that cost nothing."""


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """The most that a country allows, from a day on."""

    country: str
    who: Who
    currency: str
    since: date
    source: str
    fee: str = ""
    points: str = ""


class _Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: tuple[Limit, ...]


def parse_limits(text: str) -> tuple[Limit, ...]:
    """Raises: msgspec.ValidationError where the file says something else."""
    return msgspec.toml.decode(text, type=_Limits).limit


def checked_dunning(wish: Dunning, limits: Sequence[Limit]) -> Dunning:
    """Raises: WattfleetError `levels_unordered`, `amount_invalid`, `fee_currency_missing`, `fee_above_limit`,
    `fee_source_missing`, `points_above_limit`."""
    for one in wish.policies:
        _check(one, limits)
    for rate in wish.rates:
        parse_micro(rate.percent, field="rates.percent")
    return wish


def _check(one: Policy, limits: Sequence[Limit]) -> None:
    days = [level.after_days for level in one.levels]
    if days != sorted(set(days)):
        raise invalid(
            "levels_unordered",
            "Each reminder comes later than the one before it.",
            hint="Order the levels by `after_days`, such as 7, 21, 35.",
            field="policies.levels",
        )
    if one.currency:
        parse_minor(one.least, Currency(one.currency), field="policies.least")
    fees = [parse_micro(level.fee, field="policies.levels.fee") for level in one.levels]
    points = parse_micro(one.points, field="policies.points")
    if min([*fees, points, parse_micro(one.least, field="policies.least")]) < 0:
        raise invalid(
            "amount_invalid",
            "Nothing of it is below 0.",
            hint="Write 0 where nothing is charged.",
            field="policies",
        )
    if not any(fees) and not points:
        return
    if any(fees) and not one.currency:
        raise _no_currency()
    _within(one, max(fees), points, limits)


def _within(one: Policy, fee: int, points: int, limits: Sequence[Limit]) -> None:
    """Wherever it may apply: a policy for everybody keeps the limits of consumers."""
    kinds: tuple[Who, ...] = (one.who,) if one.who else ("business", "consumer")
    for who in kinds:
        limit = limit_of(limits, one.country, who)
        if fee and (limit is None or not limit.fee or limit.currency != one.currency):
            if not one.source.strip():
                raise _no_source(who)
        elif fee and limit is not None and fee > parse_micro(limit.fee):
            raise _above("fee_above_limit", f"{limit.fee} {limit.currency} is the most for a {who}", limit)
        if points and limit is not None and limit.points and points > parse_micro(limit.points):
            raise _above("points_above_limit", f"{limit.points} points are the most for a {who}", limit)


def limit_of(limits: Sequence[Limit], country: str, who: Who) -> Limit | None:
    """The newest of the country itself."""
    found = [one for one in limits if one.country == country and one.who == who]
    return max(found, key=lambda one: one.since, default=None)


def policy_for(dunning: Dunning, account: Account, currency: Currency, issued_on: date) -> Policy | None:
    """The first that fits."""
    who = "business" if account.is_business else "consumer"
    for one in dunning.policies:
        fits = (
            one.who in {"", who}
            and one.country in {"", account.address.country}
            and one.currency in {"", currency.code}
            and (one.since is None or one.since <= issued_on)
        )
        if fits:
            return one
    return None


class InterestPart(msgspec.Struct, frozen=True, kw_only=True):
    """Days from `first` to before `until` at one reference rate; both numbers add up to a year's interest."""

    first: date
    until: date
    percent: Percent
    points: Percent
    source: str


def interest_parts(
    first: date, until: date, policy: Policy, rates: Sequence[Rate], country: str
) -> tuple[InterestPart, ...]:
    """The days of `interest`, one part for each reference rate that held."""
    known = sorted((one for one in rates if one.country == country), key=lambda one: one.since)
    out: list[InterestPart] = []
    for at, one in enumerate(known):
        end = min(known[at + 1].since if at + 1 < len(known) else until, until)
        start = max(one.since, first)
        if start < end:
            out.append(
                InterestPart(
                    first=start, until=end, percent=one.percent, points=policy.points, source=one.source
                )
            )
    return tuple(out)


def interest(
    base: Money, first: date, until: date, policy: Policy, rates: Sequence[Rate], country: str
) -> Money | None:
    """Simple interest for the days from `first` to before `until`, by 365 of them, rounded half up once.

    None = the reference rate of a day is not known.
    """
    known = [one.since for one in rates if one.country == country]
    micro_days = sum(
        (one.until - one.first).days * (parse_micro(one.percent) + parse_micro(one.points))
        for one in interest_parts(first, until, policy, rates, country)
    )
    if first < until and (not known or min(known) > first):
        return None
    below = 365 * 100 * 10**6
    return Money(max(0, (2 * base.minor * micro_days + below) // (2 * below)), base.currency)


def _no_currency() -> WattfleetError:
    return invalid(
        "fee_currency_missing", "A fee is in a currency.", hint="Name it: SEK.", field="policies.currency"
    )


def _no_source(who: Who) -> WattfleetError:
    return invalid(
        "fee_source_missing",
        f"What the law allows for a {who} there is not known here.",
        hint="Name the law or the agreement that the fee follows in `source`.",
        field="policies.source",
    )


def _above(code: str, text: str, limit: Limit) -> WattfleetError:
    return invalid(code, f"{text} in {limit.country}.", hint=f"Source: {limit.source}.", field="policies")
