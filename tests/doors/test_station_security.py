"""The attack tests of the station edge (security §11, 1–25), over real sockets."""

import asyncio
from typing import Any

import msgspec
import pytest
from tests.doors.house import (
    BEAT,
    PASSWORD,
    basic,
    close_code,
    dial,
    hear,
    house,
    raw,
    request,
    say,
    until,
)
from websockets.exceptions import InvalidHandshake, InvalidStatus

from wattfleet.bus.port import Ask, StationKey
from wattfleet.gateway.head import refusal
from wattfleet.gateway.listener import Limits


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def signed(user: str, password: str | bytes = PASSWORD) -> str:
    return basic(user, password)["Authorization"]


REFUSALS = {
    "1 nothing": (request(), "no_password"),
    "1 not basic": (request(Authorization="Bearer x"), "no_password"),
    "2 unknown": (request("/ocpp/CP-9", Authorization=signed("CP-9")), "unknown"),
    "2 wrong password": (request(Authorization=signed("CP-1", "wrong password")), "bad_password"),
    "2 blocked": (request("/ocpp/CP-2", Authorization=signed("CP-2")), "blocked"),
    "5 other user": (request(Authorization=signed("CP-2")), "other_user"),
    "6 downgrade": (request("/ocpp/CP-3", Authorization=signed("CP-3")), "plain"),
    "13 other tenant": (request("/ocpp/south/CP-1", Authorization=signed("CP-1")), "unknown"),
    "empty password": (request("/ocpp/CP-4", Authorization=signed("CP-4", "")), "bad_password"),
}


