"""Moments, quantities, money and conditions as a person reads them, by the clock of a site."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import DAY_US, MINUTE_US, Span, Zone
from wattfleet.tariffs.phrases import Phrases
from wattfleet.tariffs.shape import price_text
from wattfleet.tariffs.tariff import Restrictions

_KEPT_DAYS = 1 << 14
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]


def conditions(asked: Restrictions, say: Phrases) -> list[str]:
    """Why this price and no other held: the restrictions that matched."""
    out = []
    if asked.from_s is not None or asked.to_s is not None:
        out.append(_window(asked.from_s, asked.to_s, say))
    if asked.weekdays:
        out.append(weekdays_text(asked.weekdays, say))
    out += _days(asked.from_day, asked.to_day, say)
    for value, phrase in ((asked.min_mwh, say.after_energy), (asked.max_mwh, say.first_energy)):
        if value is not None:
            out.append(phrase.format(limit=energy_text(value, say)))
    for value, phrase in ((asked.min_s, say.after_time), (asked.max_s, say.first_time)):
        if value is not None:
            out.append(phrase.format(limit=duration_text(value)))
    for value, places, name, phrase in (
        (asked.min_ma, 3, "A", say.at_least),
        (asked.max_ma, 3, "A", say.below),
        (asked.min_mw, 6, "kW", say.at_least),
        (asked.max_mw, 6, "kW", say.below),
    ):
        if value is not None:
            out.append(phrase.format(limit=f"{number_text(value, places, say)} {name}"))
    for value, phrase in ((asked.min_micro, say.series_least), (asked.max_micro, say.series_below)):
        if value is not None:
            out.append(phrase.format(series=asked.series, limit=signed_text(value, say)))
    return out


def _window(from_s: int | None, to_s: int | None, say: Phrases) -> str:
    if to_s is None:
        return say.from_clock.format(start=clock_text(from_s or 0))
    if from_s is None:
        return say.to_clock.format(end=clock_text(to_s or 86_400))
    return f"{clock_text(from_s)}–{clock_text(to_s or 86_400)}"


def weekdays_text(days: tuple[int, ...], say: Phrases) -> str:
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


class Clock:
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


@lru_cache(maxsize=_KEPT_DAYS)
def _day(number: int) -> str:
    return date.fromordinal(_EPOCH_DAY + number).isoformat()


def energy_text(mwh: int, say: Phrases) -> str:
    whole, rest = divmod(mwh, 1_000_000)
    return f"{whole}{say.point}{rest:06}".rstrip("0") + " kWh" if rest else f"{whole} kWh"


def duration_text(seconds: int) -> str:
    """`2 h 30 min 5 s`, without what is nought."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    text = f"{hours} h" if hours else ""
    if minutes:
        text += f" {minutes} min"
    if rest:
        text += f" {rest} s"
    return text.lstrip() or "0 min"


def signed_text(micro: int, say: Phrases) -> str:
    return f"{'−' if micro < 0 else ''}{number_text(abs(micro), 6, say)}"


def number_text(value: int, places: int, say: Phrases) -> str:
    whole, rest = divmod(value, 10**places)
    digits = f"{rest:0{places}}".rstrip("0")
    return f"{whole}{say.point}{digits}" if digits else str(whole)


def money_text(micro: int, currency: Currency, say: Phrases) -> str:
    text = price_text(micro)
    if currency.exponent == 0:
        text = f"{Decimal(text).normalize():f}"
    return f"{text.replace('.', say.point)} {currency.code}"


def clock_text(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
