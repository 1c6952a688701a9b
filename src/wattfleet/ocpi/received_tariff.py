"""A partner's tariff, OCPI 2.2.1 or 2.3.0, as one of ours.

What differs between the two is read by its fields: 2.2.1 has `excl_vat` and `incl_vat` in its limits, 2.3.0
`before_taxes`, `after_taxes` and `tax_included`. Source: OCPI mod_tariffs of both; docs/spec/rating.md.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from wattfleet.ocpi.plain import Plain, number, objects, refused, text
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import (
    ElementInput,
    PriceComponentInput,
    PriceLimitInput,
    RestrictionsInput,
    TariffInput,
    WordingInput,
)
from wattfleet.tariffs.tariff import Tariff

_TEXTS = ("start_time", "end_time", "start_date", "end_date", "reservation")
_NUMBERS = ("min_kwh", "max_kwh", "min_current", "max_current", "min_power", "max_power")
_SECONDS = ("min_duration", "max_duration")


def read_received_tariff(given: Plain) -> Tariff:
    """A tariff as a partner means it. Raises: WattfleetError, with the field that cannot be read."""
    tax = text(given, "tax_included").upper()
    source = TariffInput(
        name=_name(given),
        currency=text(given, "currency"),
        elements=[_element(*one, taxed=tax != "N/A") for one in objects(given, "elements", "")],
        tax_included=tax == "YES",
        valid_from=_moment(given, "start_date_time"),
        valid_until=_moment(given, "end_date_time"),
        texts=[
            WordingInput(language=text(one, "language"), text=text(one, "text"))
            for one, _ in objects(given, "tariff_alt_text", "")
        ],
        link=text(given, "tariff_alt_url"),
        min_price=_limit(given, "min_price"),
        max_price=_limit(given, "max_price"),
    )
    return read_tariff(source, tariff_id=_id(given), received=True)


def _id(given: Plain) -> UUID:
    """Ours for theirs, the same each time: a partner's ids are texts of its own."""
    return uuid5(NAMESPACE_URL, "/".join(text(given, name) for name in ("country_code", "party_id", "id")))


def _name(given: Plain) -> str:
    return " ".join(text(given, name) for name in ("party_id", "id") if text(given, name)) or "Tariff"


def _moment(given: Plain, name: str) -> str | None:
    found = text(given, name)
    return None if not found else found if found[-1] in "Zz" or "+" in found else found + "Z"


def _element(given: Plain, field: str, *, taxed: bool) -> ElementInput:
    asked = given.get("restrictions")
    if asked is not None and not isinstance(asked, dict):
        raise refused("tariff", "is not an object", f"{field}.restrictions")
    return ElementInput(
        price_components=[_component(*one, taxed=taxed) for one in objects(given, "price_components", field)],
        restrictions=_restrictions(asked, f"{field}.restrictions") if asked else None,
    )


def _component(given: Plain, field: str, *, taxed: bool) -> PriceComponentInput:
    price = number(given, "price", field)
    if price is None:
        raise refused("tariff", "is missing", f"{field}.price")
    step = number(given, "step_size", field)
    return PriceComponentInput(
        type=text(given, "type"),
        price=price,
        step_size=1 if step is None else int(step),
        vat=number(given, "vat", field) if taxed else None,
    )


def _restrictions(given: Plain, field: str) -> RestrictionsInput:
    days = given.get("day_of_week") or []
    if not isinstance(days, list) or not all(isinstance(one, str) for one in days):
        raise refused("tariff", "is not a list of weekdays", f"{field}.day_of_week")
    told: dict[str, object] = {"day_of_week": days}
    told |= {name: text(given, name) or None for name in _TEXTS}
    told |= {name: number(given, name, field) for name in _NUMBERS}
    told |= {name: None if (one := number(given, name, field)) is None else int(one) for name in _SECONDS}
    return msgspec.convert(told, RestrictionsInput)


def _limit(given: Plain, name: str) -> PriceLimitInput | None:
    found = given.get(name)
    if found is None:
        return None
    if not isinstance(found, dict):
        raise refused("tariff", "is not an object", name)
    before = number(found, "before_taxes" if "before_taxes" in found else "excl_vat", name)
    after = number(found, "after_taxes" if "after_taxes" in found else "incl_vat", name)
    return PriceLimitInput(before_vat=before, with_vat=after)
