"""The auditor, on both databases: what is as it should be is clean; each planted fault is found and named."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select, text, update
from tests.places import AnyDatabase
from tests.recorded import open_recorded
from tests.things import new_id

from wattfleet.access.acts import Act
from wattfleet.access.principal import ITSELF
from wattfleet.billing.collection import CollectionState
from wattfleet.bus.memory import MemoryBus
from wattfleet.events import ConnectorStatus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant
from wattfleet.ledger.entry import Source
from wattfleet.operations.audit import MOST_EVIDENCE, Audit
from wattfleet.operations.invariants import INVARIANTS
from wattfleet.sessions.course import pack
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.stations.station import RegisterMode
from wattfleet.storage import acts, audits, cold_files, orders, sessions, tariffs
from wattfleet.storage.cold_files import ColdLine
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.tables.base import metadata
from wattfleet.tariffs.tariff import Dimension, Element, PriceComponent, Tariff
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.keep_audits import keep_audits
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.run_audit import run_audit

T = metadata.tables
Plant = Callable[[Writer], object]
NOW = Instant(1_780_500_000_000_000)  # two days after the recording


@pytest.fixture
async def place(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Any:
    """The recorded installation, on an empty database of each kind."""
    url = None
    if database_kind == "postgres":
        url = await request.getfixturevalue("postgres_server").new_empty_database()
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
    parts = Parts(database, Journal(database), MemoryBus(), clock, CountedIds(5))
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


def _one(reader: Reader, sql: str) -> Any:
    return reader.connection.execute(text(sql)).scalars().first()


def _closed(reader: Reader) -> Session:
    """A closed session without doubts that took energy."""
    chosen = (
        select(T["sessions"].c.id)
        .where(T["sessions"].c.state == SessionState.CLOSED, T["sessions"].c.flags == ())
        .order_by(T["sessions"].c.energy_mwh.desc())
    )
    session = sessions.get(reader, next(iter(reader.connection.execute(chosen).scalars())))
    assert session is not None
    return session


def _body(writer: Writer, session: Session, **columns: Any) -> None:
    """The session's body written by hand, with its columns as told."""
    row = update(T["sessions"]).where(T["sessions"].c.id == session.id)
    writer.connection.execute(row.values(body=pack(session), **columns))


def a_frame_without_its_answer(writer: Writer) -> None:
    writer.connection.execute(
        text("UPDATE frames SET answer = :none WHERE id = (SELECT min(id) FROM frames WHERE kind = 'call')"),
        {"none": b""},
    )


def a_register_without_its_reading(writer: Writer) -> None:
    session = _closed(writer)
    last = max(one.register.mwh for one in session.track if one.register is not None and one.source == 1)
    readings = T["readings"]
    writer.connection.execute(
        readings.delete().where(readings.c.session_id == session.id, readings.c.register_mwh == Energy(last))
    )


def a_charge_that_became_two(writer: Writer) -> None:
    session = _closed(writer)
    twin = msgspec.structs.replace(session, id=new_id(), tx="999", start_key="by hand")
    sessions.change(writer, msgspec.structs.replace(twin, version=1), 0, at=NOW)


def a_rating_that_is_not_the_newest_any_more(writer: Writer) -> None:
    row = update(T["ratings"]).where(T["ratings"].c.session_id == _closed(writer).id)
    writer.connection.execute(row.values(newest=False))


def a_price_changed_by_hand(writer: Writer) -> None:
    row = update(T["ratings"]).where(T["ratings"].c.session_id == _closed(writer).id)
    writer.connection.execute(row.values(amount_minor=1))


def a_tariff_version_changed_by_hand(writer: Writer) -> None:
    tariff = tariffs.get(writer, writer.connection.execute(select(T["tariffs"].c.id)).scalars().one(), 1)
    assert tariff is not None
    dearer = (Element((PriceComponent(Dimension.ENERGY, 510_000, vat=250_000),)),)
    changed = msgspec.structs.replace(tariff, elements=dearer)
    body = msgspec.json.encode(changed).decode()
    writer.connection.execute(update(T["tariffs"]).values(body=body))


def a_session_with_more_than_its_registers(writer: Writer) -> None:
    session = _closed(writer)
    more = Energy(session.energy.mwh + 5_000)
    _body(writer, msgspec.structs.replace(session, energy=more), energy_mwh=more)


def a_session_with_less_than_nothing(writer: Writer) -> None:
    session = _closed(writer)
    _body(writer, msgspec.structs.replace(session, energy=Energy(-1)), energy_mwh=Energy(-1))


def more_than_the_station_can_deliver(writer: Writer) -> None:
    session = _closed(writer)
    writer.connection.execute(
        update(T["stations"]).where(T["stations"].c.id == session.station_id).values(max_power_w=100)
    )


