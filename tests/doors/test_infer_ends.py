"""A session whose stop never comes is closed by evidence, and a late stop takes that back."""

from tests.doors.stage import Stage
from tests.doors.test_record_frame import START, meter, stop
from tests.places import AnyDatabase

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, parse_instant
from wattfleet.sessions.session import SessionState
from wattfleet.usecases.infer_ends import infer_ends

FREE = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": "2026-11-20T12:40:00Z"}


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
