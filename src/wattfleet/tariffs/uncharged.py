"""Why nothing of an element was charged: what it asks for, and what the session was instead.

Each kind of condition is tried alone by the engine itself, as a fee under that condition: so the answer is
never that of a second rule. A price that held and still was not charged had nothing to charge, or an element
before it was charged for that.
"""

from collections.abc import Callable, Iterator
from enum import Enum

import msgspec
from msgspec.structs import replace

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import SECOND_US, Span
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.lines import LineKind
from wattfleet.tariffs.phrases import ENGLISH, LANGUAGES, Phrases
from wattfleet.tariffs.pieces import current_of, power_of
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.series import NO_PRICES, Prices
from wattfleet.tariffs.spoken import (
    Clock,
    clock_text,
    conditions,
    duration_text,
    energy_text,
    number_text,
    weekdays_text,
)
from wattfleet.tariffs.tariff import (
    ALWAYS,
    Booking,
    Dimension,
    Element,
    PriceComponent,
    Restrictions,
    Tariff,
)


class Reason(Enum):
    """Which kind of condition never held, or what else stood in the way."""

    CLOCK = "clock"
    WEEKDAY = "weekday"
    DATE = "date"
    DURATION = "duration"
    ENERGY = "energy"
    POWER = "power"
    CURRENT = "current"
    SERIES = "series"
    NOT_TOGETHER = "not_together"
    NOT_NEEDED = "not_needed"
    NO_RESERVATION = "no_reservation"
    NO_SESSION = "no_session"


class Uncharged(msgspec.Struct, frozen=True):
    """An element (from 0) of which there is no line, why, and the same as a sentence."""

    element: int
    reasons: tuple[Reason, ...]
    text: str


_FIELDS = {
    Reason.CLOCK: ("from_s", "to_s"),
    Reason.WEEKDAY: ("weekdays",),
    Reason.DATE: ("from_day", "to_day"),
    Reason.DURATION: ("min_s", "max_s"),
    Reason.ENERGY: ("min_mwh", "max_mwh"),
    Reason.POWER: ("min_mw", "max_mw"),
    Reason.CURRENT: ("min_ma", "max_ma"),
    Reason.SERIES: ("series", "min_micro", "max_micro"),
}
_KINDS = {
    Dimension.FLAT: (LineKind.FLAT, LineKind.RESERVATION_FLAT),
    Dimension.ENERGY: (LineKind.ENERGY,),
    Dimension.TIME: (LineKind.TIME, LineKind.RESERVATION_TIME),
    Dimension.PARKING_TIME: (LineKind.PARKING_TIME,),
}


class _Case(msgspec.Struct, frozen=True):
    """What was priced, and how."""

    usage: Usage
    tariff: Tariff
    rating: Rating
    prices: Prices
    cut: bool
    say: Phrases


def uncharged(
    usage: Usage,
    tariff: Tariff,
    rating: Rating,
    prices: Prices = NO_PRICES,
    *,
    cut: bool = True,
    language: str = "en",
) -> tuple[Uncharged, ...]:
    """Each element of which `rating` has no line, with the reason. `prices` and `cut` as in `rate`."""
    case = _Case(usage, tariff, rating, prices, cut, LANGUAGES.get(language, ENGLISH))
    charged = {one.why.element for one in rating.lines}
    return tuple(_why(case, at, element) for at, element in enumerate(tariff.elements) if at not in charged)


def _why(case: _Case, at: int, element: Element) -> Uncharged:
    say, asked, reserved, n = case.say, element.restrictions, case.usage.reserved, at + 1
    match asked.booking:
        case None if reserved is not None and reserved.expired:
            return Uncharged(at, (Reason.NO_SESSION,), say.for_session.format(n=n))
        case Booking.EXPIRED if reserved is None or not reserved.expired:
            return Uncharged(at, (Reason.NO_RESERVATION,), say.for_unused.format(n=n))
        case Booking.USED if reserved is None:
            return Uncharged(at, (Reason.NO_RESERVATION,), say.for_reservation.format(n=n))
        case _:
            pass
    used = _used(case.usage, asked.booking)
    kinds = {reason: _only(asked, names) for reason, names in _FIELDS.items()}
    given = [reason for reason, one in kinds.items() if one != ALWAYS]
    failing = [reason for reason in given if not _holds(case, used, kinds[reason])]
    if failing:
        return Uncharged(at, tuple(failing), _unmet(case, say.not_held, at, used, failing))
    if not _holds(case, used, replace(asked, booking=None)):
        words = _unmet(case, say.not_together, at, used, given)
        return Uncharged(at, (Reason.NOT_TOGETHER,), words)
    reasons = ", ".join(_not_needed(case, element))
    return Uncharged(at, (Reason.NOT_NEEDED,), say.not_needed.format(n=n, reasons=reasons))


