"""The package `ocpp` as an independent station, in 1.6, 2.0.1 and 2.1, against the whole gateway.

It validates what it sends and what it gets by the official schemas, so an answer that is wrong in shape ends
these tests.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from ocpp.routing import on
from ocpp.v16 import ChargePoint as Station16
from ocpp.v16 import call as call16
from ocpp.v16 import call_result as result16
from ocpp.v16.enums import AvailabilityStatus, RegistrationStatus, ResetStatus
from ocpp.v21 import ChargePoint as Station21
from ocpp.v21 import call as call21
from ocpp.v21 import call_result as result21
from ocpp.v201 import ChargePoint as Station201
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as result201
from tests.doors.house import dial
from tests.doors.installation import Installation, installation
from tests.places import AnyDatabase
from tests.things import TESTER

from wattfleet.commands import (
    ChangeAvailability,
    GetVariables,
    RemoteStart,
    Reset,
    StationCommand,
    VariableName,
)
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.orders import Order, OrderState
from wattfleet.storage import sessions
from wattfleet.storage.database import DEFAULT_TENANT
from wattfleet.usecases.send_command import send_command

T = "2026-11-20T12:%02d:00Z"


class Car16(Station16):
    """A 1.6 station."""

    @on("Reset")
    def on_reset(self, **_: Any) -> Any:
        return result16.Reset(status=ResetStatus.accepted)

    @on("ChangeAvailability")
    def on_change(self, **_: Any) -> Any:
        return result16.ChangeAvailability(status=AvailabilityStatus.scheduled)

    @on("RemoteStartTransaction")
    def on_start(self, **_: Any) -> Any:
        return result16.RemoteStartTransaction(status="Rejected")


class Car201(Station201):
    """A 2.0.1 station."""

    @on("Reset")
    def on_reset(self, **_: Any) -> Any:
        return result201.Reset(status="Scheduled")

    @on("GetVariables")
    def on_read(self, get_variable_data: list[dict[str, Any]], **_: Any) -> Any:
        told = [one | {"attribute_status": "Accepted", "attribute_value": "60"} for one in get_variable_data]
        return result201.GetVariables(get_variable_result=told)


class Car21(Station21):
    """A 2.1 station."""

    @on("Reset")
    def on_reset(self, **_: Any) -> Any:
        return result21.Reset(status="Accepted")


@asynccontextmanager
async def driving(kind: Any, subprotocol: str, port: int) -> AsyncIterator[Any]:
    """A station that is connected and answers calls."""
    async with dial(port, protocols=(subprotocol,), compression="deflate") as client:
        station = kind("CP-1", client)
        running = asyncio.create_task(station.start())
        try:
            yield station
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


async def ask(built: Installation, station_id: UUID, command: StationCommand) -> Order:
    return await send_command(
        built.parts,
        DEFAULT_TENANT,
        station_id,
        command,
        built.new_id(),
        by=TESTER,
        wait_us=5 * SECOND_US,
    )


async def only_session(built: Installation, station_id: UUID) -> Session:
    (session,) = await built.database.read(
        DEFAULT_TENANT, lambda reader: sessions.open_and_recent(reader, station_id, Instant(0))
    )
    return session


async def test_a_charge_and_commands_in_1_6(database: AnyDatabase) -> None:
    async with installation(database) as built:
        record = await built.station()
        async with driving(Car16, "ocpp1.6", built.port) as station:
            boot = await station.call(
                call16.BootNotification(charge_point_model="M", charge_point_vendor="V")
            )
            assert boot.status == RegistrationStatus.accepted
            await station.call(
                call16.StatusNotification(connector_id=1, error_code="NoError", status="Preparing")
            )
            assert (await station.call(call16.Authorize(id_tag="CARD"))).id_tag_info["status"] == "Accepted"
            start = await station.call(
                call16.StartTransaction(connector_id=1, id_tag="CARD", meter_start=1000, timestamp=T % 0)
            )
            assert start.id_tag_info["status"] == "Accepted"
            assert start.transaction_id > 0
            value = {"timestamp": T % 15, "sampledValue": [{"value": "3500"}]}
            await station.call(
                call16.MeterValues(connector_id=1, meter_value=[value], transaction_id=start.transaction_id)
            )
            await station.call(
                call16.StopTransaction(
                    meter_stop=6000, timestamp=T % 30, transaction_id=start.transaction_id, reason="Local"
                )
            )
            session = await only_session(built, record.id)
            assert (session.state, session.energy.mwh) == (SessionState.CLOSED, 5_000_000)
            assert (await ask(built, record.id, Reset(type="Soft"))).state is OrderState.ACCEPTED
            change = await ask(built, record.id, ChangeAvailability(type="Inoperative"))
            assert (change.state, change.answer) == (OrderState.ACCEPTED, {"status": "Scheduled"})
            assert (await ask(built, record.id, RemoteStart(token="CARD"))).state is OrderState.REJECTED


CARD = {"id_token": "CARD", "type": "ISO14443"}


def _meter(at: str, wh: int) -> list[dict[str, Any]]:
    return [{"timestamp": at, "sampled_value": [{"value": wh}]}]


@pytest.mark.parametrize(
    ("kind", "call", "subprotocol"),
    [(Car201, call201, "ocpp2.0.1"), (Car21, call21, "ocpp2.1")],
    ids=["2.0.1", "2.1"],
)
async def test_a_charge_in_2x(database: AnyDatabase, kind: Any, call: Any, subprotocol: str) -> None:
    async with installation(database) as built:
        record = await built.station()
        async with driving(kind, subprotocol, built.port) as station:
            boot = await station.call(
                call.BootNotification(charging_station={"model": "M", "vendor_name": "V"}, reason="PowerUp")
            )
            assert boot.status == "Accepted"
            assert (await station.call(call.Heartbeat())).current_time.endswith("Z")
            await station.call(
                call.StatusNotification(
                    timestamp=T % 0, connector_status="Occupied", evse_id=1, connector_id=1
                )
            )
            for number, (kind_of_event, trigger, minute, wh) in enumerate(
                [("Started", "CablePluggedIn", 0, 1000), ("Updated", "MeterValuePeriodic", 15, 3500)]
            ):
                await station.call(
                    call.TransactionEvent(
                        event_type=kind_of_event,
                        timestamp=T % minute,
                        trigger_reason=trigger,
                        seq_no=number,
                        transaction_info={"transaction_id": "tx-1"},
                        evse={"id": 1, "connector_id": 1},
                        id_token=CARD if number == 0 else None,
                        meter_value=_meter(T % minute, wh),
                    )
                )
            ended = await station.call(
                call.TransactionEvent(
                    event_type="Ended",
                    timestamp=T % 30,
                    trigger_reason="EVDeparted",
                    seq_no=2,
                    transaction_info={"transaction_id": "tx-1", "stopped_reason": "EVDisconnected"},
                    meter_value=_meter(T % 30, 6000),
                )
            )
            assert ended is not None
            session = await only_session(built, record.id)
            assert (session.state, session.energy.mwh) == (SessionState.CLOSED, 5_000_000)
            order = await ask(built, record.id, Reset(type="OnIdle"))
            assert order.state is OrderState.ACCEPTED
            if kind is Car201:
                name = VariableName(component="OCPPCommCtrlr", variable="HeartbeatInterval")
                told = await ask(built, record.id, GetVariables(variables=(name,)))
                assert told.state is OrderState.ACCEPTED
