"""The books of some days as a file for a bookkeeping program, in the numbers of a chart of accounts."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, assert_never

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger.exports.datev import Batch, datev
from wattfleet.ledger.exports.sie import Company, sie
from wattfleet.ledger.exports.tables import as_csv, as_parquet, as_xlsx
from wattfleet.ledger.exports.voucher import Chart, Voucher, chart_named, checked_chart, in_digits, vouchers
from wattfleet.storage import choices, ledger_export
from wattfleet.storage.database import Reader
from wattfleet.usecases.choose import Choice, choose
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import demand_seller

CHART = "chart"
Form = Literal["sie", "datev", "csv", "xlsx", "parquet"]
MEDIA: dict[Form, str] = {
    "sie": "application/x-sie",
    "datev": "text/csv; charset=windows-1252",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
ENDINGS: dict[Form, str] = {"sie": "si", "datev": "csv", "csv": "csv", "xlsx": "xlsx", "parquet": "parquet"}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which days (both inside), in which currency and form; `adviser` and `client` are DATEV's numbers."""

    form: Form
    first: date
    last: date
    currency: Currency
    chart: str = ""
    adviser: int = 0
    client: int = 0
    year_begins: date | None = None


def own_chart(reader: Reader) -> Chart | None:
    """The chart that the bookkeeper handed in."""
    body = choices.get(reader, CHART)
    return None if body is None else msgspec.json.decode(body, type=Chart)


async def set_chart(
    parts: Parts, tenant: int, chart: Chart, *, seen: int | None = None, by: Principal
) -> Choice[Chart]:
    """Raises: WattfleetError `chart_invalid`, `version_stale`."""
    checked_chart(chart)
    return await choose(
        parts, tenant, CHART, chart, noun="chart", before=own_chart, seen=seen, by=by, title=chart.title
    )


async def export_ledger(parts: Parts, tenant: int, wanted: Wanted, charts: Mapping[str, Chart]) -> bytes:
    """Raises: WattfleetError `days_invalid`, `chart_unknown`, `chart_incomplete`, `chart_not_in_digits`,
    `export_too_large`, `seller_not_set`, `datev_batch_invalid`."""
    if wanted.last < wanted.first:
        raise invalid("days_invalid", "The last day is before the first.", hint="Exchange them.", field="to")
    now = parts.clock.now()

    def look(reader: Reader) -> bytes:
        own = own_chart(reader)
        known = charts if own is None else {**charts, "own": own}
        chart = chart_named(known, wanted.chart or ("BAS" if own is None else "own"))
        entries = ledger_export.between(reader, wanted.first, wanted.last, wanted.currency)
        return _written(reader, wanted, vouchers(entries, chart, wanted.currency), now)

    return await parts.database.read(tenant, look)


def _written(reader: Reader, wanted: Wanted, found: list[Voucher], now: Instant) -> bytes:
    match wanted.form:
        case "sie":
            seller = demand_seller(reader)
            company = Company(seller.name, seller.registration)
            return sie(in_digits(found), company, wanted.currency, made_on=now.moment.date())
        case "datev":
            batch = Batch(
                adviser=wanted.adviser,
                client=wanted.client,
                year_begins=wanted.year_begins or date(wanted.first.year, 1, 1),
                first=wanted.first,
                last=wanted.last,
            )
            return datev(in_digits(found), batch, wanted.currency, made_at=now.moment)
        case "csv":
            return as_csv(found)
        case "xlsx":
            return as_xlsx(found)
        case "parquet":
            return as_parquet(found)
        case _:
            assert_never(wanted.form)
