"""Which doubtful event went into which session, with the session before and after: for the undo."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, insert, select, update

from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.course import ReadingOf, pack, unpack
from wattfleet.sessions.session import Session
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.matches import matches

Given = tuple[int, int, int]
"""A reading that the session was given: moment in µs, source, sequence."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """`before` and `after` are the session without its course; `given` the readings that became its own."""

    id: UUID
    doubt_id: UUID
    session_id: UUID
    at: Instant
    before: Session
    after: Session
    given: tuple[Given, ...]
    undone_at: Instant | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[Given, ...]).decode


def match_of(
    match_id: UUID, at: Instant, doubt_id: UUID, before: Session, after: Session, rows: Sequence[ReadingOf]
) -> Match:
    """`rows` are the readings that the session gains."""
    return Match(
        id=match_id,
        doubt_id=doubt_id,
        session_id=before.id,
        at=at,
        before=before,
        after=after,
        given=tuple((moment.us, source, sequence) for moment, _, source, sequence in rows),
    )


def add(writer: Writer, match: Match) -> None:
    writer.connection.execute(
        insert(matches).values(
            tenant_id=writer.tenant,
            id=match.id,
            doubt_id=match.doubt_id,
            session_id=match.session_id,
            at=match.at,
            before=pack(match.before),
            after=pack(match.after),
            given=_encode(match.given),
        )
    )


def standing(reader: Reader, doubt_id: UUID) -> Match | None:
    """The match of a doubt that holds; None where there is none, or it was made before matches were kept."""
    statement = (
        select(matches)
        .where(
            matches.c.tenant_id == reader.tenant,
            matches.c.doubt_id == doubt_id,
            matches.c.undone_at.is_(None),
        )
        .order_by(matches.c.at.desc())
        .limit(1)
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _match(row)


def undone(reader: Reader, doubt_id: UUID) -> set[UUID]:
    """The sessions that a person has taken the event out of again."""
    statement = select(matches.c.session_id).where(
        matches.c.tenant_id == reader.tenant,
        matches.c.doubt_id == doubt_id,
        matches.c.undone_at.is_not(None),
    )
    return set(reader.connection.execute(statement).scalars())


def undo(writer: Writer, match: Match, at: Instant) -> None:
    own = (matches.c.tenant_id == writer.tenant, matches.c.id == match.id)
    writer.connection.execute(update(matches).where(*own).values(undone_at=at))


def _match(row: RowMapping) -> Match:
    return Match(
        id=row["id"],
        doubt_id=row["doubt_id"],
        session_id=row["session_id"],
        at=row["at"],
        before=unpack(row["before"], ()),
        after=unpack(row["after"], ()),
        given=_decode(row["given"]),
        undone_at=row["undone_at"],
    )
