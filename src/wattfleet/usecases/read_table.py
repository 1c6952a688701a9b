"""A file of people's own as rows of text: CSV with whatever between its cells, or the first XLSX sheet."""

import csv
import datetime as dt
import io
import zipfile

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from wattfleet.kernel.errors import WattfleetError, invalid

MOST_ROWS = 100_000


class Table(msgspec.Struct, frozen=True):
    """The names of the columns as they stand, and the rows with their line numbers."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(content: bytes) -> Table:
    """Raises: WattfleetError `file_unreadable`, `file_empty`, `file_too_long`."""
    lines = _sheet(content) if content.startswith(b"PK") else _csv(content)
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if len(numbered) < 2:
        raise invalid(
            "file_empty",
            "The file has no lines below its header.",
            hint="The first line names the columns, such as identity,access,ocpp_password.",
        )
    if len(numbered) > MOST_ROWS:
        raise invalid("file_too_long", f"The file has more than {MOST_ROWS} lines.", hint="Split it.")
    return Table(numbered[0][1], numbered[1:])


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise _unreadable()
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise _unreadable() from error


def _sheet(content: bytes) -> list[list[str]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise _unreadable() from error
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime():
            return value.isoformat(sep="T")
        case dt.date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _unreadable() -> WattfleetError:
    return invalid(
        "file_unreadable",
        "The file is neither CSV nor an XLSX workbook.",
        hint="Save it as CSV in UTF-8, or as .xlsx.",
    )
