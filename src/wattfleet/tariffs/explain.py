"""A rating in words that a driver understands, in local time, in English, Swedish or German."""

from datetime import date
from decimal import Decimal

import msgspec

from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Span, Zone
from wattfleet.tariffs.lines import Line, LineKind, Unit
from wattfleet.tariffs.phrases import ENGLISH, LANGUAGES, Phrases
from wattfleet.tariffs.rating import Rating
from wattfleet.tariffs.shape import price_text, vat_text
from wattfleet.tariffs.tariff import Booking, PriceLimit, Restrictions


class Explained(msgspec.Struct, frozen=True):
    """One line in words: what and why, when by the site's clock, and what of VAT."""

    text: str
    when: str
    vat: str


def explain(rating: Rating, zone: Zone, language: str = "en") -> tuple[Explained, ...]:
    """Each line of a rating in words, in the order of its lines. An unknown language is English."""
    say = LANGUAGES.get(language, ENGLISH)
    return tuple(
        Explained(
            _text(one, rating.currency, say),
            _when(one.span, zone),
            _vat(one.vat_rate, say, tax_included=rating.tax_included),
        )
        for one in rating.lines
    )


def _text(line: Line, currency: Currency, say: Phrases) -> str:
    if line.kind in {LineKind.MIN_PRICE, LineKind.MAX_PRICE}:
        phrase = say.least if line.kind is LineKind.MIN_PRICE else say.most
        return phrase.format(limit=_limit(line.why.limit, currency, say))
    parts = [_priced(line, currency, say)]
    if line.why.surplus and line.why.step > 1:
        surplus = _quantity(line.why.surplus, line.unit, say)
        step = line.why.step * (1000 if line.unit is Unit.MWH else 1)
        parts.append(say.rounded_up.format(surplus=surplus, step=_quantity(step, line.unit, say)))
    if line.why.series is not None:
        parts.append(_followed(line.why.series, line.why.value_micro, say))
    parts.extend(_conditions(line.why.restrictions, say))
    return ", ".join(parts)


def _priced(line: Line, currency: Currency, say: Phrases) -> str:
    price = _money(line.price_micro, currency, say)
    if line.unit is Unit.SESSION:
        return _fee(line, say).format(price=price)
    at = say.at.format(price=price, per=say.per_kwh if line.kind is LineKind.ENERGY else say.per_hour)
    if line.kind is LineKind.ENERGY:
        return say.energy.format(quantity=_quantity(line.quantity, line.unit, say), at=at)
    phrase = _time(line, say)
    if not line.why.free:
        return f"{phrase.format(quantity=_quantity(line.quantity, line.unit, say))} {at}"
    head = phrase.format(quantity=_quantity(line.why.measured, line.unit, say))
    if not line.quantity:
        return f"{head}: {say.all_free}"
    free, charged = (_quantity(one, line.unit, say) for one in (line.why.free, line.quantity))
    return f"{head}: {say.grace.format(free=free, charged=charged)} {at}"


def _followed(series: str, value_micro: int | None, say: Phrases) -> str:
    if value_micro is None:
        return say.fallback.format(series=series)
    return say.follows.format(series=series, value=_signed(value_micro, say))


def _signed(micro: int, say: Phrases) -> str:
    return f"{'−' if micro < 0 else ''}{_number(abs(micro), 6, say)}"


def _fee(line: Line, say: Phrases) -> str:
    if line.kind is LineKind.FLAT:
        return say.flat
    return say.unused_fee if line.why.restrictions.booking is Booking.EXPIRED else say.kept_fee


def _time(line: Line, say: Phrases) -> str:
    match line.kind:
        case LineKind.RESERVATION_TIME:
            return say.unused if line.why.restrictions.booking is Booking.EXPIRED else say.kept
        case LineKind.PARKING_TIME:
            return say.idle
        case _:
            return say.charging


def _conditions(asked: Restrictions, say: Phrases) -> list[str]:
    """Why this price and no other held: the restrictions that matched."""
    out = []
    if asked.from_s is not None or asked.to_s is not None:
        out.append(_window(asked.from_s, asked.to_s, say))
    if asked.weekdays:
        out.append(_weekdays(asked.weekdays, say))
    out += _days(asked.from_day, asked.to_day, say)
    for value, unit, phrase in (
        (asked.min_mwh, Unit.MWH, say.after_energy),
        (asked.max_mwh, Unit.MWH, say.first_energy),
        (asked.min_s, Unit.SECOND, say.after_time),
        (asked.max_s, Unit.SECOND, say.first_time),
    ):
        if value is not None:
            out.append(phrase.format(limit=_quantity(value, unit, say)))
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


def _vat(rate: int | None, say: Phrases, *, tax_included: bool) -> str:
    if rate is None:
        return say.unknown_vat if tax_included else say.no_vat
    text = vat_text(rate).removesuffix(".0").replace(".", say.point)
    return (say.vat_inside if tax_included else say.vat_plus).format(rate=text)


def _when(span: Span, zone: Zone) -> str:
    """`2026-11-20 18:05–21:40`, with the second date where it is another day."""
    start, end = span.start.local(zone), span.end.local(zone)
    first = start.strftime("%Y-%m-%d %H:%M")
    if end == start:
        return first
    same = start.date() == end.date() and start.utcoffset() == end.utcoffset()
    if same:
        return f"{first}–{end:%H:%M}"
    if start.utcoffset() == end.utcoffset():
        return f"{first} – {end:%Y-%m-%d %H:%M}"
    return f"{first} {start.tzname()} – {end:%Y-%m-%d %H:%M} {end.tzname()}"


def _quantity(value: int, unit: Unit, say: Phrases) -> str:
    if unit is Unit.MWH:
        return f"{_number(value, 6, say)} kWh"
    hours, rest = divmod(value, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{n} {word}" for n, word in ((hours, "h"), (minutes, "min"), (seconds, "s")) if n]
    return " ".join(parts) or "0 min"


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
