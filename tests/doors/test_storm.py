"""When a fleet returns at once: who has no place comes again, and nobody who is in waits for those who come.

Source: reliability §7; the same at full size in `make bench`.
"""

import asyncio

from tests.doors.house import BEAT, BOOT, House, basic, dial, hear, house, raw, request, say, until
from websockets.exceptions import InvalidStatus

from wattfleet.kernel.clock import SystemClock, pause


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
            if turned.response.status_code != 503 or turned.response.headers["Retry-After"] != "10":
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


async def test_a_stranger_hears_the_same_whether_there_are_places_or_not() -> None:
    async with house() as built:
        built.station("CP-1")
        port = await built.listen()
        wrong = request(Authorization=basic("CP-1", "x" * 32)["Authorization"])
        before = await raw(port, wrong)
        built.admission.places = 0
        assert await raw(port, wrong) == before
        known = request(Authorization=basic("CP-1")["Authorization"])
        assert (await raw(port, known)).startswith(b"HTTP/1.1 503")


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
