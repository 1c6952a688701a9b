"""What real chargers do wrong, and what comes of it: one session, with the energy that its meter told.

Each case is a row of the table of field faults, on the real server, over the real wire, seen through the API.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.stories.town import CLOCK, Town, charged, on_line, running, told, until

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, read_instant
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import faults
from wattfleet.simulator.faults_transactions import foreign_stop
from wattfleet.simulator.station import StationPlan


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("faults")
    async with running(folder) as one:
        yield one


pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("one town")]

EXACT: list[tuple[int, Version]] = [
    (0, "1.6"),
    (0, "2.0.1"),
    (0, "2.1"),
    (1, "1.6"),
    (2, "1.6"),
    (2, "2.0.1"),
    (4, "1.6"),
    (5, "1.6"),
    (8, "1.6"),
    (18, "1.6"),
    (19, "1.6"),
    (20, "2.0.1"),
    (20, "2.1"),
    (23, "1.6"),
    (24, "1.6"),
    (34, "1.6"),
    (35, "1.6"),
    (36, "1.6"),
    (36, "2.0.1"),
    (37, "1.6"),
    (37, "2.0.1"),
    (40, "1.6"),
    (40, "2.1"),
    (41, "1.6"),
    (41, "2.0.1"),
    (42, "1.6"),
    (42, "2.0.1"),
    (49, "1.6"),
    (50, "1.6"),
    (50, "2.0.1"),
    (58, "1.6"),
    (62, "1.6"),
    (63, "1.6"),
    (64, "2.0.1"),
    (68, "1.6"),
    (82, "1.6"),
]


@pytest.mark.parametrize(("row", "version"), EXACT, ids=[f"row{row}-{version}" for row, version in EXACT])
async def test_one_session_with_the_energy_of_its_meter(town: Town, row: int, version: Version) -> None:
    identity = f"Exact-{row}-{version}"
    plan = StationPlan(
        identity=identity, version=version, register=Energy.from_wh(909_948), sample_s=600, aligned_s=900
    )
    link = await town.station(identity, version, *(faults.chosen((row,)) if row else ()), plan=plan)
    charged(link.station, card=row in {23, 24})
    await told(link)
    (session,) = await town.settled(identity)
    charge = link.station.charges[0]
    assert session["state"] == "closed", session
    assert session["energy_wh"] == f"{charge.told.wh:f}", session
    assert session["token"] == charge.token
    begun = read_instant(session["started_at"])
    assert begun is not None
    assert abs(begun - charge.begun_at) < 1_000_000
    assert link.station.post.problems == []


MATCHED: list[tuple[int, Version]] = [(6, "1.6"), (7, "1.6"), (9, "1.6")]


@pytest.mark.parametrize(("row", "version"), MATCHED)
async def test_a_stop_without_its_number_finds_its_session(town: Town, row: int, version: Version) -> None:
    identity = f"Matched-{row}"
    link = await town.station(identity, version, *faults.chosen((row,)))
    charged(link.station, card=True)
    await told(link)
    (session,) = await town.settled(identity)
    assert session["energy_wh"] == f"{link.station.charges[0].told.wh:f}", session


@pytest.mark.parametrize(
    ("row", "version", "flag"),
    [
        (12, "1.6", "conflicting_stop"),
        (32, "1.6", "placeholder_begin"),
        (32, "2.0.1", "placeholder_begin"),
        (52, "1.6", "clock_unset"),
        (56, "1.6", "end_before_start"),
        (56, "2.0.1", "end_before_start"),
    ],
)
async def test_what_is_doubtful_waits_for_a_person(town: Town, row: int, version: Version, flag: str) -> None:
    identity = f"Doubtful-{row}-{version}"
    link = await town.station(identity, version, *faults.chosen((row,)))
    charged(link.station)
    await told(link)
    (session,) = await town.settled(identity)
    assert session["state"] == "review", session
    assert flag in session["flags"], session


async def test_row_11_a_charge_without_an_end_ends_with_the_next_one(town: Town) -> None:
    link = await town.station("Endless", "1.6", *faults.chosen((11,)))
    charged(link.station)
    charged(link.station, 30 * MINUTE_US)
    await told(link)

    async def first_ended() -> Any:
        found = sorted(await town.sessions("Endless"), key=lambda one: str(one["started_at"]))
        return found[0] if len(found) == 2 and found[0]["state"] != "active" else None

    session = await until(first_ended)
    assert "end_inferred" in session["flags"]
    assert session["energy_wh"] == f"{link.station.charges[0].told.wh:f}"


async def test_row_13_nobody_can_end_somebody_elses_session(town: Town) -> None:
    victim = await town.station("Victim", "1.6", start=CLOCK.now())
    async with on_line(victim):
        victim.station.plug_in(1, _battery(), "04AABBCC")
        victim.touch()
        await victim.until(drained=True)
        number = int(victim.station.charges[0].transaction)
        attacker = await town.station("Attacker", "1.6", foreign_stop(number))
        charged(attacker.station)
        await told(attacker)
        (own,) = await town.settled("Attacker")
        assert own["energy_wh"] == f"{attacker.station.charges[0].told.wh:f}"
        assert [one["state"] for one in await town.sessions("Victim")] == ["active"]


async def test_row_59_without_a_subprotocol_nothing_is_taken_and_it_is_seen(town: Town) -> None:
    link = await town.station("Wordless", "1.6", *faults.chosen((59,)))
    charged(link.station)
    from asyncio import CancelledError, create_task

    task = create_task(link.run())

    async def tried() -> bool:
        return link.connections + link.refused > 0

    assert await until(tried)
    task.cancel()
    with pytest.raises(CancelledError):
        await task
    assert not link.station.post.booted
    assert await town.sessions("Wordless") == []


async def test_rows_31_a_register_that_begins_anew_with_each_session(town: Town) -> None:
    from wattfleet.simulator.meter import Mode

    plan = StationPlan(identity="Anew", mode=Mode.SESSION)
    link = await town.station("Anew", "1.6", plan=plan)
    charged(link.station)
    charged(link.station)
    await told(link)
    sessions = await town.settled("Anew", 2)
    assert sorted(one["energy_wh"] for one in sessions) == sorted(
        f"{one.told.wh:f}" for one in link.station.charges
    )


def _battery() -> Any:
    from wattfleet.simulator import car

    return car.battery(car.FAMILY, 300)
