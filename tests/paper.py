"""Words for documents in tests: each whole and valid, the rest as the test says."""

from datetime import date
from typing import Any

from wattfleet.billing.document import (
    PIECE,
    Address,
    Bankgiro,
    Category,
    Contact,
    Document,
    Id,
    Kind,
    Line,
    Party,
    Payment,
    Period,
    Price,
    Quantity,
    References,
    Transfer,
    Vat,
)
from wattfleet.kernel.money import Currency

EUR, SEK, GBP = Currency("EUR"), Currency("SEK"), Currency("GBP")
VAT19 = Vat(Category.STANDARD, 190_000)
VAT25 = Vat(Category.STANDARD, 250_000)
REVERSE = Vat(Category.REVERSE_CHARGE, 0, "VATEX-EU-AE", "Reverse charge")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))

GERMAN = Party(
    name="Ladewerk GmbH",
    address=Address(country="DE", street="Hafenstraße 12", city="Bremen", post_code="28195"),
    legal_id=Id("HRB 12345 HB"),
    vat_id="DE136695976",
    endpoint=Id("rechnung@ladewerk.example", "EM"),
    contact=Contact("Buchhaltung", "+49 421 555010", "rechnung@ladewerk.example"),
)
SWEDISH = Party(
    name="Elladan AB",
    address=Address(country="SE", street="Kajgatan 4", city="Göteborg", post_code="411 09"),
    legal_id=Id("5560360793", "0007"),
    vat_id="SE556036079301",
    tax_number="Godkänd för F-skatt",
    endpoint=Id("5560360793", "0007"),
    contact=Contact("Ekonomi", "+46 31 555 010", "faktura@elladan.example"),
)
FLEET = Party(
    name="Spedition Nord KG",
    address=Address(country="DE", street="Am Kai 1", city="Hamburg", post_code="20457"),
    vat_id="DE129273398",
    endpoint=Id("kreditoren@nord.example", "EM"),
)


def kwh(mwh: int) -> Quantity:
    return Quantity(mwh, "KWH")


def a_line(id_: str = "1", **rest: Any) -> Line:
    facts: dict[str, Any] = {
        "name": "Charging, Depot Bremen",
        "quantity": kwh(1_234_567_000),
        "price": Price(390_000),
        "vat": VAT19,
    }
    return Line(id_, **(facts | rest))


def a_document(**rest: Any) -> Document:
    facts: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "number": "2026-000117",
        "issued": date(2026, 12, 1),
        "currency": EUR,
        "seller": GERMAN,
        "buyer": FLEET,
        "lines": (a_line(),),
        "period": NOVEMBER,
        "payment": Payment(
            means=(Transfer(iban="DE75512108001245126199", account_name="Ladewerk GmbH"),),
            reference="RF712026000117",
            due=date(2026, 12, 31),
        ),
        "references": References(buyer="04011000-1234512345-06"),
    }
    return Document(**(facts | rest))


def a_swedish_document(**rest: Any) -> Document:
    facts: dict[str, Any] = {
        "currency": SEK,
        "seller": SWEDISH,
        "buyer": Party(
            name="Åkeriet i Mölndal AB",
            address=Address(country="SE", street="Backvägen 9", city="Mölndal", post_code="431 37"),
            legal_id=Id("5567037485", "0007"),
            vat_id="SE556703748501",
            endpoint=Id("5567037485", "0007"),
        ),
        "lines": (a_line(vat=VAT25, price=Price(3_250_000), name="Laddning, depå Göteborg"),),
        "payment": Payment(
            means=(Bankgiro(number="58056201"),), reference="20260001178", due=date(2026, 12, 31)
        ),
        "references": References(buyer="Fordon 14"),
    }
    return a_document(**(facts | rest))


def piece(times: int = 1) -> Quantity:
    return PIECE * times
