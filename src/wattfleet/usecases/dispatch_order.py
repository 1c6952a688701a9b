"""An order goes to its station, and what came of it is written."""

import contextlib
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.bus.port import Ask, News, StationKey, Told
from wattfleet.commands import CancelReservation, ReserveNow, StationCommand
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.ocpp import outcomes
from wattfleet.ocpp.asked import Call
from wattfleet.ocpp.secrets import hidden_fields
from wattfleet.stations.effects import awaited
from wattfleet.stations.orders import SETTLED, Order, OrderState, Reservation, ReservationState
from wattfleet.storage import configuration, orders, reservations
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.again import write_again
from wattfleet.usecases.parts import Parts

TIMEOUT_US = 30 * SECOND_US
"""For how long a station may think about a call. Source: OCPP 1.6-J §4.2.1 leaves it to us."""


async def dispatch_order(
    parts: Parts, tenant: int, order: Order, call: Call, command: StationCommand | None
) -> None:
    """Ask, and write the answer. Raises: WattfleetError `storage_unavailable`."""
    question = Ask(order.id, call.action, call.payload, TIMEOUT_US)
    told = await parts.bus.ask(StationKey(tenant, order.station_id), question)
    now = parts.clock.now()
    settled = await write_again(parts, tenant, partial(_settle, order.id, told, command, now))
    parts.bus.publish(News(tenant, "order", str(order.id), settled.version, now))


def mark_sent(writer: Writer, order_id: UUID, at: Instant) -> None:
    """The call is on its way: written in the same transaction as its frame."""
    order = orders.get(writer, order_id)
    if order is not None and order.state is OrderState.PENDING:
        sent = msgspec.structs.replace(order, state=OrderState.SENT, sent_at=at, message_id=str(order_id))
        with contextlib.suppress(WattfleetError):  # its answer was quicker, and says more
            orders.change(writer, sent, order.version)


def _settle(
    order_id: UUID, told: Told, command: StationCommand | None, now: Instant, writer: Writer
) -> Order:
    order = orders.get(writer, order_id)
    assert order is not None, "an order that was placed is there"
    if order.state in SETTLED:
        return order
    judged = judge(order, told, command)
    effect, deadline = awaited(judged, now, _plug_in_s(writer, order.station_id))
    judged = msgspec.structs.replace(judged, effect=effect, deadline=deadline)
    _keep_reservation(writer, judged, command)
    return orders.change(writer, judged, order.version)


def judge(order: Order, told: Told, command: StationCommand | None) -> Order:
    """The order after what the station said, or did not."""
    state, answer, problem = _judged(told, command)
    return msgspec.structs.replace(
        order,
        state=state,
        answer=None if answer is None else hidden_fields(answer),
        problem=problem,
        message_id=told.message_id if told.sent_at is not None else order.message_id,
        sent_at=told.sent_at or order.sent_at,
        answered_at=told.answered_at,
    )


def _judged(told: Told, command: StationCommand | None) -> tuple[OrderState, dict[str, Any] | None, str]:
    match told.how:
        case "answered" if command is not None:
            outcome = outcomes.outcome(command, told.payload)
            return OrderState(outcome.state), outcome.answer, ""
        case "answered":
            return _raw(told.payload)
        case "refused":
            answer = {"error": told.code, "text": told.text}
            problem = f"The station refused the call: {told.code} {told.text}".strip()
            return OrderState(outcomes.refused(told.code)), answer, problem
        case "timed_out":
            return OrderState.TIMED_OUT, None, "The station did not answer. What it did is not known."
        case "malformed":
            return OrderState.FAILED, None, "The station's answer cannot be read."
        case "lost":
            return OrderState.FAILED, None, "The connection ended before the station answered."
        case _:
            return OrderState.NOT_CONNECTED, None, _NOT_SENT.get(told.text, "The station is not connected.")


_NOT_SENT = {
    "queue_full": "Too many calls wait for the station.",
    "waited_too_long": "Other calls to the station took too long.",
    "repeated_id": "A call with this id is already on its way.",
}


def _raw(payload: bytes) -> tuple[OrderState, dict[str, Any] | None, str]:
    """A raw call's answer by its status, where that is a known word; else it was answered, that is all."""
    try:
        answer = msgspec.json.decode(payload, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return OrderState.FAILED, None, "The station's answer cannot be read."
    status = str(answer.get("status", "")).strip().lower().replace("_", "")
    return OrderState(outcomes.STATES.get(status, "accepted")), answer, ""


def _plug_in_s(reader: Reader, station_id: UUID) -> int | None:
    """For how long the station waits for a car after a remote start, where it has told."""
    for name in (
        configuration.Name(variable="ConnectionTimeOut"),
        configuration.Name(component="TxCtrlr", variable="EVConnectionTimeOut"),
    ):
        setting = configuration.get(reader, station_id, name)
        if setting is not None and setting.value is not None and setting.value.isdecimal():
            return int(setting.value)
    return None


def _keep_reservation(writer: Writer, order: Order, command: StationCommand | None) -> None:
    """The reservation's row follows its order; after no answer it stays as it was, for nobody knows."""
    match command:
        case ReserveNow():
            reservation = reservations.get(writer, order.id)
            state = ReservationState.REFUSED
        case CancelReservation(reservation=number):
            reservation = reservations.by_number(writer, order.station_id, number)
            state = ReservationState.CANCELLED
        case _:
            return
    if order.state is OrderState.ACCEPTED and isinstance(command, ReserveNow):
        state = ReservationState.RESERVED
    unknown = order.state in {OrderState.TIMED_OUT, OrderState.FAILED}
    if reservation is None or unknown or (state is ReservationState.CANCELLED and not _done(order)):
        return
    _change(writer, reservation, state)


def _done(order: Order) -> bool:
    return order.state is OrderState.ACCEPTED


def _change(writer: Writer, reservation: Reservation, state: ReservationState) -> None:
    if reservation.state is not state:
        reservations.change(writer, msgspec.structs.replace(reservation, state=state), reservation.version)
