"""Files of banks: read as they are sent, matched with a reason, written as their schema wants them."""

from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.things import new_id

from wattfleet.billing.bank.camt import Movement, read_camt
from wattfleet.billing.bank.debit import Creditor, Debit, pain_008, sepa
from wattfleet.billing.bank.matching import OpenItem, Why, match, match_all
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Currency, Money

SEK, EUR = Currency("SEK"), Currency("EUR")
DAY = date(2026, 12, 20)
DETAIL = """<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="SEK">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>Bergslagens Frakt AB</Nm></Pty></Dbtr>
<DbtrAcct><Id><IBAN>SE3550000000054910000003</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"""


def entry(amount: str, side: str = "CRDT", details: str = "", status: str = "<Cd>BOOK</Cd>") -> str:
    inside = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return (
        f'<Ntry><Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>2026-12-20</Dt></BookgDt><AcctSvcrRef>REF{amount}</AcctSvcrRef>{inside}</Ntry>"
    )


def balance(code: str, amount: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="SEK">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-12-20</Dt></Dt></Bal>"
    )


def statement(*entries: str, first: str = "100.00", last: str, version: str = "08") -> bytes:
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><GrpHdr/>'
        f"<Stmt><Id>S1</Id><Acct><Id><IBAN>SE4550000000058398257466</IBAN></Id></Acct>"
        f"{balance('OPBD', first)}{balance('CLBD', last)}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def test_a_statement_is_read_with_who_paid_and_why() -> None:
    two = DETAIL.format(amount="20.84", reference="2026000014") + DETAIL.format(
        amount="9.16", reference="2026000022"
    )
    content = statement(entry("30.00", details=two), entry("5.00", side="DBIT"), last="125.00")
    first, second, out = read_camt(content)
    assert (first.money, second.money, out.money) == (Money(2084, SEK), Money(916, SEK), Money(-500, SEK))
    assert (first.reference, first.party, first.booked_on) == ("2026000014", "Bergslagens Frakt AB", DAY)
    assert first.party_account == "SE3550000000054910000003"
    assert first.end_to_end == ""
    assert len({one.key for one in (first, second, out)}) == 3
    assert read_camt(content) == (first, second, out)
    older = read_camt(content.replace(b"001.08", b"001.02").replace(b"<Cd>BOOK</Cd>", b"BOOK"))
    assert [one.money for one in older] == [first.money, second.money, out.money]


def test_parts_that_do_not_add_up_are_one_movement() -> None:
    part = DETAIL.format(amount="20.84", reference="2026000014")
    (only,) = read_camt(statement(entry("30.00", details=part), last="130.00"))
    assert only.money == Money(3000, SEK)


def test_what_is_pending_is_not_booked() -> None:
    content = statement(entry("30.00", status="<Cd>PDNG</Cd>"), last="100.00")
    assert read_camt(content) == ()


def test_a_debit_that_came_back_says_why() -> None:
    back = (
        '<TxDtls><Refs><EndToEndId>2026-00001</EndToEndId></Refs><Amt Ccy="SEK">5.00</Amt>'
        "<CdtDbtInd>DBIT</CdtDbtInd><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"
    )
    (one,) = read_camt(statement(entry("5.00", side="DBIT", details=back), last="95.00"))
    assert (one.returned, one.end_to_end, one.money.minor) == ("AC04", "2026-00001", -500)
    assert match(one, []).why is Why.RETURNED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nonsense", "bank_file_invalid"),
        (b"<a/>", "bank_file_invalid"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "bank_file_invalid"),
        (statement(entry("x"), last="100.00"), "bank_file_invalid"),
        (statement(entry("1.001"), last="101.00"), "bank_file_invalid"),
        (statement(entry("30.00"), last="131.00"), "bank_file_gap"),
    ],
    ids=["text", "other", "doctype", "amount", "decimals", "gap"],
)
def test_what_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        read_camt(content)
    assert refused.value.code == code
    assert refused.value.hint


def paid(minor: int = 2084, **rest: str) -> Movement:
    return Movement(key="k", account="SE45", money=Money(minor, SEK), booked_on=DAY, **rest)


FIRST = OpenItem(
    id=new_id(), number="2026-00001", reference="2026000014", open=Money(2084, SEK), accounts=("SE35",)
)
OTHER = OpenItem(id=new_id(), number="2026-00002", reference="RF18539007547034", open=Money(999, SEK))
TWIN = OpenItem(
    id=new_id(), number="2026-00003", reference="2026000030", open=Money(2084, SEK), accounts=("SE35",)
)
EURO = OpenItem(id=new_id(), number="2026-00004", reference="2026000048", open=Money(2084, EUR))

