"""An installation of the first schema comes up to date: a copy first, all or nothing, the same sessions."""

import asyncio
import contextlib
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text
from tests.places import AnyDatabase, PostgresServer
from tests.recorded import FIRST, make_recorded, tables

from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock, SystemClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.timeline import Instant, parse_instant
from wattfleet.ocpp.dialogue import Dialogue
from wattfleet.ocpp.effects import Arrived
from wattfleet.server.house import open_house
from wattfleet.sessions.session import Session
from wattfleet.settings import Settings
from wattfleet.storage import migrations, sessions, sites, stations, tokens
from wattfleet.storage.backups.copying import connect, look_at_sqlite
from wattfleet.storage.backups.make import Installation
from wattfleet.storage.backups.restoring import load_postgres
from wattfleet.storage.backups.upgrading import KEPT, back_up_before_upgrade, revision_of
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import FILE_NAME, open_database
from wattfleet.storage.tables.base import metadata
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.open_connection import Caller, open_connection
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_frame import record_frame
from wattfleet.usecases.run_audit import run_audit

T = metadata.tables
NOW = parse_instant("2026-11-20T12:00:00Z")
MIGRATING = Path(__file__).parent / "migrating.py"


@pytest.fixture
async def old(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Installation:
    """The recorded installation at its first schema."""
    url = None
    if database_kind == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = await server.new_empty_database()
    await make_recorded(tmp_path / "data", url)
    return Installation(folder=tmp_path / "data", url=url)


async def test_a_start_copies_first_and_then_brings_it_up_to_date(
    old: Installation, request: pytest.FixtureRequest
) -> None:
    settings = Settings(data=old.folder, database=old.url)
    async with open_house(settings):
        assert await revision_of(old) == migrations.newest()
    (copy,) = (old.folder / "before-upgrade").iterdir()
    assert copy.name.startswith(f"{FIRST}-")
    assert copy.stat().st_mode & 0o077 == 0
    if old.url is None:
        assert look_at_sqlite(copy).counts["frames"] == len(tables()["frames"]["rows"])
        assert look_at_sqlite(copy).revision == FIRST
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = await server.new_empty_database()
        await load_postgres(copy, url, force=False)
        assert await revision_of(Installation(folder=old.folder, url=url)) == FIRST
    async with open_house(settings):
        assert len(list((old.folder / "before-upgrade").iterdir())) == 1  # nothing was to be migrated


async def test_no_copy_where_there_is_nothing_to_migrate_or_none_is_wanted(old: Installation) -> None:
    async with open_house(Settings(data=old.folder, database=old.url, upgrade_backup=False)):
        assert not (old.folder / "before-upgrade").exists()
    assert await back_up_before_upgrade(old, NOW) is None
    empty = Installation(folder=old.folder / "empty")
    assert await back_up_before_upgrade(empty, NOW) is None


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_an_upgrade_without_room_for_its_copy_does_not_begin(old: Installation) -> None:
    (old.folder / "before-upgrade").write_text("a file where the folder should be")
    with pytest.raises(WattfleetError) as refused:
        await back_up_before_upgrade(old, NOW)
    assert refused.value.code == "upgrade_backup"
    assert "--no-upgrade-backup" in refused.value.hint
    assert await revision_of(old) == FIRST


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_only_the_newest_copies_stay(old: Installation) -> None:
    for second in range(KEPT + 2):
        await back_up_before_upgrade(old, NOW + second * 1_000_000)
    assert len(list((old.folder / "before-upgrade").iterdir())) == KEPT


async def test_a_kill_in_the_middle_leaves_the_old_schema_or_the_new(
    old: Installation, tmp_path: Path
) -> None:
    """The delays cross the whole of a migration: the first comes before anything, the last after all."""
    seen: set[str | None] = set()
    for round_, wait_s in enumerate((0, 0.02, 0.05, 0.1, 0.2, 0.4)):
        process = await asyncio.create_subprocess_exec(
            sys.executable, MIGRATING, old.folder, old.url or "-", stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"begin\n"
        done, _ = await asyncio.wait([asyncio.create_task(process.wait())], timeout=wait_s)
        if not done:
            process.send_signal(signal.SIGKILL)
        await process.wait()
        here = await revision_of(old)
        assert here in {FIRST, migrations.newest()}, f"round {round_}: half a migration"
        seen.add(here)
        if here != FIRST:
            break
    database = await open_database(old.folder, old.url)
    assert await revision_of(old) == migrations.newest()
    assert (await run_audit(database, SystemClock(), 1)).violations == 0
    await database.close()
    assert FIRST in seen, "at least one kill came before the end"


# ── T20: the same sessions, before and after, and once more from the frames ───


async def test_the_sessions_are_the_same_before_and_after(old: Installation) -> None:
    recorded = tables()["sessions"]
    before = {
        row[recorded["columns"].index("tx")]: row[recorded["columns"].index("energy_mwh")]
        for row in recorded["rows"]
    }
    database = await open_database(old.folder, old.url)
    after = await database.read(1, _all)
    assert {one.tx: one.energy.mwh for one in after} == before
    assert sum(len(one.track) for one in after) > 100
    await database.close()


async def test_what_the_car_of_a_running_session_does_is_read_from_it(old: Installation) -> None:
    await _as_if_running(old)
    database = await open_database(old.folder, old.url)
    told = text("SELECT charging FROM sessions")
    columns = await database.read(1, lambda reader: list(reader.connection.execute(told).scalars()))
    after = await database.read(1, _all)
    assert sorted(map(str, columns)) == sorted(
        "None" if one.charging is None else one.charging.value for one in after
    )
    assert any(columns), "some of the recorded stations told it"
    await database.close()


async def _as_if_running(old: Installation) -> None:
    """All recorded sessions have ended; here they have not."""
    running = "UPDATE sessions SET state = 'active'"
    if old.url is None:
        with contextlib.closing(sqlite3.connect(old.folder / FILE_NAME)) as link:
            link.execute(running)
            link.commit()
        return
    driver = await connect(old.url)
    await driver.execute("SELECT set_config('app.tenants', '{1}', false)")
    await driver.execute(running)
    await driver.close()


async def test_what_was_priced_before_has_its_first_revision(old: Installation) -> None:
    database = await open_database(old.folder, old.url)
    counted = "SELECT (SELECT count(*) FROM revisions WHERE number = 1), (SELECT count(*) FROM ratings)"

    def look(reader: Reader) -> tuple[int, int]:
        made, rated = reader.connection.exec_driver_sql(counted).one()
        return made, rated

    made, rated = await database.read(1, look)
    await database.close()
    assert 0 < made <= rated


async def test_the_recorded_frames_folded_by_this_program_give_the_sessions_that_the_old_one_kept(
    old: Installation, tmp_path: Path
) -> None:
    database = await open_database(old.folder, old.url)
    again = await open_database(tmp_path / "again")
    await _replay(database, again)
    kept, folded = await database.read(1, _all), await again.read(1, _all)
    assert {one.tx: _facts(one) for one in folded} == {one.tx: _facts(one) for one in kept}
    assert len(kept) == 30
    await again.close()
    await database.close()


def _all(reader: Reader) -> list[Session]:
    return sessions.many(reader, reader.connection.execute(select(T["sessions"].c.id)).scalars())


def _facts(one: Session) -> tuple[object, ...]:
    uid = one.token.uid if one.token is not None else ""
    ended = None if one.ended_at is None else one.ended_at.wire()
    flags = [flag.value for flag in one.flags]
    return (one.evse, uid, one.state.value, one.started_at.wire(), ended, one.energy.mwh, flags)


class _ToldIds(CountedIds):
    """Draws the transaction numbers that were given the first time."""

    tx = 0

    def below(self, limit: int) -> int:
        return self.tx - 1 if self.tx else super().below(limit)


async def _replay(source: AnyDatabase, target: AnyDatabase) -> None:
    """Every frame in its order, at its time, into an installation of the same stations and cards."""
    clock, ids = ManualClock(Instant(0)), _ToldIds(1)
    parts = Parts(target, Journal(target), MemoryBus(), clock, ids, Looking(target))
    furniture, frames = await source.read(1, _furniture), await source.read(1, _frames)

    def furnish(writer: Writer) -> None:
        for site in furniture[0]:
            sites.add(writer, site)
        for station in furniture[1]:
            stations.add(writer, msgspec.structs.replace(station, epoch=0, connected=False, version=1))
        for token in furniture[2]:
            tokens.add(writer, token)

    await target.write(1, furnish)
    versions = {one.id: one.ocpp for one in furniture[1]}
    desks: dict[UUID, Desk] = {}
    epochs: dict[UUID, int] = {}
    for row in frames:
        station = row["station_id"]
        if epochs.get(station) != row["epoch"]:
            clock.set(row["opened_at"])
            caller = Caller(1, station, versions[station], "")
            desks[station], epochs[station] = await open_connection(parts, caller), row["epoch"]
        clock.set(row["at"])
        starts = row["action"] == "StartTransaction"
        ids.tx = int(msgspec.json.decode(row["answer"])[2]["transactionId"]) if starts else 0
        heard = Dialogue(versions[station]).receive(row["raw"], 0)
        (arrived,) = [one for one in heard if isinstance(one, Arrived)]
        await record_frame(parts, desks[station], arrived)


def _furniture(reader: Reader) -> tuple[list[Any], list[Any], list[Any]]:
    everything = PageQuery(limit=100)
    return (
        list(sites.page(reader, everything).items),
        list(stations.page(reader, everything).items),
        list(tokens.page(reader, everything).items),
    )


def _frames(reader: Reader) -> list[Any]:
    rows = reader.connection.execute(
        select(T["frames"], T["connections"].c.opened_at)
        .join(
            T["connections"],
            (T["connections"].c.station_id == T["frames"].c.station_id)
            & (T["connections"].c.epoch == T["frames"].c.epoch),
        )
        .where(
            T["frames"].c.direction == 0,
            T["frames"].c.kind.in_(("call", "send")),
            T["frames"].c.error != "early",
        )
        .order_by(T["frames"].c.id)
    )
    return list(rows.mappings())