@pytest.mark.parametrize(("asked", "why"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_every_refusal_is_the_same_to_whoever_knocks(asked: bytes, why: str) -> None:
    async with house() as built:
        built.station("CP-1", tenant_name="north")
        built.station("CP-2", blocked=True)
        built.station("CP-3", tls_only=True)
        built.station("CP-4", digests=())
        await built.register.load()
        assert await raw(await built.listen(), asked) == refusal(401)
        (entry,) = built.inbox.entries()
        assert (entry.reason, entry.attempts, entry.address) == (why, 1, "127.0.0.1")
        assert built.home.seats == []
        assert built.flushed == []


async def test_3_guessing_is_slowed_and_the_station_still_comes_in() -> None:
    async with house() as built:
        built.station("CP-1")
        await built.register.load()
        port = await built.listen()
        guess = request(Authorization=signed("CP-1", "guess"))
        answers = await asyncio.gather(*(raw(port, guess) for _ in range(60)))
        assert {status_of(answer) for answer in answers} == {401, 429}
        assert sum(status_of(answer) == 401 for answer in answers) < 15
        async with dial(port) as client:
            await say(client, BEAT)


async def test_4_a_spray_of_identities_is_slowed_and_remembered_in_bounds() -> None:
    async with house() as built:
        port = await built.listen()
        answers = []
        for start in range(0, 400, 50):
            tries = (request(f"/ocpp/X{start + n}") for n in range(50))
            answers += await asyncio.gather(*(raw(port, one) for one in tries))
        assert sum(status_of(answer) == 429 for answer in answers) > 100
        assert len(built.inbox.entries()) <= 300


TRICKS = {
    "/ocpp/..%2fadmin": 400,
    "/ocpp/CP%00": 400,
    "/ocpp/%2541": 400,
    "/ocpp/%c0%af": 400,
    "/ocpp/%20": 400,
    "/ocpp/" + "x" * 4096: 400,
    "/ocpp/" + "x" * 9000: 431,
    "/ocpp": 404,
    "/": 404,
    "/admin/CP-1": 404,
}


@pytest.mark.parametrize(("path", "status"), TRICKS.items(), ids=lambda one: str(one)[:20])
async def test_14_tricks_with_the_path(path: str, status: int) -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        assert status_of(await raw(port, request(path, Authorization=signed("CP-1")))) == status
        assert built.inbox.entries() == []


TWICE = request(Authorization=signed("CP-1")).replace(b"\r\n\r\n", b"\r\nAuthorization: x\r\n\r\n")
HEADS = {
    "15 browser": (request(Authorization=signed("CP-1"), Origin="https://evil.example"), 403),
    "no upgrade": (request(Upgrade=None), 426),
    "no connection": (request(Connection=None), 400),
    "version 8": (request(Sec_WebSocket_Version="8"), 426),
    "short key": (request(Sec_WebSocket_Key="AAAA"), 400),
    "a body": (request(Content_Length="5"), 400),
    "chunked": (request(Transfer_Encoding="chunked"), 400),
    "two sign-ins": (TWICE, 400),
    "post": (b"POST /ocpp/CP-1 HTTP/1.1\r\n\r\n", 405),
    "old http": (b"GET /ocpp/CP-1 HTTP/1.0\r\n\r\n", 505),
    "not http": (b"\x16\x03\x01\r\n\r\n", 400),
    "endless": (b"GET / HTTP/1.1\r\nX: " + b"x" * 9000, 431),
    "folded": (b"GET /ocpp/CP-1 HTTP/1.1\r\nA: b\r\n c: d\r\n\r\n", 400),
}


@pytest.mark.parametrize(("asked", "status"), HEADS.values(), ids=HEADS.keys())
async def test_requests_that_are_none(asked: bytes, status: int) -> None:
    async with house() as built:
        built.station("CP-1")
        assert status_of(await raw(await built.listen(), asked)) == status


def reset(station: Any) -> tuple[StationKey, Ask]:
    return StationKey(1, station.station_id), Ask(station.station_id, "Reset", b'{"type":"Soft"}', 9_000_000)


async def test_9_the_newest_connection_serves_and_the_old_one_is_told() -> None:
    async with house() as built:
        known = built.station("CP-1")
        port = await built.listen()
        async with dial(port) as old, dial(port) as new:
            assert await close_code(old) == 1008
            await say(new, BEAT)
            assert [seat.epoch for seat in built.home.seats] == [1, 2]
            await until(lambda: built.home.seats[0].ended)
            asked = asyncio.create_task(built.bus.ask(*reset(known)))
            call = await hear(new)
            await new.send(msgspec.json.encode([3, call[1], {}]).decode())
            assert (await asked).how == "answered"
        await until(lambda: built.home.seats[1].ended)


async def test_9_many_take_overs_are_an_alarm() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        clients = []
        for _ in range(9):
            clients.append(await dial(port))
            await say(clients[-1], BEAT)
        assert built.home.seats[2].alarms == []
        assert built.seat.alarms == [("identity_contention", "127.0.0.1")]
        for client in clients:
            await client.close()


async def test_10_of_many_that_race_exactly_one_owns_the_station() -> None:
    async with house() as built:
        known = built.station("CP-1")
        port = await built.listen()
        clients = await asyncio.gather(*(dial(port) for _ in range(40)))
        await until(lambda: len(built.home.seats) == 40)
        await until(lambda: sum(not seat.ended for seat in built.home.seats) == 1)
        (owner,) = (seat for seat in built.home.seats if not seat.ended)
        assert owner.epoch == len(built.home.seats) == 40
        asked = asyncio.create_task(built.bus.ask(*reset(known)))
        heard = await asyncio.gather(*map(first_frame, clients))
        assert [one[2] for one in heard if one is not None] == ["Reset"]
        asked.cancel()
        for client in clients:
            await client.close()


async def first_frame(client: Any) -> list[Any] | None:
    """The first frame that a client gets; None where its connection is over, or nothing comes for a while."""
    try:
        async with asyncio.timeout(0.3):
            return msgspec.json.decode(await client.recv(), type=list[Any])
    except Exception:  # noqa: BLE001
        return None


async def test_11_a_fenced_connection_changes_nothing() -> None:
    async with house() as built:
        known = built.station("CP-1")
        async with dial(await built.listen()) as client:
            await say(client, BEAT)
            built.home.epochs[known.station_id] += 1  # another process took the station over
            await client.send('[2,"3","StatusNotification",{}]')
            assert await close_code(client) == 1008
            assert len(built.home.seats[0].recorded) == 1


async def test_12_no_secret_is_sent_while_two_parties_use_the_identity() -> None:
    async with house() as built:
        known = built.station("CP-1")
        port = await built.listen(trusted=("127.0.0.0/8",))
        near, far = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "198.51.100.7, 127.0.0.1"}
        async with dial(port, headers=near) as old:
            await say(old, BEAT)
            async with dial(port, headers=far) as new:
                await say(new, BEAT)
                assert [seat.caller.address for seat in built.home.seats] == ["192.0.2.1", "198.51.100.7"]
                assert built.seat.alarms == [("identity_contention", "198.51.100.7")]
                key = StationKey(1, known.station_id)
                payload = b'{"location":"https://csms/one-time"}'
                told = await built.bus.ask(key, Ask(known.station_id, "GetDiagnostics", payload, 1))
                assert (told.how, told.code) == ("refused", "IdentityContention")


async def test_16_a_handshake_that_dawdles_is_dropped() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen(limits=Limits(handshake_us=100_000))
        assert await raw(port, b"GET /ocpp/CP-1 HTTP/1.1\r\n") == b""
        async with dial(port) as client:
            await say(client, BEAT)


async def test_17_half_open_sockets_are_bounded_and_a_station_still_comes_in() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen(limits=Limits(half_open=10, dawdle_us=200_000))
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(40)]
        await until(lambda: len(built.listeners[0]._half_open) == 10)
        async with dial(port) as client:
            await say(client, BEAT)
            assert len(built.listeners[0]._half_open) <= 10
        for _, writer in idle:
            writer.close()


