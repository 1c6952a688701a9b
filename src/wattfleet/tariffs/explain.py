"""A rating in words that a driver understands, in local time, in English, Swedish or German.

What a price, its conditions and its VAT are called is the same for all sessions that pay it, so these words
are put together once and kept; quantities and times are written for each line.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import DAY_US, MINUTE_US, Span, Zone
from wattfleet.tariffs.lines import Line, LineKind
from wattfleet.tariffs.phrases import ENGLISH, LANGUAGES, Phrases
from wattfleet.tariffs.rating import Rating
from wattfleet.tariffs.shape import price_text, vat_text
from wattfleet.tariffs.tariff import Booking, PriceLimit, Restrictions

_KEPT = 1 << 14
"""Of each kind of words."""
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]


class Explained(msgspec.Struct, frozen=True, gc=False):
    """One line in words: what and why, when by the site's clock, and what of VAT."""

    text: str
    when: str
    vat: str


def explain(rating: Rating, zone: Zone, language: str = "en") -> tuple[Explained, ...]:
    """Each line of a rating in words, in the order of its lines. An unknown language is English."""
    say = LANGUAGES.get(language, ENGLISH)
    currency, included = rating.currency, rating.tax_included
    clock = _Clock(zone)
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
    price = _money(price_micro, currency, say)
    because = "".join(f", {one}" for one in _conditions(asked, say))
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
    charged = _energy(quantity, say) if words.in_kwh else _duration(quantity)
    if not why.free:
        return f"{words.before}{charged}{words.after} {words.at}"
    head = f"{words.before}{_quantity(why.measured, words, say)}{words.after}"
    if not quantity:
        return f"{head}: {say.all_free}"
    grace = say.grace.format(free=_quantity(why.free, words, say), charged=charged)
    return f"{head}: {grace} {words.at}"


def _quantity(value: int, words: _Words, say: Phrases) -> str:
    return _energy(value, say) if words.in_kwh else _duration(value)


def _followed(series: str, value_micro: int | None, say: Phrases) -> str:
    if value_micro is None:
        return say.fallback.format(series=series)
    return say.follows.format(series=series, value=_signed(value_micro, say))


def _signed(micro: int, say: Phrases) -> str:
    return f"{'−' if micro < 0 else ''}{_number(abs(micro), 6, say)}"


def _conditions(asked: Restrictions, say: Phrases) -> list[str]:
    """Why this price and no other held: the restrictions that matched."""
    out = []
    if asked.from_s is not None or asked.to_s is not None:
        out.append(_window(asked.from_s, asked.to_s, say))
    if asked.weekdays:
        out.append(_weekdays(asked.weekdays, say))
    out += _days(asked.from_day, asked.to_day, say)
    for value, phrase in ((asked.min_mwh, say.after_energy), (asked.max_mwh, say.first_energy)):
        if value is not None:
            out.append(phrase.format(limit=_energy(value, say)))
    for value, phrase in ((asked.min_s, say.after_time), (asked.max_s, say.first_time)):
        if value is not None:
            out.append(phrase.format(limit=_duration(value)))
    for value, places, name, phrase in (
        (asked.min_ma, 3, "A", say.at_least),
        (asked.max_ma, 3, "A", say.below),
        (asked.min_mw, 6, "kW", say.at_least),
        (asked.max_mw, 6, "kW", say.below),
    ):
        if value is not None:
            out.append(phrase.format(limit=f"{_number(value, places, say)} {name}"))
    for value, phrase in ((asked.min_micro, say.series_least), (asked.max_micro, say.series_below)):
        if value is not None:
            out.append(phrase.format(series=asked.series, limit=_signed(value, say)))
    return out


def _window(from_s: int | None, to_s: int | None, say: Phrases) -> str:
    if to_s is None:
        return say.from_clock.format(start=_clock(from_s or 0))
    if from_s is None:
        return say.to_clock.format(end=_clock(to_s or 86_400))
    return f"{_clock(from_s)}–{_clock(to_s or 86_400)}"


