"""A month that somebody else has billed, priced again: what was asked wrongly, by how much, and probably why.

Why is found by trying: the record is priced once more with each usual mistake made on purpose, and the one
that gives what was asked is named. What contradicts itself is held and counted apart.
Source: reference/tariff-semantics.md §6–8, §11 (where implementations differ).
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import Enum

import msgspec
from msgspec.structs import replace

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Zone
from wattfleet.ocpi.plain import Plain, number, text
from wattfleet.ocpi.priced_cdr import PricedCdr, Told, price_cdr
from wattfleet.sessions.usage import Activity, Usage
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.tariff import Dimension, Tariff

HALF_A_CENT = Decimal("0.005")


class Mistake(Enum):
    """The usual ways to bill a session wrongly. The value is the sentence for a person."""

    LIMITS_IGNORED = "The least or highest price of the tariff was not applied."
    STEPS_IGNORED = "Quantities were not rounded up to the tariff's steps."
    READ_IN_UTC = "The tariff's clock was read in UTC, not in the time of the site."
    IDLE_NOT_BILLED = "Idle time was not charged."
    IDLE_AS_CHARGING = "Idle time was charged as charging time."
    FLAT_PER_PERIOD = "The start fee was charged for each period."
    FLAT_FORGOTTEN = "The start fee was not charged."
    TIME_NOT_BILLED = "Charging time was not charged."
    WITH_VAT_AS_NET = "The amount with VAT was asked as the amount before it."
    VAT_WRONG = "The amount before VAT is right, and the VAT is not."
    BILLED_TWICE = "This record has been billed before."
    UNKNOWN = "None of the usual mistakes gives this amount."


class Opinion(msgspec.Struct, frozen=True):
    """One record. `difference` is what was asked too much (negative: too little), before VAT where told.

    `held` is the reason why it could not be priced; `parts` says which part of the record's own breakdown
    differs: its name, what was asked, what it should be.
    """

    id: str
    currency: str
    asked: Decimal | None
    right: Decimal | None
    difference: Decimal
    mistake: Mistake | None
    held: str = ""
    parts: tuple[tuple[str, Decimal, Decimal], ...] = ()

    @property
    def agrees(self) -> bool:
        return not self.held and self.mistake is None


def second_opinions(records: Sequence[Plain], tariffs: Sequence[Plain], zone: Zone) -> Iterator[Opinion]:
    """An opinion on each record, in order."""
    seen: set[tuple[str, ...]] = set()
    for one in records:
        opinion = _opinion(one, tariffs, zone)
        same = _same(one)
        if not seen.isdisjoint(same) and not opinion.held:
            asked = opinion.asked or Decimal(0)
            nothing = Decimal(0)
            opinion = replace(opinion, right=nothing, difference=asked, mistake=Mistake.BILLED_TWICE)
        seen |= same
        yield opinion


def _same(record: Plain) -> set[tuple[str, ...]]:
    """What makes two records the same session: place, moment and token, or place and session. Neither a new
    id nor a new session id makes a new one: no EVSE begins two charges of a token at one moment."""
    place, token = record.get("cdr_location"), record.get("cdr_token")
    where = text(place, "evse_uid") if isinstance(place, dict) else text(record, "id")
    who = text(token, "uid") if isinstance(token, dict) else ""
    found: set[tuple[str, ...]] = {("begun", where, who, text(record, "start_date_time"))}
    if session := text(record, "session_id"):
        found.add(("session", where, session))
    return found


def _opinion(record: Plain, tariffs: Sequence[Plain], zone: Zone) -> Opinion:
    try:
        priced = price_cdr(record, tariffs, zone)
        return opinion_on(
            priced.cdr.id, priced.cdr.usage, priced.tariff, priced.told, parts=_parts(record, priced)
        )
    except WattfleetError as error:
        return Opinion(
            text(record, "id"), text(record, "currency"), None, None, Decimal(0), None, held=error.message
        )


def opinion_on(
    record_id: str,
    usage: Usage,
    tariff: Tariff,
    told: Told,
    *,
    cut: bool = False,
    parts: tuple[tuple[str, Decimal, Decimal], ...] = (),
) -> Opinion:
    """What we think of an amount that somebody asks for a usage."""
    right = rate(usage, tariff, cut=cut)
    net = told.before_vat is not None
    asked = told.before_vat if net else told.with_vat
    code = tariff.currency.code
    if asked is None:
        return Opinion(record_id, code, None, None, Decimal(0), None, held="It does not say what was asked.")
    mine = right.before_vat.decimal if net else right.amount.decimal
    if _is(asked, right, net=net):
        wrong_vat = net and told.with_vat is not None and not _is(told.with_vat, right, net=False)
        if not wrong_vat:
            return Opinion(record_id, code, asked, mine, Decimal(0), None)
        assert told.with_vat is not None, "the VAT was told"
        too_much = told.with_vat - right.amount.decimal
        return Opinion(record_id, code, told.with_vat, right.amount.decimal, too_much, Mistake.VAT_WRONG)
    mistake = _mistake(asked, usage, tariff, net=net, cut=cut)
    return Opinion(record_id, code, asked, mine, asked - mine, mistake, parts=parts)


def _is(asked: Decimal, rating: Rating, *, net: bool) -> bool:
    """Whether an amount is that of a rating, exact or rounded to the minor unit."""
    exact = rating.exact_before_vat if net else rating.exact_before_vat + rating.exact_vat
    money = rating.before_vat if net else rating.amount
    return asked == money.decimal or abs(asked - exact.decimal) <= min(
        HALF_A_CENT, Decimal(1).scaleb(-rating.currency.exponent) / 2
    )


def _mistake(asked: Decimal, usage: Usage, tariff: Tariff, *, net: bool, cut: bool) -> Mistake:
    right = rate(usage, tariff, cut=cut)
    if net and _is(asked, right, net=False):
        return Mistake.WITH_VAT_AS_NET
    for mistake, wrong in _MISTAKES.items():
        wrong_usage, wrong_tariff = wrong(usage, tariff)
        if (wrong_usage, wrong_tariff) == (usage, tariff):
            continue
        if _is(asked, rate(wrong_usage, wrong_tariff, cut=cut), net=net):
            return mistake
    return Mistake.UNKNOWN


def _parts(record: Plain, priced: PricedCdr) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """The record's own breakdown where it differs from ours."""
    rating = priced.rating
    ours = {
        "energy": (rating.energy, "total_energy_cost"),
        "time": (rating.time, "total_time_cost"),
        "parking": (rating.parking, "total_parking_cost"),
        "fixed": (rating.fixed, "total_fixed_cost"),
        "reservation": (rating.reservation, "total_reservation_cost"),
    }
    found = []
    for name, (part, field) in ours.items():
        told = record.get(field)
        if not isinstance(told, dict):
            continue
        asked = number(told, "before_taxes" if "before_taxes" in told else "excl_vat", field)
        mine = part.before_vat.decimal
        if asked is not None and abs(asked - mine) > HALF_A_CENT:
            found.append((name, asked, mine))
    return tuple(found)


