"""What many stations come with, go with and say of themselves at once is written as if each came alone."""

import asyncio
from functools import partial
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import text
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_frame, a_recording, after, new_id

from wattfleet.events import ConnectorStatus
from wattfleet.stations.station import Connector, RegisterMode, Station
from wattfleet.storage import connections, raw, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.recording import Committed, Recording
from wattfleet.storage.stations import Arrival, Booting, Departure, Plug

MANY = 5


async def _some(database: AnyDatabase, count: int = MANY) -> list[Station]:
    return [await a_connected_station(database, identity=f"CP-{number}") for number in range(count)]


async def _now(database: AnyDatabase, station: Station) -> Station:
    return await database.read(1, partial(stations.demand, station_id=station.id))


def _told(station: Station, **rest: object) -> Station:
    said = {"vendor": "ACME", "model": "One", "serial": "", "firmware": "2", "booted_at": after(5)}
    return replace(station, **(said | rest))


def _boot(station: Station, **rest: object) -> Recording:
    return a_recording(station, extra=(Booting(_told(station, **rest)),))


def _a_plug(status: ConnectorStatus, connector: int = 1) -> Connector:
    return Connector(evse=connector, connector=connector, status=status, since=after(3), error="x", info="y")


async def test_many_boot_in_one_batch(database: AnyDatabase) -> None:
    first, known, learned, twice = await _some(database, 4)

    def before(writer: Writer) -> None:
        stations.booted(writer, _told(known, serial="S-1"))
        changed = replace(learned, register_mode=RegisterMode.SESSION)
        stations.change(writer, changed, learned.version)

    await database.write(1, before)
    batch = [
        _boot(first, serial="S-9", register_mode=RegisterMode.LIFETIME),
        _boot(known, firmware="3"),
        _boot(learned, register_mode=RegisterMode.LIFETIME),
        _boot(twice, firmware="3"),
        _boot(twice, firmware="4"),
    ]
    journal = Journal(database)
    outcomes = await asyncio.gather(*(journal.commit(one) for one in batch))
    assert all(isinstance(one, Committed) for one in outcomes)
    one = await _now(database, first)
    assert (one.vendor, one.model, one.serial, one.firmware) == ("ACME", "One", "S-9", "2")
    assert (one.booted_at, one.register_mode) == (after(5), RegisterMode.LIFETIME)
    assert one.version > first.version
    assert (await _now(database, known)).serial == "S-1", "it did not tell another"
    assert (await _now(database, known)).firmware == "3"
    assert (await _now(database, learned)).register_mode is RegisterMode.SESSION, "what was learned stays"
    assert (await _now(database, twice)).firmware == "4", "the last boot holds"


async def test_many_plugs_and_something_rare_in_one_batch(database: AnyDatabase) -> None:
    told, twice, rare, old, quiet = await _some(database)
    epoch = await database.write(
        1, partial(stations.connect, arrival=Arrival(station_id=old.id, ocpp="1.6", at=NOON))
    )
    seen: list[int | None] = []
    faulted, free = _a_plug(ConnectorStatus.FAULTED), _a_plug(ConnectorStatus.AVAILABLE)
    batch = [
        a_recording(
            told, extra=(Plug(told.id, faulted), Plug(told.id, _a_plug(ConnectorStatus.CHARGING, 2)))
        ),
        a_recording(rare, extra=(Plug(rare.id, free), lambda writer: seen.append(writer.frame_id))),
        a_recording(twice, extra=(Plug(twice.id, faulted),)),
        a_recording(old, extra=(Plug(old.id, faulted),)),
        a_recording(twice, extra=(Plug(twice.id, free),)),
        a_recording(quiet, frame=a_frame(message_id="last")),
    ]
    journal = Journal(database)
    outcomes = await asyncio.gather(*(journal.commit(one) for one in batch))
    kinds = [type(one).__name__ for one in outcomes]
    assert kinds == ["Committed", "Committed", "Committed", "Fenced", "Committed", "Committed"]
    assert epoch == old.epoch + 1

    def look(reader: Reader) -> tuple[list[list[Connector]], str]:
        plugs = stations.connectors_of_each(reader, [one.id for one in (told, twice, rare, old)])
        last = outcomes[-1]
        assert isinstance(last, Committed)
        asked = text("SELECT message_id FROM frames WHERE id = :id")
        return plugs, reader.connection.execute(asked, {"id": last.frame_id}).scalar_one()

    plugs, last = await database.read(1, look)
    assert plugs == [[faulted, _a_plug(ConnectorStatus.CHARGING, 2)], [free], [free], []]
    assert last == "last", "each hears the number of its own frame"
    own = outcomes[1]
    assert isinstance(own, Committed)
    assert seen[-1] == own.frame_id


