"""Commands given over the API reach pretend stations of every version and have their effect."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.stories.town import CARD, CLOCK, Town, on_line, running, until

from wattfleet.kernel.energy import Power
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.simulator import car
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.link import Link

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("commanded town")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("commands")
    async with running(folder) as one:
        yield one


async def ask(town: Town, link: Link, **body: Any) -> Any:
    """Give a command and wait for what becomes of it."""
    path = f"/stations/{link.station.plan.identity}/commands"
    response = await town.api.client.post(path, params={"wait": 10}, json=body)
    assert response.status_code == 201, (body, response.text)
    return response.json()


async def settled(town: Town, link: Link, order: Any) -> Any:
    """The order once its effect is seen or given up."""
    path = f"/stations/{link.station.plan.identity}/commands/{order['id']}"

    async def check() -> Any:
        found = await town.api.get(path)
        return found if found["effect"] != "waiting" else None

    return await until(check)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_remote_start_is_followed_to_its_session_and_a_remote_stop_to_its_end(
    town: Town, version: Version
) -> None:
    link = await town.station(f"Remote-{version}", version, start=CLOCK.now())
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300))
        link.touch()
        place = {"connector": 1} if version == "1.6" else {"evse": 1}
        order = await ask(town, link, command="remote_start", token=CARD, **place)
        assert order["state"] == "accepted"
        assert (await settled(town, link, order))["effect"] == "seen"
        (session,) = await town.sessions(f"Remote-{version}")
        assert session["state"] == "active"
        assert session["token"] == CARD
        order = await ask(town, link, command="remote_stop", session=session["id"])
        assert order["state"] == "accepted"
        (session,) = await town.settled(f"Remote-{version}")
        assert session["reason"].lower() == "remote"
        assert link.station.charges[0].reason == "Remote"
        assert link.station.post.problems == []


def profile(limit: str) -> dict[str, Any]:
    return {
        "purpose": "tx_default",
        "kind": "absolute",
        "stack_level": 1,
        "unit": "A",
        "id": 7,
        "start": "2026-01-01T00:00:00Z",
        "periods": [{"start_s": 0, "limit": limit}],
    }


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_profile_is_obeyed_by_the_car(town: Town, version: Version) -> None:
    link = await town.station(f"Limited-{version}", version, start=CLOCK.now())
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        evse = link.station.evses[0]
        assert evse.draws() == Power.from_w(11_040)
        place = {"connector": 1} if version == "1.6" else {"evse": 1}
        order = await ask(town, link, command="set_charging_profile", profile=profile("10"), **place)
        assert order["state"] == "accepted", order
        assert evse.draws() == Power.from_w(6_900)
        schedule = await ask(town, link, command="get_composite_schedule", duration=600, **place)
        assert schedule["state"] == "accepted", schedule
        order = await ask(town, link, command="clear_charging_profile", charging_profile=7)
        assert order["state"] == "accepted", order
        assert evse.draws() == Power.from_w(11_040)
        assert link.station.post.problems == []


EVERYWHERE: list[dict[str, Any]] = [
    {"command": "change_availability", "type": "Operative"},
    {"command": "clear_cache"},
    {"command": "get_local_list_version"},
    {
        "command": "send_local_list",
        "list_version": 4,
        "update_type": "Full",
        "entries": [{"token": "A", "status": "accepted"}],
    },
    {"command": "trigger_message", "requested_message": "StatusNotification"},
    {"command": "trigger_message", "requested_message": "Heartbeat"},
    {"command": "get_log", "location": "https://logs.example/x", "request": 1},
    {"command": "unlock_connector", "connector": 1, "evse": 1},
]
ONLY_16: list[dict[str, Any]] = [
    {"command": "get_configuration"},
    {"command": "get_configuration", "keys": ["HeartbeatInterval"]},
    {"command": "change_configuration", "key": "MeterValueSampleInterval", "value": "60"},
    {"command": "get_diagnostics", "location": "https://logs.example/x"},
]
INTERVAL = {"component": "SampledDataCtrlr", "variable": "TxUpdatedInterval"}
ONLY_2X: list[dict[str, Any]] = [
    {"command": "get_variables", "variables": [INTERVAL]},
    {"command": "set_variables", "variables": [{**INTERVAL, "value": "60"}]},
    {"command": "get_base_report", "base": "FullInventory"},
    {"command": "get_charging_profiles"},
]


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_command_is_answered(town: Town, version: Version) -> None:
    link = await town.station(f"Asked-{version}", version, start=CLOCK.now())
    async with on_line(link):
        for body in (*EVERYWHERE, *(ONLY_16 if version == "1.6" else ONLY_2X)):
            order = await ask(town, link, **body)
            expected = (
                {"accepted", "rejected"} if body["command"] == "get_charging_profiles" else {"accepted"}
            )
            assert order["state"] in expected, (body, order)
        assert link.station.variables.number("sample_s") == 60
        assert link.station.post.problems == []


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_reset_brings_the_station_back_and_ends_what_ran(town: Town, version: Version) -> None:
    identity = f"Reset-{version}"
    link = await town.station(identity, version, start=CLOCK.now())
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        order = await ask(town, link, command="reset", type="Hard" if version == "1.6" else "Immediate")
        assert order["state"] == "accepted", order
        (session,) = await town.settled(identity)
        assert session["energy_wh"] == f"{link.station.charges[0].told.wh:f}"

        async def is_back() -> bool:
            return link.connections == 2

        await until(is_back)
