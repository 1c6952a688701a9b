"""A report: which days, which rows, what is refused; and no text of it is ever a formula."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.billing.report import (
    Column,
    Every,
    Fact,
    Form,
    Group,
    Period,
    ReportWish,
    Table,
    checked_report,
    days_of,
    next_day,
    table,
)
from wattfleet.billing.report_files import written
from wattfleet.kernel.errors import WattfleetError

FRIDAY = date(2026, 11, 20)


def wish(**rest: Any) -> ReportWish:
    facts: dict[str, Any] = {"name": "R", "columns": [Column.SESSIONS]}
    return ReportWish(**(facts | rest))


def fact(**rest: Any) -> Fact:
    facts: dict[str, Any] = {
        "site": "Depot",
        "station": "CP1",
        "country": "SE",
        "token": "04a2",
        "token_group": "vans",
        "driver": "",
        "vehicle": "",
        "state": "closed",
        "day": FRIDAY,
        "seconds": 3600,
        "mwh": 5_000_000,
        "currency": "SEK",
        "sale": 1665,
        "vat": 416,
        "cost": 425,
    }
    return Fact(**(facts | rest))


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.YESTERDAY, FRIDAY, date(2026, 11, 19), date(2026, 11, 19)),
        (Period.LAST_WEEK, FRIDAY, date(2026, 11, 9), date(2026, 11, 15)),
        (Period.LAST_WEEK, date(2026, 11, 16), date(2026, 11, 9), date(2026, 11, 15)),
        (Period.THIS_MONTH, FRIDAY, date(2026, 11, 1), FRIDAY),
        (Period.LAST_MONTH, FRIDAY, date(2026, 10, 1), date(2026, 10, 31)),
        (Period.LAST_MONTH, date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        (Period.LAST_MONTH, date(2026, 1, 1), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_is_whole_days(period: Period, today: date, first: date, last: date) -> None:
    assert days_of(wish(period=period), today) == (first, last)


@pytest.mark.parametrize(
    ("every", "today", "expected"),
    [
        (Every.DAY, date(2026, 12, 31), date(2027, 1, 1)),
        (Every.WEEK, FRIDAY, date(2026, 11, 23)),
        (Every.WEEK, date(2026, 11, 16), date(2026, 11, 23)),
        (Every.MONTH, date(2026, 1, 31), date(2026, 2, 1)),
        (Every.MONTH, date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_it_is_sent_on_the_first_day_after(every: Every, today: date, expected: date) -> None:
    assert next_day(every, today) == expected


def test_rows_are_put_together_by_groups_and_currencies_are_never_added() -> None:
    columns = list(Column)
    made = table(
        wish(columns=columns, groups=[Group.SITE, Group.MONTH]),
        [fact(), fact(sale=335, vat=84, cost=75), fact(currency="EUR"), fact(site="Home", cost=None)],
    )
    assert made.heads == ("site", "month", "currency", *(one.value for one in columns))
    assert [" ".join("-" if one is None else str(one) for one in row) for row in made.rows] == [
        "Depot 2026-11 EUR 1 5.000000 1.00 16.65 4.16 20.81 4.25 12.40",
        "Depot 2026-11 SEK 2 10.000000 2.00 20.00 5.00 25.00 5.00 15.00",
        "Home 2026-11 SEK 1 5.000000 1.00 16.65 4.16 20.81 - -",
    ]


def test_without_money_there_is_one_row_for_all_currencies() -> None:
    made = table(wish(groups=[Group.WEEK]), [fact(), fact(currency="EUR")])
    assert (made.heads, made.rows) == (("week", "sessions"), [("2026-W47", Decimal(2))])


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ({"period": Period.DAYS}, "report_days"),
        ({"first": FRIDAY, "last": FRIDAY}, "report_days"),
        ({"period": Period.DAYS, "first": FRIDAY, "last": date(2026, 11, 19)}, "report_days"),
        ({"columns": [Column.SESSIONS] * 2}, "report_twice"),
        ({"groups": [Group.SITE] * 2}, "report_twice"),
        ({"every": Every.DAY}, "report_to"),
        ({"to": ["a@example.org"]}, "report_to"),
        ({"every": Every.DAY, "to": ["nobody"]}, "email_invalid"),
    ],
)
def test_what_cannot_be_is_refused(rest: dict[str, Any], code: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        checked_report(wish(**rest))
    assert refused.value.code == code


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=20))
def test_no_text_is_ever_a_formula(text: str) -> None:
    made = Table(("site",), [(text,)])
    (_, row) = csv.reader(io.StringIO(written(made, Form.CSV).decode("utf-8-sig")))
    cell = row[0] if row else ""
    assert not cell.startswith(("=", "+", "-", "@", "\t"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_numbers_stay_numbers_in_every_file() -> None:
    made = table(wish(groups=[Group.SITE], columns=[Column.ENERGY, Column.COST]), [fact(), fact(cost=None)])
    text = written(made, Form.CSV).decode("utf-8-sig").splitlines()
    assert text == ["site,currency,energy_kwh,cost", "Depot,SEK,10.000000,"]
    frame = pl.read_parquet(io.BytesIO(written(made, Form.PARQUET)))
    assert frame["energy_kwh"][0] == Decimal(10)
    assert frame["cost"].to_list() == [None]
    assert written(made, Form.XLSX)[:2] == b"PK"
