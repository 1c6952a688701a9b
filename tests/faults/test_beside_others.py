"""Faults that show only beside something else: a second socket, a loss of power, a clock.

The pretend station is heard and kept on a fake clock, on each database.
"""

import json
from typing import Any

import msgspec
import pytest
from tests.doors.stage import TENANT
from tests.places import AnyDatabase
from tests.stories.hearing import NOW, REGISTER, START, Hearing

from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.events import Flag
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US, Instant, parse_instant
from wattfleet.ocpp.versions import Version
from wattfleet.sessions.ending import Seen, judge_end
from wattfleet.sessions.session import SessionState, StationFacts
from wattfleet.simulator import car, faults, faults_replay, orders
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.evse import EvsePlan
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.station import StationPlan
from wattfleet.stations.orders import Reservation, ReservationState
from wattfleet.storage import doubts, reservations, stations, tokens
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.follow_reservations import follow_reservations
from wattfleet.usecases.infer_ends import infer_ends

TWO = (EvsePlan(evse_id=1), EvsePlan(evse_id=2))


async def heard(
    database: AnyDatabase, *chosen: Fault, version: Version = "1.6", heard_from: Instant = NOW, **more: Any
) -> Hearing:
    built = StationPlan(identity="CP1", version=version, register=REGISTER, sample_s=600, **more)
    return await Hearing(database, built, *chosen, heard_from=heard_from).opened()


async def kept_doubts(hearing: Hearing) -> list[Any]:
    def page(reader: Reader) -> list[Any]:
        return list(doubts.page(reader, PageQuery(limit=50)).items)

    return await hearing.stage.database.read(TENANT, page)


async def test_row_3_a_start_said_again_is_not_refused_for_its_own_charge(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((3,)))
    hearing.station.plug_in(1, car.battery(FAMILY, 300), "CARD")
    (session,) = await hearing.tell()
    assert hearing.showed(3)
    assert hearing.station.evses[0].running is not None, "a refusal would have ended the charge"
    assert session.state is SessionState.ACTIVE
    assert Flag.REPLAYED_START in session.flags


async def test_row_14_a_nameless_stop_ends_neither_of_two_sessions(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((14,)), evses=TWO)
    for evse in (1, 2):
        hearing.station.plug_in(evse, car.battery(FAMILY, 300), "CARD")
    hearing.station.advance(START + HOUR_US)
    hearing.station.unplug(1)
    sessions = await hearing.tell()
    assert hearing.showed(14)
    assert [one.state for one in sessions] == [SessionState.ACTIVE] * 2
    (doubt,) = await kept_doubts(hearing)
    assert "none is guessed" in doubt.note


async def test_row_15_two_cars_that_begin_in_the_same_second_are_two_sessions(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((15,)), evses=TWO)
    for evse in (1, 2):
        hearing.station.plug_in(evse, car.battery(FAMILY, 300), "CARD")
    hearing.station.advance(START + HOUR_US)
    hearing.station.unplug(1)
    hearing.station.advance(START + 2 * HOUR_US)
    hearing.station.unplug(2)
    sessions = await hearing.tell()
    assert hearing.showed(15)
    assert len({one.tx for one in sessions}) == 2
    told = {one.evse_id: one.told for one in hearing.station.charges}
    assert {one.evse: one.energy for one in sessions} == told


class Loaded(CountedIds):
    """Dice that show the same number most of the time."""

    thrown = 0

    def below(self, limit: int) -> int:
        self.thrown += 1
        return 41 if self.thrown % 3 else 41 + self.thrown


async def test_row_16_a_number_that_was_given_is_never_given_again(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((16,)))
    hearing.stage.parts = msgspec.structs.replace(hearing.stage.parts, ids=Loaded())
    for _ in range(3):
        hearing.charge(20 * MINUTE_US)
    sessions = await hearing.tell()
    assert hearing.showed(16)
    assert hearing.station.post.problems == []
    assert len({one.tx for one in sessions}) == 3


@pytest.mark.parametrize("token", ["CARD", "STRANGER"])
async def test_row_17_every_answer_to_a_start_is_whole(database: AnyDatabase, token: str) -> None:
    hearing = await heard(database, *faults.chosen((17,)))
    hearing.charge(token=token)
    await hearing.tell()
    assert hearing.showed(17)
    assert hearing.station.post.problems == []


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
async def test_row_21_what_waits_in_the_queue_is_waited_for(database: AnyDatabase, version: Version) -> None:
    hearing = await heard(database, *faults.chosen((21,)), version=version)
    hearing.charge()
    asked = json.dumps([2, "q", "GetTransactionStatus", {"transactionId": hearing.station.charges[0].key}])
    orders.hear(hearing.station, asked, hearing.station.now)
    (answer,) = [json.loads(str(text)) for text in hearing.station.post.take()]
    assert answer[2] == {"ongoingIndicator": False, "messagesInQueue": True}
    (session,) = await hearing.tell()
    seen = Seen(now=NOW + 20 * HOUR_US, ongoing=False, queued=True)
    running = await _running(hearing)
    assert judge_end(running, seen, StationFacts(station_id=session.station_id, p_max_mw=22_000_000)) is None
    assert hearing.showed(21)
    assert session.energy == hearing.station.charges[0].told


async def _running(hearing: Hearing) -> Any:
    """The session as it stood before its end came."""
    (session,) = await hearing.stage.sessions()
    return msgspec.structs.replace(session, stops=(), state=SessionState.ACTIVE)