def a_register_that_begins_below_the_last_one(writer: Writer) -> None:
    session = _closed(writer)
    assert session.begin_register is not None
    _body(
        writer,
        msgspec.structs.replace(session, known_register=Energy(session.begin_register.mwh + 9_000)),
    )
    writer.connection.execute(
        update(T["stations"])
        .where(T["stations"].c.id == session.station_id)
        .values(register_mode=RegisterMode.LIFETIME)
    )


def a_frame_of_nobody(writer: Writer) -> None:
    writer.connection.execute(
        update(T["frames"])
        .where(T["frames"].c.id == _one(writer, "SELECT max(id) FROM frames"))
        .values(station_id=new_id())
    )


def a_reading_of_nobody(writer: Writer) -> None:
    newest = _one(writer, "SELECT max(id) FROM readings")
    writer.connection.execute(
        update(T["readings"]).where(T["readings"].c.id == newest).values(station_id=new_id())
    )


def an_identity_of_nobody(writer: Writer) -> None:
    name = _one(writer, "SELECT identity FROM station_directory")
    row = update(T["station_directory"]).where(T["station_directory"].c.identity == name)
    writer.connection.execute(row.values(station_id=new_id()))


def a_station_ahead_of_its_connections(writer: Writer) -> None:
    writer.connection.execute(update(T["stations"]).values(epoch=T["stations"].c.epoch + 3))


def an_old_connection_that_is_open(writer: Writer) -> None:
    writer.connection.execute(
        update(T["connections"]).where(T["connections"].c.epoch == 1).values(closed_at=None)
    )


def a_frame_of_a_connection_that_never_was(writer: Writer) -> None:
    newest = _one(writer, "SELECT max(id) FROM frames")
    writer.connection.execute(update(T["frames"]).where(T["frames"].c.id == newest).values(epoch=10_000))


def a_frame_out_of_order(writer: Writer) -> None:
    newest = _one(writer, "SELECT max(id) FROM frames")
    writer.connection.execute(update(T["frames"]).where(T["frames"].c.id == newest).values(epoch=0))


def _order(writer: Writer, **facts: Any) -> None:
    station: Any = writer.connection.execute(select(T["stations"].c.id)).scalars().first()
    told: dict[str, Any] = {"command": "reset", "request": {}, "asked_by": "key", "asked_at": NOW + -HOUR_US}
    own: dict[str, Any] = {"id": new_id(), "station_id": station}
    orders.add(writer, Order(**(own | told | facts)))