LONG = '[2,"1","DataTransfer",{"vendorId":"V","data":"' + "x" * (1 << 20) + '"}]'


async def test_18_to_21_what_is_too_much_ends_with_its_code() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        async with dial(port) as client:
            await client.send(LONG)
            assert await close_code(client) == 1009
        async with dial(port) as client:
            await client.send(LONG[n : n + 50_000] for n in range(0, len(LONG), 50_000))
            assert await close_code(client) == 1009
        async with dial(port) as client:
            await client.send(b"\xff\xfe", text=True)
            assert await close_code(client) == 1007
        async with dial(port) as client:
            await client.send(b"binary")
            assert await close_code(client) == 1003
        async with dial(port) as client:
            for _ in range(60):
                await client.ping()
            assert await close_code(client) == 1008
        async with dial(port) as client:
            await say(client, BEAT)


async def test_fragments_make_one_message() -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            await client.send(iter(['[2,"2",', '"Heart', 'beat",{}]']))
            assert (await hear(client))[:2] == [3, "2"]


async def test_22_a_compression_bomb_is_not_inflated() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        async with dial(port, protocols=("ocpp2.0.1",), compression="deflate") as client:
            assert [one.name for one in client.protocol.extensions] == ["permessage-deflate"]
            assert (await say(client, '[2,"1","BootNotification",{}]'))[0] == 3
            assert (await say(client, '[2,"2","DataTransfer",{"vendorId":"' + "V" * 900 + '"}]'))[0] == 3
            await client.send('[2,"3","Heartbeat",{"x":"' + "0" * (16 << 20) + '"}]')
            assert await close_code(client) == 1009
        async with dial(port, compression="deflate") as client:
            assert client.protocol.extensions == []  # never in 1.6 (row 71)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000 + "]" * 10_000,
        '[2,"a","Heartbeat",{"x":NaN}]',
        '[2,"a","Heartbeat",{"x":1e309}]',
        '[2,"a","Heartbeat",{"x":' + "9" * 400 + "}]",
        "[2]",
        '[2,"x"]',
        "{}",
        "[5,1,2,3,4]",
        '[2,"' + "i" * 300 + '","Heartbeat",{}]',
        '[3,"nobody asked",{}]',
        '[4,"nobody asked","Code","text",{}]',
        "\x00",
    ],
    ids=lambda text: text[:20],
)
async def test_23_24_25_odd_frames_end_nothing_and_are_kept(text: str) -> None:
    async with house() as built:
        built.station("CP-1")
        async with dial(await built.listen()) as client:
            await client.send(text)
            await client.send('[2,"last","Heartbeat",{}]')
            while (await hear(client))[1] != "last":
                pass
            kept = [row.raw for row in built.seat.noted] + [one.frame for one in built.seat.recorded]
            assert text.encode() in kept


