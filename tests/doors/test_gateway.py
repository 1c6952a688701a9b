"""The door and a station's connection, over real sockets."""

import asyncio

import msgspec
import pytest
from tests.doors.house import BEAT, BOOT, PASSWORD, dial, house, say, until
from websockets.exceptions import ConnectionClosed, InvalidStatus

from wattfleet.bus.port import Ask, StationKey


async def test_a_station_boots_and_beats() -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            assert client.subprotocol == "ocpp1.6"
            boot = await say(client, BOOT)
            assert boot[:2] == [3, "1"]
            assert await say(client, BEAT) == [3, "2", {"currentTime": "2026-11-20T12:00:00.000Z"}]
        await until(lambda: built.seat.ended)
        assert [one.action for one in built.seat.recorded] == ["BootNotification", "Heartbeat"]
        assert len(built.registry) == 0


async def test_a_call_goes_down_and_its_answer_comes_up() -> None:
    async with house() as built:
        known = built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            key = StationKey(1, known.station_id)
            asked = asyncio.create_task(
                built.bus.ask(key, Ask(known.station_id, "Reset", b'{"type":"Soft"}', 5_000_000))
            )
            call = msgspec.json.decode(await client.recv())
            assert call[0] == 2
            assert call[2:] == ["Reset", {"type": "Soft"}]
            await client.send(msgspec.json.encode([3, call[1], {"status": "Accepted"}]).decode())
            told = await asked
            assert (told.how, told.payload) == ("answered", b'{"status":"Accepted"}')
            await until(lambda: len(built.seat.noted) == 2)
            assert [(row.direction, row.kind, row.action) for row in built.seat.noted] == [
                (1, "call", "Reset"),
                (0, "result", "Reset"),
            ]


async def test_nobody_is_asked_when_nobody_is_there() -> None:
    async with house() as built:
        known = built.station("CP-1")
        told = await built.bus.ask(StationKey(1, known.station_id), Ask(known.station_id, "Reset", b"{}", 1))
        assert told.how == "not_connected"


@pytest.mark.parametrize(
    ("identity", "password"),
    [("CP-1", "wrong password"), ("CP-9", PASSWORD), ("CP-2", PASSWORD)],
)
async def test_a_refusal_is_a_401(identity: str, password: str) -> None:
    async with house() as built:
        built.station("CP-1")
        built.station("CP-2", blocked=True)
        port = await built.listen()
        with pytest.raises(InvalidStatus) as refused:
            await dial(port, identity, password=password)
        assert refused.value.response.status_code == 401
        assert built.inbox.get(identity)[0].attempts == 1
        assert built.home.seats == []


async def test_nothing_is_answered_when_nothing_is_committed() -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            built.home.broken = True
            await client.send('[2,"3","StatusNotification",{}]')
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1013
        built.home.broken = False
