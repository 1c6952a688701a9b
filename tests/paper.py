"""Words for documents in tests: each whole and valid, the rest as the test says."""

from datetime import date
from typing import Any

import msgspec

from wattfleet.billing.document import (
    PIECE,
    Address,
    Attachment,
    Bankgiro,
    Card,
    Category,
    Change,
    Contact,
    Delivery,
    DirectDebit,
    Document,
    Id,
    Kind,
    Line,
    Party,
    Payment,
    Period,
    Preceding,
    Price,
    Quantity,
    References,
    SortCode,
    Transfer,
    Vat,
)
from wattfleet.kernel.money import Currency, Money

EUR, SEK, GBP = Currency("EUR"), Currency("SEK"), Currency("GBP")
VAT19 = Vat(Category.STANDARD, 190_000)
VAT7 = Vat(Category.STANDARD, 70_000)
VAT25 = Vat(Category.STANDARD, 250_000)
REVERSE = Vat(Category.REVERSE_CHARGE, 0, "VATEX-EU-AE", "Reverse charge")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))

GERMAN = Party(
    name="Ladewerk GmbH",
    address=Address(country="DE", street="Hafenstraße 12", city="Bremen", post_code="28195"),
    legal_id=Id("HRB 12345 HB"),
    vat_id="DE136695976",
    endpoint=Id("DE136695976", "9930"),
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
    endpoint=Id("DE129273398", "9930"),
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


def cents(minor: int) -> Money:
    return Money(minor, EUR)


def a_full_document(**rest: Any) -> Document:
    """Every group of the model at once."""
    hour, idle = Quantity(3600 * 10**6, "SEC"), Quantity(5431 * 10**6, "SEC")
    facts: dict[str, Any] = {
        "lines": (
            a_line(
                "1",
                description="Depot Bremen, 12 vehicles",
                period=NOVEMBER,
                object_id="DE*LAD*E0001",
                cost_centre="4711",
                order_line="2",
                seller_item="kwh",
                note="Three sessions were corrected.",
                attributes=(("Meter", "1EBZ0100000001"), ("Tariff", "Depot night")),
                changes=(
                    Change(amount=cents(1000), reason="Fleet discount", reason_code="95"),
                    Change(amount=cents(150), reason="Service", is_charge=True),
                ),
            ),
            a_line("2", name="Idle time", quantity=idle, price=Price(3_000_000, hour)),
            a_line("3", name="Rounding of 12 sessions", quantity=PIECE * -1, price=Price(30_000)),
        ),
        "changes": (
            Change(amount=cents(300), reason="Contract discount", reason_code="95", vat=VAT19),
            Change(amount=cents(250), reason="Paper invoice", is_charge=True, vat=VAT19),
        ),
        "paid": cents(1000),
        "rounding": cents(2),
        "notes": ("Thank you for charging with us.", "Questions within 30 days, please."),
        "attachments": (
            Attachment(
                id="sessions",
                file_name="sessions.csv",
                media_type="text/csv",
                content=b"session,kwh\n1,12.345\n",
                description="Sessions of the month",
            ),
        ),
        "delivery": Delivery(day=date(2026, 11, 30), name="Depot Bremen", address=GERMAN.address),
        "references": References(
            buyer="04011000-1234512345-06", order="B-991", contract="V-17", project="P-3", cost_centre="F-1"
        ),
        "payment": Payment(
            means=(
                DirectDebit(
                    mandate="M-2026-17", creditor="DE98ZZZ09999999999", iban="DE02120300000000202051"
                ),
            ),
            reference="RF712026000117",
            due=date(2026, 12, 31),
            terms="By SEPA on the due date.",
        ),
    }
    return a_document(**(facts | rest))


def examples() -> dict[str, Document]:
    """One of each, by its name: what the golden files show."""
    credited = (Preceding("2026-000100", date(2026, 11, 1)),)
    abroad = Party(
        name="Kontinent Fleet B.V.",
        address=Address(country="NL", street="Havenweg 1", city="Rotterdam", post_code="3011 AA"),
        vat_id="NL004495445B01",
        endpoint=Id("12345678", "0106"),
    )
    british = Party(
        name="Quay Charging Ltd",
        address=Address(country="GB", street="2 Quay Street", city="Bristol", post_code="BS1 4AQ"),
        legal_id=Id("01234567"),
        vat_id="GB980780684",
        endpoint=Id("GB980780684", "9932"),
        contact=Contact("Accounts", "+44 117 496 0010", "accounts@quay.example"),
    )
    pounds = Payment(
        means=(SortCode(sort_code="401234", account="12345678", account_name="Quay Charging Ltd"),),
        reference="2026-000117",
        due=date(2026, 12, 31),
    )
    within = Vat(Category.WITHIN_EU, 0, "VATEX-EU-IC", "Intra-community supply")
    outside = Vat(Category.OUTSIDE, 0, "VATEX-EU-O", "Not subject to VAT")
    without = msgspec.structs.replace
    return {
        "german": a_document(),
        "swedish": a_swedish_document(),
        "full": a_full_document(),
        "credit-note": a_document(kind=Kind.CREDIT_NOTE, preceding=credited),
        "full-credit-note": a_full_document(kind=Kind.CREDIT_NOTE, preceding=credited),
        "correction": a_document(
            kind=Kind.CORRECTION, preceding=credited, lines=(a_line(quantity=kwh(-12_000_000)),)
        ),
        "self-billed": a_document(kind=Kind.SELF_BILLED),
        "reverse-charge": a_document(buyer=abroad, lines=(a_line(vat=REVERSE),)),
        "within-eu": a_document(
            buyer=abroad, lines=(a_line(vat=within),), delivery=Delivery(address=abroad.address)
        ),
        "export": a_document(
            buyer=without(abroad, address=Address(country="CH", city="Basel", post_code="4051"), vat_id=""),
            lines=(a_line(vat=Vat(Category.EXPORT, 0, "VATEX-EU-G", "Export outside the EU")),),
        ),
        "outside": a_document(
            seller=without(GERMAN, vat_id=""), buyer=without(FLEET, vat_id=""), lines=(a_line(vat=outside),)
        ),
        "other-currency": a_document(currency=SEK, vat_in=Money(8400, EUR)),
        "card": a_document(
            payment=Payment(means=(Card(last_digits="4242", holder="Fleet"),), due=date(2026, 12, 1))
        ),
        "british": a_document(
            seller=british,
            buyer=without(british, name="Harbour Vans Ltd", vat_id="GB232128892", legal_id=None),
            currency=GBP,
            lines=(a_line(vat=Vat(Category.STANDARD, 200_000)),),
            payment=pounds,
        ),
    }
