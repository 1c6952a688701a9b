"""Which VAT a supply carries: the table of cases, each with its reason."""

from datetime import date
from typing import Any

import pytest
from tests.selling import a_seller, an_account, facts

from wattfleet.billing.vat import Product, Supply, Unknown, Vat, decide, parse_vat
from wattfleet.fleet.account import AccountKind, Address
from wattfleet.kernel.errors import WattfleetError

FACTS = facts()
DAY = date(2026, 11, 20)
HAULIER = {"vat_number": "SE556703748501"}
GERMAN = {"vat_number": "DE136695976", "address": Address(street="x", town="Bremen", country="DE")}
BRITISH = {"vat_number": "GB980780684", "address": Address(street="x", town="Leeds", country="GB")}
PERSON = {"vat_number": "", "kind": AccountKind.PERSON}
CLUB = {"vat_number": "", "kind": AccountKind.COMPANY}

TABLE: list[tuple[str, dict[str, Any], Product, str, int | None, str, str]] = [
    # what, buyer, product, country of the site, rate of the price → category, and what is found
    ("at home", HAULIER, Product.ELECTRICITY, "SE", 250_000, "S", "250000 SE"),
    ("at home, a person", PERSON, Product.ELECTRICITY, "SE", 250_000, "S", "250000 SE"),
    ("a foreign business charges here", GERMAN, Product.ELECTRICITY, "SE", 250_000, "S", "250000 SE"),
    ("a foreign dealer", GERMAN | {"dealer": True}, Product.ELECTRICITY, "SE", 250_000, "AE", "0 DE"),
    ("a dealer outside the EU", BRITISH | {"dealer": True}, Product.ELECTRICITY, "SE", 250_000, "O", "0 GB"),
    ("a dealer at home", HAULIER | {"dealer": True}, Product.ELECTRICITY, "SE", 250_000, "S", "250000 SE"),
    ("a site abroad, a business of there", GERMAN, Product.ELECTRICITY, "DE", 190_000, "AE", "0 DE"),
    ("a site where the seller is registered", HAULIER, Product.ELECTRICITY, "FI", 255_000, "S", "255000 FI"),
    ("a site abroad, a person", PERSON, Product.ELECTRICITY, "DE", 190_000, "", "Register for VAT in DE"),
    ("no VAT on the price", HAULIER, Product.ELECTRICITY, "SE", None, "", "says nothing about VAT"),
    ("a rate that is none", HAULIER, Product.ELECTRICITY, "SE", 190_000, "", "knows 25 %"),
    ("a site without a country", HAULIER, Product.ELECTRICITY, "", 250_000, "", "has no country"),
    ("a service at home", HAULIER, Product.SERVICE, "SE", None, "S", "250000 SE"),
    ("a service to a person", PERSON, Product.SERVICE, "SE", None, "S", "250000 SE"),
    ("a service to a company without a number", CLUB, Product.SERVICE, "SE", None, "S", "250000 SE"),
    ("a service to a business in the EU", GERMAN, Product.SERVICE, "SE", None, "AE", "0 DE"),
    ("a service to a business outside", BRITISH, Product.SERVICE, "SE", None, "O", "0 GB"),
]


@pytest.mark.parametrize(
    ("buyer", "product", "country", "rate", "category", "found"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_each_case_is_decided(
    buyer: dict[str, Any], product: Product, country: str, rate: int | None, category: str, found: str
) -> None:
    seller = a_seller(registrations={"FI": "FI20774740"})
    vat = decide(FACTS, seller, an_account(**buyer), Supply(product, country, DAY, rate))
    if not category:
        assert isinstance(vat, Unknown)
        assert found in f"{vat.text} {vat.hint}"
        return
    assert isinstance(vat, Vat)
    assert (vat.category, f"{vat.rate} {vat.country}") == (category, found)
    assert vat.case
    assert vat.source
    assert bool(vat.note) == (category != "S")


def test_rates_change_with_the_day() -> None:
    seller = a_seller(registrations={"EE": "EE100931558"})
    for day, rate in ((date(2025, 6, 30), 220_000), (date(2025, 7, 1), 240_000)):
        supply = Supply(Product.ELECTRICITY, "EE", day, rate)
        assert isinstance(decide(FACTS, seller, an_account(), supply), Vat), day
        other = Supply(Product.ELECTRICITY, "EE", day, 460_000 - rate)
        assert isinstance(decide(FACTS, seller, an_account(), other), Unknown), day


def test_a_small_business_charges_none_and_says_why() -> None:
    seller = a_seller(small=True, vat_number="", small_reason="§ 19 UStG")
    vat = decide(FACTS, seller, an_account(), Supply(Product.ELECTRICITY, "SE", DAY, None))
    assert isinstance(vat, Vat)
    assert (vat.category, vat.note) == ("E", "§ 19 UStG")


def test_a_seller_without_a_number_is_told() -> None:
    found = decide(FACTS, a_seller(vat_number=""), an_account(), Supply(Product.SERVICE, "SE", DAY, None))
    assert isinstance(found, Unknown)
    assert "VAT number" in found.text


def test_every_rate_and_case_has_what_it_needs() -> None:
    assert all(0 < one.units < 10**6 for one in FACTS.rate)
    assert all(one.source for one in FACTS.case)
    assert all(one.note for one in FACTS.case if one.category != "S")
    assert FACTS.european_union <= {one.country for one in FACTS.rate}


def test_broken_facts_are_told() -> None:
    with pytest.raises(WattfleetError) as refused:
        parse_vat("rate = 3")
    assert refused.value.code == "vat_facts_invalid"
