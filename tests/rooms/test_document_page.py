"""What stands on a page: numbers and days as people write them, names as the law wants them, how to pay."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from inline_snapshot import snapshot
from tests.paper import (
    EUR,
    NOVEMBER,
    SWEDISH,
    VAT7,
    a_document,
    a_full_document,
    a_line,
    a_swedish_document,
    examples,
    piece,
)

from wattfleet.billing.document import Kind, Payment, Preceding, Price, Transfer
from wattfleet.billing.look import NEEDED_COLUMNS, Language, Look, PageColumn, checked, checked_columns
from wattfleet.billing.names import parse_names
from wattfleet.billing.page import clock, page_of
from wattfleet.billing.page_words import ENGLISH, GERMAN, Words, day, number
from wattfleet.billing.page_words import SWEDISH as SWEDISH_WORDS
from wattfleet.billing.pay_box import bankgiro, by_four, epc
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Money

NAMES = parse_names((files("wattfleet.facts") / "documents.toml").read_text(encoding="utf-8"))
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (ENGLISH, f"{MINUS}12,345.60"),
        (SWEDISH_WORDS, f"{MINUS}12\u00a0345,60"),
        (GERMAN, f"{MINUS}12.345,60"),
    ],
    ids=["en", "sv", "de"],
)
def test_numbers_are_written_as_the_language_does(words: Words, text: str) -> None:
    assert number(Decimal("-12345.6"), words, least=2) == text


def test_days_and_clocks() -> None:
    one = date(2026, 3, 9)
    assert [day(one, words) for words in (ENGLISH, SWEDISH_WORDS, GERMAN)] == [
        "9 Mar 2026",
        "2026-03-09",
        "09.03.2026",
    ]
    assert (clock(5431), clock(-59), clock(90 * 3600)) == ("1:30:31", f"{MINUS}0:00:59", "90:00:00")


def test_a_german_correction_is_no_gutschrift() -> None:
    table = [
        (Kind.INVOICE, Language.GERMAN, "DE", "Rechnung"),
        (Kind.CREDIT_NOTE, Language.GERMAN, "DE", "Rechnungskorrektur"),
        (Kind.CREDIT_NOTE, Language.ENGLISH, "DE", "Invoice correction"),
        (Kind.CREDIT_NOTE, Language.ENGLISH, "SE", "Credit note"),
        (Kind.SELF_BILLED, Language.GERMAN, "DE", "Gutschrift"),
        (Kind.CREDIT_NOTE, Language.SWEDISH, "SE", "Kreditfaktura"),
        (Kind.INVOICE, Language.ENGLISH, "GB", "VAT invoice"),
    ]
    for kind, language, country, name in table:
        assert NAMES.of(kind, language, country) == name


def test_a_page_tells_the_lines_as_they_are_billed() -> None:
    page = page_of(a_full_document(), Look(), NAMES)
    assert page.head == ("Description", "Quantity", "Unit price", "VAT", "Amount EUR")
    assert [(row.name, *row.cells) for row in page.rows] == snapshot(
        [
            ("Charging, Depot Bremen", "1,234.567 kWh", "0.39", "19 %", "472.98"),
            ("Idle time", "1:30:31", "3.00 / h", "19 %", "4.53"),
            ("Rounding of 12 sessions", "−1 pcs", "0.03", "19 %", "−0.03"),
        ]
    )
    assert page.rows[0].small == snapshot(
        (
            "Depot Bremen, 12 vehicles",
            "DE*LAD*E0001",
            "Cost centre: 4711",
            "Meter: 1EBZ0100000001",
            "Tariff: Depot night",
            "Three sessions were corrected.",
            "Fleet discount: −10.00",
            "Service: 1.50",
        )
    )
    assert [(one.text, one.amount) for one in page.sums] == snapshot(
        [
            ("Contract discount", "−3.00"),
            ("Paper invoice", "2.50"),
            ("Total before VAT", "476.98"),
            ("VAT 19 % on 476.98", "90.63"),
            ("Total", "567.61"),
            ("Already paid", "−10.00"),
            ("Rounding", "0.02"),
            ("To pay", "557.63 EUR"),
        ]
    )


CHOSEN = (PageColumn.GROUP, PageColumn.PERIOD, PageColumn.SESSIONS, PageColumn.QUANTITY, PageColumn.PRICE)


def test_a_seller_chooses_the_columns_and_what_has_one_is_not_said_twice() -> None:
    lines = (a_line(group="Depot", sessions=12, period=NOVEMBER), a_line("2", description="Average price"))
    page = page_of(a_document(lines=lines), Look(columns=CHOSEN), NAMES)
    assert page.head == ("Description", "For", "Period", "Sessions", "Quantity", "Unit price", "Amount EUR")
    assert page.sides == ("left", "left", "left", "right", "right", "right", "right")
    assert [(*row.cells[:3], row.small) for row in page.rows] == [
        ("Depot", "1 Nov 2026 – 30 Nov 2026", "12", ()),
        ("", "", "", ("Average price",)),
    ]
    usual = page_of(a_document(lines=lines), Look(), NAMES)
    assert [row.small for row in usual.rows] == [("Depot",), ("Average price",)]


def test_where_there_are_several_rates_the_column_of_vat_comes_by_itself() -> None:
    lines = (a_line(), a_line("2", vat=VAT7))
    page = page_of(a_document(lines=lines), Look(columns=NEEDED_COLUMNS), NAMES)
    assert page.head[1:] == ("Quantity", "Unit price", "VAT", "Amount EUR")
    assert [row.cells[2] for row in page.rows] == ["19 %", "7 %"]


@pytest.mark.parametrize(
    "columns",
    [(), (PageColumn.QUANTITY,), (*NEEDED_COLUMNS, PageColumn.PRICE)],
    ids=["none", "no price", "twice"],
)
def test_columns_that_the_law_wants_are_there_once(columns: tuple[PageColumn, ...]) -> None:
    with pytest.raises(WattfleetError) as refused:
        checked_columns(columns)
    assert (refused.value.code, refused.value.field) == ("columns_invalid", "columns")
    assert refused.value.hint


def test_how_to_pay_is_told_by_the_means() -> None:
    told = {
        name: (page.pay.facts, page.pay.sentence)
        for name, document in examples().items()
        if name in {"german", "swedish", "full", "card", "british", "credit-note"}
        for page in [page_of(document, Look(), NAMES)]
    }
    assert told == snapshot(
        {
            "german": (
                (
                    ("Payee", "Ladewerk GmbH"),
                    ("IBAN", "DE75 5121 0800 1245 1261 99"),
                    ("Reference", "RF71 2026 0001 17"),
                ),
                "",
            ),
            "swedish": ((("Bankgiro", "5805-6201"), ("OCR", "20260001178")), ""),
            "full": (
                (
                    ("Mandate", "M-2026-17"),
                    ("Creditor id", "DE98ZZZ09999999999"),
                    ("Reference", "RF71 2026 0001 17"),
                ),
                "We collect the amount from DE02 … 2051 on 31 Dec 2026. By SEPA on the due date.",
            ),
            "credit-note": ((), ""),
            "card": ((), "Paid by card ending in 4242."),
            "british": (
                (
                    ("Payee", "Quay Charging Ltd"),
                    ("Sort code", "40-12-34"),
                    ("Account number", "12345678"),
                    ("Reference", "2026-000117"),
                ),
                "",
            ),
        }
    )


def test_what_is_in_the_buyers_favour_is_said_so() -> None:
    credit = a_document(kind=Kind.CREDIT_NOTE, preceding=(Preceding("2026-000100"),))
    less = a_document(lines=(a_line(quantity=piece(-1), price=Price(10_000_000)),))
    for document in (credit, less):
        page = page_of(document, Look(), NAMES)
        assert page.sums[-1].text == "Paid back to you"
        assert not page.sums[-1].amount.startswith(MINUS)
        assert page.pay.qr == ""


def test_the_square_holds_a_transfer_in_euro_only() -> None:
    means = Transfer(iban="DE75512108001245126199", bic="SOLADEST600", account_name="Ladewerk GmbH")
    assert epc(means, Money(57296, EUR), "RF712026000117").split("\n") == snapshot(
        [
            "BCD",
            "002",
            "1",
            "SCT",
            "SOLADEST600",
            "Ladewerk GmbH",
            "DE75512108001245126199",
            "EUR572.96",
            "",
            "RF712026000117",
        ]
    )
    assert epc(means, Money(57296, EUR), "2026-000117").split("\n")[-2:] == ["", "2026-000117"]
    swedish = a_swedish_document(payment=Payment(means=(means,), due=date(2026, 12, 31)))
    assert page_of(swedish, Look(language=Language.SWEDISH), NAMES).pay.qr == ""
    assert by_four("DE75512108001245126199") == "DE75 5121 0800 1245 1261 99"
    assert (bankgiro("58056201"), bankgiro("1234567")) == ("5805-6201", "123-4567")


def test_the_seller_stands_at_the_foot() -> None:
    page = page_of(a_swedish_document(), Look(language=Language.SWEDISH), NAMES)
    assert page.footer[2] == ("Org.nr 5560360793", "Momsreg.nr SE556036079301", "Godkänd för F-skatt")
    assert page.footer[0][0] == SWEDISH.name


@pytest.mark.parametrize(
    ("look", "code"),
    [(Look(colour="teal"), "colour_invalid"), (Look(logo=b"GIF89a"), "logo_invalid")],
    ids=["colour", "logo"],
)
def test_a_look_that_cannot_be_shown_is_refused(look: Look, code: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        checked(look)
    assert refused.value.code == code
    assert refused.value.hint
