"""When a fleet returns at once: who has no place comes again, and nobody who is in waits for those who come.

Source: reliability §7; the same at full size in `make bench`.
"""

import asyncio

import msgspec
from tests.doors.house import BEAT, BOOT, House, basic, dial, hear, house, raw, request, say, until
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus

from wattfleet.gateway.admission import SOONEST_S, SPREAD_S, Admission
from wattfleet.gateway.pace import BREATH_US, FEW, REST_US, RESTS, SETTLED_US
from wattfleet.gateway.registry import Registry
from wattfleet.kernel.clock import ManualClock, SystemClock, pause
from wattfleet.kernel.timeline import Instant


def _but_for_the_time(answer: bytes) -> bytes:
    return b"\r\n".join(one for one in answer.split(b"\r\n") if not one.startswith(b"Retry-After:"))


def _is_soon(headers: Headers) -> bool:
    return SOONEST_S <= int(headers["Retry-After"]) < SOONEST_S + SPREAD_S


async def _come_back(built: House, port: int, identity: str, frames: int) -> int:
    """Knock until let in, boot, and empty the queue; how often the answer was 503."""
    refused = 0
    while True:
        try:
            async with dial(port, identity) as client:
                assert (await say(client, BOOT))[2]["status"] == "Accepted"
                for number in range(frames):
                    answer = await say(client, f'[2,"q{number}","Heartbeat",{{}}]')
                    assert answer[:2] == [3, f"q{number}"], "in its own order"
                return refused
        except InvalidStatus as turned:
            if turned.response.status_code != 503 or not _is_soon(turned.response.headers):
                raise
            refused += 1
            await pause(SystemClock(), 10_000)


async def test_all_get_in_though_not_all_at_once_while_who_is_in_stays() -> None:
    async with house() as built:
        names = [f"CP-{number}" for number in range(40)]
        for name in (*names, "BYSTANDER"):
            built.station(name)
        built.admission.places = 8
        port = await built.listen()
        async with dial(port, "BYSTANDER") as bystander:
            await say(bystander, BEAT)
            returning = asyncio.gather(*(_come_back(built, port, name, 5) for name in names))
            while not returning.done():
                assert (await say(bystander, BEAT))[0] == 3
            assert sum(await returning) > 0, "some had to come again"
        recorded = {seat.caller.identity: len(seat.recorded) for seat in built.home.seats}
        assert [recorded[name] for name in names] == [6] * 40


async def test_a_place_is_free_again_when_the_seat_is_taken_or_the_line_falls() -> None:
    async with house() as built:
        built.station("CP-1")
        built.station("CP-2")
        built.admission.places = 1
        port = await built.listen()
        async with dial(port) as client:
            await say(client, BEAT)
            assert built.registry.in_line == 0
            silent = await dial(port, "CP-2")
            silent.transport.abort()
            await until(lambda: built.registry.in_line == 0)
            async with dial(port, "CP-2") as again:
                assert (await say(again, BEAT))[0] == 3


async def test_while_there_is_no_place_all_hear_the_same_and_no_password_is_looked_at() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        built.admission.places = 0
        known = request(Authorization=basic("CP-1")["Authorization"])
        wrong = request(Authorization=basic("CP-1", "x" * 32)["Authorization"])
        stranger = request("/ocpp/NOBODY")
        told = {_but_for_the_time(await raw(port, one)) for one in (known, wrong, stranger, b"GET /\r\n\r\n")}
        assert len(told) == 1
        assert told.pop().startswith(b"HTTP/1.1 503")
        assert built.inbox.entries() == []
        assert built.registry.turned.count == 4
        built.admission.places = 1
        assert (await raw(port, wrong)).startswith(b"HTTP/1.1 401")


async def test_a_request_that_comes_in_parts_is_turned_away_too() -> None:
    async with house() as built:
        port = await built.listen()
        built.admission.places = 0
        whole = request("/ocpp/NOBODY")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(whole[:40])
        await until(lambda: len(built.listeners[0]._half_open) == 1)
        writer.write(whole[40:])
        async with asyncio.timeout(5):
            assert (await reader.read()).startswith(b"HTTP/1.1 503")
        writer.close()


def test_two_who_are_turned_away_come_again_at_another_time() -> None:
    line = Registry(SystemClock())
    admission = Admission(line, 0)
    told = [admission.turn_away() for _ in range(SPREAD_S)]
    assert sorted(told) == list(range(SOONEST_S, SOONEST_S + SPREAD_S))
    assert line.turned.count == SPREAD_S


async def test_who_was_at_rest_goes_first_until_it_is_seen_to_empty_a_queue() -> None:
    clock = ManualClock(Instant(0))
    clock.advance(SystemClock().monotonic_us())
    async with house() as built:
        built.station("CP-1")
        built.shared = msgspec.structs.replace(built.shared, clock=clock)
        port = await built.listen()
        async with dial(port) as client:

            async def after(pause_us: int, times: int) -> list[bool]:
                before = len(built.seat.first) if built.home.seats else 0
                for _ in range(times):
                    clock.advance(pause_us)
                    await say(client, BEAT)
                return built.seat.first[before:]

            assert await after(REST_US, RESTS) == [False] * RESTS, "it has just come"
            clock.advance(SETTLED_US)
            assert await after(0, 3) == [False] * 3, "it may have a queue"
            assert await after(BREATH_US, 3) == [False] * 3, "a slow line is no rest"
            assert await after(REST_US, RESTS - 1) == [False] * (RESTS - 1)
            assert await after(0, 1) == [False], "that was a coincidence"
            assert await after(REST_US, RESTS) == [False] * (RESTS - 1) + [True]
            assert await after(BREATH_US, 2 * FEW) == [True] * (2 * FEW), "it draws breath"
            assert await after(BREATH_US - 1, FEW + 1) == [True] * (FEW - 1) + [False] * 2
            assert await after(REST_US, RESTS) == [False] * (RESTS - 1) + [True]


async def test_who_floods_us_slows_only_itself() -> None:
    """One frame of each station is worked on at a time, so that a queue of one never waits for a long one."""
    flood = 300
    async with house() as built:
        built.station("FLOOD")
        built.station("CP-1")
        port = await built.listen()
        async with dial(port, "FLOOD") as loud, dial(port) as quiet:
            await say(loud, BEAT)
            await say(quiet, BEAT)
            built.home.free.clear()
            for number in range(flood):
                await loud.send(f'[2,"f{number}","Heartbeat",{{}}]')
            await quiet.send(BEAT.replace('"2"', '"mine"'))
            built.home.free.set()
            assert (await hear(quiet))[:2] == [3, "mine"]
            done = next(seat for seat in built.home.seats if seat.caller.identity == "FLOOD")
            assert len(done.recorded) < flood, "the long queue is not done yet"
            answered = [(await hear(loud))[1] for _ in range(flood)]
            assert answered == [f"f{number}" for number in range(flood)]
