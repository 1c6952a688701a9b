"""Stations that answer commands badly, refuse or ignore them: the order says so, and nothing breaks.

Each case is a row of the table of field faults, on the real server, over the real wire, seen through the API.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.stories.town import CARD, CLOCK, Town, on_line, running, until

from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.simulator import car, faults
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import StationPlan
from wattfleet.simulator.voice import Make

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("commanded badly")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("commands")
    async with running(folder) as one:
        yield one


async def faulty(town: Town, row: int, version: Version = "1.6", make: Make | None = None) -> Link:
    identity = f"Row-{row}-{version}"
    plan = StationPlan(identity=identity, version=version, make=make or Make())
    return await town.station(identity, version, *faults.chosen((row,)), start=CLOCK.now(), plan=plan)


async def ask(town: Town, link: Link, *, wait: int = 10, **body: Any) -> Any:
    """Give a command; the order as it then stands, or the refusal."""
    path = f"/stations/{link.station.plan.identity}/commands"
    response = await town.api.client.post(path, params={"wait": wait}, json=body)
    return response.json()


BAD_ANSWERS = [(74, ["failed"]), (75, ["sent", "timed_out"]), (76, ["accepted"]), (83, ["accepted"])]


@pytest.mark.parametrize(("row", "states"), BAD_ANSWERS, ids=[f"row{row}" for row, _ in BAD_ANSWERS])
async def test_stations_that_answer_badly_keep_their_connection(
    town: Town, row: int, states: list[str]
) -> None:
    link = await faulty(town, row)
    async with on_line(link):
        order = await ask(town, link, wait=2, command="get_configuration", keys=["NumberOfConnectors"])
        assert order["state"] in states, order
        assert row in link.station.post.showed
        assert link.connections == 1
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        assert [one["state"] for one in await town.sessions(link.station.plan.identity)] == ["active"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_row_46_a_stop_that_is_not_followed_ends_no_session(town: Town, version: Version) -> None:
    link = await faulty(town, 46, version)
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        (session,) = await town.sessions(link.station.plan.identity)
        order = await ask(town, link, command="remote_stop", session=session["id"])
        assert (order["state"], order["effect"]) == ("accepted", "waiting")
        assert 46 in link.station.post.showed
        (session,) = await town.sessions(link.station.plan.identity)
        assert session["state"] == "active"
        link.station.unplug(1)
        link.touch()
        await link.until(drained=True)
    (session,) = await town.settled(link.station.plan.identity)
    assert session["energy_wh"] == f"{link.station.charges[0].told.wh:f}"


@pytest.mark.parametrize("version", VERSIONS)
async def test_row_89_who_must_plug_in_anew_is_told_so_by_the_order(town: Town, version: Version) -> None:
    link = await faulty(town, 89, version)
    place = {"connector": 1} if version == "1.6" else {"evse": 1}
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        link.station.swipe(1, CARD)
        link.touch()
        await link.until(drained=True)
        order = await ask(town, link, command="remote_start", token=CARD, **place)
        assert order["state"] == "rejected", order
        assert 89 in link.station.post.showed
        link.station.unplug(1)
        link.station.plug_in(1, car.battery(FAMILY, 300))
        link.touch()
        await link.until(drained=True)
        order = await ask(town, link, command="remote_start", token=CARD, **place)
        assert order["state"] == "accepted", order


def limited(amperes: str) -> dict[str, Any]:
    return {
        "purpose": "tx_default",
        "kind": "absolute",
        "stack_level": 1,
        "unit": "A",
        "id": 7,
        "start": "2026-01-01T00:00:00Z",
        "periods": [{"start_s": 0, "limit": amperes}],
    }


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("row", "state"), [(90, "rejected"), (91, "accepted")], ids=["row90", "row91"])
async def test_a_profile_that_is_not_applied_is_told_or_measured(
    town: Town, row: int, state: str, version: Version
) -> None:
    link = await faulty(town, row, version)
    place = {"connector": 1} if version == "1.6" else {"evse": 1}
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        order = await ask(town, link, command="set_charging_profile", profile=limited("6"), **place)
        assert order["state"] == state, order
        assert row in link.station.post.showed
        asked = {"connector": 1} if version == "1.6" else {"evse": 1}
        message = "MeterValues" if version == "1.6" else "TransactionEvent"
        await ask(town, link, command="trigger_message", requested_message=message, **asked)
        await link.until(drained=True)

        async def measured() -> Any:
            (session,) = await town.sessions(link.station.plan.identity)
            session = await town.api.get(f"/sessions/{session['id']}")
            return session["power_w"] and float(session["power_w"]) > 6 * 3 * 230

        assert await until(measured), "what flows is measured, whatever was accepted"


async def test_row_92_a_cable_that_cannot_be_unlocked_is_said_to_be_so(town: Town) -> None:
    link = await faulty(town, 92)
    async with on_line(link):
        order = await ask(town, link, command="unlock_connector", connector=1)
        assert order["state"] == "not_supported", order
        assert 92 in link.station.post.showed


async def test_row_93_an_update_is_known_by_the_boot_that_follows_it(town: Town) -> None:
    link = await faulty(town, 93)
    identity, old = link.station.plan.identity, link.station.firmware
    async with on_line(link):
        link.station.plug_in(1, car.battery(FAMILY, 300), CARD)
        link.touch()
        await link.until(drained=True)
        body: dict[str, Any] = {
            "location": "https://firmware.example/x",
            "retrieve_at": "2026-01-01T00:00:00Z",
        }
        order = await ask(town, link, command="update_firmware", **body)
        assert order["state"] == "accepted", order

        async def updated() -> bool:
            station = await town.api.get(f"/stations/{identity}")
            return bool(station["firmware"]) and station["firmware"] != old

        assert await until(updated, 40)
        assert 93 in link.station.post.showed
        await link.until(connected=True, drained=True)
        (session,) = await town.settled(identity)
        assert session["token"] == CARD, "the word of the reset is no card"


LONG = "x" * 200


async def test_row_84_a_setting_that_would_spoil_others_is_not_sent(town: Town) -> None:
    """The same station under a make that nobody knows shows what would have happened."""
    spoiled = await faulty(town, 84)
    body: dict[str, Any] = {"command": "change_configuration", "key": "MeterValuesAlignedData", "value": LONG}
    async with on_line(spoiled):
        await ask(town, spoiled, **body)
        assert 84 in spoiled.station.post.showed
        assert spoiled.station.variables.values["MeterValuesSampledData"] == "x" * 72
    identity = "Row-84-known"
    plan = StationPlan(identity=identity, make=Make(vendor="Solplanet", model="Apollo"))
    known = await town.station(identity, "1.6", *faults.chosen((84,)), start=CLOCK.now(), plan=plan)
    async with on_line(known):
        order = await ask(town, known, **body)
        assert order["state"] == "not_supported", order
        assert "128 characters" in order["problem"]
        assert known.station.variables.values["MeterValuesAlignedData"] != LONG
        (habit,) = [
            one for one in await town.api.every(f"/stations/{identity}/habits") if "row 84" in one["source"]
        ]
        assert habit["habits"] == {"max_value_length": 128}
        assert habit["told"] == "Solplanet Apollo 1.0.0"


@pytest.mark.parametrize("version", VERSIONS)
async def test_row_85_what_would_restart_a_station_is_not_asked(town: Town, version: Version) -> None:
    everything = "get_configuration" if version == "1.6" else "get_base_report"
    spoiled = await faulty(town, 85, version)
    async with on_line(spoiled):
        order = await ask(town, spoiled, command=everything)
        assert order["state"] == "failed", order
        assert 85 in spoiled.station.post.showed
    identity = f"Row-85-known-{version}"
    make = Make(vendor="ABB", model="Terra AC", firmware="1.8.21")
    plan = StationPlan(identity=identity, version=version, make=make)
    known = await town.station(identity, version, *faults.chosen((85,)), start=CLOCK.now(), plan=plan)
    async with on_line(known):
        order = await ask(town, known, command=everything)
        assert order["state"] == "not_supported", order
        assert known.connections == 1
        if version == "1.6":
            order = await ask(town, known, command="get_configuration", keys=["HeartbeatInterval"])
            assert order["state"] == "accepted", order
