"""What is put away comes back as it was, and a version guards it against two hands."""

from functools import partial
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_rating, a_session, a_site, a_station, a_token, after, new_id

from wattfleet.access.keys import ApiKey, Role
from wattfleet.access.tokens import TokenState
from wattfleet.events import ConnectorStatus, Flag, Metered, Token, VariableTold
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.sessions.session import SessionState
from wattfleet.stations.commissioning import InboxEntry
from wattfleet.stations.credentials import Known
from wattfleet.stations.orders import Effect, Order, OrderState, Reservation, StoredProfile
from wattfleet.stations.station import Access, Connector
from wattfleet.storage import (
    configuration,
    connections,
    directory,
    doubts,
    events,
    idempotency,
    inbox,
    installation,
    keys,
    leases,
    orders,
    outbox,
    profiles,
    ratings,
    reservations,
    session_list,
    sessions,
    sites,
    stations,
    tariffs,
    tenants,
    tokens,
)
from wattfleet.storage.database import INSTALLATION, Writer
from wattfleet.storage.idempotency import Kept
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.recording import EventRow, OutboxRow
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.choose_tariff import choose_tariff


def refused(code: str) -> "pytest.RaisesExc[WattfleetError]":
    return pytest.RaisesExc(WattfleetError, check=lambda error: error.code == code)


async def test_a_site(database: AnyDatabase) -> None:
    site = a_site(groups=("a", "*"), latitude="59.3", assumed=True)
    told = a_site(zone=Zone("Europe/Berlin"), currency=Currency("EUR"), country="DE")

    def use(writer: Writer) -> None:
        assert sites.ensure_default(writer, site) == site
        assert sites.ensure_default(writer, a_site(assumed=True)) == site
        now = sites.ensure_default(writer, told)
        assert now == replace(
            site, zone=told.zone, currency=told.currency, country="DE", assumed=False, version=2
        )
        changed = sites.change(writer, replace(now, name="Yard"), 2)
        assert (changed.name, changed.version) == ("Yard", 3)
        assert sites.all_sites(writer) == [changed]
        with refused("version_conflict"):
            sites.change(writer, now, 2)
        with refused("site_unknown"):
            sites.demand(writer, new_id())

    await database.write(1, use)
    await a_connected_station(database)
    with refused("site_in_use"):
        await database.write(1, lambda writer: sites.remove(writer, site.id))


async def test_a_station_and_its_connections(database: AnyDatabase) -> None:
    site = a_site()
    station = a_station(site, identity="Gården-1", in_service_from=NOON, groups=("a",), max_power_w=22_000)
    plug = Connector(evse=1, connector=1, status=ConnectorStatus.CHARGING, since=NOON)

    def use(writer: Writer) -> None:
        sites.add(writer, site)
        stations.add(writer, station, (b"\x01" * 32,))
        assert stations.find(writer, "gÅRDEN-1") == station
        [known] = directory.find(writer, "GÅRDEN-1")
        assert known == Known(
            tenant=1,
            station_id=station.id,
            identity="Gården-1",
            tenant_name="default",
            digests=(b"\x01" * 32,),
        )
        first = stations.connect(writer, stations.Arrival(station_id=station.id, ocpp="1.6", at=NOON))
        second = stations.connect(writer, stations.Arrival(station_id=station.id, ocpp="2.0.1", at=after(1)))
        assert (first, second) == (1, 2)
        older = connections.page(writer, PageQuery(filters={"station": station.id})).items[1]
        assert older.closed_at == after(1), "whose end was never written has ended by then"
        assert not stations.disconnect(writer, station.id, first, at=after(2), why="replaced")
        assert stations.demand(writer, station.id).connected
        edited = stations.change(writer, replace(station, name="North", epoch=0, passwordless=True), 3)
        assert (edited.name, edited.epoch, edited.connected, edited.version) == ("North", 2, True, 4)
        assert directory.everyone(writer)[0].passwordless
        assert stations.disconnect(writer, station.id, second, at=after(3), why="closed")
        assert not stations.demand(writer, station.id).connected
        assert [
            one.why for one in connections.page(writer, PageQuery(filters={"station": station.id})).items
        ] == [
            "closed",
            "replaced",
        ]
        stations.set_connector(writer, station.id, plug)
        stations.set_connector(writer, station.id, replace(plug, status=ConnectorStatus.FAULTED))
        assert stations.connectors_of(writer, station.id) == [replace(plug, status=ConnectorStatus.FAULTED)]
        directory.set_digests(writer, station.id, (b"\x02",))
        assert directory.everyone(writer)[0].digests == (b"\x02",)

    await database.write(1, use)
    with refused("identity_taken"):
        await database.write(1, lambda writer: stations.add(writer, a_station(site, identity="GÅRDEN-1")))
    with refused("version_conflict"):
        await database.write(1, lambda writer: stations.change(writer, station, 1))


