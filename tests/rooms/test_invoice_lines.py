"""The lines of an invoice: rounded once each, and adding up to what people saw, to the cent."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.pricing import element, price, tariff, usage
from tests.selling import STANDARD, a_seller, an_account
from tests.things import new_id

from wattfleet.billing.charge import MOST_PRICES, Billed, session_lines
from wattfleet.billing.draft import Due, Standing, draft
from wattfleet.billing.fees import month_of
from wattfleet.billing.invoice import (
    DocumentKind,
    InvoiceLine,
    InvoiceLineKind,
    Reference,
    line_net,
    needs_rate,
    tax_on,
    vat_sums,
)
from wattfleet.billing.phrases import WORDS
from wattfleet.billing.posting import postings_of
from wattfleet.billing.seller import ExchangeRate
from wattfleet.billing.vat import Vat
from wattfleet.kernel.money import Currency
from wattfleet.ledger.entry import is_balanced
from wattfleet.tariffs.rating import Rating, rate

EUR = Currency("EUR")
DAY = date(2026, 11, 20)
NOVEMBER = month_of(2026, 11)
LOW = Vat(category="S", rate=60_000, country="SE", case="home")
BOTH = {250_000: STANDARD, 60_000: LOW, None: STANDARD}


def billed(rating: Rating, group: str = "Depot") -> Billed:
    return Billed(session_id=new_id(), rating=rating, group=group, day=DAY, vats=dict(BOTH))


def rated(kwh: str, amount: str = "3.33", *, included: bool = False, **more: Any) -> Rating:
    sold = tariff(element(price("ENERGY", amount, vat="25.0")), tax_included=included, **more)
    return rate(usage("2026-11-20T12:00:00Z", (3600, kwh, "c")), sold)


def lines(*ratings: Rating, language: str = "en") -> list[InvoiceLine]:
    return session_lines([billed(one) for one in ratings], EUR, WORDS[language])


def told(found: list[InvoiceLine]) -> list[tuple[str, str, str, str]]:
    return [
        (one.kind.value, f"{one.quantity_decimal.normalize() + 0:f}", f"{one.price_decimal:f}", str(one.net))
        for one in found
    ]


def test_sessions_of_one_price_are_one_line_and_the_rest_is_a_line_of_its_own() -> None:
    # 3 × 1.5 kWh × 3.33 = 4.995, which people saw as 5.00 each; 4.5 × 3.33 is 14.985.
    assert told(lines(rated("1.5"), rated("1.5"), rated("1.5"))) == [
        ("energy", "4.5", "3.330000", "14.99"),
        ("rounding", "1", "0.010000", "0.01"),
    ]


def test_what_is_rounded_down_has_a_negative_quantity() -> None:
    # 4 × 1.001 kWh × 3.33 = 3.33333, seen as 3.33 each: 13.32; the line is 13.33.
    found = lines(*(rated("1.001") for _ in range(4)))
    assert told(found)[1] == ("rounding", "-1", "0.010000", "-0.01")
    assert found[1].text == "Rounding of 4 sessions"


def test_time_is_exact_in_seconds() -> None:
    sold = tariff(element(price("TIME", "12.00", vat="25.0")))
    (line,) = lines(rate(usage("2026-11-20T12:00:00Z", (3661, "5", "c")), sold))
    assert (line.unit.value, f"{line.quantity_decimal.normalize():f}", line.base, str(line.net)) == (
        "SEC",
        "3661",
        3600,
        "12.20",
    )


def test_a_least_price_is_an_amount() -> None:
    sold = tariff(element(price("ENERGY", "1.00", vat="25.0")), min_price={"before_vat": "5.00"})
    found = lines(*(rate(usage("2026-11-20T12:00:00Z", (3600, "2", "c")), sold) for _ in range(2)))
    assert told(found) == [("energy", "4", "1.000000", "4.00"), ("limit", "1", "6.000000", "6.00")]


def test_a_highest_price_takes_away() -> None:
    sold = tariff(element(price("ENERGY", "1.00", vat="25.0")), max_price={"before_vat": "5.00"})
    found = lines(rate(usage("2026-11-20T12:00:00Z", (3600, "7", "c")), sold))
    assert told(found) == [("energy", "7", "1.000000", "7.00"), ("limit", "-1", "2.000000", "-2.00")]


def test_many_prices_become_one_with_their_average() -> None:
    found = lines(*(rated("1", f"{number}.00") for number in range(1, MOST_PRICES + 2)))
    assert told(found) == [("energy", "13", "7.000000", "91.00")]
    assert found[0].detail == "average of changing prices"


def test_headings_and_vat_stand_apart() -> None:
    sold = tariff(element(price("ENERGY", "1.00", vat="25.0"), price("FLAT", "2.00", vat="6.0")))
    one = rate(usage("2026-11-20T12:00:00Z", (3600, "7", "c")), sold)
    found = session_lines([billed(one, "A"), billed(one, "B")], EUR, WORDS["sv"])
    assert [(line.group, line.text, line.vat.rate) for line in found] == [
        ("A", "Startavgift", 60_000),
        ("A", "Energi", 250_000),
        ("B", "Startavgift", 60_000),
        ("B", "Energi", 250_000),
    ]


def test_a_price_with_vat_inside_stands_without_it_and_the_invoice_is_what_people_saw() -> None:
    made = drafted([due(rated("3.3", "4.99", included=True)) for _ in range(3)])
    # Each: 16.467 → 16.47 with VAT, of which 3.29; three are 49.41. Nets: 3 × 13.18 = 39.54, VAT on it 9.885.
    assert (str(made.net), str(made.tax), str(made.gross)) == ("39.54", "9.89", "49.43")
    assert (str(made.rounding), str(made.payable)) == ("-0.02", "49.41")
    assert made.lines[0].price_micro == 3_992_000


def due(rating: Rating | None, standing: Standing | None = None, **more: Any) -> Due:
    facts: dict[str, Any] = {
        "session_id": new_id(),
        "rating_id": new_id(),
        "revision": 1,
        "rating": rating,
        "currency": "EUR",
        "day": DAY,
        "mwh": 1_000_000,
        "group": "Depot",
        "vats": dict(BOTH),
        "standing": standing,
    }
    return Due(**(facts | more))


def drafted(dues: list[Due]) -> Any:
    made = draft(new_id(), a_seller(), an_account(currency=EUR), NOVEMBER, EUR, dues, [], None)
    assert made is not None
    return made.invoice


def standing(rating: Rating, number: str = "2026-00001") -> Standing:
    made = draft(new_id(), a_seller(), an_account(currency=EUR), NOVEMBER, EUR, [due(rating)], [], None)
    assert made is not None
    (item,) = made.items
    about = Reference(number, date(2026, 11, 1), new_id())
    return Standing(item_id=new_id(), account_id=new_id(), nets=item.nets, about=about)


@pytest.mark.parametrize(
    ("before", "now", "kind", "net"),
    [
        ("5", "6", DocumentKind.INVOICE, "3.33"),
        ("5", "4", DocumentKind.CREDIT_NOTE, "3.33"),
        ("5", None, DocumentKind.CREDIT_NOTE, "16.65"),
    ],
)
def test_a_correction_is_the_difference(before: str, now: str | None, kind: DocumentKind, net: str) -> None:
    made = drafted([due(None if now is None else rated(now), standing(rated(before)))])
    (line,) = made.lines
    assert (made.kind, str(made.net), line.kind, line.quantity) == (
        kind,
        net,
        InvoiceLineKind.CORRECTION,
        10**6,
    )
    assert [one.number for one in made.about] == ["2026-00001"]


def test_what_has_not_changed_is_no_invoice() -> None:
    one = rated("5")
    again = due(one, standing(one))
    assert draft(new_id(), a_seller(), an_account(currency=EUR), NOVEMBER, EUR, [again], [], None) is None


amounts = st.tuples(
    st.integers(0, 90_000).map(lambda wh: f"{Decimal(wh) / 1000}"),
    st.sampled_from(["0.01", "1", "3.33", "4.567891", "0.333333", "12.5"]),
    st.booleans(),
    st.sampled_from(["25.0", "6.0", None]),
    st.sampled_from([None, "5.00", "40.00"]),
)


def any_rating(kwh: str, amount: str, included: bool, vat: str | None, limit: str | None) -> Rating:
    more: dict[str, Any] = {} if limit is None else {"min_price": {"before_vat": limit}}
    sold = tariff(
        element(price("ENERGY", amount, vat=vat), price("TIME", "1.23", vat="25.0")),
        tax_included=included,
        **more,
    )
    return rate(usage("2026-11-20T12:00:00Z", (1799, kwh, "c")), sold)


@given(st.lists(amounts, min_size=1, max_size=25), st.sampled_from(["A", "B"]))
def test_an_invoice_is_the_sum_of_its_sessions_and_valid_to_the_letter(found: list[Any], group: str) -> None:
    ratings = [any_rating(*one) for one in found]
    dues = [due(one, group=group if at % 2 else "C") for at, one in enumerate(ratings)]
    made = draft(new_id(), a_seller(), an_account(currency=EUR), NOVEMBER, EUR, dues, [], None)
    if made is None:
        assert all(one.before_vat.minor == 0 for one in ratings)
        return
    invoice = made.invoice
    assert invoice.net.minor == sum(one.before_vat.minor for one in ratings)
    assert invoice.charging == invoice.net.minor
    assert sum(one.minor for one in made.items) == invoice.net.minor
    for line in invoice.lines:
        exact = line.quantity_decimal * line.price_decimal / line.base
        assert line.net.decimal == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert line.price_micro >= 0
    for one in invoice.sums:
        assert one.tax.minor == tax_on(one.net.minor, one.vat.rate)
    assert sum(one.net.minor for one in vat_sums(invoice.lines, EUR)) == invoice.net.minor
    assert invoice.payable.minor == invoice.net.minor + invoice.tax.minor + invoice.rounding.minor
    assert is_balanced(postings_of(invoice))


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=10))
def test_billing_in_two_steps_comes_to_the_same(pairs: list[Any]) -> None:
    """First as they were, then corrected: together what they are now."""
    total = 0
    for before, now in pairs:
        first, second = any_rating(*before), any_rating(*now)
        made = draft(
            new_id(),
            a_seller(),
            an_account(currency=EUR),
            NOVEMBER,
            EUR,
            [due(second, standing(first)) if first.before_vat.minor else due(second)],
            [],
            None,
        )
        if made is not None:
            sign = -1 if made.invoice.kind is DocumentKind.CREDIT_NOTE else 1
            total += sign * made.invoice.net.minor
        total += first.before_vat.minor
    assert total == sum(any_rating(*now).before_vat.minor for _, now in pairs)


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 10**9),
    st.sampled_from([1, 28, 30, 3600]),
    st.sampled_from(["JPY", "EUR", "BHD"]),
)
def test_a_line_is_rounded_once_half_up(quantity: int, price_micro: int, base: int, code: str) -> None:
    currency = Currency(code)
    exact = Decimal(quantity).scaleb(-6) * Decimal(price_micro).scaleb(-6) / base
    found = line_net(quantity, price_micro, base, currency)
    assert found.decimal == exact.quantize(Decimal(1).scaleb(-currency.exponent), ROUND_HALF_UP)


def test_an_invoice_comes_back_from_its_text_as_it_was() -> None:
    made = drafted([due(rated("5"))])
    assert msgspec.json.decode(msgspec.json.encode(made), type=type(made)) == made


@pytest.mark.parametrize(
    ("own", "rates", "needs", "told"),
    [
        ("EUR", {}, False, None),
        ("SEK", {}, True, None),
        ("SEK", {"EUR": "11.2345"}, False, "46.74"),
        ("JPY", {"EUR": "162.5"}, False, "676"),
        ("", {}, False, None),
    ],
)
def test_vat_is_told_in_the_sellers_own_currency_too(
    own: str, rates: dict[str, str], needs: bool, told: str | None
) -> None:
    known = {code: ExchangeRate(rate=rate_, on=DAY) for code, rate_ in rates.items()}
    seller = a_seller(currency=own, rates=known)
    made = draft(new_id(), seller, an_account(currency=EUR), NOVEMBER, EUR, [due(rated("5"))], [], None)
    assert made is not None
    assert str(made.invoice.tax) == "4.16"
    assert needs_rate(made.invoice) is needs
    assert (None if made.invoice.tax_in is None else str(made.invoice.tax_in)) == told
