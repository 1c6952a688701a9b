"""The books as a file, and the chart of accounts in whose numbers it is written."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import seen_version
from wattfleet.kernel.errors import missing
from wattfleet.kernel.money import Currency
from wattfleet.ledger.exports.voucher import Chart, chart_named, parse_charts
from wattfleet.storage.database import Reader
from wattfleet.usecases.export_ledger import (
    CHART,
    ENDINGS,
    MEDIA,
    Form,
    Wanted,
    export_ledger,
    own_chart,
    set_chart,
)


class ExportQuery(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """Which days, both inside, and in what form."""

    format: Form
    since: date
    until: date
    currency: str
    chart: Annotated[str, Meta(description="`BAS`, or `own`; the own one if there is one.")] = ""
    adviser: Annotated[int, Meta(description="DATEV: the number of the tax adviser.")] = 0
    client: Annotated[int, Meta(description="DATEV: the number of the client.")] = 0
    year_begins: date | None = None


@cache
def _charts() -> dict[str, Chart]:
    return dict(parse_charts((files("wattfleet.facts") / "charts.toml").read_text(encoding="utf-8")))


async def export(door: Door, asked: Asked[Nothing, ExportQuery]) -> Answer:
    query = asked.query
    wanted = Wanted(
        form=query.format,
        first=query.since,
        last=query.until,
        currency=Currency.named(query.currency),
        chart=query.chart,
        adviser=query.adviser,
        client=query.client,
        year_begins=query.year_begins,
    )
    content = await export_ledger(door.parts, asked.caller.tenant, wanted, _charts())
    name = f"ledger-{query.since}-{query.until}.{ENDINGS[query.format]}"
    headers = (("Content-Disposition", f'attachment; filename="{name}"'),)
    return Answer(body=content, media=MEDIA[query.format], headers=headers)


class ChartQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Your own, or one that comes with the program."""

    shipped: Annotated[
        str, Meta(description="`BAS`: the chart that is used as long as there is no own one.")
    ] = ""


async def show_chart(door: Door, asked: Asked[Nothing, ChartQuery]) -> Answer:
    if asked.query.shipped:
        return json_answer(chart_named(_charts(), asked.query.shipped))
    return await show_choice(door, asked, CHART, _demand_chart)


def _demand_chart(reader: Reader) -> Chart:
    chart = own_chart(reader)
    if chart is None:
        raise missing(
            "chart_not_set",
            "There is no chart of accounts of your own.",
            hint="Write one with PUT /api/v1/ledger/chart; until then BAS is used.",
        )
    return chart


async def put_chart(door: Door, asked: Asked[Chart, Nothing]) -> Answer:
    made = await set_chart(door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by)
    return choice_answer(made)


_CHART = "/api/v1/ledger/chart"
_EXAMPLE = (
    '{"title": "SKR03", "source": "our tax adviser, 2026", '
    '"accounts": {"receivable": {"number": "1400", "name": "Forderungen"}}}'
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/ledger/export",
        export,
        deed=READ,
        body=Nothing,
        query=ExportQuery,
        about=About(
            summary="The books of some days as a file: SIE 4, DATEV, CSV, XLSX or Parquet",
            description="A voucher an entry, in the numbers of the chart. An account that the chart does not "
            "know is refused by name. In CSV and XLSX no text is taken for a formula.",
            media="application/octet-stream",
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        _CHART,
        show_chart,
        deed=READ,
        body=Nothing,
        query=ChartQuery,
        about=About(summary="Your own chart of accounts", answer=Chart, versioned=True, refuses=(404,)),
    ),
    route(
        "PUT",
        _CHART,
        put_chart,
        deed=WRITE,
        body=Chart,
        query=Nothing,
        about=About(
            summary="Write your chart of accounts anew, as a whole",
            description="An account stands for a ledger account by its name (`vat:DE`) or by the word before "
            "its colon (`vat`).",
            answer=Chart,
            versioned=True,
            example=_EXAMPLE,
        ),
    ),
)
