"""Sessions as they are kept: the row holds the sums, the readings hold the course."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, literal, select, text, tuple_, union_all, update
from sqlalchemy.exc import IntegrityError

from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.course import ReadingOf, pack, unpack
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import buckets, rows
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.raw import Prepared
from wattfleet.storage.readings import cold_course
from wattfleet.storage.tables.journal import readings
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.types import Id, Moment
from wattfleet.storage.writing import version_conflict

_ACTIVE = text("state = 'active'")
"""As the partial index says it, letter for letter."""


def get(reader: Reader, session_id: UUID) -> Session | None:
    """The whole session, with its course."""
    return _one(reader, _GET.rows(reader, session=session_id))


def by_start_key(reader: Reader, station_id: UUID, start_key: str) -> Session | None:
    return _one(reader, _BY_START_KEY.rows(reader, station=station_id, key=start_key))


def by_tx(reader: Reader, station_id: UUID, tx: str) -> Session | None:
    """The station's session of that transaction id; the newest where the station used it twice."""
    return _one(reader, _BY_TX.rows(reader, station=station_id, number=tx))


def tx_is_taken(reader: Reader, station_id: UUID, tx: str) -> bool:
    """Whether the station has ever had this transaction id."""
    return bool(_BY_TX.rows(reader, station=station_id, number=tx))


def by_start_keys(reader: Reader, keys: Sequence[tuple[UUID, str]]) -> list[Session | None]:
    """The session of each station with such a start, where there is one."""
    asked = [{"station": station_id, "key": key} for station_id, key in keys]
    return [_one(reader, found) for found in _BY_START_KEY.each(reader, asked)]


def by_txs(reader: Reader, keys: Sequence[tuple[UUID, str]]) -> list[Session | None]:
    """The same by transaction ids."""
    asked = [{"station": station_id, "number": tx} for station_id, tx in keys]
    return [_one(reader, found) for found in _BY_TX.each(reader, asked)]


def txs_are_taken(reader: Reader, keys: Sequence[tuple[UUID, str]]) -> list[bool]:
    """Whether each station has ever had such a transaction id."""
    asked = [{"station": station_id, "number": tx} for station_id, tx in keys]
    return [bool(found) for found in _BY_TX.each(reader, asked)]


def open_and_recent(reader: Reader, station_id: UUID, since: Instant) -> list[Session]:
    """The station's sessions that are open, or have begun or ended since then; by their start."""
    return open_and_recent_of(reader, [station_id], since)[0]


def open_and_recent_of(reader: Reader, station_ids: Sequence[UUID], since: Instant) -> list[list[Session]]:
    """Each station's sessions that are open, or have begun or ended since then; by their start."""
    asked = [{"station": one} for one in station_ids]
    return [_in_order(reader, found) for found in _OPEN_AND_RECENT.each(reader, asked, since=since)]


def _in_order(reader: Reader, found: Sequence[Mapping[str, Any]]) -> list[Session]:
    once = {row["id"]: row for row in found}
    return _whole(reader, sorted(once.values(), key=lambda row: (row["started_at"], row["id"])))


def many(reader: Reader, session_ids: Iterable[UUID]) -> list[Session]:
    """Those of the sessions that are there, in the order asked."""
    asked = [{"session": session_id} for session_id in session_ids]
    return _whole(reader, [found[0] for found in _GET.each(reader, asked) if found])


def following_each(reader: Reader, before: Sequence[Session]) -> list[Session | None]:
    """The next session that the connector of each began, without its course."""
    asked = [
        {
            "station": one.station_id,
            "evse": one.evse,
            "connector": one.connector,
            "before": one.started_at,
        }
        for one in before
    ]
    return [unpack(found[0]["body"], ()) if found else None for found in _FOLLOWING.each(reader, asked)]


def sums(reader: Reader, session_ids: Iterable[UUID]) -> list[Session]:
    """Those of the sessions that are there, without their course."""
    found = reader.connection.execute(_own(reader).where(sessions.c.id.in_(list(session_ids))))
    return [unpack(row["body"], ()) for row in found.mappings()]


def active(reader: Reader, limit: int, *, after: Session | None = None) -> list[Session]:
    """Open sessions of the tenant, without their course, by station and id; those that follow `after`."""
    place = (sessions.c.station_id, sessions.c.id)
    statement = _own(reader).where(_ACTIVE).order_by(*place).limit(limit)
    if after is not None:
        last = (literal(after.station_id, Id()), literal(after.id, Id()))
        statement = statement.where(tuple_(*place) > tuple_(*last))
    found = reader.connection.execute(statement)
    return [unpack(row["body"], ()) for row in found.mappings()]


def last_registers(reader: Reader, station_id: UUID, before: Instant) -> dict[int, Session]:
    """The newest ended session of each EVSE of a station, without its course: where its register stood."""
    return last_registers_of(reader, [station_id], before)[0]