MATCHED = [
    (paid(reference="2026000014"), Why.REFERENCE, FIRST, 0),
    (paid(reference="00002026000014"), Why.REFERENCE, FIRST, 0),
    (paid(999, text="RF18 5390 0754 7034"), Why.REFERENCE, OTHER, 0),
    (paid(2000, reference="2026000014"), Why.REFERENCE, FIRST, -84),
    (paid(2100, reference="2026000014"), Why.REFERENCE, FIRST, 16),
    (paid(text="Faktura 2026-00001, tack"), Why.NUMBER, FIRST, 0),
    (paid(text="202600001"), Why.NUMBER, FIRST, 0),
    (paid(text="tack"), Why.NOTHING, None, 0),
    (paid(party_account="SE35"), Why.SEVERAL, None, 0),
    (paid(reference="2026000048"), Why.NOTHING, None, 0),
    (paid(-2084, reference="2026000014"), Why.OUT, None, 0),
]


@pytest.mark.parametrize(("movement", "why", "item", "difference"), MATCHED)
def test_a_movement_is_matched_with_a_reason(
    movement: Movement, why: Why, item: OpenItem | None, difference: int
) -> None:
    found = match(movement, [FIRST, OTHER, TWIN, EURO])
    assert (found.why, found.item) == (why, item)
    if item is not None:
        assert found.difference == Money(difference, SEK)
        assert found.is_sure == (difference <= 0)


def test_the_payers_account_decides_where_one_item_fits_alone() -> None:
    assert match(paid(party_account="SE35"), [FIRST, OTHER]).why is Why.ACCOUNT


def test_what_is_paid_once_is_open_no_more() -> None:
    first, second = match_all([paid(reference="2026000014"), paid(text="2026-00001")], [FIRST])
    assert (first.why, second.why) == (Why.REFERENCE, Why.NOTHING)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=6), st.lists(st.integers(1, 5000), max_size=6))
def test_never_more_than_is_open_is_sure(amounts: list[int], open_: list[int]) -> None:
    items = [
        OpenItem(id=new_id(), number=f"N{at}", reference=f"9{at}", open=Money(minor, SEK))
        for at, minor in enumerate(open_)
    ]
    moves = [paid(minor, reference=f"9{at % 3}") for at, minor in enumerate(amounts)]
    booked: dict[str, int] = {}
    for one in match_all(moves, items):
        if one.is_sure and one.item is not None:
            booked[one.item.number] = booked.get(one.item.number, 0) + one.movement.money.minor
    for item in items:
        assert booked.get(item.number, 0) <= item.open.minor


CREDITOR = Creditor(
    name="Ladewerk GmbH", id="DE98ZZZ09999999999", iban="DE75512108001245126199", bic="SOLADEST600"
)


def a_debit(number: int = 1, **rest: object) -> Debit:
    facts: dict[str, object] = {
        "end_to_end": f"2026-{number:05}",
        "money": Money(57296, EUR),
        "kind": "RCUR",
        "mandate": "M-1",
        "signed_on": date(2026, 1, 2),
        "name": "Spedition Nord KG",
        "iban": "DE02120300000000202051",
        "text": "Rechnung 2026-00001",
    }
    return Debit(**(facts | rest))  # type: ignore[arg-type]


def written(*debits: Debit) -> bytes:
    return pain_008(
        debits, CREDITOR, message_id="RUN-1", made_at=datetime(2026, 12, 1, 9, tzinfo=UTC), due=DAY
    )


def schema() -> etree.XMLSchema:
    spec = find_spec("sepaxml")
    assert spec is not None
    assert spec.submodule_search_locations
    return etree.XMLSchema(
        etree.parse(str(Path(spec.submodule_search_locations[0]) / "schemas/pain.008.001.08.xsd"))
    )


SCHEMA = schema()


def test_a_collection_is_valid_by_the_schema_and_counts_itself() -> None:
    root = etree.fromstring(written(a_debit(1), a_debit(2, kind="FRST", bic="BYLADEM1001"), a_debit(3)))
    SCHEMA.assertValid(root)
    assert root.findtext(".//{*}GrpHdr/{*}NbOfTxs") == "3"
    assert root.findtext(".//{*}GrpHdr/{*}CtrlSum") == "1718.88"
    assert [one.text for one in root.iter("{*}SeqTp")] == ["FRST", "RCUR"]
    assert [one.text for one in root.iter("{*}EndToEndId")] == ["2026-00002", "2026-00001", "2026-00003"]


@given(st.text(max_size=200), st.text(max_size=200), st.integers(1, 10**9))
def test_whatever_is_written_in_it_the_schema_holds(name: str, text: str, minor: int) -> None:
    named = f"N{name}"
    root = etree.fromstring(written(a_debit(name=named, text=text, money=Money(minor, EUR))))
    SCHEMA.assertValid(root)


def test_names_are_in_letters_that_sepa_carries() -> None:
    assert sepa("Müller & Søn, Łódź «Straße»", 70) == "Muller + Son, Lodz Strasse"
    assert sepa("x" * 99, 70) == "x" * 70


@pytest.mark.parametrize(
    ("debits", "code"),
    [
        ([], "debits_empty"),
        ([a_debit(money=Money(100, SEK))], "debit_invalid"),
        ([a_debit(money=Money(0, EUR))], "debit_invalid"),
        ([a_debit(1), a_debit(1)], "debit_invalid"),
    ],
    ids=["none", "kronor", "zero", "twice"],
)
def test_what_cannot_be_collected_is_refused(debits: list[Debit], code: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        written(*debits)
    assert refused.value.code == code
