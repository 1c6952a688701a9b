"""A raw OCPP call of an operator: checked against the official schema, stored and sent as any command."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import invalid
from wattfleet.ocpp.raw import RawCall, checked
from wattfleet.ocpp.secrets import without_secrets
from wattfleet.stations.orders import Order, OrderState
from wattfleet.storage import orders
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.send_command import NEVER_CONNECTED, Placed, act_of_order, await_order, version_of
from wattfleet.usecases.then import Then, nothing

RAW = "ocpp"
"""What the order of a raw call is called."""


async def send_raw(
    parts: Parts,
    tenant: int,
    station_id: UUID,
    raw: RawCall,
    order_id: UUID,
    *,
    by: Principal,
    wait_us: int = 0,
    then: Then[Order] = nothing,
) -> Order:
    """Raises: WattfleetError `station_unknown`, `ocpp_action_unknown`, `ocpp_action_of_station`,
    `ocpp_payload`, `order_exists`, `too_busy`."""
    parts.errands.demand_room()

    def stored(writer: Writer) -> Placed:
        station = demand_station(writer, station_id)
        version = version_of(station)
        order = Order(
            id=order_id,
            station_id=station.id,
            command=RAW,
            request={"action": raw.action, "payload": without_secrets(_payload(raw))},
            asked_by=by.text,
            asked_at=parts.clock.now(),
        )
        call = None
        if version is None:
            order = msgspec.structs.replace(order, state=OrderState.NOT_CONNECTED, problem=NEVER_CONNECTED)
        else:
            call = checked(version, raw)
        orders.add(writer, order)
        act_of_order(writer, parts, by, order)
        then(writer, order)
        return Placed(order, call)

    placed = await parts.database.write(tenant, stored)
    return await await_order(parts, tenant, placed, None, wait_us)


def _payload(raw: RawCall) -> object:
    try:
        return msgspec.json.decode(raw.payload)
    except msgspec.DecodeError as wrong:
        raise invalid(
            "ocpp_payload",
            f"The payload is not JSON: {wrong}",
            hint="Write one JSON object.",
            field="payload",
        ) from wrong
