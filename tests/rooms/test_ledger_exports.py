"""The books as files, read back by other means than they were written by."""

import csv
import io
import re
from datetime import UTC, date, datetime
from importlib.resources import files

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from tests.things import NOON, new_id

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Currency, Money
from wattfleet.ledger.entry import Entry, Posting, Source, entry
from wattfleet.ledger.exports.datev import Batch, datev
from wattfleet.ledger.exports.sie import Company, sie
from wattfleet.ledger.exports.tables import as_csv, as_parquet, as_xlsx
from wattfleet.ledger.exports.voucher import Voucher, chart_named, parse_charts, vouchers

SEK = Currency("SEK")
DAY = date(2026, 12, 1)
BAS = chart_named(parse_charts((files("wattfleet.facts") / "charts.toml").read_text(encoding="utf-8")), "BAS")
BATCH = Batch(adviser=1001, client=1, year_begins=date(2026, 1, 1), first=DAY, last=DAY)


def an_entry(text: str, *postings: tuple[str, int], currency: Currency = SEK) -> Entry:
    made = [Posting(account, Money(minor, currency)) for account, minor in postings]
    return entry(
        new_id(),
        f"invoice:{text}",
        made,
        at=NOON,
        booked_on=DAY,
        source=Source.INVOICE,
        source_id=new_id(),
        text=text,
    )


def an_invoice(text: str = "2026-00001") -> Entry:
    return an_entry(text, ("receivable:1", 2084), ("accrued", -1667), ("vat:SE", -417))


def told(*entries: Entry) -> list[Voucher]:
    return vouchers(entries, BAS, SEK)


def read_sie(content: bytes) -> tuple[dict[str, str], list[tuple[str, list[tuple[str, str]]]]]:
    """A reader of its own: labels with their fields, and vouchers with their transactions."""
    heads: dict[str, str] = {}
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in content.decode("cp437").split("\r\n"):
        match = re.match(r"\s*#(\w+) ?(.*)", line)
        if match is None:
            assert line in {"{", "}", ""}
            continue
        label, rest = match.groups()
        fields = [
            one[1:-1].replace('\\"', '"') if one[0] == '"' else one
            for one in re.findall(r'"(?:\\.|[^"\\])*"|\{\}|\S+', rest)
        ]
        if label == "VER":
            found.append((fields[3], []))
        elif label == "TRANS":
            found[-1][1].append((fields[0], fields[2]))
        elif label == "KONTO":
            heads[f"KONTO {fields[0]}"] = fields[1]
        else:
            heads[label] = " ".join(fields)
    return heads, found


def test_sie_is_read_as_it_was_meant() -> None:
    content = sie(told(an_invoice("Åkeri “Älg”")), Company("Elladan AB", "556036-0793"), SEK, made_on=DAY)
    heads, found = read_sie(content)
    assert heads == snapshot(
        {
            "FLAGGA": "0",
            "PROGRAM": "Wattfleet ",
            "FORMAT": "PC8",
            "GEN": "20261201",
            "SIETYP": "4",
            "ORGNR": "556036-0793",
            "FNAMN": "Elladan AB",
            "VALUTA": "SEK",
            "KONTO 1510": "Kundfordringar",
            "KONTO 1790": "Upplupna intäkter",
            "KONTO 2611": "Utgående moms, Sverige",
        }
    )
    assert found == snapshot([("Åkeri ?Älg?", [("1510", "20.84"), ("1790", "-16.67"), ("2611", "-4.17")])])
    assert b"\x8f" in content  # Å in code page 437


TEXTS = st.text(max_size=40)


@given(TEXTS, st.integers(1, 10**9), st.integers(1, 10**9))
def test_every_voucher_adds_up_whatever_is_written_in_it(text: str, net: int, tax: int) -> None:
    entries = [an_entry(text, ("receivable:1", net + tax), ("accrued", -net), ("vat:SE", -tax))]
    content = sie(told(*entries), Company(text), SEK, made_on=DAY)
    _, ((_, legs),) = read_sie(content)
    assert sum(round(float(amount) * 100) for _, amount in legs) == 0
    rows = list(
        csv.reader(
            io.StringIO(
                datev(told(*entries), BATCH, SEK, made_at=datetime(2026, 12, 1, tzinfo=UTC)).decode("cp1252")
            ),
            delimiter=";",
        )
    )[2:]
    assert all(len(row) == 14 for row in rows)
    lines = list(csv.DictReader(io.StringIO(as_csv(told(*entries)).decode("utf-8-sig"), newline="")))
    assert (
        sum(round(float(one["debit"] or 0) * 100) - round(float(one["credit"] or 0) * 100) for one in lines)
        == 0
    )
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for one in lines for cell in one.values()
    )


def test_datev_books_pairs_that_come_to_the_same() -> None:
    content = datev(told(an_invoice()), BATCH, SEK, made_at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    head, columns, *rows = content.decode("cp1252").split("\r\n")
    assert head.split(";")[:16] == snapshot(
        [
            '"EXTF"',
            "700",
            "21",
            '"Buchungsstapel"',
            "13",
            "20261201090000000",
            "",
            '"WF"',
            '""',
            '""',
            "1001",
            "1",
            "20260101",
            "4",
            "20261201",
            "20261201",
        ]
    )
    assert len(head.split(";")) == 31
    assert columns.startswith("Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz")
    assert rows == snapshot(
        [
            '16,67;"H";"SEK";;;"";1790;1510;"";0112;"2026-00001";"";;"2026-00001 accrued"',
            '4,17;"H";"SEK";;;"";2611;1510;"";0112;"2026-00001";"";;"2026-00001 vat:SE"',
            "",
        ]
    )


def test_a_spreadsheet_runs_nothing_that_somebody_wrote() -> None:
    evil = told(an_invoice('=HYPERLINK("http://x")'))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(evil))).active
    assert sheet is not None
    cell = sheet.cell(2, 3)
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    assert sheet.cell(2, 6).value == 20.84
    assert b"'=HYPERLINK" in as_csv(evil)


def test_parquet_keeps_decimals_and_days() -> None:
    frame = pl.read_parquet(io.BytesIO(as_parquet(told(an_invoice()))))
    assert [str(one) for one in frame["debit"].to_list()] == ["20.840", "None", "None"]
    assert frame["day"].to_list() == [DAY] * 3
    assert as_parquet([])[:4] == b"PAR1"


def test_what_the_chart_does_not_know_is_refused_by_name() -> None:
    with pytest.raises(WattfleetError, match="has no account for vat:DE") as refused:
        told(an_entry("x", ("receivable:1", 119), ("accrued", -100), ("vat:DE", -19)))
    assert refused.value.code == "chart_incomplete"
    euro = an_entry("x", ("bank", 1), ("receivable:1", -1), currency=Currency("EUR"))
    with pytest.raises(WattfleetError, match="EUR beside SEK"):
        told(an_invoice(), euro)
    with pytest.raises(WattfleetError, match="There is no chart"):
        chart_named({"BAS": BAS}, "SKR03")
    with pytest.raises(WattfleetError, match="cannot be read"):
        parse_charts("BAS = 1")
