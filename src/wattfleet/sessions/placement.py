"""Where an event belongs: into a known session, a new one, or nowhere; never by a guess among several.

1.6 transaction ids are ours and count only within the station; 0, negative and giant ones mean “unknown”
(rows 5-9), and such a message finds its session by connector, token, time and register, if exactly one fits.
2.x transactions carry the station's own id, and any of their events may come first.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from wattfleet.events import (
    Context,
    Flag,
    Metered,
    SessionEvent,
    Token,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
)
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant
from wattfleet.sessions.evidence import start_key
from wattfleet.sessions.readings import pick_register
from wattfleet.sessions.session import Session

__all__ = ["Fresh", "Into", "LookUp", "Placement", "Unplaced", "place", "start_key"]

TOLERANCE_US: Final = 5 * MINUTE_US  # how far station times may stray. Source: field-faults §3
BEGIN_US: Final = 2 * SECOND_US  # some times of a station are cut to whole seconds, others are not
_LARGEST_ID: Final = 2**31 - 1


class Into(msgspec.Struct, frozen=True, tag=True, gc=False):
    """It belongs to this session; `flags` say how that was found."""

    session_id: UUID
    flags: tuple[Flag, ...] = ()


class Fresh(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A new session must be begun."""

    flags: tuple[Flag, ...] = ()


