"""A station's call is understood, folded and committed; only then may it be answered.

One transaction a frame (grouped over stations by the journal). If the commit fails there is no answer: the
station keeps its copy and sends it again. Source: field-faults §1 (1-3).
"""

from collections.abc import Iterable
from functools import partial
from typing import assert_never
from uuid import UUID

import structlog

from wattfleet.bus.port import News
from wattfleet.kernel.errors import unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp import translate
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.frame import error_frame, result_frame
from wattfleet.ocpp.heard import Heard
from wattfleet.storage import sessions as stored_sessions
from wattfleet.storage.recording import Committed, Direction, Fenced, FrameRow, Poisoned, Stale
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.draft import Draft
from wattfleet.usecases.hear_event import hear_event
from wattfleet.usecases.parts import Parts

log = structlog.get_logger("wattfleet.record")

MENDS_SHOWN = 8

TRIES = 4
"""How often a frame is folded anew when somebody else changed its session in between."""


class ConnectionFenced(Exception):
    """A newer connection owns the station: this one closes and answers nothing."""


async def record_frame(parts: Parts, desk: Desk, arrived: Arrived) -> bytes | Fault:
    """Commit a station's CALL (or SEND) with all that follows from it.

    Returns the answer's frame as it is kept (b"" after a SEND), or the fault with which it must be refused
    (an action that its version does not know). Raises: ConnectionFenced; WattfleetError
    `storage_unavailable`: then answer nothing.
    """
    received_at = parts.clock.now()
    heard = translate.read(desk.version, arrived.action, arrived.payload, desk.quirks, received_at)
    for _ in range(TRIES):
        draft = Draft(desk, received_at)
        for event in heard.events:
            await hear_event(parts, draft, event, heard)
        answer = answer_of(desk, arrived, heard, draft)
        outcome = await parts.journal.commit(draft.recording(row_of(desk, arrived, answer, draft, heard)))
        match outcome:
            case Committed():
                draft.settle()
                publish(parts, draft)
                return answer
            case Poisoned(frame_id, error):
                log.error("frame_poisoned", station=desk.station.identity, frame=frame_id, error=error)
                return answer
            case Fenced():
                raise ConnectionFenced
            case Stale(session_ids):
                await _reload(parts, desk, session_ids)
            case _:
                assert_never(outcome)
    raise unavailable("session_contended", "The session is being changed by others too often.")


def answer_of(desk: Desk, arrived: Arrived, heard: Heard, draft: Draft) -> bytes | Fault:
    """What the station will be told: a CALLRESULT's whole frame, nothing after a SEND, or a fault."""
    if not heard.known:
        return Fault.NOT_IMPLEMENTED
    if not arrived.wants_answer:
        return b""
    at = draft.received_at
    payload = translate.answer(desk.version, arrived.action, draft.reply, arrived.payload, at)
    return result_frame(arrived.message_id, payload)


def row_of(desk: Desk, arrived: Arrived, answer: bytes | Fault, draft: Draft, heard: Heard) -> FrameRow:
    """The frame as it is kept, with its answer."""
    if not arrived.wants_answer:
        kind, back = "send", b""
    elif isinstance(answer, Fault):
        kind, back = "call", error_frame(desk.version, arrived.message_id, answer)
    else:
        kind, back = "call", answer
    return FrameRow(
        draft.received_at,
        Direction.IN,
        kind,
        arrived.message_id,
        arrived.action,
        arrived.frame,
        back,
        _remarks(heard) if heard.flags else "",
        next(iter(draft.sessions), None),
    )


def _remarks(heard: Heard) -> str:
    """What was wrong with the message, for whoever reads the archive: `mended: /idTag too_long`."""
    flags = ",".join(flag.value for flag in heard.flags)
    mends = "; ".join(f"{mend.path} {mend.problem}" for mend in heard.mends[:MENDS_SHOWN])
    return f"{flags}: {mends}" if mends else flags


async def _reload(parts: Parts, desk: Desk, session_ids: Iterable[UUID]) -> None:
    """Take the sessions as they now stand; a start that another session owns brings that one."""
    for session_id in session_ids:
        session = await parts.database.read(desk.tenant, partial(stored_sessions.get, session_id=session_id))
        if session is not None:
            desk.take(session)


def publish(parts: Parts, draft: Draft) -> None:
    """Who looks at the sessions or the station hears that they have changed."""
    tenant, at = draft.desk.tenant, draft.received_at
    if not parts.bus.hears(tenant):
        return
    for session in draft.sessions.values():
        parts.bus.publish(News(tenant, "session", str(session.id), session.version, at))
    if draft.connectors or draft.station is not None:
        station = draft.desk.station
        parts.bus.publish(News(tenant, "station", station.identity, _moment_version(at), at))


def _moment_version(at: Instant) -> int:
    """Live station views have no row version of their own: the moment orders them."""
    return at.us