# ── the mistakes, made on purpose ─────────────────────────────────────────────


def _without_limits(usage: Usage, tariff: Tariff) -> tuple[Usage, Tariff]:
    return usage, replace(tariff, min_price=None, max_price=None)


def _without_steps(usage: Usage, tariff: Tariff) -> tuple[Usage, Tariff]:
    return usage, _each(tariff, lambda one: replace(one, step=1))


def _in_utc(usage: Usage, tariff: Tariff) -> tuple[Usage, Tariff]:
    return replace(usage, zone=Zone("UTC")), tariff


def _as_charging(usage: Usage, tariff: Tariff) -> tuple[Usage, Tariff]:
    slices = tuple(
        replace(one, activity=Activity.CHARGING) if one.activity is Activity.IDLE else one
        for one in usage.slices
    )
    return replace(usage, slices=slices), tariff


def _without(dimension: Dimension) -> "_Wrong":
    def forget(usage: Usage, tariff: Tariff) -> tuple[Usage, Tariff]:
        return usage, _each(
            tariff, lambda one: replace(one, price_micro=0) if one.dimension is dimension else one
        )

    return forget


def _flat_per_period(usage: Usage, tariff: Tariff) -> tuple[Usage, Tariff]:
    times = max(1, len(usage.slices))
    return usage, _each(
        tariff,
        lambda one: (
            replace(one, price_micro=one.price_micro * times) if one.dimension is Dimension.FLAT else one
        ),
    )


def _each(tariff: Tariff, change: Callable[..., object]) -> Tariff:
    elements = tuple(
        replace(element, components=tuple(change(one) for one in element.components))
        for element in tariff.elements
    )
    return replace(tariff, elements=elements)


_Wrong = Callable[[Usage, Tariff], tuple[Usage, Tariff]]
_MISTAKES: dict[Mistake, _Wrong] = {
    Mistake.LIMITS_IGNORED: _without_limits,
    Mistake.STEPS_IGNORED: _without_steps,
    Mistake.READ_IN_UTC: _in_utc,
    Mistake.IDLE_NOT_BILLED: _without(Dimension.PARKING_TIME),
    Mistake.IDLE_AS_CHARGING: _as_charging,
    Mistake.FLAT_PER_PERIOD: _flat_per_period,
    Mistake.FLAT_FORGOTTEN: _without(Dimension.FLAT),
    Mistake.TIME_NOT_BILLED: _without(Dimension.TIME),
}
