"""Reads a tariff that a person wrote; what is refused is refused with the field and what to write instead."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.money import Currency, Rounding
from wattfleet.kernel.timeline import Instant, parse_instant
from wattfleet.tariffs.crossing import check_elements
from wattfleet.tariffs.reading_index import read_index, signed_micro
from wattfleet.tariffs.shape import (
    WEEKDAYS,
    ElementInput,
    PriceComponentInput,
    PriceLimitInput,
    RestrictionsInput,
    TariffInput,
    WordingInput,
)
from wattfleet.tariffs.tariff import (
    VAT_UNITS,
    Booking,
    Dimension,
    Element,
    PriceComponent,
    PriceLimit,
    Restrictions,
    Tariff,
    Wording,
)


def read_tariff(
    source: TariffInput | Mapping[str, object], *, tariff_id: UUID, version: int = 1, received: bool = False
) -> Tariff:
    """A tariff from what a person wrote; one `received` from a partner may have elements that never hold.

    Raises: WattfleetError, with `field` written as in `elements[0].restrictions.end_time`.
    """
    given = source if isinstance(source, TariffInput) else _decoded(source)
    if not given.name.strip():
        raise invalid("tariff_name_missing", "The tariff has no name.", hint="Give it one.", field="name")
    if not given.elements:
        raise _without_price("elements")
    tariff = Tariff(
        id=tariff_id,
        version=version,
        name=given.name.strip(),
        currency=Currency.named(given.currency),
        elements=tuple(_element(one, f"elements[{at}]") for at, one in enumerate(given.elements)),
        tax_included=given.tax_included,
        valid_from=_moment(given.valid_from, "valid_from"),
        valid_until=_moment(given.valid_until, "valid_until"),
        texts=_texts(given.texts),
        link=given.link,
        min_price=_limit(given.min_price, "min_price"),
        max_price=_limit(given.max_price, "max_price"),
        rounding=_rounding(given.rounding),
    )
    if not received:
        _check_sense(tariff)
    return tariff


def _moment(text: str | None, field: str) -> Instant | None:
    return None if text is None else parse_instant(text, field=field)


def _texts(given: list[WordingInput]) -> tuple[Wording, ...]:
    if len({one.language for one in given}) < len(given):
        raise invalid(
            "tariff_text_twice",
            "The tariff has two texts in the same language.",
            hint="Keep one text for each language.",
            field="texts",
        )
    return tuple(Wording(one.language, one.text) for one in given)


def _check_sense(tariff: Tariff) -> None:
    """What a partner may send and a person may not write: it never holds, or contradicts itself."""
    for at, element in enumerate(tariff.elements):
        _check_ranges(element.restrictions, f"elements[{at}].restrictions")
    check_elements(tariff)
    _check_limit(tariff.min_price, "min_price")
    _check_limit(tariff.max_price, "max_price")
    _check_limits(tariff)
    since, until = tariff.valid_from, tariff.valid_until
    if since is not None and until is not None and until <= since:
        raise invalid(
            "tariff_validity_empty",
            "The tariff ends before it begins.",
            hint="Write a valid_until after valid_from, or leave it out.",
            field="valid_until",
        )


def _decoded(source: Mapping[str, object]) -> TariffInput:
    try:
        return msgspec.convert(source, TariffInput)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        raise invalid(
            "tariff_invalid",
            f"The tariff cannot be read: {text}.",
            hint="The fields of a tariff stand in docs/spec/rating.md.",
            field=path.strip("`."),
        ) from error


def _without_price(field: str) -> WattfleetError:
    return invalid(
        "tariff_without_price",
        "The tariff has no price.",
        hint="Give every element at least one price component; free of charge is one FLAT component of 0.00.",
        field=field,
    )


def _element(given: ElementInput, field: str) -> Element:
    if not given.price_components:
        raise _without_price(f"{field}.price_components")
    components = tuple(
        _component(one, f"{field}.price_components[{at}]") for at, one in enumerate(given.price_components)
    )
    if len({one.dimension for one in components}) < len(components):
        raise invalid(
            "tariff_component_twice",
            "An element has two prices for the same thing.",
            hint="Keep one price component of each type; put the other in an element of its own.",
            field=f"{field}.price_components",
        )
    if given.restrictions is None:
        return Element(components)
    element = Element(components, read_restrictions(given.restrictions, f"{field}.restrictions"))
    _check_booking(element, field)
    return element


def _check_booking(element: Element, field: str) -> None:
    """A reservation has a fee and a time; energy, idle time and flow belong to the session."""
    asked = element.restrictions
    if asked.booking is None:
        return
    for at, one in enumerate(element.components):
        if one.dimension not in {Dimension.FLAT, Dimension.TIME}:
            raise invalid(
                "tariff_reservation_dimension",
                f"A reservation has no {one.dimension.value}.",
                hint="Price it by FLAT and TIME; put the rest in an element without `reservation`.",
                field=f"{field}.price_components[{at}].type",
            )


def _component(given: PriceComponentInput, field: str) -> PriceComponent:
    words = [one.value for one in Dimension]
    if given.type not in words:
        raise invalid(
            "tariff_type_unknown",
            f"“{given.type}” is not a kind of price.",
            hint=f"Use one of {', '.join(words)}.",
            field=f"{field}.type",
        )
    dimension = Dimension(given.type)
    if given.step_size < 0:
        raise invalid(
            "tariff_step_negative",
            "A step cannot be negative.",
            hint="Write the smallest billed block in Wh or seconds; 1 switches steps off.",
            field=f"{field}.step_size",
        )
    if given.free_s < 0 or (given.free_s and dimension not in {Dimension.TIME, Dimension.PARKING_TIME}):
        raise invalid(
            "tariff_grace_invalid",
            "Only time can begin with a free part, and not with a negative one.",
            hint="Use free_s with TIME or PARKING_TIME, in seconds.",
            field=f"{field}.free_s",
        )
    index = None if given.index is None else read_index(given.index, dimension, f"{field}.index")
    if given.price is None and index is None:
        raise _without_price(f"{field}.price")
    return PriceComponent(
        dimension,
        0 if given.price is None else _whole(given.price, 6, f"{field}.price", "price"),
        max(1, given.step_size),
        None if given.vat is None else _vat(given.vat, f"{field}.vat"),
        given.free_s,
        index,
        fallback=index is not None and given.price is not None,
    )


def _whole(value: Decimal, places: int, field: str, what: str) -> int:
    """A decimal that is not negative as a whole number of its last place."""
    if not value.is_finite() or value.adjusted() > 12:
        raise invalid(
            f"tariff_{what}_invalid",
            f"“{value}” is not a {what}.",
            hint="Write digits with a point.",
            field=field,
        )
    if value < 0:
        raise invalid(
            f"tariff_{what}_negative",
            f"A {what} cannot be negative, and this one is {value}.",
            hint="Write 0 or more.",
            field=field,
        )
    scaled = value.scaleb(places)
    if scaled != int(scaled):
        raise invalid(
            f"tariff_{what}_invalid",
            f"“{value}” has more than {places} decimals.",
            hint=f"Use at most {places} decimals.",
            field=field,
        )
    return int(scaled)


def _vat(value: Decimal, field: str) -> int:
    rate = _whole(value, 4, field, "vat")
    if rate > VAT_UNITS:
        raise invalid(
            "tariff_vat_invalid",
            f"A VAT of {value} % is more than the price itself.",
            hint="Write a percentage from 0 to 100, such as 25.0.",
            field=field,
        )
    return rate


def read_restrictions(given: RestrictionsInput, field: str) -> Restrictions:
    """When something holds. Raises: WattfleetError, with the field."""
    return Restrictions(
        from_s=_of_day(given.start_time, f"{field}.start_time"),
        to_s=_of_day(given.end_time, f"{field}.end_time"),
        from_day=_day(given.start_date, f"{field}.start_date"),
        to_day=_day(given.end_date, f"{field}.end_date"),
        weekdays=tuple(sorted({_weekday(one, f"{field}.day_of_week") for one in given.day_of_week})),
        min_mwh=_thousandth(given.min_kwh, 6, f"{field}.min_kwh"),
        max_mwh=_thousandth(given.max_kwh, 6, f"{field}.max_kwh"),
        min_s=_seconds(given.min_duration, f"{field}.min_duration"),
        max_s=_seconds(given.max_duration, f"{field}.max_duration"),
        min_ma=_thousandth(given.min_current, 3, f"{field}.min_current"),
        max_ma=_thousandth(given.max_current, 3, f"{field}.max_current"),
        min_mw=_thousandth(given.min_power, 6, f"{field}.min_power"),
        max_mw=_thousandth(given.max_power, 6, f"{field}.max_power"),
        series=given.series,
        min_micro=None if given.min_value is None else signed_micro(given.min_value, f"{field}.min_value"),
        max_micro=None if given.max_value is None else signed_micro(given.max_value, f"{field}.max_value"),
        booking=_booking(given.reservation, f"{field}.reservation"),
    )


def _booking(word: str | None, field: str) -> Booking | None:
    words = [one.value for one in Booking]
    if word is None or word in words:
        return None if word is None else Booking(word)
    raise invalid(
        "tariff_reservation_unknown",
        f"“{word}” is not what an element can price of a reservation.",
        hint=f"Use one of {', '.join(words)}.",
        field=field,
    )


def _check_ranges(asked: Restrictions, field: str) -> None:
    if asked.from_s is not None and asked.from_s == asked.to_s:
        raise invalid(
            "tariff_window_empty",
            "A window that ends when it starts is either never or always.",
            hint="Leave start_time and end_time out for the whole day.",
            field=f"{field}.end_time",
        )
    if asked.from_day is not None and asked.to_day is not None and asked.from_day >= asked.to_day:
        raise _never("end_date", "start_date", field)
    _check_series(asked, field)
    for name, least, below in (
        ("kwh", asked.min_mwh, asked.max_mwh),
        ("duration", asked.min_s, asked.max_s),
        ("current", asked.min_ma, asked.max_ma),
        ("power", asked.min_mw, asked.max_mw),
    ):
        if below is not None and below <= (least or 0):
            raise _never(f"max_{name}", f"min_{name}" if least else "0", field)


def _check_series(asked: Restrictions, field: str) -> None:
    limits = (asked.min_micro, asked.max_micro)
    if (asked.series is None) != (limits == (None, None)):
        raise invalid(
            "tariff_series_incomplete",
            "A series needs a limit, and a limit of a series needs its name.",
            hint="Give series with min_value, max_value or both; or leave all three out.",
            field=f"{field}.series",
        )
    if asked.min_micro is not None and asked.max_micro is not None and asked.max_micro <= asked.min_micro:
        raise _never("max_value", "min_value", field)


def _never(upper: str, lower: str, field: str) -> WattfleetError:
    return invalid(
        "tariff_never_matches",
        f"This element never holds: {upper} is not above {lower}.",
        hint=f"{upper} is exclusive; write a larger one or leave it out.",
        field=f"{field}.{upper}",
    )


def _of_day(text: str | None, field: str) -> int | None:
    if text is None:
        return None
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text)
    if match is None:
        raise invalid(
            "tariff_time_invalid",
            f"“{text}” is not a time of the day.",
            hint="Write it as 18:00; the end of the day is 00:00.",
            field=field,
        )
    return int(match[1]) * 3600 + int(match[2]) * 60


def _day(text: str | None, field: str) -> date | None:
    if text is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise invalid(
        "tariff_date_invalid", f"“{text}” is not a date.", hint="Write it as 2026-11-20.", field=field
    )


def _weekday(text: str, field: str) -> int:
    if text not in WEEKDAYS:
        raise invalid(
            "tariff_weekday_unknown",
            f"“{text}” is not a weekday.",
            hint=f"Use {', '.join(WEEKDAYS)}.",
            field=field,
        )
    return WEEKDAYS.index(text)


def _thousandth(value: Decimal | None, places: int, field: str) -> int | None:
    return None if value is None else _whole(value, places, field, "limit")


def _seconds(value: int | None, field: str) -> int | None:
    return None if value is None else _whole(Decimal(value), 0, field, "limit")


def _rounding(word: str) -> Rounding:
    words = [one.value for one in Rounding]
    if word not in words:
        raise invalid(
            "tariff_rounding_unknown",
            f"“{word}” is not a way of rounding.",
            hint=f"Use one of {', '.join(words)}.",
            field="rounding",
        )
    return Rounding(word)


def _limit(given: PriceLimitInput | None, field: str) -> PriceLimit | None:
    if given is None:
        return None
    before_vat = (
        None if given.before_vat is None else _whole(given.before_vat, 6, f"{field}.before_vat", "price")
    )
    with_vat = None if given.with_vat is None else _whole(given.with_vat, 6, f"{field}.with_vat", "price")
    if before_vat is None and with_vat is None:
        raise invalid(
            "tariff_limit_empty",
            "The limit has no amount.",
            hint="Give before_vat, and with_vat where people pay with VAT.",
            field=field,
        )
    return PriceLimit(before_vat, with_vat)


def _check_limit(limit: PriceLimit | None, field: str) -> None:
    if limit is None or limit.before_vat_micro is None or limit.with_vat_micro is None:
        return
    if limit.with_vat_micro < limit.before_vat_micro:
        raise invalid(
            "tariff_limit_crossed",
            "The limit with VAT is below the one before VAT.",
            hint="Write the amount that includes VAT into with_vat.",
            field=f"{field}.with_vat",
        )


def _check_limits(tariff: Tariff) -> None:
    least, most = tariff.min_price, tariff.max_price
    if least is None or most is None:
        return
    for name, low, high in (
        ("before_vat", least.before_vat_micro, most.before_vat_micro),
        ("with_vat", least.with_vat_micro, most.with_vat_micro),
    ):
        if low is not None and high is not None and low > high:
            raise invalid(
                "tariff_limits_crossed",
                "The least price is above the highest price.",
                hint="Write a min_price that is not above max_price.",
                field=f"min_price.{name}",
            )