def _weekdays(days: tuple[int, ...], say: Phrases) -> str:
    """Runs of three days or more are shortened: Mon–Fri, but Sat, Sun."""
    if len(days) >= 3 and days[-1] - days[0] == len(days) - 1:
        return f"{say.weekdays[days[0]]}–{say.weekdays[days[-1]]}"
    return "/".join(say.weekdays[one] for one in days)


def _days(start: date | None, end: date | None, say: Phrases) -> list[str]:
    out = []
    if start is not None:
        out.append(say.from_day.format(day=start.isoformat()))
    if end is not None:
        out.append(say.to_day.format(day=end.isoformat()))
    return out


def _limit(limit: PriceLimit | None, currency: Currency, say: Phrases) -> str:
    assert limit is not None, "the line of a limit names it"
    parts = []
    if limit.before_vat_micro is not None:
        parts.append(say.limit_before.format(price=_money(limit.before_vat_micro, currency, say)))
    if limit.with_vat_micro is not None:
        parts.append(say.limit_with.format(price=_money(limit.with_vat_micro, currency, say)))
    return ", ".join(parts)


@lru_cache(maxsize=_KEPT)
def _vat(rate: int | None, say: Phrases, tax_included: bool) -> str:
    if rate is None:
        return say.unknown_vat if tax_included else say.no_vat
    text = vat_text(rate).removesuffix(".0").replace(".", say.point)
    return (say.vat_inside if tax_included else say.vat_plus).format(rate=text)


class _Clock:
    """Says when by the clock of a site, and remembers for how long that does not jump."""

    __slots__ = ("_offset", "_since", "_until", "_zone")

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._since = self._until = self._offset = 0

    def when(self, span: Span) -> str:
        """`2026-11-20 18:05–21:40`, with the second date where it is another day."""
        start, end = span.start.us, span.end.us
        if not self._since <= start < self._until:
            self._since, (self._offset, self._until) = start, self._zone.steady(start)
        first_day, first = _minute(start + self._offset)
        if start == end:
            return f"{first_day} {first}"
        if end >= self._until and (jumped := self._zone.offset_us(span.end)) != self._offset:
            last_day, last = _minute(end + jumped)
            names = [one.local(self._zone).tzname() for one in (span.start, span.end)]
            return f"{first_day} {first} {names[0]} – {last_day} {last} {names[1]}"
        last_day, last = _minute(end + self._offset)
        if first_day == last_day:
            return f"{first_day} {first}–{last}"
        return f"{first_day} {first} – {last_day} {last}"


def _minute(local_us: int) -> tuple[str, str]:
    """Day and time of a wall clock that is told in microseconds since 1970."""
    day, of_day = divmod(local_us, DAY_US)
    return _day(day), _CLOCKS[of_day // MINUTE_US]


@lru_cache(maxsize=_KEPT)
def _day(number: int) -> str:
    return date.fromordinal(_EPOCH_DAY + number).isoformat()


def _energy(mwh: int, say: Phrases) -> str:
    whole, rest = divmod(mwh, 1_000_000)
    return f"{whole}{say.point}{rest:06}".rstrip("0") + " kWh" if rest else f"{whole} kWh"


def _duration(seconds: int) -> str:
    """`2 h 30 min 5 s`, without what is nought."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    text = f"{hours} h" if hours else ""
    if minutes:
        text += f" {minutes} min"
    if rest:
        text += f" {rest} s"
    return text.lstrip() or "0 min"


def _number(value: int, places: int, say: Phrases) -> str:
    whole, rest = divmod(value, 10**places)
    digits = f"{rest:0{places}}".rstrip("0")
    return f"{whole}{say.point}{digits}" if digits else str(whole)


def _money(micro: int, currency: Currency, say: Phrases) -> str:
    text = price_text(micro)
    if currency.exponent == 0:
        text = f"{Decimal(text).normalize():f}"
    return f"{text.replace('.', say.point)} {currency.code}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
