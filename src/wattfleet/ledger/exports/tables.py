"""Vouchers as tables: CSV, XLSX and Parquet, a line a leg; no text is taken for a formula.

In CSV a text that a spreadsheet would take for a formula gets an apostrophe before it; in XLSX texts are
written as texts. Source: OWASP, CSV injection.
"""

import csv
import io
from collections.abc import Sequence

from wattfleet.ledger.exports.voucher import Voucher

COLUMNS = ("voucher", "day", "text", "account", "account_name", "debit", "credit", "currency", "name")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(vouchers: Sequence[Voucher]) -> list[tuple[int | str, ...]]:
    """A line a leg; debit and credit are decimal texts, one of them empty."""
    return [
        (
            voucher.number,
            voucher.day.isoformat(),
            voucher.text,
            leg.account.number,
            leg.account.name,
            str(leg.money) if leg.money.minor > 0 else "",
            str(-leg.money) if leg.money.minor < 0 else "",
            leg.money.currency.code,
            leg.name,
        )
        for voucher in vouchers
        for leg in voucher.legs
    ]


def as_csv(vouchers: Sequence[Voucher]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(vouchers):
        writer.writerow([one if isinstance(one, int) else harmless(one) for one in row])
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def as_xlsx(vouchers: Sequence[Voucher]) -> bytes:
    """Amounts are numbers, all else is text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Journal")
    bold, two = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for at, name in enumerate(COLUMNS):
        sheet.write_string(0, at, name, bold)
    for line, row in enumerate(rows(vouchers), start=1):
        for at, one in enumerate(row):
            if isinstance(one, int):
                sheet.write_number(line, at, one)
            elif COLUMNS[at] in {"debit", "credit"} and one:
                sheet.write_number(line, at, float(one), two)  # a cell has no other number
            elif one:
                sheet.write_string(line, at, one)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def as_parquet(vouchers: Sequence[Voucher]) -> bytes:
    """Amounts as decimals, days as days."""
    import polars as pl

    frame = pl.DataFrame(
        rows(vouchers), schema=dict.fromkeys(COLUMNS, pl.String) | {"voucher": pl.Int64}, orient="row"
    )
    amounts = [
        pl.when(pl.col(name) == "").then(None).otherwise(pl.col(name)).cast(pl.Decimal(18, 3)).alias(name)
        for name in ("debit", "credit")
    ]
    out = io.BytesIO()
    frame.with_columns(*amounts, pl.col("day").str.to_date()).write_parquet(out)
    return out.getvalue()
