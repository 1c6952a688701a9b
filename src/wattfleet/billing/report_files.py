"""A report as a file: CSV, XLSX or Parquet. No text is taken for a formula.

Source: OWASP, CSV injection; as in the exports of the ledger.
"""

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from wattfleet.billing.report import Form, Table
from wattfleet.ledger.exports.tables import harmless

if TYPE_CHECKING:
    import polars as pl

MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PARQUET: "application/vnd.apache.parquet",
}


def written(table: Table, form: Form) -> bytes:
    match form:
        case Form.CSV:
            return _csv(table)
        case Form.XLSX:
            return _xlsx(table)
        case Form.PARQUET:
            return _parquet(table)


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow([_text(one) for one in row])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: str | Decimal | None) -> str:
    if cell is None:
        return ""
    return harmless(cell) if isinstance(cell, str) else f"{cell:f}"


def _xlsx(table: Table) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Report")
    bold = book.add_format({"bold": True})
    for at, head in enumerate(table.heads):
        sheet.write_string(0, at, head, bold)
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell)
            elif cell is not None:
                sheet.write_number(number, at, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()


def _parquet(table: Table) -> bytes:
    import polars as pl

    out = io.BytesIO()
    columns = {
        head: pl.Series(head, [_cell(row[at]) for row in table.rows], dtype=_type(table, at))
        for at, head in enumerate(table.heads)
    }
    pl.DataFrame(columns).write_parquet(out)
    return out.getvalue()


def _cell(cell: str | Decimal | None) -> str | Decimal | None:
    return cell


def _type(table: Table, at: int) -> "pl.DataType":
    """Numbers keep their decimals; a column without any row is text."""
    import polars as pl

    cells = [row[at] for row in table.rows if row[at] is not None]
    return pl.Decimal(38, 6) if cells and all(isinstance(one, Decimal) for one in cells) else pl.String()
