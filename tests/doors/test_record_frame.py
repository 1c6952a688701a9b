"""A frame becomes what is kept, before it is answered; the same on SQLite and PostgreSQL."""

from typing import Any

from tests.doors.stage import NOON, TENANT, Line, Stage
from tests.places import AnyDatabase

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US
from wattfleet.sessions.session import SessionState
from wattfleet.storage import ratings, tariffs
from wattfleet.storage.database import Writer
from wattfleet.tariffs.reading import read_tariff
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.infer_ends import infer_ends

BOOT = {"chargePointVendor": "Acme", "chargePointModel": "A1"}
START = {"connectorId": 1, "idTag": "card", "meterStart": 1000, "timestamp": "2026-11-20T12:00:00Z"}


def meter(transaction: int, at: str, wh: int) -> dict[str, Any]:
    value = {"value": str(wh), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
    moment = {"timestamp": at, "sampledValue": [value]}
    return {"connectorId": 1, "transactionId": transaction, "meterValue": [moment]}


def stop(transaction: int, wh: int, at: str = "2026-11-20T13:00:00Z") -> dict[str, Any]:
    return {"transactionId": transaction, "meterStop": wh, "timestamp": at, "reason": "Local"}


async def charge(line: Line) -> int:
    """From boot to stop: 4234 Wh."""
    await line.call("BootNotification", BOOT)
    started = await line.call("StartTransaction", START)
    assert started["idTagInfo"]["status"] == "Accepted"
    transaction = int(started["transactionId"])
    await line.call("MeterValues", meter(transaction, "2026-11-20T12:15:00Z", 2500))
    assert await line.call("StopTransaction", stop(transaction, 5234)) == {}
    return transaction


async def test_a_charge_is_one_closed_session(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    await charge(await stage.connect())
    (session,) = await stage.sessions()
    assert session.state is SessionState.CLOSED
    assert session.energy == Energy.from_wh(4234)
    assert session.started_at == NOON
    assert session.token is not None
    assert session.token.uid == "card"
    assert len(session.track) == 3


async def test_row51_a_queue_after_a_reconnect_is_read_by_the_clock_as_it_was_known(
    database: AnyDatabase,
) -> None:
    stage = await Stage(database).furnish()
    begun, ahead_us = stage.clock.now(), 120 * MINUTE_US
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Preparing"}
    line = await stage.connect()
    await line.call("StatusNotification", status | {"timestamp": (begun + ahead_us).wire()})
    stage.clock.advance(180 * MINUTE_US)
    line = await stage.connect()
    await line.call("StartTransaction", START | {"timestamp": (begun + ahead_us).wire()})
    (session,) = await stage.sessions()
    assert session.started_at == begun
    assert Flag.CLOCK_SKEWED in session.flags


async def test_everything_again_after_a_new_connection_changes_nothing(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    transaction = await charge(await stage.connect())
    (before,) = await stage.sessions()
    again = await charge(await stage.connect())
    assert again == transaction
    (after,) = await stage.sessions()
    assert (after.energy, after.state, after.ended_at) == (before.energy, before.state, before.ended_at)
    assert Flag.REPLAYED_START in after.flags


async def test_the_number_of_another_station_changes_nothing_there(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    started = await line.call("StartTransaction", START)
    stranger = stage.ids.below(2**31 - 2) + 1
    assert stranger != started["transactionId"]
    assert await line.call("StopTransaction", stop(stranger, 9000)) == {}
    (session,) = await stage.sessions()
    assert session.state is SessionState.ACTIVE


async def test_an_unknown_card_gets_a_number_and_its_charge_is_held(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    started = await line.call("StartTransaction", {**START, "idTag": "NOBODY"})
    assert started["idTagInfo"]["status"] == "Invalid"
    await line.call("StopTransaction", stop(started["transactionId"], 3000))
    (session,) = await stage.sessions()
    assert session.state is SessionState.REVIEW
    assert {Flag.UNAUTHORISED, Flag.UNKNOWN_TOKEN} <= set(session.flags)


async def test_a_transaction_of_2_0_1_is_the_same_session(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect("2.0.1")
    reading = {"sampledValue": [{"value": 1000, "context": "Transaction.Begin"}]}
    began = await line.call(
        "TransactionEvent",
        {
            "eventType": "Started",
            "timestamp": "2026-11-20T12:00:00Z",
            "triggerReason": "Authorized",
            "seqNo": 0,
            "transactionInfo": {"transactionId": "tx-1", "chargingState": "Charging"},
            "evse": {"id": 1, "connectorId": 1},
            "idToken": {"idToken": "CARD", "type": "ISO14443"},
            "meterValue": [{"timestamp": "2026-11-20T12:00:00Z", **reading}],
        },
    )
    assert began["idTokenInfo"]["status"] == "Accepted"
    end = {"sampledValue": [{"value": 5234, "context": "Transaction.End"}]}
    ended = await line.call(
        "TransactionEvent",
        {
            "eventType": "Ended",
            "timestamp": "2026-11-20T13:00:00Z",
            "triggerReason": "EVDeparted",
            "seqNo": 1,
            "transactionInfo": {"transactionId": "tx-1", "stoppedReason": "EVDisconnected"},
            "meterValue": [{"timestamp": "2026-11-20T13:00:00Z", **end}],
        },
    )
    assert ended == {}
    (session,) = await stage.sessions()
    assert session.state is SessionState.CLOSED
    assert session.energy == Energy.from_wh(4234)
    assert session.tx == "tx-1"


async def test_what_is_not_understood_is_kept_and_answered(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    assert await line.call("Nonsense", {"a": 1}) == "NotImplemented"
    status = await line.call("DataTransfer", {"vendorId": "acme", "data": "x"})
    assert status == {"status": "UnknownVendorId"}


async def test_an_ended_session_is_rated_once_with_every_lines_reason(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    element = {"price_components": [{"type": "ENERGY", "price": "2.50", "vat": "25.0"}]}
    tariff = read_tariff(
        {"name": "Day", "currency": "SEK", "elements": [element]}, tariff_id=stage.ids.uuid(NOON)
    )

    def sell(writer: Writer) -> None:
        tariffs.add(writer, tariff)
        tariffs.assign(writer, stage.station.id, tariff_id=tariff.id)

    await database.write(TENANT, sell)
    await charge(await stage.connect())
    assert await close_sessions(stage.parts) == 1
    assert await close_sessions(stage.parts) == 0
    (session,) = await stage.sessions()
    rated = await database.read(TENANT, lambda reader: ratings.newest(reader, session.id))
    assert rated is not None
    assert rated.rating is not None
    assert (str(rated.rating.amount), str(rated.rating.vat)) == ("13.24", "2.65")  # 10.585 → 10.59 + 2.6475
    assert len(rated.rating.lines) == 1


async def test_a_session_without_a_tariff_is_whole_and_not_sold(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    await charge(await stage.connect())
    assert await close_sessions(stage.parts) == 1
    (session,) = await stage.sessions()
    rated = await database.read(TENANT, lambda reader: ratings.newest(reader, session.id))
    assert rated is not None
    assert (rated.rating, rated.cost_reason) == (None, "not_sold")


async def test_a_later_plug_out_is_kept_and_not_billed(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    await charge(line)
    free = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    await line.call("StatusNotification", {**free, "timestamp": "2026-11-20T13:20:00Z"})
    (session,) = await stage.sessions()
    assert session.plugged_out_at == NOON + 80 * MINUTE_US
    assert session.ended_at == NOON + 60 * MINUTE_US


async def test_a_next_start_ends_what_was_open_at_its_last_proven_moment(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    line = await stage.connect()
    first = (await line.call("StartTransaction", START))["transactionId"]
    await line.call("MeterValues", meter(first, "2026-11-20T12:15:00Z", 2500))
    await line.call("StartTransaction", {**START, "meterStart": 2500, "timestamp": "2026-11-20T18:00:00Z"})
    assert await infer_ends(stage.parts) == 0, "its stop may still be on its way"
    stage.clock.advance(20 * MINUTE_US)
    assert await infer_ends(stage.parts) == 1
    left, following = await stage.sessions()
    assert (left.state, following.state) == (SessionState.CLOSED, SessionState.ACTIVE)
    assert left.ended_at == NOON + 15 * MINUTE_US
    assert left.energy == Energy.from_wh(1500)
    assert Flag.END_INFERRED in left.flags


async def test_a_repeat_stores_no_reading_twice(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    await charge(await stage.connect())
    await charge(await stage.connect())
    (session,) = await stage.sessions()
    assert len(session.track) == 3


async def test_a_tariff_that_comes_later_prices_what_was_not_sold(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    await charge(await stage.connect())
    await close_sessions(stage.parts)
    assert await database.write(
        TENANT, lambda writer: ratings.rate_unsold_again(writer, stage.station.id, "not_sold", None)
    )
    assert await close_sessions(stage.parts) == 1
