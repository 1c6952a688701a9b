"""A tariff in the shape of the API, which is OCPI's, with decimal texts for prices.

Source: OCPI 2.2.1 mod_tariffs; docs/spec/rating.md. Read by `reading.py`.
"""

from decimal import Decimal
from typing import Annotated

import msgspec

from wattfleet.kernel.money import Rounding
from wattfleet.tariffs.tariff import (
    ALWAYS,
    Booking,
    Dimension,
    Index,
    PriceComponent,
    PriceLimit,
    Restrictions,
    Tariff,
)

WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def _one_of(*words: str) -> msgspec.Meta:
    """In the description too: not every writer of OpenAPI reads the schema's extras."""
    return msgspec.Meta(description=f"One of {', '.join(words)}.", extra_json_schema={"enum": list(words)})


class IndexInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A price that follows a series: factor × its value + adder, between floor and cap.

    Amounts are in the currency, per kWh or hour. `fixed` keeps the price of the session's start to its end.
    """

    series: str
    factor: Decimal = Decimal(1)
    adder: Decimal = Decimal(0)
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None
    fixed: bool = False


class PriceComponentInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One price: per kWh (ENERGY), per hour (TIME, PARKING_TIME) or once per session (FLAT).

    `step_size` is the smallest billed block in Wh or seconds; `vat` a percentage; `free_s` seconds of grace.
    With an `index` the price follows a series, and `price` is what holds where that has no value.
    """

    type: Annotated[str, _one_of(*(one.value for one in Dimension))]
    price: Decimal | None = None
    step_size: int = 1
    vat: Decimal | None = None
    free_s: int = 0
    index: IndexInput | None = None


class RestrictionsInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """When an element holds: local time, energy (kWh), duration (s), current (A), power (kW).

    From is inclusive, to is exclusive; energy and duration count from the start of the session. With a
    `series`, such as the demand of the grid, it holds while that is from `min_value` to below `max_value`.
    """

    start_time: str | None = None
    end_time: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    day_of_week: list[Annotated[str, _one_of(*WEEKDAYS)]] = []
    min_kwh: Decimal | None = None
    max_kwh: Decimal | None = None
    min_duration: int | None = None
    max_duration: int | None = None
    min_current: Decimal | None = None
    max_current: Decimal | None = None
    min_power: Decimal | None = None
    max_power: Decimal | None = None
    series: str | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    reservation: Annotated[str, _one_of(*(one.value for one in Booking))] | None = None


class ElementInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Prices that hold together under the same restrictions."""

    price_components: list[PriceComponentInput]
    restrictions: RestrictionsInput | None = None


class PriceLimitInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A least or highest price of a whole session."""

    before_vat: Decimal | None = None
    with_vat: Decimal | None = None


class WordingInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a person reads of the tariff in one language, such as `sv`."""

    language: str
    text: str


class TariffInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A tariff as a person writes it."""

    name: str
    currency: str
    elements: list[ElementInput]
    tax_included: bool = False
    valid_from: str | None = None
    valid_until: str | None = None
    texts: list[WordingInput] = []
    link: str = ""
    min_price: PriceLimitInput | None = None
    max_price: PriceLimitInput | None = None
    rounding: Annotated[str, _one_of(*(one.value for one in Rounding))] = Rounding.HALF_UP.value


def show_tariff(tariff: Tariff) -> TariffInput:
    """The tariff in the shape in which it was read."""
    return TariffInput(
        name=tariff.name,
        currency=tariff.currency.code,
        elements=[
            ElementInput(
                price_components=[_shown_component(one) for one in element.components],
                restrictions=shown_restrictions(element.restrictions),
            )
            for element in tariff.elements
        ],
        tax_included=tariff.tax_included,
        valid_from=None if tariff.valid_from is None else tariff.valid_from.rfc3339(),
        valid_until=None if tariff.valid_until is None else tariff.valid_until.rfc3339(),
        texts=[WordingInput(language=one.language, text=one.text) for one in tariff.texts],
        link=tariff.link,
        min_price=shown_limit(tariff.min_price),
        max_price=shown_limit(tariff.max_price),
        rounding=tariff.rounding.value,
    )


def price_text(micro: int) -> str:
    """`2.50`: at least two decimals, no other trailing zeros."""
    whole, rest = divmod(micro, 10**6)
    return f"{whole}.{f'{rest:06}'[:2]}{f'{rest:06}'[2:].rstrip('0')}"


def vat_text(rate: int) -> str:
    """`25.0`: at least one decimal."""
    whole, rest = divmod(rate, 10**4)
    return f"{whole}.{f'{rest:04}'[:1]}{f'{rest:04}'[1:].rstrip('0')}"


def _shown_component(one: PriceComponent) -> PriceComponentInput:
    return PriceComponentInput(
        type=one.dimension.value,
        price=None if one.index is not None and not one.fallback else Decimal(price_text(one.price_micro)),
        step_size=one.step,
        vat=None if one.vat is None else Decimal(vat_text(one.vat)),
        free_s=one.free_s,
        index=None if one.index is None else _shown_index(one.index),
    )


def _shown_index(index: Index) -> IndexInput:
    return IndexInput(
        series=index.series,
        factor=_plain(index.factor),
        adder=_plain(index.adder_micro),
        floor=_plain(index.floor_micro),
        cap=None if index.cap_micro is None else _plain(index.cap_micro),
        fixed=index.fixed,
    )


def _plain(micro: int) -> Decimal:
    """Millionths without surplus zeros and never with an exponent."""
    return Decimal(f"{Decimal(micro).scaleb(-6).normalize():f}")


def shown_restrictions(asked: Restrictions) -> RestrictionsInput | None:
    if asked == ALWAYS:
        return None
    return RestrictionsInput(
        start_time=_clock(asked.from_s),
        end_time=_clock(asked.to_s),
        start_date=None if asked.from_day is None else asked.from_day.isoformat(),
        end_date=None if asked.to_day is None else asked.to_day.isoformat(),
        day_of_week=[WEEKDAYS[one] for one in asked.weekdays],
        min_kwh=_decimal(asked.min_mwh, 6),
        max_kwh=_decimal(asked.max_mwh, 6),
        min_duration=asked.min_s,
        max_duration=asked.max_s,
        min_current=_decimal(asked.min_ma, 3),
        max_current=_decimal(asked.max_ma, 3),
        min_power=_decimal(asked.min_mw, 6),
        max_power=_decimal(asked.max_mw, 6),
        series=asked.series,
        min_value=None if asked.min_micro is None else _plain(asked.min_micro),
        max_value=None if asked.max_micro is None else _plain(asked.max_micro),
        reservation=None if asked.booking is None else asked.booking.value,
    )


def shown_limit(limit: PriceLimit | None) -> PriceLimitInput | None:
    if limit is None:
        return None
    before_vat, with_vat = limit.before_vat_micro, limit.with_vat_micro
    return PriceLimitInput(
        before_vat=None if before_vat is None else Decimal(price_text(before_vat)),
        with_vat=None if with_vat is None else Decimal(price_text(with_vat)),
    )


def _clock(seconds: int | None) -> str | None:
    return None if seconds is None else f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _decimal(value: int | None, places: int) -> Decimal | None:
    """Without surplus zeros and never with an exponent: 16000000 mW → 16."""
    if value is None:
        return None
    whole, rest = divmod(value, 10**places)
    return Decimal(f"{whole}.{rest:0{places}}".rstrip("0").rstrip("."))
