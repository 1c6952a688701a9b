"""What a person decides about a station at the door holds at once: on both databases."""

from functools import partial

import pytest
from tests.doors.house import BEAT, BOOT, close_code, dial, say, until
from tests.doors.installation import installation
from tests.places import AnyDatabase
from tests.things import TESTER
from websockets.exceptions import InvalidStatus

from wattfleet.stations.wishes import StationChange
from wattfleet.storage import directory
from wattfleet.storage.database import DEFAULT_TENANT
from wattfleet.usecases.change_station import change_station
from wattfleet.usecases.remove_station import remove_station


async def test_a_blocked_station_is_put_out_and_stays_out(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BEAT)
            await change_station(
                built.parts, DEFAULT_TENANT, station.id, StationChange(blocked=True), seen=None, by=TESTER
            )
            assert await close_code(client) == 1008
        with pytest.raises(InvalidStatus) as refused:
            await dial(built.port)
        assert refused.value.response.status_code == 401
        await change_station(
            built.parts, DEFAULT_TENANT, station.id, StationChange(blocked=False), seen=None, by=TESTER
        )
        async with dial(built.port) as client:
            await say(client, BEAT)
        known = await database.read(DEFAULT_TENANT, partial(directory.get, station_id=station.id))
        assert known is not None
        assert not known.blocked


async def test_a_removed_station_is_put_out(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port) as client:
            await say(client, BEAT)
            await remove_station(built.parts, DEFAULT_TENANT, station.id, seen=None, by=TESTER)
            assert await close_code(client) == 1008


async def test_a_station_without_the_header_speaks_1_6_where_its_record_says_so(
    database: AnyDatabase,
) -> None:
    async with installation(database) as built:
        station = await built.station()
        async with dial(built.port, protocols=()) as client:
            assert await close_code(client) == 1002
        await until(lambda: built.gate.inbox.get("CP-1"))
        await change_station(
            built.parts, DEFAULT_TENANT, station.id, StationChange(assume_16=True), seen=None, by=TESTER
        )
        await until(lambda: built.gate.register.find("CP-1")[0].assume_16)
        async with dial(built.port, protocols=()) as client:
            assert (await say(client, BEAT))[0] == 3


async def test_a_station_that_offers_2_0_1_and_speaks_1_6_is_taken_at_its_word(database: AnyDatabase) -> None:
    """Row 61."""
    async with installation(database) as built:
        await built.station()
        async with dial(built.port, protocols=("ocpp2.0.1",)) as client:
            await client.send(BOOT)
            assert await close_code(client) == 1002
        await until(lambda: built.gate.register.find("CP-1")[0].assume_16)
        async with dial(built.port, protocols=("ocpp2.0.1",)) as client:
            assert client.subprotocol == "ocpp2.0.1"
            assert (await say(client, BOOT))[2]["status"] == "Accepted"
        async with dial(built.port, protocols=("ocpp2.0.1", "ocpp1.6")) as client:
            assert client.subprotocol == "ocpp1.6"
