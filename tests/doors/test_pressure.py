"""What a connection does when somebody is slow: the database, the station, or a process that ends."""

import asyncio
import socket

import msgspec
from tests.doors.house import BEAT, House, basic, close_code, dial, hear, house, raw, request, say, until

from wattfleet.bus.port import Ask, StationKey
from wattfleet.gateway.connection import Connection
from wattfleet.ocpp.dialogue import PAUSE_AT
from wattfleet.stations.commissioning import silence_limit_s


async def test_a_station_that_sends_faster_than_we_record_is_not_read_from() -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            built.home.free.clear()
            call = '[2,"%d","DataTransfer",{"vendorId":"V","data":"' + "x" * 4_000 + '"}]'
            sending = asyncio.create_task(_send_many(client, call, 3_000))
            (connection,) = built.registry._held.values()
            assert isinstance(connection, Connection)
            await until(lambda: connection._paused)
            await asyncio.wait({sending}, timeout=0.2)
            assert not sending.done(), "the station feels it"
            assert connection._dialogue.held < PAUSE_AT + 40
            built.home.free.set()
            for number in range(3_000):
                assert (await hear(client))[:2] == [3, str(number)]
            await sending


async def _send_many(client: object, call: str, count: int) -> None:
    for number in range(count):
        await client.send(call % number)  # type: ignore[attr-defined]


async def test_a_slow_station_slows_nobody_else() -> None:
    async with house() as built:
        built.station("CP-1")
        built.station("CP-2")
        port = await built.listen()
        async with dial(port) as slow, dial(port, "CP-2") as quick:
            await say(slow, BEAT)
            await say(quick, BEAT)
            await slow.send('[2,"x","Heart')  # and nothing more
            assert (await say(quick, BEAT))[0] == 3


async def test_a_station_that_does_not_read_is_let_go() -> None:
    async with house() as built:
        built.station("CP-1")
        built.home.reply = b'{"status":"Accepted","data":"' + b"x" * 100_000 + b'"}'
        port = await built.listen()
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        line.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(line, ("127.0.0.1", port))
        await loop.sock_sendall(line, request(Authorization=basic("CP-1")["Authorization"]))
        sending = asyncio.create_task(_never_read(loop, line))
        await until(lambda: built.home.seats and built.seat.ended, 20)
        assert built.seat.ended == ["1008 does not read"]
        sending.cancel()
        line.close()


async def _never_read(loop: asyncio.AbstractEventLoop, line: socket.socket) -> None:
    """Calls with long answers, which pile up."""
    for number in range(10_000):
        text = b'[2,"%06d","DataTransfer",{"vendorId":"V"}]' % number
        await loop.sock_sendall(line, bytes((0x81, 0x80 | len(text))) + bytes(4) + text)


async def test_silence_ends_a_connection_and_any_frame_keeps_it() -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            (connection,) = built.registry._held.values()
            limit_us = silence_limit_s(300, 60, 0) * 1_000_000
            connection.sweep(connection.heard_us + limit_us - 1)
            assert len(built.registry) == 1
            connection.sweep(connection.heard_us + limit_us + 1)
            assert await close_code(client) == 1008
        await until(lambda: built.seat.ended == ["1008 silent for too long"])


async def test_a_process_that_ends_says_goodbye_a_few_at_a_time() -> None:
    async with house() as built:
        for number in range(8):
            built.station(f"CP-{number}")
        port = await built.listen()
        clients = [await dial(port, f"CP-{number}") for number in range(8)]
        for client in clients:
            await say(client, BEAT)
        built.door.open = False
        draining = asyncio.create_task(built.registry.drain(600_000))
        await until(lambda: len(built.registry) < 8)
        assert len(built.registry) > 4, "not all at once"
        await draining
        assert [await close_code(client) for client in clients] == [1012] * 8
        await built.registry.settled(5_000_000)
        assert all(seat.ended == ["1012 the service restarts"] for seat in built.home.seats)


async def test_a_2x_station_says_its_boot_first_or_what_we_asked_for() -> None:
    async with house() as built:
        known = built.station("CP-1")
        async with dial(await built.listen(), protocols=("ocpp2.0.1",)) as client:
            refused = await say(client, BEAT)
            assert refused[:3] == [4, "2", "SecurityError"]  # row 77
            payload = b'{"requestedMessage":"StatusNotification"}'
            asked = asyncio.create_task(
                built.bus.ask(
                    StationKey(1, known.station_id),
                    Ask(known.station_id, "TriggerMessage", payload, 5_000_000),
                )
            )
            call = await hear(client)
            await client.send(msgspec.json.encode([3, call[1], {"status": "Accepted"}]).decode())
            await asked
            assert (await say(client, '[2,"3","StatusNotification",{}]'))[:2] == [3, "3"]
            assert (await say(client, '[2,"4","BootNotification",{}]'))[:2] == [3, "4"]
            assert (await say(client, BEAT))[:2] == [3, "2"]


async def test_a_boot_is_answered_when_nothing_can_be_written() -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            built.home.broken = True
            answer = await say(client, '[2,"b","BootNotification",{}]')
            assert answer[2]["status"] == "Pending"
            assert answer[2]["interval"] > 0
            built.home.broken = False
            assert (await say(client, BEAT))[:2] == [3, "2"]


async def test_the_inbox_is_written_soon_and_forgets_who_comes_in() -> None:
    async with house() as built:
        flushing = asyncio.create_task(built.inbox.keep_flushed())
        port = await built.listen()
        await _knock(built, port)
        await until(lambda: [one.identity for one in built.flushed] == ["CP-1"])
        built.station("CP-1")
        async with dial(port) as client:
            await say(client, BEAT)
        assert built.inbox.entries() == []
        await built.inbox.flush()
        assert built.flushed == []
        flushing.cancel()


async def _knock(built: House, port: int) -> None:
    assert built.inbox.entries() == []
    assert (await raw(port, request(Authorization=basic("CP-1")["Authorization"]))).startswith(
        b"HTTP/1.1 401"
    )
