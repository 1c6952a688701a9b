"""Sessions whose end the station never told are closed by evidence, provisionally (field-faults §4).

Whatever the station still says of such a session, a stop above all, takes the inferred end back.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec

from wattfleet.bus.port import News
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.ending import INTERVAL_US, Patience, Seen, judge_end
from wattfleet.sessions.fold import infer_end
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import Session, StationFacts
from wattfleet.stations.orders import Order
from wattfleet.stations.station import Connector, Station
from wattfleet.storage import orders, sessions, stations, tenants
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.desk import facts_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.patience import patience_of
from wattfleet.usecases.revising import Reason, revise
from wattfleet.usecases.send_command import version_of
from wattfleet.usecases.silent import heard_at, rest, silent_sessions

ENOUGH = 3
"""So many registers show how often a station samples."""


class _Judged(msgspec.Struct, frozen=True):
    """A session as it stands, and with the end that the evidence proves."""

    before: Session
    after: Session
    why: str


async def infer_ends(parts: Parts) -> int:
    """Look at every open session that has been silent for the grace; returns how many were closed."""
    closed = 0
    for tenant in await parts.database.read(0, tenants.all_ids):
        closed += await _infer_of_tenant(parts, tenant)
    return closed


async def _infer_of_tenant(parts: Parts, tenant: int) -> int:
    now, closed = parts.clock.now(), 0
    patience = await parts.database.read(tenant, patience_of)
    ended: list[UUID] = []
    async for silent in silent_sessions(parts, tenant, now, patience):

        def proven(reader: Reader, silent: list[Session] = silent) -> list[UUID]:
            return [
                session.id
                for session, (seen, facts) in _evidence(reader, silent, now)
                if judge_end(session, seen, facts, patience) is not None
            ]

        ended += await parts.database.read(tenant, proven)
    for session_id in ended:
        began_us = parts.clock.monotonic_us()
        closed += await _close(parts, tenant, session_id, now, patience)
        await rest(parts.clock, began_us)  # where many stations vanish at once, many sessions end at once
    return closed


async def _close(parts: Parts, tenant: int, session_id: UUID, now: Instant, patience: Patience) -> bool:
    """Whether its end is written. It is thought out beside the writer, who is given only the rows."""
    judged = await parts.database.read(tenant, lambda reader: _judged(reader, session_id, now, patience))
    if judged is None:
        return False
    before, after = judged.before, judged.after

    def write(writer: Writer) -> None:
        sessions.change(writer, after, before.version, at=now)
        revise(writer, before, after, Reason(Cause.EVIDENCE, words=judged.why), now)

    try:
        await parts.database.write(tenant, write)
    except WattfleetError as error:
        if error.kind != "conflict":
            raise
        return False  # it has gone on meanwhile, and is looked at again
    parts.bus.publish(News(tenant, "session", str(after.id), after.version, now))
    return True


def _judged(reader: Reader, session_id: UUID, now: Instant, patience: Patience) -> _Judged | None:
    """The session with its inferred end; None where it may still go on."""
    session = sessions.get(reader, session_id)
    found = None if session is None else next(_evidence(reader, [session], now), None)
    if session is None or found is None:
        return None
    _, (seen, facts) = found
    end = judge_end(session, seen, facts, patience)
    if end is None:
        return None
    ended = sessions.last_registers(reader, session.station_id, before=session.started_at)
    registers = {evse: one.end_register for evse, one in ended.items() if one.end_register is not None}
    closed = infer_end(session, end, station=msgspec.structs.replace(facts, last_registers=registers))
    return None if closed is session else _Judged(session, closed, end.why)


def _evidence(
    reader: Reader, silent: Sequence[Session], now: Instant
) -> Iterator[tuple[Session, tuple[Seen, StationFacts]]]:
    """What is known of the connector of each, and its station without its last registers."""
    ids = [session.station_id for session in silent]
    held = stations.get_all(reader, ids)
    plugs = stations.connectors_of_each(reader, ids)
    following = sessions.following_each(reader, silent)
    for session, station, here, after in zip(silent, held, plugs, following, strict=True):
        if station is not None:
            asked = _newest_question(reader, station, session)
            seen = _seen(session, station, _connector(session, here), after, asked, now)
            yield session, (seen, facts_of(station, {}))


def _newest_question(reader: Reader, station: Station, session: Session) -> Order | None:
    """1.6 cannot be asked."""
    return orders.newest_question(reader, station.id, session.tx) if version_of(station) != "1.6" else None


def _connector(session: Session, plugs: Sequence[Connector]) -> Connector | None:
    here = [one for one in plugs if one.evse == session.evse]
    same = [one for one in here if one.connector == session.connector]
    return next(iter(same or here), None)


def _seen(
    session: Session,
    station: Station,
    connector: Connector | None,
    following: Session | None,
    asked: Order | None,
    now: Instant,
) -> Seen:
    """What is known of its connector. Once that has begun another transaction, its status is of that one."""
    ongoing, queued = _answer(asked, session)
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
