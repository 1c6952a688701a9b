"""Cost rates as they are kept."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.billing.cost import CostRate
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.cost_rates import cost_rates

_decode = msgspec.json.Decoder(CostRate).decode
_TAKEN = conflict(
    "cost_rate_exists",
    "The site has a rate from that day on already.",
    hint="Remove it first: `wattfleet cost-rates list`.",
    field="valid_from",
)
_USED = conflict("cost_rate_in_use", "The rate is used.")


def add(writer: Writer, rate: CostRate) -> None:
    """Raises: WattfleetError `cost_rate_exists`."""
    values = {
        "id": rate.id,
        "site_id": rate.site_id,
        "valid_from": rate.valid_from.isoformat(),
        "body": msgspec.json.encode(rate).decode(),
        "version": rate.version,
    }
    writing.insert(writer, cost_rates, values, taken=_TAKEN)


def demand(reader: Reader, rate_id: UUID) -> CostRate:
    """Raises: WattfleetError `cost_rate_unknown`."""
    statement = select(cost_rates).where(cost_rates.c.tenant_id == reader.tenant, cost_rates.c.id == rate_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("cost_rate_unknown", "There is no such rate.", hint="GET /api/v1/cost-rates lists all.")
    return _rate(row)


def remove(writer: Writer, rate_id: UUID) -> None:
    writing.remove(writer, cost_rates, rate_id, used=_USED)


def page(reader: Reader, query: PageQuery) -> Page[CostRate]:
    return list_page(reader, _LISTING, query, _rate)


def by_site(reader: Reader) -> dict[UUID, list[CostRate]]:
    """All of them, in the order of their days."""
    statement = (
        select(cost_rates).where(cost_rates.c.tenant_id == reader.tenant).order_by(cost_rates.c.valid_from)
    )
    found: dict[UUID, list[CostRate]] = {}
    for row in reader.connection.execute(statement).mappings():
        found.setdefault(row["site_id"], []).append(_rate(row))
    return found


def _rate(row: RowMapping) -> CostRate:
    return msgspec.structs.replace(_decode(row["body"]), version=row["version"])


_LISTING = Listing(
    select=select(cost_rates),
    tenant=cost_rates.c.tenant_id,
    id=cost_rates.c.id,
    sorts={"valid_from": cost_rates.c.valid_from},
    sort="valid_from",
    descending=True,
    filters={"site": lambda value: cost_rates.c.site_id == value},
)