async def test_subprotocols_and_the_header_that_is_missing() -> None:
    async with house() as built:
        built.station("CP-1")
        built.station("CP-2", assume_16=True)
        port = await built.listen()
        for offered, chosen in [
            (("ocpp2.0.1", "ocpp1.6"), "ocpp2.0.1"),
            (("ocpp1.6", "ocpp2.0.1"), "ocpp1.6"),
            (("ocpp1.5", "ocpp2.1"), "ocpp2.1"),
        ]:
            async with dial(port, protocols=offered) as client:
                assert client.subprotocol == chosen
        for missing in [("ocpp1.5",), ()]:
            async with dial(port, protocols=missing) as client:
                assert client.subprotocol is None
                assert await close_code(client) == 1002
        assert built.inbox.get("CP-1")[0].reason == "subprotocol"
        async with dial(port, "CP-2", protocols=()) as client:
            await say(client, BEAT)
            assert built.seat.caller.version == "1.6"


WAYS = [
    ("/steve/websocket/CentralSystemService/CP-1", signed("CP-1")),
    ("/old/cp-1", signed("cp-1")),
    ("//ocpp//CP-1/", signed("CP-1")),
    ("/ocpp/north/CP-1", signed("CP-1", bytes.fromhex(PASSWORD))),
]


@pytest.mark.parametrize(("path", "header"), WAYS)
async def test_aliases_case_and_raw_passwords(path: str, header: str) -> None:
    async with house() as built:
        built.station("CP-1", tenant_name="north")
        await built.register.load()
        port = await built.listen()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(path, Authorization=header, Connection="keep-alive, Upgrade"))
        assert (await reader.readuntil(b"\r\n")) == b"HTTP/1.1 101 Switching Protocols\r\n"
        await until(lambda: built.home.seats)
        assert built.seat.caller.identity == "CP-1"
        writer.close()


async def test_a_station_without_a_password_uses_the_private_listener_by_waiver() -> None:
    async with house() as built:
        built.station("CP-1", passwordless=True)
        built.station("CP-2")
        await built.register.load()
        public, private = await built.listen(), await built.listen(private=True)
        assert status_of(await raw(public, request())) == 401
        assert status_of(await raw(private, request("/ocpp/CP-2"))) == 401
        assert status_of(await raw(private, request(Authorization=signed("CP-1", "wrong password")))) == 401
        reader, writer = await asyncio.open_connection("127.0.0.1", private)
        writer.write(request())
        assert (await reader.readuntil(b"\r\n")).split()[1] == b"101"
        writer.close()


async def test_a_closed_door_says_so() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        built.door.open = False
        assert status_of(await raw(port, request(Authorization=signed("CP-1")))) == 503


async def test_a_station_that_was_just_registered_comes_in_at_once() -> None:
    async with house() as built:
        port = await built.listen()
        with pytest.raises(InvalidHandshake) as refused:
            await dial(port)
        assert isinstance(refused.value, InvalidStatus)
        built.station("CP-1")
        async with dial(port) as client:
            await say(client, BEAT)
