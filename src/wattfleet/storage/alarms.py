"""Alarms as they are kept, their history, and the facts of the network that they are drawn from."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, and_, func, not_, select

from wattfleet.events import ConnectorStatus
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.sentences import Values
from wattfleet.kernel.timeline import Instant
from wattfleet.operations.alarms import Fault, Gone, NetworkFacts
from wattfleet.stations.station import Access
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.disputes import late
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.alarms import alarm_history, alarms
from wattfleet.storage.tables.sessions import doubts
from wattfleet.storage.tables.stations import connectors, sites, stations
from wattfleet.storage.unallocated import leaks
from wattfleet.storage.writing import loaded, values_of

OPEN, CLOSED = "open", "closed"


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm as it stands. At most one of a `key` is open."""

    id: UUID
    key: str
    code: str
    severity: str
    state: str = OPEN
    subject: str
    station_id: UUID | None = None
    site_id: UUID | None = None
    words: str
    mend: str
    values: Values = {}  # none: of an older program, whose words are all there is
    since: Instant
    opened_at: Instant
    gone_since: Instant | None = None
    closed_at: Instant | None = None
    acknowledged_by: str = ""
    acknowledged_at: Instant | None = None
    note: str = ""
    owner: str = ""
    snoozed_until: Instant | None = None
    told_at: Instant | None = None
    version: int = 1


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an alarm's history: opened, acknowledged, owned, snoozed, told, closed …"""

    id: UUID
    alarm_id: UUID
    at: Instant
    what: str
    by: str
    note: str = ""


_TAKEN = conflict("alarm_exists", "This alarm is open already.")
_LISTING = Listing(
    select=select(alarms),
    tenant=alarms.c.tenant_id,
    id=alarms.c.id,
    sorts={"opened_at": alarms.c.opened_at, "id": alarms.c.id},
    sort="opened_at",
    descending=True,
    filters={
        "state": lambda value: alarms.c.state == value,
        "code": lambda value: alarms.c.code == value,
        "severity": lambda value: alarms.c.severity == value,
        "station": lambda value: alarms.c.station_id == value,
        "site": lambda value: alarms.c.site_id == value,
        "owner": lambda value: alarms.c.owner == value,
        "acknowledged": lambda value: (
            alarms.c.acknowledged_at.is_not(None) if value else alarms.c.acknowledged_at.is_(None)
        ),
    },
)
_HISTORY = Listing(
    select=select(alarm_history),
    tenant=alarm_history.c.tenant_id,
    id=alarm_history.c.id,
    sorts={"at": alarm_history.c.at},
    sort="at",
    filters={"alarm": lambda value: alarm_history.c.alarm_id == value},
)


def add(writer: Writer, alarm: Alarm) -> None:
    """Raises: WattfleetError `alarm_exists`."""
    writing.insert(writer, alarms, values_of(alarm), taken=_TAKEN)


def get(reader: Reader, alarm_id: UUID) -> Alarm | None:
    return writing.get(reader, alarms, Alarm, alarm_id)


def demand(reader: Reader, alarm_id: UUID) -> Alarm:
    """Raises: WattfleetError `alarm_unknown`."""
    found = get(reader, alarm_id)
    if found is None:
        raise missing("alarm_unknown", "There is no such alarm.", hint="GET /api/v1/alarms lists all.")
    return found


def open_ones(reader: Reader) -> dict[str, Alarm]:
    """All that are open, by their key."""
    chosen = select(alarms).where(alarms.c.tenant_id == reader.tenant, alarms.c.state == OPEN)
    return {row["key"]: _alarm(row) for row in reader.connection.execute(chosen).mappings()}


def untold(reader: Reader, now: Instant) -> list[Alarm]:
    """Open ones of which nobody was told, and that are not snoozed or acknowledged."""
    return [
        one
        for one in open_ones(reader).values()
        if one.told_at is None
        and one.acknowledged_at is None
        and (one.snoozed_until is None or one.snoozed_until <= now)
    ]


def change(writer: Writer, alarm: Alarm, expected: int) -> Alarm:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, alarms, values_of(alarm), expected, taken=_TAKEN)
    return get(writer, alarm.id) or alarm


def page(reader: Reader, query: PageQuery) -> Page[Alarm]:
    """Newest first. Filters: state, code, severity, station, site (ids), owner, acknowledged."""
    return list_page(reader, _LISTING, query, _alarm)


def note(writer: Writer, line: Line) -> None:
    writing.insert(writer, alarm_history, values_of(line), taken=_TAKEN)


def history(reader: Reader, query: PageQuery) -> Page[Line]:
    """In the order of events. The filter `alarm` is needed."""
    return list_page(reader, _HISTORY, query, lambda row: loaded(Line, row))


def network(reader: Reader, now: Instant) -> NetworkFacts:
    """One look at the network. Doubts that somebody has decided do not count."""
    waiting = and_(doubts.c.tenant_id == reader.tenant, doubts.c.state == "open")
    count, oldest = reader.connection.execute(
        select(func.count(), func.min(doubts.c.at)).where(waiting)
    ).one()
    late_disputes, oldest_due_at = late(reader, now)
    return NetworkFacts(
        now=now,
        late_disputes=late_disputes,
        oldest_due_at=oldest_due_at,
        gone=tuple(_gone(reader)),
        stations_of=_stations_of(reader),
        faults=tuple(_faults(reader)),
        leaks=tuple(leaks(reader)),
        doubts=count,
        oldest_doubt_at=oldest,
    )


def _gone(reader: Reader) -> Sequence[Gone]:
    chosen = (
        select(
            stations.c.id,
            stations.c.identity,
            stations.c.access,
            stations.c.site_id,
            stations.c.seen_at,
            sites.c.name,
        )
        .join(sites, and_(sites.c.tenant_id == stations.c.tenant_id, sites.c.id == stations.c.site_id))
        .where(*_here(reader), not_(stations.c.connected))
    )
    return [
        Gone(
            station_id=row["id"],
            identity=row["identity"],
            access=row["access"].value,
            site_id=row["site_id"],
            site=row["name"],
            since=row["seen_at"],
        )
        for row in reader.connection.execute(chosen).mappings()
    ]


def _stations_of(reader: Reader) -> dict[UUID, int]:
    chosen = (
        select(stations.c.site_id, func.count())
        .where(*_here(reader), stations.c.access != Access.HOME)
        .group_by(stations.c.site_id)
    )
    return {row[0]: row[1] for row in reader.connection.execute(chosen)}


def _faults(reader: Reader) -> Sequence[Fault]:
    """Plugs of stations that are connected: what one said before it went is the silence's matter."""
    chosen = (
        select(connectors, stations.c.identity, stations.c.site_id)
        .join(
            stations,
            and_(stations.c.tenant_id == connectors.c.tenant_id, stations.c.id == connectors.c.station_id),
        )
        .where(*_here(reader), stations.c.connected, connectors.c.status == ConnectorStatus.FAULTED)
    )
    return [
        Fault(
            station_id=row["station_id"],
            identity=row["identity"],
            site_id=row["site_id"],
            evse=row["evse"],
            connector=row["connector"],
            since=row["since"],
            error=row["error"] or row["vendor_error"],
        )
        for row in reader.connection.execute(chosen).mappings()
    ]


def _here(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    """Stations of the tenant that have been here at least once."""
    return (
        stations.c.tenant_id == reader.tenant,
        stations.c.removed_at.is_(None),
        stations.c.seen_at.is_not(None),
    )


def _alarm(row: RowMapping) -> Alarm:
    return loaded(Alarm, row)
