"""A pretend station over a real socket, against a back end of an independent package that checks all."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random
from typing import Any

import pytest
import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint as Central16
from ocpp.v16 import call as call16
from ocpp.v16 import call_result as result16
from ocpp.v21 import ChargePoint as Central21
from ocpp.v21 import call as call21
from ocpp.v21 import call_result as result21
from ocpp.v201 import ChargePoint as Central201
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as result201

from wattfleet.cli import simulate, simulate_fleet
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.energy import Energy, Power
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.simulator import car
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.evse import EvsePlan
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import Station, StationPlan

NOW = "2026-06-01T12:00:00Z"


class Usual16(Central16):
    @on("BootNotification")
    def boot(self, **_: Any) -> Any:
        return result16.BootNotification(current_time=NOW, interval=300, status="Accepted")

    @on("Authorize")
    def authorise(self, **_: Any) -> Any:
        return result16.Authorize(id_tag_info={"status": "Accepted"})

    @on("StartTransaction")
    def start_transaction(self, **_: Any) -> Any:
        return result16.StartTransaction(transaction_id=42, id_tag_info={"status": "Accepted"})

    @on("StopTransaction")
    def stop_transaction(self, **_: Any) -> Any:
        return result16.StopTransaction()

    @on("MeterValues")
    def values(self, **_: Any) -> Any:
        return result16.MeterValues()

    @on("StatusNotification")
    def status(self, **_: Any) -> Any:
        return result16.StatusNotification()

    @on("DiagnosticsStatusNotification")
    def diagnostics(self, **_: Any) -> Any:
        return result16.DiagnosticsStatusNotification()


def usual_2x(central: type, results: Any) -> type:
    class Usual2x(central):
        @on("BootNotification")
        def boot(self, **_: Any) -> Any:
            return results.BootNotification(current_time=NOW, interval=300, status="Accepted")

        @on("Authorize")
        def authorise(self, **_: Any) -> Any:
            return results.Authorize(id_token_info={"status": "Accepted"})

        @on("TransactionEvent")
        def event(self, **_: Any) -> Any:
            return results.TransactionEvent()

        @on("StatusNotification")
        def status(self, **_: Any) -> Any:
            return results.StatusNotification()

        @on("MeterValues")
        def values(self, **_: Any) -> Any:
            return results.MeterValues()

        @on("NotifyReport")
        def report(self, **_: Any) -> Any:
            return results.NotifyReport()

        @on("ReportChargingProfiles")
        def profiles(self, **_: Any) -> Any:
            return results.ReportChargingProfiles()

    return Usual2x


CENTRALS: dict[str, type] = {
    "1.6": Usual16,
    "2.0.1": usual_2x(Central201, result201),
    "2.1": usual_2x(Central21, result21),
}


class Wire:
    """The back end's end of the wire, and the station's."""

    def __init__(self) -> None:
        self.centrals: list[Any] = []
        self.paths: list[str] = []
        self.connected = asyncio.Event()

    async def ask(self, payload: Any) -> Any:
        return await self.centrals[-1].call(payload, suppress=False)


@asynccontextmanager
async def wired(version: Version, **plan: Any) -> AsyncIterator[tuple[Wire, Station, Link]]:
    wire = Wire()

    async def serve(socket: Any) -> None:
        wire.paths.append(socket.request.path)
        central = CENTRALS[version]("S1", socket)
        wire.centrals.append(central)
        wire.connected.set()
        with suppress(websockets.ConnectionClosed):
            await central.start()

    speaks: Any = [f"ocpp{version}"]
    async with websockets.serve(serve, "127.0.0.1", 0, subprotocols=speaks, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        clock = SystemClock()
        evses = (EvsePlan(), EvsePlan(evse_id=2, max_dc=Power.from_w(150_000)))
        built = StationPlan(identity="S 1", version=version, evses=evses, **plan)
        station = Station(built, clock.now(), Random(1))
        link = Link(station, f"ws://127.0.0.1:{port}/ocpp", "secret", clock, Random(1))
        running = asyncio.create_task(link.run())
        try:
            async with asyncio.timeout(20):
                await link.until(connected=True, drained=True)
                yield wire, station, link
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_charge_from_card_to_unplugging(version: Version) -> None:
    async with wired(version) as (wire, station, link):
        station.plug_in(1, car.battery(FAMILY, 500), "CARD")
        link.touch()
        await link.until(drained=True)
        assert station.evses[0].status == "Charging"
        station.unplug(1)
        link.touch()
        await link.until(drained=True)
        assert station.post.problems == []
        assert [one.reason for one in station.charges] == ["EVDisconnected"]
        assert wire.paths == ["/ocpp/S%201"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_it_comes_back_by_itself_and_says_what_waited(version: Version) -> None:
    async with wired(version) as (wire, station, link):
        link.go_offline()
        await link.until(connected=False)
        station.plug_in(2, car.battery(FAMILY, 500), "CARD")
        station.unplug(2)
        waiting = station.post.mailbox.lasting
        assert waiting >= 2
        before = len(station.post.acknowledged)
        link.come_back()
        await link.until(connected=True, drained=True)
        assert station.post.problems == []
        assert len(station.post.acknowledged) >= before + waiting
        assert len(wire.paths) == 2


PROFILE_16 = {
    "charging_profile_id": 1,
    "stack_level": 0,
    "charging_profile_purpose": "TxDefaultProfile",
    "charging_profile_kind": "Absolute",
    "charging_schedule": {
        "charging_rate_unit": "A",
        "charging_schedule_period": [{"start_period": 0, "limit": 10.0}],
    },
}
COMMANDS_16: list[tuple[Any, dict[str, object]]] = [
    (call16.ChangeAvailability(connector_id=0, type="Operative"), {"status": "Accepted"}),
    (call16.ChangeConfiguration(key="MeterValueSampleInterval", value="60"), {"status": "Accepted"}),
    (call16.ChangeConfiguration(key="NumberOfConnectors", value="3"), {"status": "Rejected"}),
    (call16.ChangeConfiguration(key="Nothing", value="3"), {"status": "NotSupported"}),
    (call16.GetConfiguration(key=["Nothing"]), {"unknown_key": ["Nothing"]}),
    (call16.ClearCache(), {"status": "Accepted"}),
    (call16.DataTransfer(vendor_id="x"), {"status": "UnknownVendorId"}),
    (call16.GetDiagnostics(location="ftp://x"), {"file_name": "diagnostics.log"}),
    (call16.GetLocalListVersion(), {"list_version": 0}),
    (
        call16.SendLocalList(
            list_version=3,
            update_type="Full",
            local_authorization_list=[{"idTag": "A", "idTagInfo": {"status": "Blocked"}}],
        ),
        {"status": "Accepted"},
    ),
    (call16.GetLocalListVersion(), {"list_version": 3}),
    (
        call16.ReserveNow(connector_id=1, expiry_date="2099-01-01T00:00:00Z", id_tag="A", reservation_id=7),
        {"status": "Accepted"},
    ),
    (call16.CancelReservation(reservation_id=7), {"status": "Accepted"}),
    (call16.CancelReservation(reservation_id=8), {"status": "Rejected"}),
    (
        call16.SetChargingProfile(connector_id=1, cs_charging_profiles=PROFILE_16),
        {"status": "Accepted"},
    ),
    (call16.GetCompositeSchedule(connector_id=1, duration=600), {"status": "Accepted"}),
    (call16.ClearChargingProfile(id=1), {"status": "Accepted"}),
    (call16.ClearChargingProfile(id=1), {"status": "Unknown"}),
    (call16.TriggerMessage(requested_message="MeterValues", connector_id=1), {"status": "Accepted"}),
    (call16.TriggerMessage(requested_message="StatusNotification"), {"status": "Accepted"}),
    (call16.UnlockConnector(connector_id=9), {"status": "NotSupported"}),
    (call16.RemoteStopTransaction(transaction_id=1), {"status": "Rejected"}),
    (call16.UpdateFirmware(location="ftp://x", retrieve_date=NOW), {}),
    (call16.Reset(type="Soft"), {"status": "Accepted"}),
]


async def test_every_command_of_1_6_is_answered_by_the_schema() -> None:
    async with wired("1.6") as (wire, station, _):
        for command, expected in COMMANDS_16:
            answer = vars(await wire.ask(command))
            assert expected.items() <= answer.items(), command
        assert station.post.problems == []
        assert station.variables.number("sample_s") == 60


def commands_2x(calls: Any) -> list[tuple[Any, dict[str, object]]]:
    where = {"component": {"name": "AlignedDataCtrlr"}, "variable": {"name": "Interval"}}
    schedule = {
        "id": 1,
        "charging_rate_unit": "A",
        "charging_schedule_period": [{"start_period": 0, "limit": 10.0}],
    }
    profile = {
        "id": 1,
        "stack_level": 0,
        "charging_profile_purpose": "TxDefaultProfile",
        "charging_profile_kind": "Absolute",
        "charging_schedule": [schedule],
    }
    token = {"id_token": "A", "type": "ISO14443"}
    return [
        (calls.ChangeAvailability(operational_status="Operative"), {"status": "Accepted"}),
        (calls.SetVariables(set_variable_data=[{**where, "attribute_value": "900"}]), {}),
        (calls.GetVariables(get_variable_data=[where]), {}),
        (calls.GetBaseReport(request_id=1, report_base="FullInventory"), {"status": "Accepted"}),
        (calls.ClearCache(), {"status": "Accepted"}),
        (calls.DataTransfer(vendor_id="x"), {"status": "UnknownVendorId"}),
        (calls.GetLocalListVersion(), {"version_number": 0}),
        (calls.SendLocalList(version_number=2, update_type="Full"), {"status": "Accepted"}),
        (
            calls.ReserveNow(id=7, expiry_date_time="2099-01-01T00:00:00Z", id_token=token, evse_id=1),
            {"status": "Accepted"},
        ),
        (calls.CancelReservation(reservation_id=7), {"status": "Accepted"}),
        (calls.SetChargingProfile(evse_id=1, charging_profile=profile), {"status": "Accepted"}),
        (
            calls.GetChargingProfiles(
                request_id=3, charging_profile={"charging_profile_purpose": "TxDefaultProfile"}
            ),
            {"status": "Accepted"},
        ),
        (calls.GetCompositeSchedule(evse_id=1, duration=600), {"status": "Accepted"}),
        (calls.ClearChargingProfile(charging_profile_id=1), {"status": "Accepted"}),
        (calls.GetTransactionStatus(), {"messages_in_queue": False}),
        (calls.TriggerMessage(requested_message="StatusNotification"), {"status": "Accepted"}),
        (calls.UnlockConnector(evse_id=9, connector_id=1), {"status": "UnknownConnector"}),
        (calls.RequestStopTransaction(transaction_id="x"), {"status": "Rejected"}),
        (calls.RequestStartTransaction(id_token=token, remote_start_id=5, evse_id=1), {"status": "Accepted"}),
        (calls.Reset(type="Immediate"), {"status": "Accepted"}),
    ]


@pytest.mark.parametrize(("version", "calls"), [("2.0.1", call201), ("2.1", call21)])
async def test_every_command_of_2_x_is_answered_by_the_schema(version: Version, calls: Any) -> None:
    async with wired(version) as (wire, station, _):
        for command, expected in commands_2x(calls):
            answer = vars(await wire.ask(command))
            assert expected.items() <= answer.items(), command
        assert station.post.problems == []
        assert station.variables.number("aligned_s") == 900


async def test_a_remote_start_begins_when_the_car_comes_and_a_remote_stop_ends_it() -> None:
    async with wired("1.6", register=Energy.from_wh(100)) as (wire, station, link):
        answer = await wire.ask(call16.RemoteStartTransaction(id_tag="FAR", connector_id=1))
        assert answer.status == "Accepted"
        station.plug_in(1, car.battery(FAMILY, 500))
        link.touch()
        await link.until(drained=True)
        assert station.charges[0].token == "FAR"
        assert (await wire.ask(call16.RemoteStopTransaction(transaction_id=42))).status == "Accepted"
        await link.until(drained=True)
        assert station.charges[0].reason == "Remote"


async def test_the_command_runs_a_fleet_with_a_past_of_every_version(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def serve(socket: Any) -> None:
        version = socket.subprotocol.removeprefix("ocpp")
        with suppress(websockets.ConnectionClosed):
            await CENTRALS[version]("S", socket).start()

    speaks: Any = [f"ocpp{version}" for version in VERSIONS]
    async with websockets.serve(serve, "127.0.0.1", 0, subprotocols=speaks, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        parser = argparse.ArgumentParser()
        simulate.arguments(parser)
        words = f"--url ws://127.0.0.1:{port}/ocpp --stations 4 --past 1 --seed 3 --once --password p"
        given = parser.parse_args(words.split())
        assert await simulate_fleet.simulate(given) == 0
    told = capsys.readouterr().out
    assert " 0 still wait, 0 given up, 0 answers that were not as they should be" in told
