"""Commands and what came of them."""

from uuid import UUID

from sqlalchemy import RowMapping, select, text

from wattfleet.kernel.errors import conflict
from wattfleet.stations.orders import Order
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.orders import orders
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict("order_exists", "An order with this id is already there.")
_UNSETTLED = text("(state IN ('pending', 'sent') OR effect = 'waiting')")
_LISTING = Listing(
    select=select(orders),
    tenant=orders.c.tenant_id,
    id=orders.c.id,
    sorts={"asked_at": orders.c.asked_at, "id": orders.c.id},
    sort="asked_at",
    descending=True,
    filters={
        "station": lambda value: orders.c.station_id == value,
        "state": lambda value: orders.c.state == value,
        "effect": lambda value: orders.c.effect == value,
        "command": lambda value: orders.c.command == value,
        "asked_by": lambda value: orders.c.asked_by == value,
        "from": lambda value: orders.c.asked_at >= value,
        "to": lambda value: orders.c.asked_at < value,
    },
)


def add(writer: Writer, order: Order) -> None:
    """Raises: WattfleetError `order_exists`."""
    writing.insert(writer, orders, values_of(order), taken=_TAKEN)


def get(reader: Reader, order_id: UUID) -> Order | None:
    return writing.get(reader, orders, Order, order_id)


def page(reader: Reader, query: PageQuery) -> Page[Order]:
    return list_page(reader, _LISTING, query, _order)


def change(writer: Writer, order: Order, expected_version: int) -> Order:
    """The order as it now stands. Raises: WattfleetError `version_conflict`."""
    writing.change(writer, orders, values_of(order), expected_version, taken=_TAKEN)
    return get(writer, order.id) or order


def unsettled(reader: Reader, station_id: UUID | None = None) -> list[Order]:
    """Orders that wait for an answer, or for their effect to be seen; oldest first."""
    statement = select(orders).where(orders.c.tenant_id == reader.tenant, _UNSETTLED)
    if station_id is not None:
        statement = statement.where(orders.c.station_id == station_id)
    rows = reader.connection.execute(statement.order_by(orders.c.asked_at, orders.c.id))
    return [_order(row) for row in rows.mappings()]


def newest_question(reader: Reader, station_id: UUID, transaction: str) -> Order | None:
    """The newest question whether this transaction still runs, answered or not."""
    statement = (
        select(orders)
        .where(
            orders.c.tenant_id == reader.tenant,
            orders.c.station_id == station_id,
            orders.c.command == "get_transaction_status",
        )
        .order_by(orders.c.asked_at.desc(), orders.c.id.desc())
        .limit(50)
    )
    for row in reader.connection.execute(statement).mappings():
        order = _order(row)
        if order.request.get("transaction") == transaction:
            return order
    return None


def by_remote_start(reader: Reader, station_id: UUID, number: int) -> Order | None:
    """The remote start that this number belongs to; the newest where it was used twice."""
    statement = (
        select(orders)
        .where(
            orders.c.tenant_id == reader.tenant,
            orders.c.station_id == station_id,
            orders.c.remote_start == number,
        )
        .order_by(orders.c.asked_at.desc())
        .limit(1)
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _order(row)


def _order(row: RowMapping) -> Order:
    return loaded(Order, row)
