"""Sessions as they are kept: the row holds the sums, the readings hold the course."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, select, text, union, update
from sqlalchemy.exc import IntegrityError

from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.course import ReadingOf, pack, unpack
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import rows
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables import readings, sessions
from wattfleet.storage.writing import version_conflict

_ACTIVE = text("state = 'active'")
"""As the partial index says it, letter for letter."""


def get(reader: Reader, session_id: UUID) -> Session | None:
    """The whole session, with its course."""
    return _first(reader, _own(reader).where(sessions.c.id == session_id))


def by_start_key(reader: Reader, station_id: UUID, start_key: str) -> Session | None:
    return _first(
        reader, _own(reader).where(sessions.c.station_id == station_id, sessions.c.start_key == start_key)
    )


def by_tx(reader: Reader, station_id: UUID, tx: str) -> Session | None:
    """The station's session of that transaction id; the newest where the station used it twice."""
    statement = _own(reader).where(sessions.c.station_id == station_id, sessions.c.tx == tx)
    return _first(reader, statement.order_by(sessions.c.started_at.desc()).limit(1))


def tx_is_taken(reader: Reader, station_id: UUID, tx: str) -> bool:
    """Whether the station has ever had this transaction id."""
    statement = select(sessions.c.id).where(
        sessions.c.tenant_id == reader.tenant, sessions.c.station_id == station_id, sessions.c.tx == tx
    )
    return reader.connection.execute(statement.limit(1)).first() is not None


def open_and_recent(reader: Reader, station_id: UUID, since: Instant) -> list[Session]:
    """The station's sessions that are open, or have begun or ended since then, in the order of their start.

    Each of the three is found by an index of its own.
    """
    ids = select(sessions.c.id).where(
        sessions.c.tenant_id == reader.tenant, sessions.c.station_id == station_id
    )
    chosen = union(
        ids.where(_ACTIVE), ids.where(sessions.c.started_at >= since), ids.where(sessions.c.ended_at >= since)
    )
    statement = _own(reader).where(sessions.c.id.in_(chosen))
    return _all(reader, statement.order_by(sessions.c.started_at, sessions.c.id))


def many(reader: Reader, session_ids: Iterable[UUID]) -> list[Session]:
    return _all(reader, _own(reader).where(sessions.c.id.in_(list(session_ids))))


def active(reader: Reader, limit: int = 10_000) -> list[Session]:
    """All open sessions of the tenant, without their course."""
    found = reader.connection.execute(_own(reader).where(_ACTIVE).limit(limit))
    return [unpack(row["body"], ()) for row in found.mappings()]


def last_registers(reader: Reader, station_id: UUID, before: Instant) -> dict[int, Session]:
    """The newest ended session of each EVSE of a station, without its course: where its register stood."""
    statement = _own(reader).where(
        sessions.c.station_id == station_id, sessions.c.ended_at.is_not(None), sessions.c.ended_at <= before
    )
    found = reader.connection.execute(statement.order_by(sessions.c.ended_at.desc()).limit(20))
    newest: dict[int, Session] = {}
    for row in found.mappings():
        newest.setdefault(row["evse"], unpack(row["body"], ()))
    return newest


def change(writer: Writer, session: Session, expected: int, *, at: Instant) -> None:
    """Write a session outside the frame path: a person resolves it, or its end is inferred. 0 = it is new.

    Raises: WattfleetError `version_conflict`, `start_exists`.
    """
    values = _values(session, at)
    if expected == 0:
        statement: Any = sessions.insert().values(tenant_id=writer.tenant, **values)
    else:
        statement = (
            update(sessions)
            .where(
                sessions.c.tenant_id == writer.tenant,
                sessions.c.id == session.id,
                sessions.c.version == expected,
            )
            .values(**values)
        )
    try:
        done = writer.connection.execute(statement).rowcount
    except IntegrityError as error:
        raise conflict("start_exists", "Another session has this start.") from error
    if done == 0:
        raise version_conflict("sessions")


def _values(session: Session, at: Instant) -> dict[str, Any]:
    return {
        "id": session.id,
        "station_id": session.station_id,
        "evse": session.evse,
        "connector": session.connector,
        "tx": session.tx,
        "start_key": session.start_key,
        "token": rows.token_of(session),
        "state": session.state,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "energy_mwh": session.energy,
        "reason": session.reason,
        "flags": tuple(flag.value for flag in session.flags),
        "remote_start": session.remote_start,
        "version": session.version,
        "changed_at": at,
        "body": pack(session),
        "to_rate": session.state is not SessionState.ACTIVE,
    }


def _own(reader: Reader) -> Select[Any]:
    return select(sessions.c.id, sessions.c.evse, sessions.c.body).where(
        sessions.c.tenant_id == reader.tenant
    )


def _first(reader: Reader, statement: Select[Any]) -> Session | None:
    found = _all(reader, statement.limit(1))
    return found[0] if found else None


def _all(reader: Reader, statement: Select[Any]) -> list[Session]:
    found = reader.connection.execute(statement).mappings().all()
    courses = _courses(reader, [row["id"] for row in found])
    return [_session(row, courses.get(row["id"], ())) for row in found]


def _session(row: RowMapping, course: Sequence[ReadingOf]) -> Session:
    return unpack(row["body"], course)


def _courses(reader: Reader, session_ids: list[UUID]) -> dict[UUID, list[ReadingOf]]:
    courses: dict[UUID, list[ReadingOf]] = {}
    columns = (
        readings.c.session_id,
        readings.c.at,
        readings.c.source,
        readings.c.sequence,
        readings.c.reading,
    )
    for start in range(0, len(session_ids), 500):
        statement = select(*columns).where(
            readings.c.tenant_id == reader.tenant,
            readings.c.session_id.in_(session_ids[start : start + 500]),
        )
        for session_id, at, source, sequence, packed in reader.connection.execute(statement):
            courses.setdefault(session_id, []).append((at, rows.unpack_reading(packed), source, sequence))
    return courses
