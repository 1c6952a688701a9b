"""Facts that belong to no session, kept until a person, or more evidence, places them."""

from collections import Counter
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, func, select, text

from wattfleet.events import Flag, SessionEvent
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.sessions import doubts, sessions

OPEN = "open"
RESOLVED = "resolved"
DISMISSED = "dismissed"

_TAKEN = conflict("doubt_exists", "This doubt is already there.")
_decode = msgspec.json.Decoder(SessionEvent).decode


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """An event that could not be placed: by which rule, in which frame, and what became of it."""

    id: UUID
    station_id: UUID
    at: Instant
    rule: Flag
    event: SessionEvent
    frame_id: int | None = None
    state: str = OPEN
    session_id: UUID | None = None
    note: str = ""
    version: int = 1


_LISTING = Listing(
    select=select(doubts),
    tenant=doubts.c.tenant_id,
    id=doubts.c.id,
    sorts={"at": doubts.c.at},
    sort="at",
    descending=True,
    filters={
        "station": lambda value: doubts.c.station_id == value,
        "state": lambda value: doubts.c.state == value,
        "rule": lambda value: doubts.c.rule == value,
        "from": lambda value: doubts.c.at >= value,
        "to": lambda value: doubts.c.at < value,
    },
)


def add(
    writer: Writer,
    doubt_id: UUID,
    station_id: UUID,
    event: SessionEvent,
    rule: Flag,
    note: str,
    at: Instant,
) -> None:
    """Keep it open; within a recording it knows its frame."""
    doubt = Doubt(
        id=doubt_id,
        station_id=station_id,
        at=at,
        rule=rule,
        event=event,
        frame_id=writer.frame_id,
        note=note,
    )
    writing.insert(writer, doubts, _values(doubt), taken=_TAKEN)


def get(reader: Reader, doubt_id: UUID) -> Doubt | None:
    statement = select(doubts).where(doubts.c.tenant_id == reader.tenant, doubts.c.id == doubt_id)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _doubt(row)


def page(reader: Reader, query: PageQuery) -> Page[Doubt]:
    return list_page(reader, _LISTING, query, _doubt)


def counts(reader: Reader) -> dict[Flag, tuple[int, Instant | None]]:
    """How many doubts are open under each rule, and since when the oldest is."""
    statement = (
        select(doubts.c.rule, func.count(), func.min(doubts.c.at))
        .where(doubts.c.tenant_id == reader.tenant, text("state = 'open'"))
        .group_by(doubts.c.rule)
    )
    return {Flag(rule): (count, oldest) for rule, count, oldest in reader.connection.execute(statement)}


def sessions_held(reader: Reader) -> dict[str, int]:
    """How many sessions wait in review, by each of the flags that may hold them."""
    statement = select(sessions.c.flags).where(
        sessions.c.tenant_id == reader.tenant, text("state = 'review'")
    )
    return dict(Counter(flag for (flags,) in reader.connection.execute(statement) for flag in flags))


def change(writer: Writer, doubt: Doubt, expected_version: int) -> None:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, doubts, _values(doubt), expected_version, taken=_TAKEN)


def _values(doubt: Doubt) -> dict[str, object]:
    return writing.values_of(doubt) | {
        "rule": doubt.rule.value,
        "event": msgspec.json.encode(doubt.event).decode(),
    }


def _doubt(row: RowMapping) -> Doubt:
    values = {name: row[name] for name in Doubt.__struct_fields__}
    return Doubt(**(values | {"rule": Flag(row["rule"]), "event": _decode(row["event"])}))