async def test_a_removed_station_leaves_its_sessions_and_frees_its_name(database: AnyDatabase) -> None:
    station = await a_connected_station(database, identity="CP-1")
    idle = await a_connected_station(database, identity="CP-2")
    session = a_session(station)

    def use(writer: Writer) -> None:
        sessions.change(writer, session, 0, at=NOON)
        assert stations.remove(writer, station.id, NOON)
        assert stations.remove(writer, idle.id, NOON)
        assert not stations.remove(writer, idle.id, NOON)
        assert stations.page(writer, PageQuery()).items == []
        assert directory.everyone(writer) == []
        assert [line.station for line in session_list.page(writer, PageQuery()).items] == ["CP-1"]
        stations.add(writer, replace(station, id=new_id()))

    await database.write(1, use)


async def test_after_an_unclean_end_nobody_is_connected(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    ended = await database.write(
        1, lambda writer: stations.disconnect_all(writer, at=NOON, why="the server stopped")
    )
    assert ended == [station.id]
    last = await database.read(1, lambda reader: connections.newest(reader, station.id))
    assert last is not None
    assert last.why == "the server stopped"


async def test_a_token(database: AnyDatabase) -> None:
    token = a_token("04AaBb", group="staff", expires_at=NOON)

    def use(writer: Writer) -> None:
        tokens.add(writer, token)
        assert tokens.find(writer, " 04AABB") == token
        assert tokens.change(writer, replace(token, state=TokenState.BLOCKED), 1).version == 2
        tokens.remember_unknown(writer, new_id(), Token("04aabb"))
        tokens.remember_unknown(writer, new_id(), Token("FF"))
        found = tokens.find(writer, "ff")
        assert found is not None
        assert (found.state, found.seen_unknown) == (TokenState.BLOCKED, True)
        assert len(tokens.page(writer, PageQuery(filters={"search": "AA"})).items) == 1
        assert tokens.remove(writer, token.id)
        assert not tokens.remove(writer, token.id)

    await database.write(1, use)
    with refused("token_exists"):
        await database.write(1, lambda writer: tokens.add(writer, a_token("fF")))


async def test_a_key_is_found_without_its_tenant(database: AnyDatabase) -> None:
    key = ApiKey(
        id=new_id(),
        key_id="k1",
        digest=b"\x00\xff",
        tenant=1,
        name="console",
        role=Role.OPERATOR,
        created_at=NOON,
        expires_at=after(10),
        scopes=("sessions:read",),
    )
    await database.write(1, lambda writer: keys.add(writer, key))
    assert await database.read(INSTALLATION, lambda reader: keys.find(reader, "k1")) == key
    assert await database.read(2, lambda reader: keys.get(reader, key.id)) is None
    assert await database.write(1, lambda writer: keys.revoke(writer, key.id, NOON))
    assert not await database.write(1, lambda writer: keys.revoke(writer, key.id, NOON))
    [kept] = await database.read(INSTALLATION, keys.everyone)
    assert kept == replace(key, revoked_at=NOON)


TARIFF = {
    "name": "Depot",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "2.50", "vat": "25.0"}]}],
}


def sold_by(writer: Writer, station_id: UUID, evse: int, at: Instant) -> Tariff | None:
    return choose_tariff(writer, station_id, evse, token=None, started_at=at).tariff


