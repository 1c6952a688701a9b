"""What a live stream sends: snapshots in handy pieces, and changed things as their own routes show them."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

import msgspec

from wattfleet.access.tokens import fold_uid
from wattfleet.api.alarms import alarm_view
from wattfleet.api.commands import order_view
from wattfleet.api.door import Door
from wattfleet.api.inbox import inbox_view
from wattfleet.api.session_views import SessionDetailView, SessionView, detail_view
from wattfleet.api.sessions import detailed, shown_page
from wattfleet.api.sites import site_view
from wattfleet.api.station_views import StationView, station_view
from wattfleet.api.tariffs import tariff_view
from wattfleet.api.tokens import token_view
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.storage import (
    alarms,
    billed_sessions,
    inbox,
    orders,
    sessions,
    sites,
    stations,
    tariffs,
    tokens,
)
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import PageQuery

PIECE = 200
SLACK_US = 2 * SECOND_US
"""What was being committed when a stream broke may carry an earlier moment."""


class Change(msgspec.Struct, frozen=True):
    """Something has a new version."""

    kind: str
    id: str
    version: int
    at: Instant


class _Event(msgspec.Struct, frozen=True):
    """A change as it is sent."""

    id: str
    version: int
    at: str
    body: object


class _Piece(msgspec.Struct, frozen=True):
    """A part of a snapshot; `more` follow."""

    at: str
    version: int
    stations: list[StationView]
    sessions: list[SessionDetailView]
    more: bool


async def snapshot(
    door: Door, tenant: int, kinds: frozenset[str], since: Instant | None, uid: str = ""
) -> AsyncIterator[bytes]:
    """All stations, and the sessions that are active or, where a stream goes on, have changed since.

    `uid` narrows them to one token's sessions.
    """
    name = "snapshot" if since is None else "resumed"
    now = door.parts.clock.now()
    if "station" in kinds:
        async for found in _stations(door, tenant):
            yield _event(name, now, _Piece(now.rfc3339(), now.us, found, [], more=True))
    if "session" in kinds:
        for filters in _session_filters(since, uid):
            async for lines in _sessions(door, tenant, filters):
                yield _event(name, now, _Piece(now.rfc3339(), now.us, [], lines, more=True))
    yield _event(name, now, _Piece(now.rfc3339(), now.us, [], [], more=False))


def _session_filters(since: Instant | None, uid: str) -> list[dict[str, object]]:
    whose: dict[str, object] = {"token": uid} if uid else {}
    active = {"state": "active", **whose}
    return [active] if since is None else [active, {"changed_from": since + -SLACK_US, **whose}]


async def _stations(door: Door, tenant: int) -> AsyncIterator[list[StationView]]:
    cursor: str | None = None
    while True:
        query = PageQuery(limit=PIECE, cursor=cursor)

        def look(reader: Reader, query: PageQuery = query) -> tuple[list[StationView], str | None]:
            page = stations.page(reader, query)
            plugs = stations.connectors_by_station(reader, [one.id for one in page.items])
            return [station_view(one, plugs.get(one.id, [])) for one in page.items], page.next

        found, cursor = await door.parts.database.read(tenant, look)
        yield found
        if cursor is None:
            return


async def _sessions(
    door: Door, tenant: int, filters: dict[str, object]
) -> AsyncIterator[list[SessionDetailView]]:
    cursor: str | None = None
    now = door.parts.clock.now()
    while True:
        query = PageQuery(limit=PIECE, cursor=cursor, filters=filters)

        def look(reader: Reader, query: PageQuery = query) -> tuple[list[SessionDetailView], str | None]:
            page = shown_page(door, reader, query, now)
            ids = [one.line.id for one in page.items]
            whole = {one.id: one for one in sessions.sums(reader, ids)}
            billed = billed_sessions.documents_of(reader, ids)
            views = [
                detail_view(one, whole[one.line.id], billed.get(one.line.id, []), now) for one in page.items
            ]
            return views, page.next

        found, cursor = await door.parts.database.read(tenant, look)
        yield found
        if cursor is None:
            return


async def load(door: Door, tenant: int, changes: list[Change], uid: str = "") -> list[bytes]:
    """The changed things as they stand now; one read for all. `uid` keeps one token's sessions alone."""
    now = door.parts.clock.now()

    def look(reader: Reader) -> list[object]:
        return [_LOADERS[one.kind](door, reader, one.id, now) for one in changes]

    bodies = await door.parts.database.read(tenant, look)
    return [
        _event(one.kind, now, _Event(one.id, _version(one, body), one.at.rfc3339(), body))
        for one, body in zip(changes, bodies, strict=True)
        if not uid or _is_of(uid, body)
    ]


def _is_of(uid: str, body: object) -> bool:
    return isinstance(body, SessionView) and fold_uid(body.token or "") == fold_uid(uid)


def _version(change: Change, body: object) -> int:
    """What was read may be newer than what was told."""
    return max(change.version, body.version) if isinstance(body, SessionView) else change.version


def _event(name: str, now: Instant, data: object) -> bytes:
    return b"event: %s\nid: %d\ndata: %s\n\n" % (name.encode(), now.us, msgspec.json.encode(data))


# ── one thing as its own route shows it; None = it is gone ────────────────────


def _station(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    station = stations.find(reader, name)
    return None if station is None else station_view(station, stations.connectors_of(reader, station.id))


def _session(door: Door, reader: Reader, name: str, now: Instant) -> object:
    return detailed(door, reader, UUID(name), now)


def _order(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    order = orders.get(reader, UUID(name))
    station = None if order is None else stations.get(reader, order.station_id)
    return None if order is None or station is None else order_view(order, station.identity)


def _knocking(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    entry = inbox.find(reader, name)
    return None if entry is None else inbox_view(entry)


def _site(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    site = sites.get(reader, UUID(name))
    return None if site is None else site_view(site)


def _token(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    token = tokens.get(reader, UUID(name))
    return None if token is None else token_view(token)


def _tariff(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    tariff = tariffs.get(reader, UUID(name))
    return None if tariff is None else tariff_view(tariff)


def _alarm(_door: Door, reader: Reader, name: str, _now: Instant) -> object:
    alarm = alarms.get(reader, UUID(name))
    return None if alarm is None else alarm_view(alarm)


_LOADERS: dict[str, Callable[[Door, Reader, str, Instant], object]] = {
    "station": _station,
    "session": _session,
    "order": _order,
    "inbox": _knocking,
    "site": _site,
    "token": _token,
    "tariff": _tariff,
    "alarm": _alarm,
}
