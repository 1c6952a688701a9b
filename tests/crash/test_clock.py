"""The server's wall clock jumps while cars charge. Source: reliability T7.

Durations and deadlines go on by the monotonic clock. A session may wait for a person where its times were
told by a clock that was wrong; its energy is what the meter told, none that runs backwards reaches a bill,
nothing is lost.
"""

import asyncio
from random import Random

import pytest
from tests.crash.books import Books
from tests.crash.campaign import Crowd, charging, until
from tests.crash.place import House, some_books
from tests.crash.switches import Switches, a_house_with_switches
from tests.crash.verdict import Verdict, judge_frames

from wattfleet.kernel.timeline import parse_instant

HOUR_US = 3_600_000_000
JUMPS = (HOUR_US, 0, -HOUR_US, 0, -24 * HOUR_US, 0)


async def _jumps(switches: Switches, crowd: Crowd) -> None:
    async with charging(crowd):
        for us in JUMPS:
            before = [len(one.books.acked) for one in crowd.stations]
            await until(
                lambda before=before: all(  # type: ignore[misc]
                    len(one.books.acked) > count + 20
                    for one, count in zip(crowd.stations, before, strict=True)
                ),
                60,
            )
            switches.clock(us)
        await crowd.finish()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_clock_that_jumps_loses_nothing_and_gives_no_negative_time(kind: str) -> None:
    with a_house_with_switches(kind) as (house, switches):
        house.start()
        books = some_books(4)
        house.furnish(books)
        crowd = Crowd(house, books, Random(7))
        asyncio.run(_jumps(switches, crowd))
        verdict = Verdict(acknowledged=crowd.acknowledged)
        judge_frames(house, books, verdict)
        wrong = _wrong_sessions(house, books)
        ends = house.query("SELECT count(*) FROM connections WHERE closed_at < opened_at")[0][0]
    assert verdict.wrong == []
    assert wrong == []
    assert ends == 0, "no connection ended before it began"
    assert sum(book.dials for book in books) == len(books), "no deadline came early: nobody was let go"


def _wrong_sessions(house: House, books: list[Books]) -> list[str]:
    """One session for each car, with its energy; one whose times run backwards waits for a person."""
    found = {(one["station"], one["transaction"]): one for one in house.every("/sessions")}
    cars = {(book.identity, charge.tx): charge for book in books for charge in book.charges}
    wrong = [f"{key} is one of {found.keys() ^ cars.keys()}" for key in found.keys() ^ cars.keys()]
    for key in found.keys() & cars.keys():
        one = found[key]
        if one["state"] not in {"closed", "review"} or one["energy_wh"] != str(cars[key].wh):
            wrong.append(f"{key}: {one['state']}, {one['energy_wh']} of {cars[key].wh} Wh {one['flags']}")
        backwards = parse_instant(one["ended_at"]) < parse_instant(one["started_at"])
        if backwards and not (one["state"] == "review" and "end_before_start" in one["flags"]):
            wrong.append(f"{key} ends before it begins: {one}")
    return wrong