async def test_many_come_and_go_in_one_transaction(database: AnyDatabase) -> None:
    some = await _some(database)
    ids = [one.id for one in some]
    gone = new_id()

    def come(writer: Writer) -> dict[UUID, Station]:
        arrivals = [Arrival(station_id=one, ocpp="2.0.1", at=after(10)) for one in [*ids, gone]]
        return stations.connect_all(writer, arrivals)

    taken = await database.write(1, come)
    assert set(taken) == set(ids), "who is not registered is not among them"
    for one in some:
        now = await _now(database, one)
        assert now == taken[one.id]
        assert (now.epoch, now.ocpp, now.connected_at) == (one.epoch + 1, "2.0.1", after(10))
        before = await _connection(database, one, one.epoch)
        assert (before.closed_at, before.why) == (after(10), stations.REPLACED)

    def go(writer: Writer) -> None:
        stations.disconnect_each(
            writer,
            [
                Departure(ids[0], taken[ids[0]].epoch, after(20), "over"),
                Departure(ids[1], some[1].epoch, after(21), "late"),
                Departure(ids[2], taken[ids[2]].epoch, after(22), "out"),
                Departure(ids[2], some[2].epoch, after(22), "long out"),
            ],
        )

    await database.write(1, go)
    over, newer, out = [await _now(database, one) for one in some[:3]]
    assert (over.connected, over.seen_at, over.version) == (False, after(20), taken[ids[0]].version + 1)
    assert newer == taken[ids[1]], "a newer connection owns it"
    assert (out.connected, out.version) == (False, taken[ids[2]].version + 1)
    ended = await _connection(database, over, over.epoch)
    assert (ended.closed_at, ended.why) == (after(20), "over")
    assert (await _connection(database, newer, newer.epoch)).closed_at is None
    assert (await _connection(database, some[1], some[1].epoch)).why == "late"


async def test_many_were_heard(database: AnyDatabase) -> None:
    some = await _some(database)
    moments = [(one.id, after(100 + number)) for number, one in enumerate(some[1:])]
    await database.write(1, partial(stations.seen, moments=iter(moments)))
    found = [await _now(database, one) for one in some]
    assert [one.seen_at for one in found] == [NOON, *(at for _, at in moments)]
    assert [one.version for one in found] == [one.version for one in some], "it is no new version"


async def test_who_is_heard_waits_for_nobody(database: AnyDatabase) -> None:
    """A station's row that another holds is left out: its holder has heard of it later."""
    held, free = await _some(database, 2)
    if not isinstance(database, PostgresDatabase):
        return  # there one writes at a time
    async with database.link() as other:
        await other.begin((1,))
        await other.driver.execute("UPDATE stations SET name = 'x' WHERE id = $1", held.id)
        moments = [(held.id, after(9)), (free.id, after(9))]
        await database.write(1, partial(stations.seen, moments=moments))
        await other.rollback()
    assert (await _now(database, held)).seen_at == NOON
    assert (await _now(database, free)).seen_at == after(9)


async def test_a_connection_before_is_found_by_its_key(database: AnyDatabase) -> None:
    """Of a fleet that returns a thousand times a minute all connections that ever were stand there."""
    station = await a_connected_station(database)

    def plan(reader: Reader) -> str:
        told, values = stations.replacing(reader), [1, [station.id], [1], NOON.us, "why"]
        if not reader.on_postgres:
            return str(raw.fetch(reader, f"EXPLAIN QUERY PLAN {told}", [None] * told.count("?")))
        for way in ("seqscan", "bitmapscan"):  # which a planner prefers while a table is small
            reader.connection.execute(text(f"SET LOCAL enable_{way} = off"))
        return " ".join(row[0] for row in raw.fetch(reader, f"EXPLAIN {told}", values))

    found = await database.read(1, plan)
    if isinstance(database, PostgresDatabase):
        assert "(station_id = ANY (" in found
    else:
        assert "SEARCH connections USING INDEX" in found
        assert "(tenant_id=? AND station_id=? AND epoch=?)" in found


async def _connection(database: AnyDatabase, station: Station, epoch: int) -> connections.Connection:
    found = await database.read(1, partial(connections.get, station_id=station.id, epoch=epoch))
    assert found is not None
    return found
