"""Reports over HTTP: saved, looked at, and fetched as a file."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.nouns import Noun
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, when
from wattfleet.billing.report import (
    Column,
    Every,
    Form,
    Group,
    Period,
    Report,
    ReportChange,
    ReportWish,
    Table,
)
from wattfleet.billing.report_files import MEDIA, written
from wattfleet.storage import reports
from wattfleet.storage.database import Reader
from wattfleet.usecases.reports import (
    change_report,
    file_name,
    make_report,
    remove_report,
    report_days,
    save_report,
)


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """A saved report. `next_at` is when it is sent; `problem` why the last time did not go out."""

    id: Id
    name: str
    columns: list[Column]
    groups: list[Group]
    period: Period
    first: Day | None
    last: Day | None
    site_id: Id | None
    form: Form
    every: Every | None
    to: list[str]
    next_at: When | None
    sent_at: When | None
    problem: str
    version: int


class ReportQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which reports."""

    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="id (order of making) or name; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


class RowsView(msgspec.Struct, frozen=True, kw_only=True):
    """The report as it is now: a list of texts for each row; numbers are decimal texts, null = not known.

    It tells of sessions that ended on the days from `first` to `last`, both inside, each by its site's clock.
    """

    first: Day
    last: Day
    heads: list[str]
    rows: list[list[str | None]]


class FileQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In what form; its own, if empty."""

    format: Literal["csv", "xlsx", "parquet"] | None = None


def view(report: Report) -> ReportView:
    wish = report.wish
    return ReportView(
        id=str(report.id),
        name=wish.name,
        columns=wish.columns,
        groups=wish.groups,
        period=wish.period,
        first=None if wish.first is None else wish.first.isoformat(),
        last=None if wish.last is None else wish.last.isoformat(),
        site_id=None if wish.site_id is None else str(wish.site_id),
        form=wish.form,
        every=wish.every,
        to=wish.to,
        next_at=when(report.next_at),
        sent_at=when(report.sent_at),
        problem=report.problem,
        version=report.version,
    )


def _filters(query: ReportQuery) -> dict[str, object]:
    return {"search": query.search}


REPORTS = Noun(
    __name__, "/api/v1/reports", "report", unknown="report_unknown", demand=reports.demand, view=view
)


async def rows(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    _, made, (first, last) = await _made(door, asked)
    cells = [[one if one is None or isinstance(one, str) else f"{one:f}" for one in row] for row in made.rows]
    return json_answer(
        RowsView(first=first.isoformat(), last=last.isoformat(), heads=list(made.heads), rows=cells)
    )


async def fetch(door: Door, asked: Asked[Nothing, FileQuery]) -> Answer:
    report, made, _ = await _made(door, asked)
    form = report.wish.form if asked.query.format is None else Form(asked.query.format)
    name = file_name(report.wish, form).encode("ascii", "replace").decode().replace("?", "-")
    return Answer(
        body=written(made, form),
        media=MEDIA[form],
        headers=(("Content-Disposition", f'attachment; filename="{name}"'),),
    )


async def _made(
    door: Door, asked: Asked[Nothing, Nothing] | Asked[Nothing, FileQuery]
) -> tuple[Report, Table, tuple[date, date]]:
    report_id = REPORTS.id_of(asked.names)
    now = door.parts.clock.now()

    def look(reader: Reader) -> tuple[Report, Table, tuple[date, date]]:
        report = reports.demand(reader, report_id)
        return report, make_report(reader, report.wish, now), report_days(reader, report.wish, now)

    return await door.parts.database.read(asked.caller.tenant, look)


_ONE = "/api/v1/reports/{id}"
_EXAMPLE = (
    '{"name": "Energy by site", "groups": ["site", "month"], "columns": ["sessions", "margin"], '
    '"period": "last_month", "form": "xlsx", "every": "month", "to": ["boss@example.org"]}'
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/reports",
        REPORTS.lists("list_reports", reports.page, _filters),
        deed=READ,
        body=Nothing,
        query=ReportQuery,
        about=About(summary="Saved reports", answer=ReportView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/reports",
        REPORTS.makes(save_report),
        deed=WRITE,
        body=ReportWish,
        query=Nothing,
        about=About(
            summary="Save a report",
            description="Chosen columns over the sessions that ended in a period, put together by chosen "
            "groups. With `every` and `to` it is sent by mail, early on the first day after.",
            answer=ReportView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(404,),
        ),
    ),
    route(
        "GET",
        _ONE,
        REPORTS.shows(),
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One saved report", answer=ReportView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        REPORTS.changes(change_report),
        deed=WRITE,
        body=ReportChange,
        query=Nothing,
        about=About(
            summary="Change a saved report",
            description="What is absent stays. Another period than `days` takes its days away, `every` null "
            "the addresses.",
            answer=ReportView,
            example='{"columns": ["sessions", "energy_kwh"], "every": null}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        _ONE,
        REPORTS.removes(remove_report),
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Take a report away", status=204, versioned=True),
    ),
    route(
        "GET",
        f"{_ONE}/rows",
        rows,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="What a report says now", answer=RowsView),
    ),
    route(
        "GET",
        f"{_ONE}/file",
        fetch,
        deed=READ,
        body=Nothing,
        query=FileQuery,
        about=About(
            summary="A report as a file",
            description="CSV, XLSX or Parquet; no text in it is taken for a formula.",
            media="application/octet-stream",
        ),
    ),
)
