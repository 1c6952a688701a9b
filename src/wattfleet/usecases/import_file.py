"""A file of sites, stations or tokens is brought in, line by line; a second time changes nothing.

A line that is refused costs only itself. What is there already is changed where the file says otherwise;
empty cells say nothing. A dry run does the same and undoes it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from wattfleet.access.acts import Act
from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.rows import column_name, unknown_columns
from wattfleet.storage import acts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act_of
from wattfleet.usecases.import_rows import KINDS, Brought, Cells, RowKind, Tools
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.read_table import Table, read_table
from wattfleet.usecases.station_news import station_news

BATCH = 200
"""Lines in one transaction: stations keep talking in between."""

REFUSED = "refused"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a line. `ocpp_password` is a generated one, told here and never again."""

    line: int
    name: str
    outcome: str
    detail: str = ""
    code: str = ""
    field: str = ""
    ocpp_password: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file."""

    kind: str
    dry_run: bool
    created: int
    changed: int
    unchanged: int
    refused: int
    lines: list[Line]


class _Undo(Exception):
    """A dry run ends here: what it did is undone."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines


async def import_file(
    parts: Parts,
    tenant: int,
    kind: str,
    content: bytes,
    *,
    pepper: bytes,
    by: Principal,
    dry_run: bool = False,
    defaults: Mapping[str, str] | None = None,
) -> Report:
    """`defaults` hold for columns that the file does not have.

    Raises: WattfleetError `file_unreadable`, `file_empty`, `column_unknown`, `column_missing`.
    """
    how = KINDS[kind]
    rows = _named(how, read_table(content), defaults or {})
    tools = Tools(parts.ids, parts.clock.now(), pepper)
    batch = partial(_batch, parts, by, how, tools, dry_run=dry_run)
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for start in range(0, len(rows), BATCH):
        fresh = [_first_time(how, row, seen) for row in rows[start : start + BATCH]]
        lines += await _bring(parts, tenant, partial(batch, fresh))
    if not dry_run and kind == "stations":
        for line in lines:
            if line.outcome in {"created", "changed"}:
                parts.bus.publish(station_news(parts, tenant, line.name))
    count = {outcome: sum(line.outcome == outcome for line in lines) for outcome in _OUTCOMES}
    return Report(kind=kind, dry_run=dry_run, lines=lines, **count)


_OUTCOMES = ("created", "changed", "unchanged", REFUSED)

Fresh = tuple[int, Cells, Line | None]
"""A line's number, what it says, and its refusal where it is known before anything is looked up."""


def _named(how: RowKind, table: Table, defaults: Mapping[str, str]) -> list[tuple[int, Cells]]:
    columns = [column_name(text, how.aliases) for text in table.columns]
    strangers = unknown_columns(columns, how.shape, frozenset())
    if strangers:
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(how.shape))
        raise invalid(
            "column_unknown",
            f"Nobody knows what to do with the column “{strangers[0][:60]}”.",
            hint=f"Columns are: {known}. Take the others out.",
            field=strangers[0],
        )
    if how.key not in columns:
        raise invalid(
            "column_missing",
            f"There is no column “{how.key}”.",
            hint="Add it: the first line names the columns.",
            field=how.key,
        )
    return [
        (
            number,
            dict(defaults)
            | {name: text for name, text in zip(columns, cells, strict=False) if name and text},
        )
        for number, cells in table.rows
    ]


def _first_time(how: RowKind, row: tuple[int, Cells], seen: dict[str, int]) -> Fresh:
    number, cells = row
    name = cells.get(how.key, "")
    if not name:
        return (
            number,
            cells,
            _line(
                number,
                "",
                invalid(
                    "field_missing",
                    f"“{how.key}” is empty.",
                    hint="Fill the cell, or leave the line out.",
                    field=how.key,
                ),
            ),
        )
    first = seen.setdefault(how.fold(name), number)
    if first != number:
        twice = invalid(
            "named_twice",
            f"It stands in line {first} already.",
            hint="Leave one of the two lines out.",
            field=how.key,
        )
        return number, cells, _line(number, name, twice)
    return number, cells, None


async def _bring(parts: Parts, tenant: int, batch: "partial[list[Line]]") -> list[Line]:
    try:
        return await parts.database.write(tenant, batch)
    except _Undo as undone:
        return undone.lines


def _batch(
    parts: Parts,
    by: Principal,
    how: RowKind,
    tools: Tools,
    rows: Sequence[Fresh],
    writer: Writer,
    *,
    dry_run: bool,
) -> list[Line]:
    deeds: list[Act] = []
    tools = tools.anew()

    def note(name: str, found: Brought) -> None:
        deed = found.deed
        if deed is not None:
            verb = "create" if deed.before is None else "change"
            done = ("import_" + verb, how.noun)
            one = act_of(parts, by, done, deed.thing, before=deed.before, after=deed.after, name=name)
            deeds.append(one)

    lines = [refused or _brought(how, writer, number, cells, tools, note) for number, cells, refused in rows]
    if dry_run:
        raise _Undo(lines)
    acts.append(writer, deeds)
    return lines


def _brought(
    how: RowKind,
    writer: Writer,
    number: int,
    cells: Cells,
    tools: Tools,
    note: Callable[[str, Brought], None],
) -> Line:
    name = cells[how.key]
    try:
        found = how.bring(writer, cells, tools)
    except WattfleetError as refusal:
        if refusal.kind == "unavailable":
            raise
        return _line(number, name, refusal)
    note(name, found)
    return Line(line=number, name=name, outcome=found.outcome, ocpp_password=found.password)


def _line(number: int, name: str, refusal: WattfleetError) -> Line:
    return Line(
        line=number,
        name=name,
        outcome=REFUSED,
        detail=f"{refusal.message} {refusal.hint}".strip(),
        code=refusal.code,
        field=refusal.field,
    )
