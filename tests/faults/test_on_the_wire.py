"""What real chargers do wrong, and what comes of it: one session, with the energy that its meter told.

Each case is a row of the table of field faults, on the real server, over the real wire, seen through the API.
"""

from asyncio import create_task, gather
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import ec
from tests.doors.house import PASSWORD, house
from tests.doors.test_tls import make_pair
from tests.stories.town import CARD, CLOCK, Town, charged, on_line, running, told, until

from wattfleet.gateway.metrics import HANDSHAKE_FAILURES
from wattfleet.gateway.tls import server_context
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, read_instant
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import car, faults, faults_transactions
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import Station, StationPlan


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("faults")
    async with running(folder) as one:
        yield one


pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("one town")]

EXACT: list[tuple[int, Version]] = [
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
    (3, "1.6"),
    (16, "1.6"),
    (17, "1.6"),
    (28, "1.6"),
    (28, "2.0.1"),
    (43, "1.6"),
    (47, "2.0.1"),
    (55, "1.6"),
    (58, "1.6"),
    (62, "1.6"),
    (63, "1.6"),
    (64, "2.0.1"),
    (61, "1.6"),
    (71, "1.6"),
    (81, "1.6"),
    (81, "2.0.1"),
    (82, "1.6"),
    (86, "1.6"),
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
    assert row in link.station.post.showed
    assert session["state"] == "closed", session
    assert session["energy_wh"] == f"{charge.told.wh:f}", session
    assert session["token"] == charge.token
    begun = read_instant(session["started_at"])
    assert begun is not None
    assert abs(begun - charge.begun_at) < 1_000_000
    assert link.station.post.problems == []


MATCHED: list[tuple[int, Version]] = [(6, "1.6"), (7, "1.6"), (9, "1.6")]


@pytest.mark.parametrize(("row", "version"), MATCHED, ids=[f"row{row}" for row, _ in MATCHED])
async def test_a_stop_without_its_number_finds_its_session(town: Town, row: int, version: Version) -> None:
    identity = f"Matched-{row}"
    link = await town.station(identity, version, *faults.chosen((row,)))
    charged(link.station, card=True)
    await told(link)
    (session,) = await town.settled(identity)
    assert row in link.station.post.showed
    assert session["energy_wh"] == f"{link.station.charges[0].told.wh:f}", session


DOUBTFUL: list[tuple[int, Version, str]] = [
    (12, "1.6", "conflicting_stop"),
    (32, "1.6", "placeholder_begin"),
    (32, "2.0.1", "placeholder_begin"),
    (52, "1.6", "clock_unset"),
    (56, "1.6", "end_before_start"),
    (56, "2.0.1", "end_before_start"),
]


@pytest.mark.parametrize(
    ("row", "version", "flag"), DOUBTFUL, ids=[f"row{row}-{version}" for row, version, _ in DOUBTFUL]
)
async def test_what_is_doubtful_waits_for_a_person(town: Town, row: int, version: Version, flag: str) -> None:
    identity = f"Doubtful-{row}-{version}"
    link = await town.station(identity, version, *faults.chosen((row,)))
    charged(link.station)
    await told(link)
    (session,) = await town.settled(identity)
    assert row in link.station.post.showed
    assert session["state"] == "review", session
    assert flag in session["flags"], session


async def test_row_11_a_charge_without_an_end_leaves_its_stop_the_grace(town: Town) -> None:
    """What ends it after that is told on a fake clock: nobody waits a quarter of an hour here."""
    link = await town.station("Endless", "1.6", *faults.chosen((11,)))
    charged(link.station)
    charged(link.station, 30 * MINUTE_US)
    await told(link)

    async def both() -> Any:
        found = sorted(await town.sessions("Endless"), key=lambda one: str(one["started_at"]))
        return found if len(found) == 2 else None

    first, _ = await until(both)
    assert 11 in link.station.post.showed
    assert (first["state"], first["flags"]) == ("active", [])
    assert first["energy_wh"] != "0"


async def test_row_13_nobody_can_end_somebody_elses_session(town: Town) -> None:
    victim = await town.station("Victim", "1.6", start=CLOCK.now())
    async with on_line(victim):
        victim.station.plug_in(1, _battery(), "04AABBCC")
        victim.touch()
        await victim.until(drained=True)
        number = int(victim.station.charges[0].transaction)
        attacker = await town.station("Attacker", "1.6", faults_transactions.foreign_stop(number))
        charged(attacker.station)
        await told(attacker)
        assert 13 in attacker.station.post.showed
        (own,) = await town.settled("Attacker")
        assert own["energy_wh"] == f"{attacker.station.charges[0].told.wh:f}"
        assert [one["state"] for one in await town.sessions("Victim")] == ["active"]


async def knocks(town: Town, link: Link) -> list[Any]:
    """It has tried and was not let in; what the inbox then says of it."""
    task = create_task(link.run())

    async def tried() -> bool:
        return link.connections + link.refused > 0

    async def seen() -> list[Any]:
        found = await town.api.every("/inbox")
        return [one for one in found if one["identity"] == link.station.plan.identity]

    try:
        assert await until(tried)
        return await until(seen)
    finally:
        task.cancel()
        await gather(task, return_exceptions=True)


@pytest.mark.parametrize("row", [59, 60], ids=lambda row: f"row{row}")
async def test_a_handshake_that_cannot_be_taken_is_seen(town: Town, row: int) -> None:
    link = await town.station(f"Wordless-{row}", "1.6", *faults.chosen((row,)))
    charged(link.station)
    (entry,) = await knocks(town, link)
    assert row in link.station.post.showed
    assert not link.station.post.booted
    assert entry["reason"], entry
    assert await town.sessions(f"Wordless-{row}") == []


@pytest.mark.parametrize("row", [67, 68], ids=lambda row: f"row{row}")
async def test_a_second_socket_is_taken_and_the_end_of_the_first_harms_nobody(town: Town, row: int) -> None:
    link = await town.station(f"Twice-{row}", "1.6", *faults.chosen((row,)), start=CLOCK.now())
    async with on_line(link):
        link.station.plug_in(1, _battery(), CARD)
        link.touch()
        await link.until(drained=True)
        link.hang_up()

        async def is_back() -> bool:
            return link.connections == 2 and link.station.post.booted

        assert await until(is_back)
        assert row in link.station.post.showed
        link.forget()
        link.station.unplug(1)
        link.touch()
        await link.until(drained=True)
    (session,) = await town.settled(f"Twice-{row}")
    assert session["energy_wh"] == f"{link.station.charges[0].told.wh:f}"
    assert link.refused == 0


async def test_row_72_a_station_that_trusts_nobody_is_counted(tmp_path: Path) -> None:
    async with house() as built:
        built.station("CP-1")
        pair = make_pair(tmp_path, "own", ec.generate_private_key(ec.SECP256R1()))
        port = await built.listen(tls=server_context([pair]))
        station = Station(StationPlan(identity="CP-1"), CLOCK.now(), Random(1), faults.chosen((72,)))
        before = failures()
        link = Link(station, f"wss://127.0.0.1:{port}/ocpp", PASSWORD, CLOCK, Random(1))
        task = create_task(link.run())

        async def counted() -> bool:
            return failures() > before

        assert await until(counted)
        task.cancel()
        await gather(task, return_exceptions=True)
        assert 72 in station.post.showed
        assert link.connections == 0


def failures() -> float:
    return float(HANDSHAKE_FAILURES.labels("tls")._value.get())


async def test_row_54_a_server_in_another_zone_sets_no_clock_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    async with running(tmp_path) as far:
        link = await far.station("Digits", "1.6", *faults.chosen((54,)), start=CLOCK.now())
        await told(link)
        assert 54 in link.station.post.showed
        assert abs(link.station.post.skew_us) < 5_000_000


def _battery() -> Any:
    return car.battery(car.FAMILY, 300)