async def test_a_tariff_its_versions_and_its_places(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    first = read_tariff(TARIFF, tariff_id=new_id())
    second = replace(first, version=2, valid_from=after(100))
    other = replace(first, id=new_id(), name="Yard")

    def use(writer: Writer) -> None:
        for tariff in (first, second, other):
            tariffs.add(writer, tariff)
        assert tariffs.demand(writer, first.id) == second
        assert tariffs.get(writer, first.id, 1) == first
        assert tariffs.versions(writer, first.id) == [first, second]
        assert tariffs.page(writer, PageQuery(sort="name")).items == [second, other]
        assert sold_by(writer, station.id, 1, NOON) is None
        tariffs.assign(writer, station.id, tariff_id=first.id)
        tariffs.assign(writer, station.id, 2, tariff_id=other.id, valid_from=after(50))
        tariffs.assign(writer, station.id, tariff_id=None, valid_from=after(200))
        for evse, seconds, expected in [
            (1, -10_000_000, first),
            (1, 0, first),
            (1, 100, second),
            (1, 200, None),
            (2, 49, first),
            (2, 50, other),
            (2, 300, other),
        ]:
            assert sold_by(writer, station.id, evse, after(seconds)) == expected
        assert len(tariffs.assignments(writer, station.id)) == 3
        tariffs.assign(writer, station.id, tariff_id=other.id)
        assert tariffs.assignment_count(writer, first.id) == 0
        assert tariffs.remove(writer, first.id, NOON)
        assert tariffs.get(writer, first.id) is None
        assert tariffs.get(writer, first.id, 2) == second

    await database.write(1, use)
    with refused("tariff_in_use"):
        await database.write(1, lambda writer: tariffs.remove(writer, other.id, NOON))
    with refused("version_conflict"):
        await database.write(1, lambda writer: tariffs.add(writer, other))


async def test_ratings_follow_the_version_of_their_session(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    session = a_session(station, state=SessionState.CLOSED, ended_at=after(60))
    later = replace(session, version=2)
    none = a_rating(session)
    again = replace(none, id=new_id(), session_version=2, rated_at=after(1))

    def use(writer: Writer) -> None:
        sessions.change(writer, session, 0, at=NOON)
        assert ratings.unrated(writer) == [session.id]
        ratings.add(writer, none)
        assert ratings.is_rated(writer, session)
        assert ratings.unrated(writer) == []
        sessions.change(writer, later, 1, at=NOON)
        assert ratings.unrated(writer) == [session.id]
        ratings.add(writer, again)
        assert ratings.unrated(writer) == []
        assert ratings.history(writer, session.id) == [replace(none, newest=False), again]
        assert ratings.newest(writer, session.id) == again
        [line] = session_list.page(writer, PageQuery()).items
        assert (line.rated_version, line.cost, line.cost_reason) == (2, None, "not_sold")

    await database.write(1, use)


async def test_orders_reservations_profiles(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    order = Order(
        id=new_id(),
        station_id=station.id,
        command="remote_start",
        request={"token": "04AA"},
        asked_by="k1",
        asked_at=NOON,
        remote_start=7,
    )
    reservation = Reservation(
        id=new_id(), number=1, station_id=station.id, evse=1, connector=1, token="04AA", expires_at=NOON
    )
    profile = StoredProfile(id=new_id(), number=1, description="night", profile={"stack_level": 0})

    def use(writer: Writer) -> None:
        orders.add(writer, order)
        assert orders.unsettled(writer) == [order]
        done = orders.change(
            writer, replace(order, state=OrderState.ACCEPTED, effect=Effect.WAITING, answer={"a": 1}), 1
        )
        assert orders.unsettled(writer, station.id) == [done]
        assert orders.by_remote_start(writer, station.id, 7) == done
        orders.change(writer, replace(done, effect=Effect.SEEN), 2)
        assert orders.unsettled(writer) == []
        assert reservations.next_number(writer, station.id) == 1
        reservations.add(writer, reservation)
        assert reservations.by_number(writer, station.id, 1) == reservation
        assert reservations.next_number(writer, station.id) == 2
        profiles.add(writer, profile)
        assert profiles.get(writer, profile.id) == profile
        assert profiles.next_number(writer) == 2
        assert profiles.remove(writer, profile.id)

    await database.write(1, use)
    with refused("reservation_exists"):
        await database.write(1, lambda writer: reservations.add(writer, replace(reservation, id=new_id())))


async def test_the_rest(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    knock = InboxEntry(
        identity="New-1",
        address="10.0.0.1",
        subprotocols="ocpp1.6",
        user_agent="",
        reason="unknown",
        attempts=3,
        first_seen=NOON,
        last_seen=after(1),
        credentials=(b"\x01", b"\x02"),
    )
    told = VariableTold(component="", variable="HeartbeatInterval", value="300", mutability="rw")
    name = configuration.Name(variable="HeartbeatInterval")
    event = Metered(1, "77", ())
    doubt_id = new_id()

    def use(writer: Writer) -> None:
        inbox.flush(writer, [knock])
        assert inbox.find(writer, "NEW-1") == knock
        assert inbox.page(writer, PageQuery()).items == inbox.everyone(writer) == [knock]
        assert inbox.remove(writer, "new-1")
        configuration.wrote(writer, station.id, name, "900", NOON, refused="Rejected")
        configuration.tell(writer, station.id, told, after(1))
        [setting] = configuration.of_station(writer, station.id)
        assert (setting.value, setting.written, setting.refused) == ("300", "900", "Rejected")
        doubts.add(writer, doubt_id, station.id, event, Flag.UNKNOWN_TX, "no such transaction", NOON)
        doubt = doubts.get(writer, doubt_id)
        assert doubt is not None
        assert (doubt.event, doubt.rule, doubt.state) == (event, Flag.UNKNOWN_TX, doubts.OPEN)
        doubts.change(writer, replace(doubt, state=doubts.DISMISSED), 1)
        assert doubts.page(writer, PageQuery(filters={"state": doubts.OPEN})).items == []
        row = OutboxRow("session.started", "x", 1, NOON)
        outbox.add(writer, row)
        [waiting] = outbox.waiting(writer)
        assert waiting.row == row
        outbox.told(writer, [waiting.id])
        assert outbox.waiting(writer) == []
        assert idempotency.keep(writer, "k1", "once", Kept(b"h", 201, b"{}"), NOON)
        assert not idempotency.keep(writer, "k1", "once", Kept(b"x", 409, b""), NOON)
        assert idempotency.find(writer, "k1", "once") == Kept(b"h", 201, b"{}")
        assert idempotency.forget(writer, after(1)) == 1
        events.add(writer, station.id, EventRow(NOON, NOON, "adopted", b'{"by":"k1"}'))
        [line] = events.page(writer, PageQuery(filters={"station": station.id})).items
        assert line.body == b'{"by":"k1"}'
        assert leases.take(writer, "close", "a", now=NOON, until=after(10))
        assert not leases.take(writer, "close", "b", now=after(9), until=after(20))
        assert leases.take(writer, "close", "b", now=after(10), until=after(20))
        leases.give_back(writer, "close", "b")
        assert leases.take(writer, "close", "a", now=NOON, until=after(10))
        installation.put(writer, "zone", "x")
        installation.put(writer, "zone", "y")
        assert installation.get(writer, "zone") == "y"
        assert tenants.all_ids(writer) == [1]

    await database.write(1, use)
    with refused("tenant_exists"):
        await database.write(INSTALLATION, lambda writer: tenants.add(writer, 2, "default"))


async def test_open_and_recent_sessions_of_a_station(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    other = await a_connected_station(database)
    closed = {"state": SessionState.CLOSED}
    wanted = [
        a_session(station, started_at=after(-90_000)),
        a_session(station, started_at=after(-80_000), ended_at=after(5), **closed),
        a_session(station, started_at=after(5), ended_at=after(6), **closed),
    ]
    unwanted = [
        a_session(station, started_at=after(-70_000), ended_at=after(-5), **closed),
        a_session(other, started_at=after(5)),
    ]

    def use(writer: Writer) -> None:
        for one in (*wanted, *unwanted):
            sessions.change(writer, one, 0, at=NOON)
        assert sessions.open_and_recent(writer, station.id, NOON) == wanted
        assert sessions.tx_is_taken(writer, station.id, wanted[0].tx)
        assert not sessions.tx_is_taken(writer, other.id, wanted[0].tx)
        running = sessions.active(writer, 10)
        assert {one.id for one in running} == {wanted[0].id, unwanted[1].id}
        assert [*sessions.active(writer, 1), *sessions.active(writer, 9, after=running[0])] == running
        with refused("version_conflict"):
            sessions.change(writer, wanted[0], 7, at=NOON)

    await database.write(1, use)


async def test_access_is_kept_by_its_word(database: AnyDatabase) -> None:
    await a_connected_station(database, access=Access.HOME)
    for access, count in ((Access.HOME, 1), (Access.PUBLIC, 0)):
        query = PageQuery(filters={"access": access})
        found = await database.read(1, partial(stations.page, query=query))
        assert len(found.items) == count
