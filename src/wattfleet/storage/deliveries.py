"""Every message that tells of alarms: what went out, what waits, and what nobody took."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.alarms import deliveries
from wattfleet.storage.writing import loaded, values_of

WAITING, SENT, FAILED = "waiting", "sent", "failed"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message: by `mail` to an address, or by `webhook` to the one that is set."""

    id: UUID
    channel: str
    target: str
    subject: str
    body: str
    state: str = WAITING
    tries: int = 0
    problem: str = ""
    made_at: Instant
    next_at: Instant | None
    done_at: Instant | None = None


_TAKEN = conflict("delivery_exists", "This delivery is already there.")
_LISTING = Listing(
    select=select(deliveries),
    tenant=deliveries.c.tenant_id,
    id=deliveries.c.id,
    sorts={"made_at": deliveries.c.id},
    sort="made_at",
    descending=True,
    filters={
        "state": lambda value: deliveries.c.state == value,
        "channel": lambda value: deliveries.c.channel == value,
    },
)


def add(writer: Writer, delivery: Delivery) -> None:
    writing.insert(writer, deliveries, values_of(delivery), taken=_TAKEN)


def due(reader: Reader, now: Instant, most: int) -> list[Delivery]:
    """What may be sent now, the oldest first."""
    chosen = (
        select(deliveries)
        .where(
            deliveries.c.tenant_id == reader.tenant,
            deliveries.c.state == WAITING,
            deliveries.c.next_at <= now,
        )
        .order_by(deliveries.c.next_at, deliveries.c.id)
        .limit(most)
    )
    return [_delivery(row) for row in reader.connection.execute(chosen).mappings()]


def waiting_for(reader: Reader, channel: str, target: str) -> Delivery | None:
    """What waits for this target and was not tried yet."""
    chosen = select(deliveries).where(
        deliveries.c.tenant_id == reader.tenant,
        deliveries.c.channel == channel,
        deliveries.c.target == target,
        deliveries.c.state == WAITING,
        deliveries.c.tries == 0,
    )
    row = reader.connection.execute(chosen.limit(1)).mappings().first()
    return None if row is None else _delivery(row)


def settle(writer: Writer, delivery: Delivery) -> None:
    """How a try went."""
    writing.put(writer, deliveries, ("id",), values_of(delivery))


def failing(reader: Reader, channel: str) -> str:
    """Why the newest tries of a channel failed; "" where the last one did not."""
    chosen = (
        select(deliveries.c.problem)
        .where(
            deliveries.c.tenant_id == reader.tenant,
            deliveries.c.channel == channel,
            deliveries.c.tries > 0,
        )
        .order_by(deliveries.c.id.desc())
        .limit(1)
    )
    return str(reader.connection.execute(chosen).scalar() or "")


def page(reader: Reader, query: PageQuery) -> Page[Delivery]:
    """Newest first. Filters: state, channel."""
    return list_page(reader, _LISTING, query, _delivery)


def _delivery(row: RowMapping) -> Delivery:
    return loaded(Delivery, row)