def a_command_that_never_ends(writer: Writer) -> None:
    _order(writer, state=OrderState.SENT, sent_at=NOW + -HOUR_US, deadline=NOW + -HOUR_US // 2)


def an_effect_awaited_for_ever(writer: Writer) -> None:
    _order(
        writer,
        state=OrderState.ACCEPTED,
        answered_at=NOW + -HOUR_US,
        effect=Effect.WAITING,
        deadline=NOW + -HOUR_US // 2,
    )


def an_answer_without_its_time(writer: Writer) -> None:
    _order(writer, state=OrderState.ACCEPTED)


def a_command_that_went_out_twice(writer: Writer) -> None:
    frames = T["frames"]
    columns = [one for one in frames.c if one.name != "id"]
    first = (
        select(*columns)
        .where(frames.c.direction == 0, frames.c.kind == "call")
        .order_by(frames.c.id)
        .limit(1)
    )
    row = dict(writer.connection.execute(first).mappings().one()) | {"direction": 1, "message_id": "twice"}
    newest = T["stations"].c.epoch
    row["epoch"] = writer.connection.execute(
        select(newest).where(T["stations"].c.id == row["station_id"])
    ).scalar_one()
    for _ in range(2):
        writer.connection.execute(frames.insert().values(**row))


def a_session_that_waits_for_its_price(writer: Writer) -> None:
    session = _closed(writer)
    row = update(T["sessions"]).where(T["sessions"].c.id == session.id)
    writer.connection.execute(row.values(to_rate=True, changed_at=NOW + -HOUR_US))


def an_open_session_on_a_free_plug(writer: Writer) -> None:
    session = _closed(writer)
    open_again = msgspec.structs.replace(session, state=SessionState.ACTIVE, started_at=NOW + -2 * DAY_US)
    _body(
        writer,
        open_again,
        state=SessionState.ACTIVE,
        started_at=open_again.started_at,
        to_rate=False,
    )
    free = update(T["connectors"]).values(status=ConnectorStatus.AVAILABLE, since=NOW + -2 * DAY_US)
    writer.connection.execute(free)


def news_of_no_version(writer: Writer) -> None:
    newest = _one(writer, "SELECT max(id) FROM outbox WHERE topic LIKE 'session.%'")
    writer.connection.execute(update(T["outbox"]).where(T["outbox"].c.id == newest).values(version=0))


def a_row_that_differs_from_its_body(writer: Writer) -> None:
    session = _closed(writer)
    row = update(T["sessions"]).where(T["sessions"].c.id == session.id)
    writer.connection.execute(row.values(token="SOMEBODY ELSE"))


def a_reading_that_is_gone(writer: Writer) -> None:
    session = _closed(writer)
    readings = T["readings"]
    mine = select(readings.c.id).where(readings.c.session_id == session.id, readings.c.source == 1)
    middle = list(writer.connection.execute(mine.order_by(readings.c.at)).scalars())[1]
    writer.connection.execute(readings.delete().where(readings.c.id == middle))


def a_body_that_is_none(writer: Writer) -> None:
    row = update(T["sessions"]).where(T["sessions"].c.id == _closed(writer).id)
    writer.connection.execute(row.values(body=b"not a session"))


def a_session_that_ends_before_it_begins(writer: Writer) -> None:
    session = _closed(writer)
    ended = session.started_at + -HOUR_US
    _body(writer, msgspec.structs.replace(session, ended_at=ended), ended_at=ended)


def an_entry_that_is_not_balanced(writer: Writer) -> None:
    entry = new_id()
    kept = {"id": entry, "key": "k", "at": NOW, "booked_on": "2026-11-20", "source_id": new_id(), "text": ""}
    writer.connection.execute(
        insert(T["ledger_entries"]).values(tenant_id=1, source=next(iter(Source)), **kept)
    )
    posting = {"id": new_id(), "entry_id": entry, "account": "a", "booked_on": "2026-11-20"}
    writer.connection.execute(
        insert(T["ledger_postings"]).values(tenant_id=1, currency=Currency("EUR"), minor=5, **posting)
    )


def a_collection_without_its_debits(writer: Writer) -> None:
    kept = {
        "id": new_id(),
        "due_on": "2026-12-31",
        "made_at": NOW,
        "made_by": "",
        "sha256": "",
        "content": b"",
    }
    told = {"state": CollectionState.MADE, "debits": 1, "minor": 2_084, "version": 1}
    writer.connection.execute(insert(T["collections"]).values(tenant_id=1, **kept, **told))


def an_act_that_was_never_written(writer: Writer) -> None:
    acts.append(writer, [Act(at=NOW, by=ITSELF, verb="create", noun="site", thing="1")])
    row = writer.connection.execute(select(T["acts"]).limit(1)).mappings().one()
    writer.connection.execute(insert(T["acts"]).values(**{**row, "number": 2, "reason": "forged"}))


PLANTED: tuple[tuple[str, Plant, str], ...] = (
    ("I1", a_frame_without_its_answer, "without our answer"),
    ("I2", a_register_without_its_reading, "in no reading"),
    ("I3", a_charge_that_became_two, "Another session of the same EVSE"),
    ("I4", a_rating_that_is_not_the_newest_any_more, "0 newest ratings"),
    ("I4", a_price_changed_by_hand, "another price than its lines"),
    ("I4", a_tariff_version_changed_by_hand, "Rated again it costs"),
    ("I5", a_session_with_more_than_its_registers, "5 Wh away"),
    ("I5", a_session_with_less_than_nothing, "Its energy is"),
    ("I5", more_than_the_station_can_deliver, "more than the station can deliver"),
    ("I6", a_register_that_begins_below_the_last_one, "below"),
    ("I7", an_entry_that_is_not_balanced, "5 (EUR, minor units) apart"),
    ("I8", a_collection_without_its_debits, "1 debits over 2084"),
    ("I12", a_frame_of_nobody, "1 rows of frames"),
    ("I12", a_reading_of_nobody, "1 rows of readings"),
    ("I12", an_identity_of_nobody, "lets a station in"),
    ("I13", a_station_ahead_of_its_connections, "its newest connection is"),
    ("I13", an_old_connection_that_is_open, "1 older ones are open"),
    ("I13", a_frame_of_a_connection_that_never_was, "epoch 10000"),
    ("I14", a_frame_out_of_order, "A frame of connection 0"),
    ("I15", a_command_that_never_ends, "is sent"),
    ("I15", an_effect_awaited_for_ever, "is accepted waiting"),
    ("I15", an_answer_without_its_time, "its times say otherwise"),
    ("I15", a_command_that_went_out_twice, "went out twice"),
    ("I17", a_session_that_waits_for_its_price, "waited for its price"),
    ("I17", an_open_session_on_a_free_plug, "has been free for a day"),
    ("I18", news_of_no_version, "tell of no version"),
    ("I19", a_row_that_differs_from_its_body, "another token"),
    ("I19", a_reading_that_is_gone, "readings give another"),
    ("I19", a_body_that_is_none, "cannot be read"),
    ("I24", an_act_that_was_never_written, "Act 2 is missing"),
    ("I20", a_session_that_ends_before_it_begins, "ends before it begins"),
)


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
        session = _closed(writer)
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
    parts = Parts(place, Journal(place), MemoryBus(), clock, CountedIds(3))
    (done,) = await keep_audits(parts)
    assert done[0] == 1
    assert await place.read(1, audits.newest) == done[1]
    assert await keep_audits(parts) == []
    clock.advance(DAY_US)
    assert len(await keep_audits(parts)) == 1