async def test_row_25_a_suspended_car_keeps_its_session(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((25,)), heard_from=START)
    await hearing.tell()
    hearing.station.plug_in(1, car.battery(FAMILY, 300), "CARD")
    (session,) = await hearing.tell()
    hearing.later(3 * HOUR_US)
    assert await infer_ends(hearing.stage.parts) == 0
    (session,) = await hearing.tell()
    assert hearing.showed(25)
    assert session.state is SessionState.ACTIVE
    assert session.energy.mwh > 0


async def test_row_26_a_refused_start_leaves_the_reservation_to_its_owner(database: AnyDatabase) -> None:
    hearing = await heard(database, faults_replay.held_reservation(7))
    stage = hearing.stage
    held = Reservation(
        id=stage.ids.uuid(NOW), number=7, station_id=stage.station.id, evse=1, connector=1,
        token="CARD", expires_at=NOW + HOUR_US, state=ReservationState.RESERVED,
    )  # fmt: skip
    blocked = RegisteredToken(id=stage.ids.uuid(NOW), uid="BLOCKED", state=TokenState.BLOCKED)

    def furnish(writer: Writer) -> None:
        reservations.add(writer, held)
        tokens.add(writer, blocked)

    await stage.database.write(TENANT, furnish)
    hearing.station.advance(NOW + -30 * MINUTE_US)
    hearing.charge(20 * MINUTE_US, token="BLOCKED")
    (session,) = await hearing.tell()
    assert hearing.showed(26)
    assert Flag.UNAUTHORISED in session.flags
    await follow_reservations(stage.parts)
    now = await stage.database.read(TENANT, lambda reader: reservations.get(reader, held.id))
    assert now is not None
    assert now.state is ReservationState.RESERVED


async def test_row_27_the_queue_of_a_former_back_end_bills_nobody(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((27,)))
    stage = hearing.stage

    def in_service(writer: Writer) -> None:
        station = stations.get(writer, stage.station.id)
        assert station is not None
        since = parse_instant("2026-05-01T00:00:00Z")
        stations.change(writer, msgspec.structs.replace(station, in_service_from=since), station.version)

    await stage.database.write(TENANT, in_service)
    hearing.charge()
    former, ours = await hearing.tell()
    assert hearing.showed(27)
    assert Flag.BEFORE_SERVICE in former.flags
    assert former.token is None or former.token.uid == faults_replay.FORMER_CARD
    assert ours.state is SessionState.CLOSED
    assert ours.energy == hearing.station.charges[0].told
    await stage.database.write(TENANT, lambda writer: None)
    stage.clock.advance(2 * HOUR_US)
    await infer_ends(stage.parts)
    assert SessionState.CLOSED not in {one.state for one in await stage.sessions() if one.id == former.id}
    assert any("4711" in doubt.note for doubt in await kept_doubts(hearing))


async def test_row_30_a_refused_car_that_charges_on_is_recorded_and_held(database: AnyDatabase) -> None:
    hearing = await heard(database, *faults.chosen((30,)), heard_from=START)
    hearing.station.plug_in(1, car.battery(FAMILY, 300), "STRANGER")
    await hearing.tell()
    hearing.later(HOUR_US)
    hearing.station.unplug(1)
    (session,) = await hearing.tell()
    assert hearing.showed(30)
    assert session.energy == hearing.station.charges[0].told
    assert session.energy.mwh > 0
    assert session.state is SessionState.REVIEW
    assert Flag.UNAUTHORISED in session.flags


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_row_44_an_end_lost_with_the_power_is_closed_by_the_next_register(
    database: AnyDatabase, version: Version
) -> None:
    hearing = await heard(database, *faults.chosen((44,)), version=version)
    for _ in range(2):  # the first two teach that the register runs over the meter's life
        hearing.charge(20 * MINUTE_US)
    hearing.station.plug_in(1, car.battery(FAMILY, 300), "CARD")
    hearing.station.advance(hearing.station.now + 35 * MINUTE_US)
    hearing.station.power_cut()
    hearing.station.unplug(1)
    hearing.station.advance(hearing.station.now + MINUTE_US)
    hearing.charge(20 * MINUTE_US)
    await hearing.tell()
    assert hearing.showed(44)
    hearing.stage.clock.advance(20 * MINUTE_US)
    assert await infer_ends(hearing.stage.parts) == 1
    sessions = await hearing.stage.sessions()
    assert Flag.END_INFERRED in sessions[2].flags
    assert [one.energy for one in sessions] == [one.told for one in hearing.station.charges]


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_row_45_a_boot_ends_no_session_that_goes_on(database: AnyDatabase, version: Version) -> None:
    hearing = await heard(database, *faults.chosen((45,)), version=version, heard_from=START)
    hearing.station.plug_in(1, car.battery(FAMILY, 300), "CARD")
    await hearing.tell()
    hearing.later(30 * MINUTE_US)
    hearing.station.power_cut()
    hearing.station.post.take()
    await hearing.tell()
    hearing.later(14 * MINUTE_US)
    assert await infer_ends(hearing.stage.parts) == 0
    hearing.station.unplug(1)
    (session,) = await hearing.tell()
    assert hearing.showed(45)
    assert session.state is SessionState.CLOSED
    assert session.energy == hearing.station.charges[0].told


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_row_53_the_clock_of_a_strict_station_is_set(database: AnyDatabase, version: Version) -> None:
    hearing = await heard(database, *faults.chosen((53,)), version=version, heard_from=START)
    assert hearing.station.post.skew_us != 0
    await hearing.tell()
    hearing.station.disconnected(hearing.station.now)
    hearing.charge()
    hearing.stage.clock.advance(hearing.station.now - hearing.stage.clock.now())
    (session,) = await hearing.tell()
    assert hearing.showed(53)
    assert hearing.station.post.skew_us == 0
    assert abs(session.started_at - hearing.station.charges[0].begun_at) < SECOND_US
    assert session.state is SessionState.CLOSED
