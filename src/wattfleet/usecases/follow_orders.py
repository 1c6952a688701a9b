"""Accepted orders are followed until their effect is seen or its time is over; forgotten ones are ended.

A job without input: what it needs stands in the rows. Source: field-faults row 88.
"""

from functools import partial

import msgspec

from wattfleet.bus.port import News
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.effects import Charge, Facts, judged
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.storage import directory, frames, orders, sessions, stations
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.recording import Direction
from wattfleet.usecases.parts import Parts

FORGOTTEN_US = 2 * MINUTE_US
"""After this long nobody waits for the answer any more: the process that did has died."""
STOPPED = "The server stopped before the station answered. What the station did is not known."
SKEW_US = 10 * SECOND_US


async def follow_orders(parts: Parts) -> int:
    """Judge every order that waits for its effect; how many are settled now."""
    now = parts.clock.now()
    settled = 0
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    for tenant in tenants.values():
        for before, after in await parts.database.read(tenant, partial(_changes, now)):
            if await parts.database.write(tenant, partial(_write, before, after)):
                parts.bus.publish(News(tenant, "order", str(after.id), before.version + 1, now))
                settled += 1
    return settled


async def recover_orders(parts: Parts) -> int:
    """At a start: nobody waits any more for what was on its way when the process ended."""
    ended = 0
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    for tenant in tenants.values():
        ended += await parts.database.write(tenant, _end_all)
    return ended


def _changes(now: Instant, reader: Reader) -> list[tuple[Order, Order]]:
    changes = []
    for order in orders.unsettled(reader):
        after = _followed(reader, order, now)
        if after is not None:
            changes.append((order, after))
    return changes


def _followed(reader: Reader, order: Order, now: Instant) -> Order | None:
    """The order as it should stand; None where nothing is to be changed."""
    if order.state in {OrderState.PENDING, OrderState.SENT}:
        forgotten = now - order.asked_at > FORGOTTEN_US
        return msgspec.structs.replace(order, state=OrderState.FAILED, problem=STOPPED) if forgotten else None
    verdict = judged(order, _facts(reader, order), now)
    if verdict.effect is Effect.WAITING:
        return None
    return msgspec.structs.replace(
        order, effect=verdict.effect, problem=verdict.why, session_id=verdict.session_id
    )


def _facts(reader: Reader, order: Order) -> Facts:
    sent = order.sent_at or order.asked_at
    station = stations.get(reader, order.station_id)
    begun = sessions.open_and_recent(reader, order.station_id, since=sent + -SKEW_US)
    return Facts(
        booted_at=station.booted_at if station is not None else None,
        connected=station is not None and station.connected,
        connectors=tuple(stations.connectors_of(reader, order.station_id)),
        charges=tuple(map(_charge, begun)),
        heard=_heard(reader, order, sent),
    )


def _charge(session: Session) -> Charge:
    return Charge(
        id=session.id,
        evse=session.evse,
        started_at=session.started_at,
        received_at=session.first_received_at,
        token=session.token.uid if session.token is not None else "",
        tx=session.tx,
        ended=session.state is not SessionState.ACTIVE,
        remote_start=session.remote_start,
    )


def _heard(reader: Reader, order: Order, sent: Instant) -> frozenset[str]:
    """Whether the message that was asked for has come."""
    if order.command != "trigger_message":
        return frozenset()
    action = str(order.request.get("requested_message", ""))
    filters = {
        "station": order.station_id,
        "direction": Direction.IN,
        "kind": "call",
        "action": action,
        "from": sent,
    }
    found = frames.page(reader, PageQuery(limit=1, filters=filters)).items
    return frozenset({action}) if found else frozenset()


def _write(before: Order, after: Order, writer: Writer) -> bool:
    """Unless somebody else was quicker."""
    now = orders.get(writer, before.id)
    if now is None or now.version != before.version:
        return False
    orders.change(writer, after, before.version)
    return True


def _end_all(writer: Writer) -> int:
    on_their_way = [
        order for order in orders.unsettled(writer) if order.state in {OrderState.PENDING, OrderState.SENT}
    ]
    for order in on_their_way:
        ended = msgspec.structs.replace(order, state=OrderState.FAILED, problem=STOPPED)
        orders.change(writer, ended, order.version)
    return len(on_their_way)
