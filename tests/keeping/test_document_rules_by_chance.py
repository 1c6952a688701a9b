"""Never: a document in which we see no problem, and which the official rules refuse."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.keeping.test_document_rules import SAID
from tests.paper import FLEET, GERMAN, NOVEMBER, SWEDISH, a_document

from wattfleet.billing.document import (
    Address,
    Attachment,
    Bankgiro,
    Card,
    Category,
    Change,
    Delivery,
    DirectDebit,
    Document,
    Kind,
    Line,
    Means,
    Payment,
    Period,
    Preceding,
    Price,
    Quantity,
    References,
    Transfer,
    Vat,
)
from wattfleet.billing.problems import problems_of
from wattfleet.clients.documents.judging import judge
from wattfleet.clients.documents.making import written
from wattfleet.kernel.money import Currency, Money

EUR = Currency("EUR")
TEXT = st.text(min_size=0, max_size=20)
NAMES = st.one_of(*[st.text("aÄ<&'\" ", min_size=1).map(lambda one: f"Charging{one}")] * 9, TEXT)
DISCOUNT = "#SKONTO#TAGE=14#PROZENT=2.00#"
TERMS = TEXT | st.lists(
    st.sampled_from([DISCOUNT, "#", "a #b# c", " #1", "", "Thanks.", f"{DISCOUNT} "])
).map("\n".join)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
VATS = st.sampled_from(
    [
        Vat(Category.STANDARD, 190_000),
        Vat(Category.STANDARD, 70_000),
        Vat(Category.STANDARD, 77_500),
        Vat(Category.ZERO),
        Vat(Category.EXEMPT, 0, "", "Exempt under article 135"),
        Vat(Category.REVERSE_CHARGE, 0, "VATEX-EU-AE", ""),
        Vat(Category.WITHIN_EU, 0, "VATEX-EU-IC", ""),
        Vat(Category.EXPORT, 0, "VATEX-EU-G", "Export"),
    ]
)
MONEY = st.builds(Money, st.integers(0, 10**9), st.just(EUR))
CHANGES = st.builds(Change, amount=MONEY, reason=st.just("Agreed"), is_charge=st.booleans())
UNITS = st.sampled_from(["KWH", "SEC", "C62", "MON"])
ACCOUNTS: list[Means] = [
    Transfer(iban="DE75512108001245126199", bic="SOLADEST600", account_name="Ladewerk"),
    Transfer(iban="DE75512108001245126199", sepa=False),
    Bankgiro(number="58056201"),
    DirectDebit(mandate="M1", creditor="DE98ZZZ09999999999", iban="DE02120300000000202051"),
    Card(last_digits="4242"),
]
DELIVERIES = [
    None,
    Delivery(address=Address(country="SE", city="Göteborg", post_code="411 09")),
    Delivery(address=Address(country="SE")),
    Delivery(day=date(2026, 11, 30), name=" "),
]
FILE = Attachment(id="1", file_name="a.csv", media_type="text/csv", content=b"a")


@st.composite
def lines(draw: st.DrawFn) -> Line:
    unit = draw(UNITS)
    period = Period(date(2026, 11, 2), date(2026, 11, draw(st.integers(1, 30))))
    base = draw(st.none() | st.builds(Quantity, st.integers(1, 10**10), st.just(unit)))
    return Line(
        str(draw(st.integers(1, 10**6))),
        draw(NAMES),
        Quantity(draw(st.integers(-(10**12), 10**12)), unit),
        Price(draw(st.integers(0, 10**9)), base),
        draw(VATS),
        description=draw(TEXT),
        period=draw(st.sampled_from([None, period])),
        changes=tuple(draw(st.lists(CHANGES, max_size=2))),
        object_id=draw(TEXT),
        cost_centre=draw(TEXT),
        note=draw(TEXT),
        attributes=tuple(draw(st.lists(st.tuples(TEXT, TEXT), max_size=2))),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    facts: dict[str, Any] = {
        "kind": draw(st.sampled_from(Kind)),
        "number": draw(NAMES),
        "issued": draw(DAYS),
        "seller": draw(st.sampled_from([GERMAN, SWEDISH])),
        "buyer": draw(st.sampled_from([FLEET, SWEDISH])),
        "lines": tuple(draw(st.lists(lines(), min_size=1, max_size=4))),
        "period": draw(
            st.sampled_from(
                [None, NOVEMBER, NOVEMBER, NOVEMBER, Period(date(2026, 11, 9), date(2026, 11, 8))]
            )
        ),
        "payment": Payment(
            means=tuple(draw(st.lists(st.sampled_from(ACCOUNTS), max_size=1))),
            reference=draw(TEXT),
            due=draw(DAYS),
            terms=draw(TERMS),
        ),
        "references": References(
            buyer=draw(NAMES),
            order=draw(TEXT),
            contract=draw(TEXT),
            project=draw(TEXT),
            cost_centre=draw(TEXT),
        ),
        "changes": tuple(
            draw(st.lists(st.builds(Change, amount=MONEY, reason=NAMES, is_charge=st.booleans(), vat=VATS)))
        )[:2],
        "preceding": tuple(
            draw(st.lists(st.builds(Preceding, NAMES, st.none() | DAYS), min_size=1, max_size=2))
        ),
        "notes": tuple(draw(st.lists(TEXT, max_size=2))),
        "attachments": draw(st.sampled_from([(), (FILE,)])),
        "paid": draw(st.none() | MONEY),
        "delivery": draw(st.sampled_from(DELIVERIES)),
    }
    return a_document(**facts)


@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_we_see_no_problem_in_the_rules_accept(document: Document) -> None:
    said = [one for one in SAID if not problems_of(document, one[1])]
    assume(said)
    for form, profile in said:
        report = judge(written(document, form, profile), form, profile)
        assert report.accepted, (form, profile, report.findings)