def _unmet(case: _Case, phrase: str, at: int, used: Usage, reasons: list[Reason]) -> str:
    """What the element asks for and what the session was; it may hold in a period, but not as that begins."""
    asked, say = case.tariff.elements[at].restrictions, case.say
    facts = _facts(used, asked, reasons, say)
    names = [name for reason in reasons for name in _FIELDS[reason]]
    if not case.cut and _holds(replace(case, cut=True), used, _only(asked, tuple(names))):
        facts += f", {say.as_it_begins}"
    return phrase.format(n=at + 1, conditions=_asked(asked, reasons, say), facts=facts)


def _used(usage: Usage, booking: Booking | None) -> Usage:
    """The session alone, or its reservation as `rate` prices it."""
    if booking is None or usage.reserved is None:
        return replace(usage, reserved=None)
    span = usage.reserved.span
    return Usage(span.start, span.end, usage.zone, (Slice(span, Energy(0), Activity.CHARGING),))


def _only(asked: Restrictions, names: tuple[str, ...]) -> Restrictions:
    return replace(ALWAYS, **{name: getattr(asked, name) for name in names})


def _holds(case: _Case, used: Usage, asked: Restrictions) -> bool:
    """Whether a fee under these conditions would be charged."""
    fee = Element((PriceComponent(Dimension.FLAT, 0),), asked)
    alone = replace(case.tariff, elements=(fee,), min_price=None, max_price=None)
    return bool(rate(used, alone, case.prices, cut=case.cut).lines)


def _not_needed(case: _Case, element: Element) -> Iterator[str]:
    say = case.say
    words = {
        Dimension.FLAT: say.fee_word,
        Dimension.ENERGY: say.energy_word,
        Dimension.TIME: say.charging_word,
        Dimension.PARKING_TIME: say.idle_word,
    }
    for one in element.components:
        what, kinds = words[one.dimension], _KINDS[one.dimension]
        others = {line.why.element for line in case.rating.lines if line.kind in kinds}
        numbers = "/".join(str(other + 1) for other in sorted(each for each in others if each is not None))
        yield say.charged_by.format(what=what, others=numbers) if numbers else say.none_then.format(what=what)


def _asked(asked: Restrictions, reasons: list[Reason], say: Phrases) -> str:
    """`from 22:00 to 06:00, on Sat/Sun`."""
    out: list[str] = []
    for reason in reasons:
        if reason is Reason.CLOCK and asked.from_s is not None and asked.to_s is not None:
            start, end = clock_text(asked.from_s), clock_text(asked.to_s or 86_400)
            out.append(say.hours_between.format(start=start, end=end))
        elif reason is Reason.WEEKDAY:
            out.append(say.on_days.format(days=weekdays_text(asked.weekdays, say)))
        else:
            out += conditions(_only(asked, _FIELDS[reason]), say)
    return ", ".join(out)


def _facts(used: Usage, asked: Restrictions, reasons: list[Reason], say: Phrases) -> str:
    """`the session was Wed 2026-01-14 12:04–13:10 local time`; what several reasons tell is told once."""
    out = []
    for reason in reasons:
        match reason:
            case Reason.DURATION:
                duration = duration_text((used.end - used.start) // SECOND_US)
                out.append(say.lasted.format(duration=duration))
            case Reason.ENERGY:
                out.append(say.took.format(energy=energy_text(used.energy.mwh, say)))
            case Reason.POWER:
                told = _range(used, power_of, (6, "kW"), say)
                out.append(say.power_was.format(range=told) if told else say.power_dark)
            case Reason.CURRENT:
                told = _range(used, current_of, (3, "A"), say)
                out.append(say.current_was.format(range=told) if told else say.current_dark)
            case Reason.SERIES:
                out.append(say.series_was.format(series=asked.series))
            case _:
                day = say.weekdays[used.start.local(used.zone).weekday()]
                when = Clock(used.zone).when(Span(used.start, used.end))
                out.append(say.was_then.format(when=f"{day} {when}"))
    return ", ".join(dict.fromkeys(out))


def _range(used: Usage, told: Callable[[Slice], int | None], unit: tuple[int, str], say: Phrases) -> str:
    """`3.7–11 kW`, of what was told or follows from the energy; empty where nothing was."""
    values = [value for one in used.slices if (value := told(one)) is not None]
    if not values:
        return ""
    least, most = (number_text(one, unit[0], say) for one in (min(values), max(values)))
    return f"{least} {unit[1]}" if least == most else f"{least}–{most} {unit[1]}"