class LookUp(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Not at hand: ask the database for the station's session with this start key, or this transaction id,
    add what it finds to `known`, and call again with `looked_up=True`."""

    start_key: str = ""
    tx: str = ""


class Unplaced(msgspec.Struct, frozen=True, tag=True, gc=False):
    """It belongs to no session: kept for the station, and, with a flag, in the queue of doubt."""

    flag: Flag | None
    reason: str


Placement = Into | Fresh | LookUp | Unplaced
"""What `place` decides."""


def place(
    event: SessionEvent,
    known: Sequence[Session],
    *,
    received_at: Instant,
    looked_up: bool = False,
    key: str = "",
) -> Placement:
    """Where an event of a station belongs; `known` are its open and recently closed sessions, no others'.

    `key` is the start's content key where the caller made it before correcting the times.
    """
    if isinstance(event, Metered):
        return _metered(event, known, looked_up=looked_up)
    if event.tx and (event.sequence >= 0 or not _is_number(event.tx)):
        return _by_own_id(event.tx, known, looked_up=looked_up)
    if isinstance(event, TransactionBegan):
        return _start(event, known, key or start_key(event), looked_up=looked_up)
    if isinstance(event, TransactionEnded):
        return _stop(event, known, looked_up=looked_up)
    return _went(event, known, looked_up=looked_up)


def _is_number(tx: str) -> bool:
    return tx.removeprefix("-").isdigit()


def is_unknown_id(tx: str) -> bool:
    """Whether a 1.6 id is one that we never give: none, 0, negative, or beyond 31 bits (rows 6, 7, 9)."""
    return not (tx.isdecimal() and 0 < int(tx) <= _LARGEST_ID)


def _by_own_id(tx: str, known: Sequence[Session], *, looked_up: bool) -> Placement:
    found = with_tx(tx, known)
    if found is not None:
        return Into(found.id)
    return Fresh() if looked_up else LookUp(start_key=f"tx:{tx}")


def with_tx(tx: str, known: Iterable[Session]) -> Session | None:
    """The first of them with this transaction id."""
    for one in known:
        if one.tx == tx:
            return one
    return None


def _start(event: TransactionBegan, known: Sequence[Session], key: str, *, looked_up: bool) -> Placement:
    same = next((one for one in known if one.start_key == key), None)
    if same is None and Flag.TIME_UNREADABLE in event.flags:
        same = next((one for one in known if _is_open(one) and _starts_alike(one, event)), None)
    if same is not None:
        return Into(same.id, (Flag.REPLAYED_START,))
    if not looked_up:
        return LookUp(start_key=key)
    if any(_is_open(one) and one.evse == event.evse for one in known):
        return Fresh((Flag.OVERLAP,))
    return Fresh()


def _starts_alike(session: Session, event: TransactionBegan) -> bool:
    """A start without a time is the same one if card and register are, while the session runs."""
    return (
        session.evse == event.evse
        and session.begin_register == event.register
        and fold_uid(session.token) == fold_uid(event.token)
    )


def fold_uid(token: Token | None) -> str:
    """The spelling under which tokens are compared; "" = none."""
    return "" if token is None else token.uid.strip().casefold()


def _is_open(session: Session) -> bool:
    """Without an end that the station told; an inferred one may still be corrected."""
    return not session.stops


def _stop(event: TransactionEnded, known: Sequence[Session], *, looked_up: bool) -> Placement:
    if not is_unknown_id(event.tx):
        found = with_tx(event.tx, known)
        if found is not None:
            return Into(found.id)
        if not looked_up:
            return LookUp(tx=event.tx)
        return Unplaced(Flag.UNKNOWN_TX, f"No session of this station has the transaction id {event.tx}.")
    repeated = [one for one in known if _has_stop(one, event)]
    if len(repeated) == 1:
        return Into(repeated[0].id, (Flag.INFERRED_TX,))
    fitting = [one for one in known if _is_open(one) and _may_end(event, one)]
    fitting = [one for one in fitting if not _was_followed(one, known, event.at)]
    fitting = [one for one in fitting if _same_token(event, one)] or fitting
    for apart_us in (BEGIN_US, TOLERANCE_US):
        fitting = [one for one in fitting if _tells_begin_of(event, one, apart_us)] or fitting
    return _only_one(fitting, f"A stop with the transaction id {event.tx or 'none'}")


def _has_stop(session: Session, event: TransactionEnded) -> bool:
    return any(stop.at == event.at and stop.register == event.register for stop in session.stops)


def _same_token(event: TransactionEnded, session: Session) -> bool:
    return fold_uid(event.token) != "" and fold_uid(event.token) == fold_uid(session.token)


def _may_end(event: TransactionEnded, session: Session) -> bool:
    if event.evse and session.evse != event.evse:
        return False
    if fold_uid(event.token) and not _same_token(event, session):
        return False  # somebody else's card ends nothing without a transaction id (row 13)
    if event.at.us < session.started_at.us - TOLERANCE_US:
        return False
    begin = session.begin_register
    return begin is None or event.register is None or event.register >= begin


def _was_followed(session: Session, known: Sequence[Session], at: Instant) -> bool:
    """Whether its plug had begun another transaction by then: it had ended before (field-faults §4 b)."""
    return any(
        other.evse == session.evse
        and other.connector == session.connector
        and session.started_at < other.started_at < at
        for other in known
    )


def _tells_begin_of(event: TransactionEnded, session: Session, apart_us: int) -> bool:
    """Whether a stop repeats the begin of the session: its register, and about its time."""
    for reading in event.readings:
        register = pick_register(reading.values)
        if register is None or register.context is not Context.BEGIN or session.begin_register is None:
            continue
        apart = abs(reading.at - session.started_at)
        if register.milli == session.begin_register.mwh and apart <= apart_us:
            return True
    return False


def _only_one(fitting: Sequence[Session], what: str) -> Placement:
    if len(fitting) == 1:
        return Into(fitting[0].id, (Flag.INFERRED_TX,))
    if fitting:
        return Unplaced(Flag.UNKNOWN_TX, f"{what} fits {len(fitting)} sessions, and none is guessed.")
    return Unplaced(Flag.UNKNOWN_TX, f"{what} fits no open session of this station.")


def _went(event: TransactionWent, known: Sequence[Session], *, looked_up: bool) -> Placement:
    if event.tx and not is_unknown_id(event.tx):
        return _by_own_id(event.tx, known, looked_up=looked_up)
    open_there = [one for one in known if _is_open(one) and (not event.evse or one.evse == event.evse)]
    return _only_one(open_there, "An update without a transaction id")


def _metered(event: Metered, known: Sequence[Session], *, looked_up: bool) -> Placement:
    if event.tx and not is_unknown_id(event.tx):
        found = with_tx(event.tx, known)
        if found is not None:
            return Into(found.id)
        if not looked_up:
            return LookUp(tx=event.tx)
        return Unplaced(
            Flag.UNKNOWN_TX,
            f"Readings of the transaction {event.tx}, which this station never began with us.",
        )
    if event.evse <= 0:
        return Unplaced(None, "Readings of the station's main meter.")
    if not event.readings:
        return Unplaced(None, "No reading that tells anything.")
    there = [one for one in known if one.evse == event.evse and _covers(one, event.readings[0].at)]
    open_there = [one for one in there if _is_open(one)]
    fitting = open_there or there
    if len(fitting) == 1:
        return Into(fitting[0].id, (Flag.INFERRED_TX,))
    return Unplaced(None, "Readings of a connector while no session, or more than one, was there.")


def _covers(session: Session, at: Instant) -> bool:
    if at < session.started_at:
        return False
    return session.ended_at is None or at <= session.ended_at


def follows(other: Session, session: Session) -> bool:
    """Whether the plug has begun another transaction since: what it tells from then on is that one's."""
    return other.connector == session.connector and other.started_at > session.started_at


def is_told_of(session: Session, since: Instant, others: Iterable[Session]) -> bool:
    """Whether what its plug said last, at `since`, is said of this transaction: not of one that followed,
    and, where it was said before this one began, not of one that was still there then."""
    if since > session.started_at:
        return not any(follows(other, session) for other in others)
    return not any(
        follows(session, other) and (other.ended_at is None or other.ended_at >= since) for other in others
    )
