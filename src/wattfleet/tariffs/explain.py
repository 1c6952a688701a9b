"""A rating in words that a driver understands, in local time, in English, Swedish or German.

What a price, its conditions and its VAT are called is the same for all sessions that pay it, so these words
are put together once and kept; quantities and times are written for each line.
"""

from functools import lru_cache

import msgspec

from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Zone
from wattfleet.tariffs.lines import Line, LineKind
from wattfleet.tariffs.phrases import ENGLISH, LANGUAGES, Phrases
from wattfleet.tariffs.rating import Rating
from wattfleet.tariffs.shape import vat_text
from wattfleet.tariffs.spoken import Clock, conditions, duration_text, energy_text, money_text, signed_text
from wattfleet.tariffs.tariff import Booking, PriceLimit, Restrictions

_KEPT = 1 << 14
"""Of each kind of words."""


class Explained(msgspec.Struct, frozen=True, gc=False):
    """One line in words: what and why, when by the site's clock, and what of VAT."""

    text: str
    when: str
    vat: str


def explain(rating: Rating, zone: Zone, language: str = "en") -> tuple[Explained, ...]:
    """Each line of a rating in words, in the order of its lines. An unknown language is English."""
    say = LANGUAGES.get(language, ENGLISH)
    currency, included = rating.currency, rating.tax_included
    clock = Clock(zone)
    return tuple(
        [
            Explained(_text(one, currency, say), clock.when(one.span), _vat(one.vat_rate, say, included))
            for one in rating.lines
        ]
    )


class _Words(msgspec.Struct, frozen=True, gc=False):
    """What the lines of one price say, whatever their quantities."""

    before: str  # … the quantity
    after: str
    at: str  # the price per kWh or hour; empty for what is charged once
    in_kwh: bool
    because: str


@lru_cache(maxsize=_KEPT)
def _words(kind: LineKind, price_micro: int, asked: Restrictions, currency: Currency, say: Phrases) -> _Words:
    phrase, per = _phrase(kind, asked, say)
    price = money_text(price_micro, currency, say)
    because = "".join(f", {one}" for one in conditions(asked, say))
    if not per:
        return _Words(phrase.format(price=price), "", "", False, because)
    before, after = phrase.split("{quantity}")
    at = say.at.format(price=price, per=per)
    return _Words(before, after, at, kind is LineKind.ENERGY, because)


def _phrase(kind: LineKind, asked: Restrictions, say: Phrases) -> tuple[str, str]:
    """The phrase of a line, and what its price is for; what is charged once has no such word."""
    unused = asked.booking is Booking.EXPIRED
    match kind:
        case LineKind.ENERGY:
            return say.energy, say.per_kwh
        case LineKind.PARKING_TIME:
            return say.idle, say.per_hour
        case LineKind.RESERVATION_TIME:
            return (say.unused if unused else say.kept), say.per_hour
        case LineKind.RESERVATION_FLAT:
            return (say.unused_fee if unused else say.kept_fee), ""
        case LineKind.FLAT:
            return say.flat, ""
        case _:
            return say.charging, say.per_hour


def _text(line: Line, currency: Currency, say: Phrases) -> str:
    why = line.why
    if why.limit is not None:
        phrase = say.least if line.kind is LineKind.MIN_PRICE else say.most
        return phrase.format(limit=_limit(why.limit, currency, say))
    words = _words(line.kind, line.price_micro, why.restrictions, currency, say)
    text = _priced(line, words, say)
    if why.surplus and why.step > 1:
        step = why.step * (1000 if words.in_kwh else 1)
        text += ", " + say.rounded_up.format(
            surplus=_quantity(why.surplus, words, say), step=_quantity(step, words, say)
        )
    if why.series is not None:
        text += ", " + _followed(why.series, why.value_micro, say)
    return text + words.because


def _priced(line: Line, words: _Words, say: Phrases) -> str:
    """`Idle 34 min after the car was full: 14 min free, 20 min charged at 30.00 SEK per hour`."""
    if not words.at:
        return words.before
    quantity, why = line.quantity, line.why
    charged = energy_text(quantity, say) if words.in_kwh else duration_text(quantity)
    if not why.free:
        return f"{words.before}{charged}{words.after} {words.at}"
    head = f"{words.before}{_quantity(why.measured, words, say)}{words.after}"
    if not quantity:
        return f"{head}: {say.all_free}"
    grace = say.grace.format(free=_quantity(why.free, words, say), charged=charged)
    return f"{head}: {grace} {words.at}"


def _quantity(value: int, words: _Words, say: Phrases) -> str:
    return energy_text(value, say) if words.in_kwh else duration_text(value)


def _followed(series: str, value_micro: int | None, say: Phrases) -> str:
    if value_micro is None:
        return say.fallback.format(series=series)
    return say.follows.format(series=series, value=signed_text(value_micro, say))


def _limit(limit: PriceLimit | None, currency: Currency, say: Phrases) -> str:
    assert limit is not None, "the line of a limit names it"
    parts = []
    if limit.before_vat_micro is not None:
        parts.append(say.limit_before.format(price=money_text(limit.before_vat_micro, currency, say)))
    if limit.with_vat_micro is not None:
        parts.append(say.limit_with.format(price=money_text(limit.with_vat_micro, currency, say)))
    return ", ".join(parts)


@lru_cache(maxsize=_KEPT)
def _vat(rate: int | None, say: Phrases, tax_included: bool) -> str:
    if rate is None:
        return say.unknown_vat if tax_included else say.no_vat
    text = vat_text(rate).removesuffix(".0").replace(".", say.point)
    return (say.vat_inside if tax_included else say.vat_plus).format(rate=text)
