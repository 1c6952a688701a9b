"""What real chargers do wrong, row by row, heard and kept on a fake clock: what becomes of the one charge."""

import pytest
from tests.places import AnyDatabase
from tests.stories.hearing import REGISTER, START, Hearing

from wattfleet.events import Flag
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US
from wattfleet.ocpp.versions import Version
from wattfleet.sessions.session import SessionState
from wattfleet.simulator import faults
from wattfleet.simulator.station import StationPlan
from wattfleet.usecases.infer_ends import infer_ends

EXACT: list[tuple[int, Version]] = [
    *(
        (row, "1.6")
        for row in (1, 2, 4, 5, 8, 15, 16, 17, 18, 19, 23, 24, 28, 29, 34, 35, 36, 37, 40, 41, 42, 43)
    ),
    *((row, "1.6") for row in (47, 48, 49, 50, 55, 57, 58, 77, 79, 80, 81, 82, 86, 87)),
    *((row, "2.0.1") for row in (2, 15, 20, 22, 25, 28, 29, 33, 34, 36, 37, 40, 41, 42, 47, 48, 49, 50)),
    *((row, "2.0.1") for row in (57, 58, 79, 80, 81, 86, 87)),
    *((row, "2.1") for row in (20, 22, 25, 28, 33, 40)),
]


def plan(version: Version) -> StationPlan:
    return StationPlan(identity="CP1", version=version, register=REGISTER, sample_s=600, aligned_s=900)


async def heard(database: AnyDatabase, row: int, version: Version) -> Hearing:
    chosen = faults.chosen((row,)) if row else ()
    return await Hearing(database, plan(version), *chosen).opened()


@pytest.mark.parametrize(("row", "version"), EXACT, ids=[f"row{row}-{version}" for row, version in EXACT])
async def test_one_session_with_the_energy_of_its_meter(
    database: AnyDatabase, row: int, version: Version
) -> None:
    hearing = await heard(database, row, version)
    hearing.charge(card=row in {23, 24})
    (session,) = await hearing.tell()
    charge = hearing.station.charges[0]
    assert hearing.showed(row)
    assert session.state is SessionState.CLOSED, session.flags
    assert session.energy == charge.told
    assert session.token is not None
    assert session.token.uid == charge.token
    assert abs(session.started_at - charge.begun_at) < SECOND_US
    assert hearing.station.post.problems == []
    assert hearing.station.post.mailbox.lost == []


@pytest.mark.parametrize("row", [6, 7, 9], ids=lambda row: f"row{row}")
async def test_a_stop_without_its_number_finds_its_session(database: AnyDatabase, row: int) -> None:
    hearing = await heard(database, row, "1.6")
    hearing.charge(card=True)
    (session,) = await hearing.tell()
    assert hearing.showed(row)
    assert session.state is not SessionState.ACTIVE
    assert session.energy == hearing.station.charges[0].told


DOUBTFUL: list[tuple[int, Version, Flag]] = [
    (12, "1.6", Flag.CONFLICTING_STOP),
    (32, "1.6", Flag.PLACEHOLDER_BEGIN),
    (38, "1.6", Flag.ZERO_ENERGY),
    (94, "1.6", Flag.UNKNOWN_TOKEN),
    (32, "2.0.1", Flag.PLACEHOLDER_BEGIN),
    (52, "1.6", Flag.CLOCK_UNSET),
    (52, "2.0.1", Flag.CLOCK_UNSET),
    (56, "1.6", Flag.END_BEFORE_START),
    (56, "2.0.1", Flag.END_BEFORE_START),
]


@pytest.mark.parametrize(
    ("row", "version", "flag"), DOUBTFUL, ids=[f"row{row}-{version}" for row, version, _ in DOUBTFUL]
)
async def test_what_is_doubtful_waits_for_a_person(
    database: AnyDatabase, row: int, version: Version, flag: Flag
) -> None:
    hearing = await heard(database, row, version)
    hearing.charge()
    (session,) = await hearing.tell()
    assert hearing.showed(row)
    assert flag in session.flags
    assert session.state is SessionState.REVIEW


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_row_32_a_zero_heals_by_the_register_before_it(database: AnyDatabase, version: Version) -> None:
    hearing = await heard(database, 32, version)
    hearing.charge()
    hearing.charge(30 * MINUTE_US)
    first, second = await hearing.tell()
    assert first.state is SessionState.REVIEW, "nobody knows where its register stood"
    assert second.state is SessionState.CLOSED, second.flags
    assert Flag.BEGIN_FROM_BEFORE in second.flags
    assert second.begin_register == first.end_register
    assert second.energy == hearing.station.charges[1].told


async def test_row_10_a_stop_without_its_start_is_no_session_but_a_doubt(database: AnyDatabase) -> None:
    hearing = await heard(database, 10, "1.6")
    hearing.charge()
    assert await hearing.tell() == []
    assert hearing.station.post.mailbox.lasting == 0  # it was taken, and is kept as evidence


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_row_11_a_charge_without_an_end_ends_with_the_next_one(
    database: AnyDatabase, version: Version
) -> None:
    hearing = await heard(database, 11, version)
    hearing.charge()
    hearing.charge(30 * MINUTE_US)
    first, _ = await hearing.tell()
    assert first.state is SessionState.ACTIVE, "its stop may still be behind the next start"
    hearing.stage.clock.advance(20 * MINUTE_US)
    assert await infer_ends(hearing.stage.parts) == 2, "the second one by its plug, which is free"
    first, _ = await hearing.stage.sessions()
    assert Flag.END_INFERRED in first.flags
    assert first.energy == hearing.station.charges[0].told


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_row_51_a_clock_that_is_two_hours_ahead_is_corrected(
    database: AnyDatabase, version: Version
) -> None:
    built = StationPlan(identity="CP1", version=version, register=REGISTER, boots_always=False)
    hearing = await Hearing(database, built, *faults.chosen((51,)), heard_from=START).opened()
    await hearing.tell()  # its live messages show how far its clock is off
    hearing.station.disconnected(hearing.station.now)
    hearing.charge()
    hearing.stage.clock.advance(hearing.station.now - hearing.stage.clock.now() + MINUTE_US)
    (session,) = await hearing.tell()
    assert hearing.showed(51)
    charge = hearing.station.charges[0]
    assert abs(session.started_at - charge.begun_at) < 5 * MINUTE_US
    assert session.energy == charge.told


@pytest.mark.parametrize("row", [31, 39], ids=lambda row: f"row{row}")
@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
async def test_charges_one_after_the_other_whatever_the_register_does(
    database: AnyDatabase, row: int, version: Version
) -> None:
    built = StationPlan(identity="CP1", version=version, sample_s=600)
    hearing = await Hearing(database, built, *faults.chosen((row,))).opened()
    for _ in range(3):
        hearing.charge(40 * MINUTE_US)
    sessions = await hearing.tell()
    assert hearing.showed(row)
    assert [one.energy for one in sessions] == [one.told for one in hearing.station.charges]
    assert {one.state for one in sessions} == {SessionState.CLOSED}
