"""A page for a seller to look at: an invoice of nothing has the VAT of his country and adds up."""

from datetime import date

import pytest
from tests.selling import SE, a_seller, facts

from wattfleet.billing.invoice import Invoice
from wattfleet.billing.sample import sample
from wattfleet.billing.seller import Seller
from wattfleet.fleet.account import Address

DE = Address(street="Hauptstr. 1", postcode="10115", town="Berlin", country="DE")


def made(seller: Seller, language: str = "en") -> Invoice:
    return sample(seller, language, date(2026, 1, 15), facts())


@pytest.mark.parametrize(
    ("seller", "category", "rate"),
    [
        (a_seller(address=SE), "S", 250_000),
        (a_seller(address=DE, vat_number="DE136695976"), "S", 190_000),
        (a_seller(small=True, small_reason="§ 19 UStG"), "E", 0),
        (a_seller(vat_number=""), "Z", 0),
    ],
)
def test_it_has_the_vat_of_its_seller(seller: Seller, category: str, rate: int) -> None:
    (one,) = made(seller).sums
    assert (one.vat.category, one.vat.rate) == (category, rate)


def test_it_is_of_the_month_before_and_adds_up() -> None:
    invoice = made(a_seller(), "sv")
    assert (invoice.first_day, invoice.last_day) == (date(2025, 12, 1), date(2025, 12, 31))
    assert invoice.net.minor == sum(one.net.minor for one in invoice.lines)
    assert invoice.payable == invoice.net + invoice.tax
    assert invoice.lines[0].text == "Energi"
