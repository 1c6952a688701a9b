"""What the meter counted between sessions is booked, and healed when a session explains it (row 39, I6).

A reconciler beside each pricing: the gaps around a session as they now are against the rows that stand there.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.between import Gap, gaps
from wattfleet.sessions.session import Session
from wattfleet.stations.station import RegisterMode
from wattfleet.storage import stations, unallocated
from wattfleet.storage.database import Writer
from wattfleet.storage.unallocated import EXPLAINED, OPEN, Around, Unallocated
from wattfleet.usecases.parts import Parts


def book_around(writer: Writer, parts: Parts, priced: Sequence[Session], now: Instant) -> int:
    """Bring the rows around sessions that were priced in line with their EVSEs' others; how many changed."""
    known = stations.get_all(writer, [one.station_id for one in priced])
    looked = [
        session
        for session, station in zip(priced, known, strict=True)
        if session.evse > 0 and station is not None and station.register_mode is RegisterMode.LIFETIME
    ]
    changed = 0
    while looked:  # each EVSE once in a turn, as what is booked for one session is there for the next
        turn = {(one.station_id, one.evse): one for one in reversed(looked)}
        looked = [one for one in looked if turn[one.station_id, one.evse] is not one]
        some = list(turn.values())
        for session, around in zip(some, unallocated.around(writer, some), strict=True):
            changed += _book(writer, parts, session, around, now)
    return changed


def _book(writer: Writer, parts: Parts, session: Session, around: Around, now: Instant) -> int:
    near, standing = around.near, around.booked
    there = {gap.before_session: gap for gap in gaps(near)}
    changed = 0
    for gap in there.values():
        row = standing.get(gap.before_session)
        if row is None:
            unallocated.add(writer, _booked(parts.ids.uuid(now), session.station_id, gap, now))
            changed += 1
        else:
            changed += _follow(writer, row, gap, now)
    oldest = min(near, key=lambda one: (one.started_at, one.id), default=None)
    for row in standing.values():
        if row.before_session in there or (oldest is not None and row.before_session == oldest.id):
            continue  # what lies before the oldest of them is not seen from here
        changed += _heal(writer, row, session.id, now)
    return changed


def _booked(row_id: UUID, station_id: UUID, gap: Gap, now: Instant) -> Unallocated:
    return Unallocated(
        id=row_id,
        station_id=station_id,
        evse=gap.evse,
        after_session=gap.after_session,
        before_session=gap.before_session,
        from_at=gap.from_at,
        to_at=gap.to_at,
        from_mwh=gap.from_register,
        to_mwh=gap.to_register,
        booked_at=now,
        changed_at=now,
    )


def _follow(writer: Writer, row: Unallocated, gap: Gap, now: Instant) -> int:
    """A gap that became larger, or is there again, waits anew; one that became smaller stays what it was."""
    grew = gap.energy > row.energy
    state = OPEN if grew or row.state == EXPLAINED else row.state
    after = msgspec.structs.replace(
        row,
        after_session=gap.after_session,
        from_at=gap.from_at,
        to_at=gap.to_at,
        from_mwh=gap.from_register,
        to_mwh=gap.to_register,
        state=state,
        explained_by=None,
    )
    if after == row:
        return 0
    unallocated.change(writer, msgspec.structs.replace(after, changed_at=now), row.version)
    return 1


def _heal(writer: Writer, row: Unallocated, session_id: UUID, now: Instant) -> int:
    if row.state == EXPLAINED:
        return 0
    healed = msgspec.structs.replace(row, state=EXPLAINED, explained_by=session_id, changed_at=now)
    unallocated.change(writer, healed, row.version)
    return 1
