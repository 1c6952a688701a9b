"""What a batch of recordings writes, planned before the database is asked: who may, and which rows.

Pure: the same plan serves SQLite and PostgreSQL, which differ only in how they bind the values.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from wattfleet.events import Reading
from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.course import point_of
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage.recording import Commit, Fenced, FrameRow, ReadingRow, Recording, Stale

SessionKey = tuple[int, int]
"""Tenant and the id's number, which is hashed faster than the id."""

StationEpoch = tuple[int, UUID, int]

pack_reading = msgspec.msgpack.Encoder().encode
unpack_reading = msgspec.msgpack.Decoder(Reading).decode


class Tip(msgspec.Struct, gc=False):
    """A session as a batch leaves it; `expected` is the version that stands in the database now."""

    tenant: int
    expected: int
    session: Session
    changed_at: Instant
    slight: bool


def key_of(tip: Tip) -> SessionKey:
    return tip.tenant, tip.session.id.int


def epochs(batch: Iterable[Recording]) -> list[StationEpoch]:
    """Which stations must be ours, once each."""
    return list(
        {
            (one.station_id.int, one.epoch, one.tenant): (one.tenant, one.station_id, one.epoch)
            for one in batch
        }.values()
    )


def refusals(
    batch: list[Recording], tips: list[Tip], lost: set[StationEpoch], changed: set[SessionKey]
) -> list[Commit | None]:
    """Who may not write: whose station has a newer connection, or whose session another has changed.

    A change that builds on a refused one is refused with it.
    """
    if not lost and not changed and len(tips) == sum(len(one.sessions) for one in batch):
        return [None] * len(batch)
    versions: dict[SessionKey, int] = {}
    broken = set(changed)
    return [_refusal(one, lost, versions, broken) for one in batch]


def _refusal(
    one: Recording, lost: set[StationEpoch], versions: dict[SessionKey, int], broken: set[SessionKey]
) -> Commit | None:
    keys = [(one.tenant, change.session.id.int) for change in one.sessions]
    if lost and (one.tenant, one.station_id, one.epoch) in lost:
        broken.update(keys)
        return Fenced()
    stale = tuple(
        change.session.id
        for key, change in zip(keys, one.sessions, strict=True)
        if key in broken or versions.get(key, change.expected) != change.expected
    )
    if stale:
        broken.update(keys)
        return Stale(stale)
    for key, change in zip(keys, one.sessions, strict=True):
        versions[key] = change.session.version
    return None


def tips(batch: Iterable[Recording]) -> list[Tip]:
    """The sessions to write, each once: expected as the first recording has it, as the last leaves it."""
    found: dict[SessionKey, Tip] = {}
    for one in batch:
        for change in one.sessions:
            key = (one.tenant, change.session.id.int)
            known = found.get(key)
            if known is None:
                tip = Tip(one.tenant, change.expected, change.session, one.frame.at, change.slight)
            else:
                slight = known.slight and change.slight
                tip = Tip(one.tenant, known.expected, change.session, one.frame.at, slight)
            found[key] = tip
    return list(found.values())


def is_slight(before: Session, after: Session) -> bool:
    """Whether nothing of a session's row changes but its energy, its version, its moment and its body.

    What an ended session gains asks for a new rating, and is never slight.
    """
    return (
        after.state is SessionState.ACTIVE
        and before.state is SessionState.ACTIVE
        and before.evse == after.evse
        and before.connector == after.connector
        and before.tx == after.tx
        and before.start_key == after.start_key
        and before.token is after.token
        and before.started_at == after.started_at
        and before.ended_at == after.ended_at
        and before.reason == after.reason
        and before.charging is after.charging
        and before.flags == after.flags
        and before.remote_start == after.remote_start
    )


def follow_each_other(batch: list[Recording], tips: list[Tip]) -> bool:
    """Whether no session is changed twice, or each time from where it was left before."""
    if len(tips) == sum([len(one.sessions) for one in batch]):
        return True
    versions: dict[SessionKey, int] = {}
    for one in batch:
        for change in one.sessions:
            key = (one.tenant, change.session.id.int)
            if versions.get(key, change.expected) != change.expected:
                return False
            versions[key] = change.session.version
    return True


def measured(row: ReadingRow) -> tuple[int | None, int | None, int | None]:
    """What a course is drawn from: register in mWh, power in mW, state of charge in thousandths."""
    point = row.point or point_of(row.at, row.reading, row.source, row.sequence)
    if point is None:
        return None, None, None
    register = point.register
    return None if register is None else register.mwh, point.power_mw, point.soc_milli


def token_of(session: Session) -> str:
    """The token's uid as it was shown."""
    return "" if session.token is None else session.token.uid


def charging_of(session: Session) -> str | None:
    """What its car is doing, as its column holds it."""
    return None if session.charging is None else session.charging.value


def flag_words(session: Session) -> str:
    """The flags as their column holds them: a JSON list."""
    if not session.flags:
        return "[]"
    return '["' + '","'.join(flag.value for flag in session.flags) + '"]'


def printable(text: str) -> str:
    """A text that any database takes: no NUL, no half of a surrogate pair."""
    return text.replace("\x00", "�").encode("utf-8", "replace").decode()


def with_extra(batch: Iterable[Recording], numbers: Iterable[int]) -> Iterator[tuple[Recording, int]]:
    """Recordings that have more to write, with their frame's number."""
    return ((one, number) for one, number in zip(batch, numbers, strict=True) if one.extra)


def harmless(frame: FrameRow, error: Exception) -> FrameRow:
    """The frame with texts that any database takes, and what was wrong with the rest."""
    return msgspec.structs.replace(
        frame,
        kind=printable(frame.kind),
        message_id=printable(frame.message_id),
        action=printable(frame.action),
        error=printable(f"{type(error).__name__}: {error}")[:2000],
    )


def not_even_raw(error: Exception) -> WattfleetError:
    """The raw frame could not be written: then it may not be answered."""
    return unavailable("storage_unavailable", f"A frame could not be kept: {error}.")
