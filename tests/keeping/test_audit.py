"""The auditor, on both databases: what is as it should be is clean; each planted fault is found and named."""

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, text, update
from tests.keeping.planted import NOW, PLANTED, Plant, T, a_closed_session, a_row_that_differs_from_its_body
from tests.places import AnyDatabase
from tests.recorded import open_recorded, recorded_url
from tests.things import new_id

from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import DAY_US, HOUR_US
from wattfleet.operations.audit import MOST_EVIDENCE, Audit
from wattfleet.operations.invariants import INVARIANTS
from wattfleet.sessions.session import SessionState
from wattfleet.storage import audits, cold_files, sessions, tariffs
from wattfleet.storage.cold_files import ColdLine
from wattfleet.storage.database import Writer
from wattfleet.storage.journal import Journal
from wattfleet.tariffs.tariff import Dimension, Element, PriceComponent, Tariff
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.keep_audits import keep_audits
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.run_audit import run_audit


@pytest.fixture
async def place(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Any:
    """The recorded installation, on a database of each kind."""
    url = None
    if database_kind == "postgres":
        url = await recorded_url(request.getfixturevalue("postgres_server"))
    database = await open_recorded(tmp_path / "data", url)
    yield database
    await database.close()


async def audited(database: AnyDatabase, *, whole: bool = True) -> Audit:
    return await run_audit(database, ManualClock(NOW), 1, whole=whole)


def violated(audit: Audit) -> set[str]:
    return {one.id for one in audit.checked if one.violations}


async def plant(database: AnyDatabase, change: Plant) -> None:
    """Write as somebody who owns the database and does not ask us."""

    def write(writer: Writer) -> None:
        if writer.on_postgres:
            writer.connection.exec_driver_sql("RESET ROLE")
        change(writer)

    await database.write(1, write)


async def sold(database: AnyDatabase) -> None:
    """Sell by a tariff what was recorded, so that there are prices."""
    clock = ManualClock(NOW)
    parts = Parts(database, Journal(database), MemoryBus(), clock, CountedIds(5), Looking(database))
    tariff = Tariff(
        id=new_id(),
        name="Per kWh",
        currency=Currency("EUR"),
        elements=(Element((PriceComponent(Dimension.ENERGY, 410_000, vat=250_000),)),),
    )

    def fill(writer: Writer) -> None:
        tariffs.add(writer, tariff)
        for station_id in writer.connection.execute(select(T["stations"].c.id)).scalars():
            tariffs.assign(writer, station_id, tariff_id=tariff.id)
        writer.connection.execute(
            update(T["sessions"]).where(T["sessions"].c.state != SessionState.ACTIVE).values(to_rate=True)
        )

    await database.write(1, fill)
    while await close_sessions(parts):
        pass


async def test_a_healthy_database_is_clean_and_every_invariant_was_looked_at(place: AnyDatabase) -> None:
    await sold(place)
    found = await audited(place)
    assert [(one.id, one.evidence) for one in found.checked if one.violations] == []
    looked = {one.id: one.looked_at for one in found.checked}
    assert set(looked) == {one.id for one in INVARIANTS if one.is_checked}
    nothing_there = {"I7", "I8", "I12", "I15", "I17", "I24"}
    assert {number for number, rows in looked.items() if rows == 0} <= nothing_there
    assert found.whole
    assert found.since is None


# ── one fault of each kind ────────────────────────────────────────────────────


@pytest.mark.parametrize(("number", "fault", "words"), PLANTED, ids=lambda one: getattr(one, "__name__", ""))
async def test_a_planted_fault_is_found_and_named(
    place: AnyDatabase, number: str, fault: Plant, words: str
) -> None:
    await sold(place)
    await plant(place, fault)
    found = {one.id: one for one in (await audited(place)).checked}
    told = [one for one in found[number].evidence if words in one.words]
    assert told, {one.id: [each.words for each in one.evidence] for one in found.values() if one.violations}
    assert told[0].mend
    assert told[0].rows or told[0].frames


def test_every_checked_invariant_has_its_planted_fault() -> None:
    assert {number for number, _, _ in PLANTED} == {one.id for one in INVARIANTS if one.is_checked}


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_deleted_frame_leaves_a_hole_on_sqlite(place: AnyDatabase) -> None:
    await plant(place, lambda writer: writer.connection.execute(text("DELETE FROM frames WHERE id = 77")))
    (one,) = (found for found in (await audited(place)).checked if found.id == "I1")
    assert "1 frames are missing" in one.evidence[0].words


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_a_table_without_row_security_is_named(place: AnyDatabase) -> None:
    await plant(
        place,
        lambda writer: writer.connection.exec_driver_sql("ALTER TABLE orders NO FORCE ROW LEVEL SECURITY"),
    )
    (one,) = (found for found in (await audited(place)).checked if found.id == "I12")
    assert [violation.rows for violation in one.evidence] == [("orders:*",)]


async def test_an_old_day_that_is_gone_or_changed_is_named(place: AnyDatabase) -> None:
    def remember(writer: Writer) -> None:
        for name in ("gone", "changed", "well"):
            line = ColdLine(
                id=new_id(),
                kind="frames",
                day="2026-05-01",
                path=f"{name}.parquet",
                state="done",
                rows=3,
                bytes=4,
                sha256=hashlib.sha256(b"true").hexdigest(),
                first_id=0,
                last_id=0,
                first_at=NOW,
                last_at=NOW,
                made_at=NOW,
            )
            cold_files.add(writer, line)

    await place.write(1, remember)
    place.cold.folder.mkdir(parents=True, exist_ok=True)
    (place.cold.folder / "changed.parquet").write_bytes(b"trve")
    (place.cold.folder / "well.parquet").write_bytes(b"true")
    (one,) = (found for found in (await audited(place)).checked if found.id == "I1")
    assert [each.rows for each in one.evidence] == [
        ("cold_files:changed.parquet",),
        ("cold_files:gone.parquet",),
    ]


async def test_the_next_audit_looks_only_at_what_is_new(place: AnyDatabase) -> None:
    first = await audited(place, whole=False)
    assert first.whole
    await place.write(1, partial(audits.add, audit_id=new_id(), audit=first))
    second = await run_audit(place, ManualClock(NOW + HOUR_US), 1)
    assert not second.whole
    assert second.looked_at < first.looked_at // 5
    await plant(place, a_row_that_differs_from_its_body)  # nobody who writes by hand says so
    assert violated(await run_audit(place, ManualClock(NOW + HOUR_US), 1)) == set()
    assert violated(await run_audit(place, ManualClock(NOW + HOUR_US), 1, whole=True)) == {"I19"}


async def test_a_session_that_changed_late_is_looked_at_again(place: AnyDatabase) -> None:
    first = await audited(place)
    await place.write(1, partial(audits.add, audit_id=new_id(), audit=first))

    def late(writer: Writer) -> None:
        session = a_closed_session(writer)
        wrong = msgspec.structs.replace(session, version=session.version + 1, energy=Energy(-5))
        sessions.change(writer, wrong, session.version, at=NOW + HOUR_US)

    await place.write(1, late)
    found = await run_audit(place, ManualClock(NOW + DAY_US), 1)
    assert not found.whole
    assert "I5" in violated(found)


async def test_a_broken_database_is_told_by_a_number_and_a_few_examples(place: AnyDatabase) -> None:
    await plant(place, lambda writer: writer.connection.execute(update(T["sessions"]).values(evse=99)))
    (one,) = (found for found in (await audited(place)).checked if found.id == "I19")
    assert one.violations == 30
    assert len(one.evidence) == MOST_EVIDENCE


async def test_audits_are_kept_once_a_day_for_each_tenant(place: AnyDatabase) -> None:
    clock = ManualClock(NOW)
    parts = Parts(place, Journal(place), MemoryBus(), clock, CountedIds(3), Looking(place))
    (done,) = await keep_audits(parts)
    assert done[0] == 1
    assert await place.read(1, audits.newest) == done[1]
    assert await keep_audits(parts) == []
    clock.advance(DAY_US)
    assert len(await keep_audits(parts)) == 1
