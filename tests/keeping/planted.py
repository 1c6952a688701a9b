"""Faults written into a sound database by hand, each with its invariant and what is to be said of it."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import insert, select, text, update
from tests.things import new_id

from wattfleet.access.acts import Act
from wattfleet.access.principal import ITSELF
from wattfleet.billing.bank.kept import MovementState
from wattfleet.billing.collection import CollectionState
from wattfleet.events import ConnectorStatus
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant
from wattfleet.ledger.entry import Source
from wattfleet.sessions.course import pack
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.stations.station import RegisterMode
from wattfleet.storage import acts, orders, sessions, tariffs
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.base import metadata
from wattfleet.tariffs.tariff import Dimension, Element, PriceComponent

T = metadata.tables
Plant = Callable[[Writer], object]
NOW = Instant(1_780_500_000_000_000)  # two days after the recording


def _one(reader: Reader, sql: str) -> Any:
    return reader.connection.execute(text(sql)).scalars().first()


def a_closed_session(reader: Reader) -> Session:
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
    session = a_closed_session(writer)
    last = max(one.register.mwh for one in session.track if one.register is not None and one.source == 1)
    readings = T["readings"]
    writer.connection.execute(
        readings.delete().where(readings.c.session_id == session.id, readings.c.register_mwh == Energy(last))
    )


def a_charge_that_became_two(writer: Writer) -> None:
    session = a_closed_session(writer)
    twin = msgspec.structs.replace(session, id=new_id(), tx="999", start_key="by hand")
    sessions.change(writer, msgspec.structs.replace(twin, version=1), 0, at=NOW)


def a_rating_that_is_not_the_newest_any_more(writer: Writer) -> None:
    row = update(T["ratings"]).where(T["ratings"].c.session_id == a_closed_session(writer).id)
    writer.connection.execute(row.values(newest=False))


def a_price_changed_by_hand(writer: Writer) -> None:
    row = update(T["ratings"]).where(T["ratings"].c.session_id == a_closed_session(writer).id)
    writer.connection.execute(row.values(amount_minor=1))


def a_tariff_version_changed_by_hand(writer: Writer) -> None:
    tariff = tariffs.get(writer, writer.connection.execute(select(T["tariffs"].c.id)).scalars().one(), 1)
    assert tariff is not None
    dearer = (Element((PriceComponent(Dimension.ENERGY, 510_000, vat=250_000),)),)
    changed = msgspec.structs.replace(tariff, elements=dearer)
    body = msgspec.json.encode(changed).decode()
    writer.connection.execute(update(T["tariffs"]).values(body=body))


def a_session_with_more_than_its_registers(writer: Writer) -> None:
    session = a_closed_session(writer)
    more = Energy(session.energy.mwh + 5_000)
    _body(writer, msgspec.structs.replace(session, energy=more), energy_mwh=more)


def a_session_with_less_than_nothing(writer: Writer) -> None:
    session = a_closed_session(writer)
    _body(writer, msgspec.structs.replace(session, energy=Energy(-1)), energy_mwh=Energy(-1))


def more_than_the_station_can_deliver(writer: Writer) -> None:
    session = a_closed_session(writer)
    writer.connection.execute(
        update(T["stations"]).where(T["stations"].c.id == session.station_id).values(max_power_w=100)
    )


def a_register_that_begins_below_the_last_one(writer: Writer) -> None:
    session = a_closed_session(writer)
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
    session = a_closed_session(writer)
    row = update(T["sessions"]).where(T["sessions"].c.id == session.id)
    writer.connection.execute(row.values(to_rate=True, changed_at=NOW + -HOUR_US))


def an_open_session_on_a_free_plug(writer: Writer) -> None:
    session = a_closed_session(writer)
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
    session = a_closed_session(writer)
    row = update(T["sessions"]).where(T["sessions"].c.id == session.id)
    writer.connection.execute(row.values(token="SOMEBODY ELSE"))


def a_reading_that_is_gone(writer: Writer) -> None:
    session = a_closed_session(writer)
    readings = T["readings"]
    mine = select(readings.c.id).where(readings.c.session_id == session.id, readings.c.source == 1)
    middle = list(writer.connection.execute(mine.order_by(readings.c.at)).scalars())[1]
    writer.connection.execute(readings.delete().where(readings.c.id == middle))


def a_body_that_is_none(writer: Writer) -> None:
    row = update(T["sessions"]).where(T["sessions"].c.id == a_closed_session(writer).id)
    writer.connection.execute(row.values(body=b"not a session"))


def a_session_that_ends_before_it_begins(writer: Writer) -> None:
    session = a_closed_session(writer)
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


def a_movement_of_which_more_is_left_than_its_payments_leave(writer: Writer) -> None:
    told = {"id": new_id(), "booked_on": "2026-11-20", "currency": Currency("EUR"), "minor": 500}
    kept = {"left_minor": 200, "party": "", "why": "nothing", "note": "", "body": "{}", "version": 1}
    row = insert(T["movements"]).values(tenant_id=1, state=MovementState.WAITING, read_at=NOW, **told, **kept)
    writer.connection.execute(row)


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
    (
        "I8",
        a_movement_of_which_more_is_left_than_its_payments_leave,
        "has 200 left, its payments leave 500",
    ),
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
