"""Which VAT a supply carries: decided by dated data, and kept with the reason on each line.

`decide` names the case that held, the place of supply and what the invoice must say; what no case covers is
refused in words, and never guessed. The cases and rates: facts/vat.toml.
"""

import tomllib
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec

from wattfleet.billing.seller import Seller
from wattfleet.fleet.account import Account
from wattfleet.fleet.vat_number import country_of
from wattfleet.kernel.errors import invalid

VAT_UNITS = 10**6


class Product(Enum):
    """What is supplied: charging is a supply of electricity. Source: CJEU C-60/23."""

    ELECTRICITY = "electricity"
    SERVICE = "service"


class Vat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A decision: `category` by UNCL 5305, `rate` in 0.0001 %, `country` whose VAT it is.

    `case` is the rule that held, `source` the law behind it; `note` and `reason` stand on the invoice.
    """

    category: str
    rate: int
    country: str
    case: str
    source: str = ""
    reason: str = ""
    note: str = ""


class Unknown(msgspec.Struct, frozen=True):
    """No case covers it; `text` says what was looked at, `hint` what to do."""

    text: str
    hint: str


class Supply(msgspec.Struct, frozen=True):
    """What is supplied where and when; `rate` is what its price was made with (None: none was told)."""

    product: Product
    country: str
    day: date
    rate: int | None


class Rate(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from"}):
    """A rate that a country has."""

    country: str
    percent: str
    since: date | None = None
    until: date | None = None
    name: str = ""

    @property
    def units(self) -> int:
        return int(Decimal(self.percent) * 10_000)

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Case(msgspec.Struct, frozen=True, kw_only=True, rename={"stands": "is"}, forbid_unknown_fields=True):
    """One case of facts/vat.toml."""

    name: str
    product: Product
    place: str
    stands: str
    category: str
    buyer: str = ""
    buyer_is_there: bool = False
    except_countries: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    source: str = ""


class VatFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of VAT."""

    european_union: frozenset[str]
    rate: tuple[Rate, ...]
    case: tuple[Case, ...]

    def rates(self, country: str, day: date) -> list[Rate]:
        """The rates of a country on a day, the standard one first."""
        return [one for one in self.rate if one.country == country and one.holds_on(day)]


def parse_vat(text: str) -> VatFacts:
    """Raises: WattfleetError `vat_facts_invalid`."""
    try:
        return msgspec.convert(tomllib.loads(text), VatFacts)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise invalid(
            "vat_facts_invalid", f"The facts about VAT cannot be read: {error}", hint="See facts/vat.toml."
        ) from error


def decide(facts: VatFacts, seller: Seller, buyer: Account, supply: Supply) -> Vat | Unknown:
    """The VAT of one supply."""
    home = seller.address.country
    if seller.small:
        return Vat(
            category="E",
            rate=0,
            country=home,
            case="small business",
            note=seller.small_reason or "No VAT is charged: small business",
        )
    if not seller.vat_number:
        return Unknown(
            "The seller has no VAT number.",
            "Give it with PUT /api/v1/seller, or mark the seller as small where it charges no VAT.",
        )
    if supply.product is Product.ELECTRICITY and not supply.country:
        return Unknown(
            "The site has no country, so that nobody knows whose VAT it is.",
            "Give the site its country: `wattfleet sites change ID --country SE`.",
        )
    for case in facts.case:
        place = _place(case, seller, buyer, supply)
        if _holds(case, facts, seller, buyer, supply, place):
            return _decision(case, facts, supply, place)
    return _unknown(seller, buyer, supply)


def _place(case: Case, seller: Seller, buyer: Account, supply: Supply) -> str:
    match case.place:
        case "seller":
            return seller.address.country
        case "buyer":
            return country_of(buyer.vat_number) or buyer.address.country
        case _:
            return supply.country


def _holds(case: Case, facts: VatFacts, seller: Seller, buyer: Account, supply: Supply, place: str) -> bool:
    if case.product is not supply.product or not _is_buyer(case.buyer, buyer):
        return False
    if case.buyer_is_there and country_of(buyer.vat_number) != place:
        return False
    if place in case.except_countries:
        return False
    return bool(place) and _standing(facts, seller, place) == case.stands


def _is_buyer(wanted: str, buyer: Account) -> bool:
    match wanted:
        case "dealer":
            return buyer.dealer and bool(buyer.vat_number)
        case "business":
            return bool(buyer.vat_number)
        case "consumer":
            return not buyer.vat_number
        case _:
            return not (buyer.dealer and buyer.vat_number)


def _standing(facts: VatFacts, seller: Seller, place: str) -> str:
    if place == seller.address.country:
        return "home"
    if place in seller.registrations:
        return "registered"
    return "union" if place in facts.european_union else "abroad"


def _decision(case: Case, facts: VatFacts, supply: Supply, place: str) -> Vat | Unknown:
    if case.category != "S":
        return Vat(
            category=case.category,
            rate=0,
            country=place,
            case=case.name,
            source=case.source,
            reason=case.reason,
            note=case.note,
        )
    known = facts.rates(place, supply.day)
    if not known:
        return Unknown(
            f"No VAT rate of {place} is known on {supply.day}.", "Add it to facts/vat.toml with its source."
        )
    if supply.rate is None and supply.product is Product.ELECTRICITY:
        return Unknown(
            f"The price says nothing about VAT, and {place} has {known[0].percent} %.",
            "Make the next version of the tariff with `vat` on each price, and rate the sessions again.",
        )
    units = known[0].units if supply.rate is None else supply.rate
    if units not in {one.units for one in known}:
        rates = ", ".join(f"{one.percent} %" for one in known)
        told = f"{Decimal(units).scaleb(-4).normalize() + 0:f} %"
        return Unknown(
            f"The price has {told} VAT, and {place} knows {rates} on {supply.day}.",
            "Correct the `vat` of the tariff, or add the rate to facts/vat.toml with its source.",
        )
    return Vat(category="S", rate=units, country=place, case=case.name, source=case.source)


def _unknown(seller: Seller, buyer: Account, supply: Supply) -> Unknown:
    where = buyer.address.country or "no country"
    kind = "a business with a VAT number" if buyer.vat_number else "somebody without a VAT number"
    if buyer.is_business and not buyer.vat_number:
        hint = "Give the account its VAT number."
    elif supply.product is Product.ELECTRICITY and supply.country != seller.address.country:
        hint = f"Register for VAT in {supply.country}, and name that number in the seller's registrations."
    else:
        hint = "Ask a tax adviser, and add the case to facts/vat.toml with its source."
    return Unknown(
        f"It is not known which VAT {supply.product.value} in {supply.country} to {kind} in {where} carries.",
        hint,
    )
