"""Sessions whose end the station never told are closed by evidence, provisionally (field-faults §4).

Whatever the station still says of such a session, a stop above all, takes the inferred end back.
"""

from uuid import UUID

from wattfleet.bus.port import News
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.ending import INTERVAL_US, Patience, Seen, judge_end
from wattfleet.sessions.fold import infer_end
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import Session
from wattfleet.stations.orders import Order
from wattfleet.stations.station import Connector, Station
from wattfleet.storage import orders, sessions, stations, tenants
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.desk import facts_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.patience import patience_of
from wattfleet.usecases.revising import Reason, revise

ENOUGH = 3
"""So many registers show how often a station samples."""


async def infer_ends(parts: Parts) -> int:
    """Look at every open session that has been silent for the grace; returns how many were closed."""
    closed = 0
    for tenant in await parts.database.read(0, tenants.all_ids):
        closed += await _infer_of_tenant(parts, tenant)
    return closed


async def _infer_of_tenant(parts: Parts, tenant: int) -> int:
    now = parts.clock.now()

    def silent(reader: Reader) -> tuple[Patience, list[UUID]]:
        patience = patience_of(reader)
        least_us = patience.us(connected=True)
        return patience, [one.id for one in sessions.active(reader) if now - heard_at(one) >= least_us]

    done = 0
    patience, found = await parts.database.read(tenant, silent)
    for session_id in found:

        def close(writer: Writer, session_id: UUID = session_id) -> Session | None:
            return _closed(writer, session_id, now, patience)

        session = await parts.database.write(tenant, close)
        if session is not None:
            done += 1
            parts.bus.publish(News(tenant, "session", str(session.id), session.version, now))
    return done


def heard_at(session: Session) -> Instant:
    """Since when nothing was heard of the car. What the meter of an empty plug tells at every quarter of an
    hour would else put the end off for ever."""
    heard = session.last_at or session.started_at
    out = session.plugged_out_at
    return heard if out is None else min(heard, out)


def _closed(writer: Writer, session_id: UUID, now: Instant, patience: Patience) -> Session | None:
    """The session with its inferred end, written; None where it may still go on."""
    session = sessions.get(writer, session_id)
    station = stations.get(writer, session.station_id) if session is not None else None
    if session is None or station is None:
        return None
    seen = _seen(writer, session, station, now)
    ended = sessions.last_registers(writer, station.id, before=session.started_at)
    registers = {evse: one.end_register for evse, one in ended.items() if one.end_register is not None}
    facts = facts_of(station, registers)
    end = judge_end(session, seen, facts, patience)
    if end is None:
        return None
    closed = infer_end(session, end, station=facts)
    if closed is session:
        return None
    sessions.change(writer, closed, session.version, at=now)
    revise(writer, session, closed, Reason(Cause.EVIDENCE, words=end.why), now)
    return closed


def _connector(reader: Reader, session: Session) -> Connector | None:
    found = stations.connectors_of(reader, session.station_id)
    here = [one for one in found if one.evse == session.evse]
    same = [one for one in here if one.connector == session.connector]
    return next(iter(same or here), None)


def _seen(reader: Reader, session: Session, station: Station, now: Instant) -> Seen:
    """What is known of its connector. Once that has begun another transaction, its status is of that one."""
    connector = _connector(reader, session)
    following = sessions.following(reader, session)
    ongoing, queued = _answer(orders.newest_question(reader, station.id, session.tx), session)
    return Seen(
        now=now,
        connected=station.connected,
        status=connector.status if connector is not None and following is None else None,
        status_since=connector.since if connector is not None and following is None else None,
        booted_at=station.booted_at,
        next_start=None if following is None else following.started_at,
        next_register=None if following is None else following.begin_register,
        next_heard_at=None if following is None else following.first_received_at,
        ongoing=ongoing,
        queued=queued,
        interval_us=_interval_us(session),
    )


def _answer(asked: Order | None, session: Session) -> tuple[bool | None, bool | None]:
    """What a 2.x station said of the transaction since it last told of it itself (row 21)."""
    if (
        asked is None
        or asked.answer is None
        or asked.answered_at is None
        or heard_at(session) > asked.answered_at
    ):
        return None, None
    ongoing, queued = asked.answer.get("ongoingIndicator"), asked.answer.get("messagesInQueue")
    return (
        ongoing if isinstance(ongoing, bool) else None,
        queued if isinstance(queued, bool) else None,
    )


def _interval_us(session: Session) -> int:
    """The usual time between its samples, where it has told enough of them."""
    tally = session.tally
    if tally is None or tally.count < ENOUGH:
        return INTERVAL_US
    return max((tally.at - tally.first_at) // (tally.count - 1), 1)
