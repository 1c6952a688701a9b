"""A session whose stop never comes is closed by evidence, and a late stop takes that back."""

from functools import partial

import pytest
from tests.doors.stage import TENANT, Stage
from tests.doors.test_record_frame import START, meter, stop
from tests.places import AnyDatabase
from tests.things import new_id

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant, parse_instant
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.orders import Order, OrderState
from wattfleet.storage import orders
from wattfleet.storage.database import Writer
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.writing import version_conflict
from wattfleet.usecases import infer_ends as infer_ends_module
from wattfleet.usecases import silent
from wattfleet.usecases.ask_silent import ask_silent
from wattfleet.usecases.infer_ends import infer_ends
from wattfleet.usecases.revising import Reason, revise

FREE = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": "2026-11-20T12:40:00Z"}
BEGAN = {
    "eventType": "Started",
    "timestamp": "2026-11-20T12:00:00Z",
    "triggerReason": "Authorized",
    "seqNo": 0,
    "transactionInfo": {"transactionId": "T1"},
    "evse": {"id": 1, "connectorId": 1},
    "idToken": {"idToken": "04A2", "type": "ISO14443"},
}


async def test_a_free_plug_ends_a_session_after_the_grace(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    started = await line.call("StartTransaction", START)
    await line.call("MeterValues", meter(started["transactionId"], "2026-11-20T12:15:00Z", 2500))
    assert await infer_ends(stage.parts) == 0
    await line.call("StatusNotification", FREE)
    stage.clock.advance(20 * MINUTE_US)
    assert await infer_ends(stage.parts) == 1
    assert await infer_ends(stage.parts) == 0
    (session,) = await stage.sessions()
    assert session.state is SessionState.CLOSED
    assert session.energy == Energy.from_wh(1500)
    assert Flag.END_INFERRED in session.flags


async def test_a_late_stop_takes_the_inferred_end_back(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    started = await line.call("StartTransaction", START)
    await line.call("StatusNotification", FREE)
    stage.clock.advance(20 * MINUTE_US)
    await infer_ends(stage.parts)
    await line.call("StopTransaction", stop(started["transactionId"], 3000, "2026-11-20T12:39:00Z"))
    (session,) = await stage.sessions()
    assert session.energy == Energy.from_wh(2000)
    assert Flag.END_INFERRED not in session.flags


async def test_the_readings_of_an_empty_plug_put_no_end_off(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    started = await line.call("StartTransaction", START)
    await line.call("MeterValues", meter(started["transactionId"], "2026-11-20T12:15:00Z", 2500))
    await line.call("StatusNotification", FREE)
    stage.clock.advance(-(stage.clock.now() - parse_instant("2026-11-20T13:01:00Z")))
    aligned = meter(started["transactionId"], "2026-11-20T13:00:00Z", 2500)
    await line.call("MeterValues", {key: aligned[key] for key in ("connectorId", "meterValue")})
    assert await infer_ends(stage.parts) == 1
    (session,) = await stage.sessions()
    assert session.energy == Energy.from_wh(1500)


async def test_a_start_that_was_told_late_leaves_the_stop_its_grace(database: AnyDatabase) -> None:
    """A queue is told all at once: the stop of the first charge may come behind the start of the second."""
    stage = await Stage(database).furnish()
    line = await stage.connect()
    first = (await line.call("StartTransaction", START))["transactionId"]
    await line.call("StartTransaction", {**START, "meterStart": 3000, "timestamp": "2026-11-20T12:40:00Z"})
    stage.clock.advance(10 * MINUTE_US)
    assert await infer_ends(stage.parts) == 0
    await line.call("StopTransaction", stop(first, 3000, "2026-11-20T12:39:00Z"))
    stage.clock.advance(20 * MINUTE_US)
    assert await infer_ends(stage.parts) == 0
    one, following = await stage.sessions()
    assert one.energy == Energy.from_wh(2000)
    assert Flag.END_INFERRED not in one.flags
    assert following.state is SessionState.ACTIVE


async def test_what_the_next_car_does_is_no_part_of_the_session_before(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    await line.call("StartTransaction", START)
    await line.call("StartTransaction", {**START, "meterStart": 3000, "timestamp": "2026-11-20T12:40:00Z"})
    charging = {**FREE, "status": "Charging", "timestamp": "2026-11-20T12:41:00Z"}
    await line.call("StatusNotification", charging)
    one, following = await stage.sessions()
    assert one.doings == ()
    assert [doing.state.value for doing in following.doings] == ["charging"]


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        ({"ongoingIndicator": False, "messagesInQueue": False}, True),
        ({"ongoingIndicator": False, "messagesInQueue": True}, False),
        ({"ongoingIndicator": True, "messagesInQueue": False}, False),
        ({"messagesInQueue": False}, False),
    ],
)
async def test_a_station_that_was_asked_says_whether_it_goes_on(
    database: AnyDatabase, answer: dict[str, bool], ended: bool
) -> None:
    """2.x, row 21: nothing is inferred while messages wait in its queue."""
    stage = await Stage(database).furnish()
    line = await stage.connect("2.0.1")
    await line.call("TransactionEvent", BEGAN)
    stage.clock.advance(2 * HOUR_US)
    now = stage.clock.now()
    asked = Order(
        id=new_id(),
        station_id=stage.station.id,
        command="get_transaction_status",
        request={"command": "get_transaction_status", "transaction": "T1"},
        asked_by="wattfleet",
        asked_at=now,
        state=OrderState.ACCEPTED,
        answer=answer,
        answered_at=now,
    )
    await stage.parts.database.write(TENANT, lambda writer: orders.add(writer, asked))
    assert await infer_ends(stage.parts) == int(ended)


async def test_a_silent_transaction_is_asked_after_once_an_hour(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect("2.0.1")
    await line.call("TransactionEvent", BEGAN)
    asked = []
    for minutes in (0, 20, 10, 60):
        stage.clock.advance(minutes * MINUTE_US)
        await ask_silent(stage.parts)
        query = PageQuery(filters={"command": "get_transaction_status"})
        page = await stage.parts.database.read(TENANT, partial(orders.page, query=query))
        asked.append(len(page.items))
    assert asked == [1, 1, 1, 2]


async def test_of_many_sessions_each_is_looked_at(
    database: AnyDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read a few at a time; those that may go on stay, and one that has gone on harms no other."""
    monkeypatch.setattr(silent, "LOOKED_AT", 2)
    stage = await Stage(database).furnish()
    line = await stage.connect()
    for connector in range(1, 6):
        await line.call("StartTransaction", START | {"connectorId": connector})
        if connector != 3:
            await line.call("StatusNotification", FREE | {"connectorId": connector})
    stage.clock.advance(20 * MINUTE_US)
    written: list[Session] = []

    def refused_once(writer: Writer, before: Session, after: Session, why: Reason, at: Instant) -> None:
        written.append(after)
        if len(written) == 1:
            raise version_conflict("sessions")
        revise(writer, before, after, why, at)

    monkeypatch.setattr(infer_ends_module, "revise", refused_once)
    assert await infer_ends(stage.parts) == 3
    assert await infer_ends(stage.parts) == 1
    running = [one.evse for one in await stage.sessions() if one.state is SessionState.ACTIVE]
    assert running == [3]