def last_registers_of(
    reader: Reader, station_ids: Sequence[UUID], before: Instant
) -> list[dict[int, Session]]:
    """The same of each of the stations."""
    asked = [{"station": one} for one in station_ids]
    return [_by_evse(found) for found in _LAST_ENDED.each(reader, asked, before=before)]


def _by_evse(found: Sequence[Mapping[str, Any]]) -> dict[int, Session]:
    newest: dict[int, Session] = {}
    for row in found:
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
        "charging": session.charging,
        "flags": tuple(flag.value for flag in session.flags),
        "remote_start": session.remote_start,
        "version": session.version,
        "changed_at": at,
        "body": pack(session),
        "to_rate": session.state is not SessionState.ACTIVE,
    }


def _own(reader: Reader) -> Select[Any]:
    return _COLUMNS.where(sessions.c.tenant_id == reader.tenant)


def _one(reader: Reader, found: Sequence[Mapping[str, Any]]) -> Session | None:
    return _whole(reader, found[:1])[0] if found else None


def _whole(reader: Reader, found: Sequence[Mapping[str, Any]]) -> list[Session]:
    """Rows as sessions with their course."""
    course = _COURSE if reader.on_postgres else _COURSE_IN_BUCKETS
    hot = course.each(reader, [{"session": row["id"]} for row in found])
    courses = [_numbered(reader, row, told) for row, told in zip(found, hot, strict=True)]
    return [unpack(row["body"], list(own.values())) for row, own in zip(found, courses, strict=True)]


def _numbered(
    reader: Reader, session: Mapping[str, Any], hot: Sequence[Mapping[str, Any]]
) -> dict[int, ReadingOf]:
    """A session's readings by their numbers. Of most none stands in a cold file, as the row tells."""
    found = {
        row["id"]: (row["at"], rows.unpack_reading(row["reading"]), row["source"], row["sequence"])
        for row in hot
    }
    if session["is_cold"]:
        found |= cold_course(reader, unpack(session["body"], ()), session["changed_at"])
    return found


def course_of(reader: Reader, session: Session) -> list[ReadingOf]:
    """A session's stored readings as they are now, by time and number; [] where it is not there."""
    row = _GET.first(reader, session=session.id)
    course = _COURSE if reader.on_postgres else _COURSE_IN_BUCKETS
    hot = course.rows(reader, session=session.id)
    numbered = {} if row is None else _numbered(reader, row, hot)
    return [one for _, one in sorted(numbered.items(), key=lambda item: (item[1][0].us, item[0]))]


def cold_span(reader: Reader, session_id: UUID) -> Instant | None:
    """When a session last changed, where readings of it stand in cold files; None where none do."""
    row = _GET.first(reader, session=session_id)
    return row["changed_at"] if row is not None and row["is_cold"] else None


# ── what a station's messages ask, prepared ───────────────────────────────────

_COLUMNS = select(
    sessions.c.id,
    sessions.c.evse,
    sessions.c.started_at,
    sessions.c.body,
    sessions.c.is_cold,
    sessions.c.changed_at,
)
_TENANT = sessions.c.tenant_id == bindparam("tenant")
_OF_STATION = _COLUMNS.where(_TENANT, sessions.c.station_id == bindparam("station"))
_GET = Prepared(_COLUMNS.where(_TENANT, sessions.c.id == bindparam("session")))
_BY_START_KEY = Prepared(_OF_STATION.where(sessions.c.start_key == bindparam("key"), text("start_key <> ''")))
_BY_TX = Prepared(
    _OF_STATION.where(sessions.c.tx == bindparam("number")).order_by(sessions.c.started_at.desc()).limit(1)
)
_LAST_ENDED = Prepared(
    _OF_STATION.where(sessions.c.ended_at.is_not(None), sessions.c.ended_at <= bindparam("before"))
    .order_by(sessions.c.ended_at.desc())
    .limit(20)
)
_FOLLOWING = Prepared(
    _OF_STATION.where(
        sessions.c.evse == bindparam("evse"),
        sessions.c.connector == bindparam("connector"),
        sessions.c.started_at > bindparam("before"),
    )
    .order_by(sessions.c.started_at, sessions.c.id)
    .limit(1)
)
_SINCE = bindparam("since", type_=Moment())
_OPEN_AND_RECENT = Prepared(
    union_all(  # each of the three is found by an index of its own
        _OF_STATION.where(_ACTIVE),
        _OF_STATION.where(sessions.c.started_at >= _SINCE),
        _OF_STATION.where(sessions.c.ended_at >= _SINCE),
    )
)
_SESSION = bindparam("session", type_=Id())
_READINGS = select(
    readings.c.id, readings.c.at, readings.c.reading, readings.c.source, readings.c.sequence
).where(readings.c.tenant_id == bindparam("tenant"), readings.c.session_id == _SESSION)
_COURSE = Prepared(_READINGS)
_COURSE_IN_BUCKETS = Prepared(_READINGS.where(buckets.of_session(bindparam("tenant"), _SESSION)))
