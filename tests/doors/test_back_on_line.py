"""A 1.6 station was off line: at its return it tells what its plugs do now, and then its queue, or the other
way round. What became of its car is the same."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.doors.stage import Line, Stage
from tests.doors.test_record_frame import BOOT, meter, stop
from tests.places import AnyDatabase
from tests.say import clock

from wattfleet.kernel.timeline import MINUTE_US, Zone, parse_instant
from wattfleet.sessions.ending import NEXT_START
from wattfleet.sessions.session import Session
from wattfleet.sessions.usage import Activity
from wattfleet.sessions.usage_of import usage
from wattfleet.usecases.infer_ends import infer_ends

BACK = "2026-11-20T15:00:00Z"
Step = Callable[[Line], Awaitable[Any]]


def status(word: str, at: str = BACK) -> Step:
    body = {"connectorId": 1, "errorCode": "NoError", "status": word, "timestamp": at}
    return lambda line: line.call("StatusNotification", body)


def charged(hour: int, *, stopped: bool, says: str = "") -> Step:
    """The queue of a car that drew for a quarter of an hour, and then stood; what its plug says meanwhile."""

    async def told(line: Line) -> None:
        began = f"2026-11-20T{hour}:00:00Z"
        body = {"connectorId": 1, "idTag": "card", "meterStart": 1000, "timestamp": began}
        transaction = int((await line.call("StartTransaction", body))["transactionId"])
        for minute in (15, 30, 45):
            await line.call("MeterValues", meter(transaction, f"2026-11-20T{hour}:{minute}:00Z", 3000))
        if says:
            await status(says, f"2026-11-20T{hour}:50:00Z")(line)
        if stopped:
            await line.call("StopTransaction", stop(transaction, 3000, f"2026-11-20T{hour + 1}:00:00Z"))

    return told


async def lived(database: AnyDatabase, *steps: Step, later_us: int = 0) -> list[Session]:
    """The sessions in their order; `later_us` later those are ended of which it is proven."""
    stage = await Stage(database, parse_instant(BACK)).furnish()
    line = await stage.connect()
    await line.call("BootNotification", BOOT)
    for step in steps:
        await step(line)
    if later_us:
        stage.clock.advance(later_us)
        await infer_ends(stage.parts)
    return sorted(await stage.sessions(), key=lambda one: one.started_at)


def told(session: Session) -> str:
    """What the car does, since when no energy flows, and how it spent its time until half an hour after."""
    used = usage(session, Zone("Europe/Stockholm"), parse_instant("2026-11-20T15:30:00Z"))
    spent = dict.fromkeys(Activity, 0)
    for one in used.slices:
        spent[one.activity] += one.span.us // 60_000_000
    times = " ".join(f"{minutes} min {activity.value}" for activity, minutes in spent.items() if minutes)
    doing = "-" if session.charging is None else session.charging.value
    return f"{doing}, {clock(session.energy_end_at)}, {times}"


@pytest.mark.parametrize("first", ["status", "queue"])
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("SuspendedEV", "suspended_ev, 12:15, 15 min charging 195 min idle"),
        ("SuspendedEVSE", "suspended_evse, 12:15, 180 min charging 30 min paused"),
        ("Charging", "charging, 12:15, 15 min charging 195 min idle"),
        ("Faulted", "-, 12:15, 15 min charging 195 min idle"),
    ],
)
async def test_what_it_says_of_a_car_that_still_stands_there(
    database: AnyDatabase, word: str, expected: str, first: str
) -> None:
    steps = (status(word), charged(12, stopped=False))
    (session,) = await lived(database, *(steps if first == "status" else reversed(steps)))
    assert told(session) == expected


@pytest.mark.parametrize("first", ["status", "queue"])
async def test_what_it_says_is_of_the_car_that_came_last(database: AnyDatabase, first: str) -> None:
    queue = (charged(12, stopped=True), charged(14, stopped=False))
    steps = (status("SuspendedEVSE"), *queue) if first == "status" else (*queue, status("SuspendedEVSE"))
    gone, there = await lived(database, *steps)
    assert told(gone) == "-, 12:15, 15 min charging 45 min idle"
    assert told(there) == "suspended_evse, 14:15, 60 min charging 30 min paused"


@pytest.mark.parametrize("stopped", [True, False])
@pytest.mark.parametrize("word", ["SuspendedEV", "SuspendedEVSE"])
async def test_what_it_said_of_the_car_before_is_not_of_the_next(
    database: AnyDatabase, word: str, stopped: bool
) -> None:
    """It was off line when the one left and the other came, so that nothing else was told in between."""
    queue = (charged(12, stopped=stopped, says=word), charged(14, stopped=False))
    gone, there = await lived(database, *queue)
    assert gone.charging is not None
    assert told(there) == "-, 14:15, 15 min charging 75 min idle"


async def test_a_car_of_before_is_told_nothing_of_when_another_has_come_since(database: AnyDatabase) -> None:
    steps = (charged(14, stopped=False), status("SuspendedEVSE"), charged(12, stopped=False))
    before, there = await lived(database, *steps)
    assert told(there) == "suspended_evse, 14:15, 60 min charging 30 min paused"
    assert before.charging is None


@pytest.mark.parametrize("first", ["status", "queue"])
@pytest.mark.parametrize("word", ["SuspendedEV", "SuspendedEVSE", "Charging"])
async def test_a_stop_that_was_lost_is_not_put_off_by_what_is_told_of_the_next_car(
    database: AnyDatabase, word: str, first: str
) -> None:
    queue = (charged(12, stopped=False), charged(14, stopped=False))
    steps = (status(word), *queue) if first == "status" else (*queue, status(word))
    gone, there = await lived(database, *steps, later_us=20 * MINUTE_US)
    assert gone.inferred is not None
    assert gone.inferred.why == NEXT_START
    assert clock(gone.ended_at) == "12:45"
    assert told(gone) == "-, 12:15, 15 min charging 30 min idle"
    assert there.ended_at is None
