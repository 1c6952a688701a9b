"""A session that has ended and learns more gets its next revision, in the transaction that changes it."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import ITSELF, Principal
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.revision import Cause, differing, facts_of, may_be_revised
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import revisions
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.ratings import StoredRating
from wattfleet.storage.revisions import Revision


class Reason(msgspec.Struct, frozen=True):
    """Why a session changes: the cause, and whose deed it is with his words."""

    cause: Cause
    by: Principal = ITSELF
    words: str = ""


def revise(writer: Writer, before: Session, after: Session, why: Reason, at: Instant) -> None:
    """Write the next revision where a bill would see a difference; the session's row has been written before.

    One that ended and was not priced yet gets its first revision here too, so that none is skipped.
    """
    if not may_be_revised(before, after):
        return
    newest = revisions.newest(writer, after.id)
    if newest is None:
        if before.state is SessionState.ACTIVE:
            return
        newest = revisions.add(writer, None, _revision(before, Reason(Cause.ENDED), at))
    if differing(newest.facts, facts_of(after)):
        revisions.add(writer, newest, _revision(after, why, at, frame_id=writer.frame_id))


def price_revision(writer: Writer, session: Session, rated: StoredRating, newest: Revision | None) -> None:
    """The session's newest revision gains its price; another price than it has makes the next one."""
    at, price = rated.rated_at, revisions.price_of(rated)
    if newest is None or differing(newest.facts, facts_of(session)):
        made = msgspec.structs.replace(_revision(session, Reason(Cause.ENDED), at), price=price)
        revisions.add(writer, newest, made)
    elif newest.price is None:
        revisions.give_price(writer, newest, price)
    elif not newest.price.is_like(price):
        cause = Cause.PRICE if newest.session_version == session.version else Cause.COURSE
        made = msgspec.structs.replace(_revision(session, Reason(cause), at), price=price)
        revisions.add(writer, newest, made)


def number_of(reader: Reader, session_id: UUID) -> int:
    """The number of a session's newest revision; 0 while it has none."""
    newest = revisions.newest(reader, session_id)
    return 0 if newest is None else newest.number


def _revision(session: Session, why: Reason, at: Instant, frame_id: int | None = None) -> Revision:
    return Revision(
        session_id=session.id,
        number=0,
        at=at,
        cause=why.cause,
        session_version=session.version,
        facts=facts_of(session),
        by=why.by,
        reason=why.words,
        frame_id=frame_id,
    )
