"""Accepted is not done: what is awaited after a station has accepted a command, and whether it was seen.

Source: field-faults row 88 (a remote start that is accepted and never starts).
"""

from uuid import UUID

import msgspec

from wattfleet.events import ConnectorStatus
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.stations.station import Connector

PATIENCE_US = {
    "remote_start": 90 * SECOND_US,
    "remote_stop": 60 * SECOND_US,
    "reset": 5 * MINUTE_US,
    "change_availability": 60 * SECOND_US,
    "trigger_message": 30 * SECOND_US,
}
"""For how long an effect is awaited, from the station's answer on."""
MARGIN_S = 30
SCHEDULED_US = 24 * 60 * MINUTE_US
"""`Scheduled`: it is done when the running session has ended."""
_OUT = frozenset({ConnectorStatus.UNAVAILABLE, ConnectorStatus.FAULTED})


class Charge(msgspec.Struct, frozen=True):
    """What an effect needs to know of a session."""

    id: UUID
    evse: int
    started_at: Instant
    received_at: Instant
    token: str
    tx: str
    ended: bool
    remote_start: int | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the station since the order was sent. `heard` are the actions it has sent since."""

    booted_at: Instant | None = None
    connected: bool = True
    connectors: tuple[Connector, ...] = ()
    charges: tuple[Charge, ...] = ()
    heard: frozenset[str] = frozenset()


class Verdict(msgspec.Struct, frozen=True):
    """Where an effect stands; `why` in words for a person, where it stayed away."""

    effect: Effect
    why: str = ""
    session_id: UUID | None = None


def awaited(order: Order, now: Instant, plug_in_s: int | None = None) -> tuple[Effect, Instant | None]:
    """What is awaited of an order that the station has just accepted, and until when.

    `plug_in_s` is for how long the station itself waits for a car, where it has told (ConnectionTimeOut).
    """
    if order.state is not OrderState.ACCEPTED:
        return Effect.NONE, None
    if order.command == "unlock_connector":  # its answer says that the plug is free
        return Effect.SEEN, None
    patience_us = PATIENCE_US.get(order.command)
    if patience_us is None:
        return Effect.NONE, None
    if order.command == "remote_start" and plug_in_s is not None:
        patience_us = (max(0, min(plug_in_s, 3600)) + MARGIN_S) * SECOND_US
    if _word(order.answer) == "Scheduled":
        patience_us = SCHEDULED_US
    return Effect.WAITING, now + patience_us


def judged(order: Order, facts: Facts, now: Instant) -> Verdict:
    """Whether the effect was seen; waiting goes on until the order's deadline."""
    sent = order.sent_at or order.asked_at
    session_id = order.session_id
    match order.command:
        case "remote_start":
            session_id = _started(order, facts, sent)
            seen = session_id is not None
        case "remote_stop":
            session_id = _stopped(order, facts)
            seen = session_id is not None
        case "reset":
            seen = facts.booted_at is not None and facts.booted_at >= sent
        case "change_availability":
            seen = _available(order, facts)
        case "trigger_message":
            seen = _told(order, "requested_message") in facts.heard
        case _:
            seen = False
    if seen:
        return Verdict(Effect.SEEN, session_id=session_id)
    if order.deadline is not None and now >= order.deadline:
        return Verdict(Effect.ABSENT, _absence(order, facts, now), order.session_id)
    return Verdict(Effect.WAITING)


def _started(order: Order, facts: Facts, sent: Instant) -> UUID | None:
    """The session that began: by its number (2.x), else by its token and place since the order was sent."""
    for charge in facts.charges:
        if order.remote_start is not None and charge.remote_start == order.remote_start:
            return charge.id
    token, evse = _told(order, "token").casefold(), _number(order, "connector", "evse")
    for charge in facts.charges:
        fits = charge.token.casefold() == token and (evse is None or charge.evse == evse)
        if fits and charge.remote_start is None and charge.received_at >= sent:
            return charge.id
    return None


def _stopped(order: Order, facts: Facts) -> UUID | None:
    session, tx = _told(order, "session"), _told(order, "transaction")
    for charge in facts.charges:
        if charge.ended and (str(charge.id) == session or (tx and charge.tx == tx)):
            return charge.id
    return None


def _available(order: Order, facts: Facts) -> bool:
    wants_out = _told(order, "type") == "Inoperative"
    place = _number(order, "connector", "evse")
    asked = [one for one in facts.connectors if not place or one.evse == place or one.connector == place == 0]
    plugs = [one for one in asked if one.evse != 0] or asked
    return bool(plugs) and all((one.status in _OUT) == wants_out for one in plugs)


def _absence(order: Order, facts: Facts, now: Instant) -> str:
    waited_s = (now - (order.answered_at or order.asked_at)) // SECOND_US
    match order.command:
        case "remote_start":
            return f"Accepted, but not started: {_why_not_started(order, facts)} for {waited_s} s."
        case "remote_stop":
            return f"Accepted, but the session still runs after {waited_s} s."
        case "reset":
            return f"Accepted, but the station has not booted for {waited_s} s."
        case "change_availability":
            return f"Accepted, but the station still tells another status after {waited_s} s."
        case _:
            return f"Accepted, but nothing was seen of it for {waited_s} s."


def _why_not_started(order: Order, facts: Facts) -> str:
    if not facts.connected:
        return "the station is not connected"
    place = _number(order, "connector", "evse")
    plugs = [one for one in facts.connectors if one.evse != 0 and (place is None or one.evse == place)]
    states = {one.status for one in plugs}
    if ConnectorStatus.FAULTED in states and len(states) == 1:
        return "the connector is faulted"
    if states & {ConnectorStatus.PREPARING, ConnectorStatus.OCCUPIED}:
        return "a car is plugged in, and the station has not begun"
    if states <= {ConnectorStatus.AVAILABLE, ConnectorStatus.RESERVED} and states:
        return "no car plugged in"
    return "the station has told of no session"


def _told(order: Order, field: str) -> str:
    found = order.request.get(field)
    return found if isinstance(found, str) else ""


def _number(order: Order, *fields: str) -> int | None:
    for field in fields:
        found = order.request.get(field)
        if isinstance(found, int):
            return found
    return None


def _word(answer: dict[str, object] | None) -> str:
    status = (answer or {}).get("status")
    return status if isinstance(status, str) else ""
