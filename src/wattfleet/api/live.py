"""Live: a snapshot, then every change as the small whole object, over server-sent events.

A stream is told by the bus that something has changed and reads it from the database, so that nothing is
shown that is not true. Changes of one thing within a quarter of a second become one event; a running
session is sent at most once a second. Whoever reads too slowly is sent a new snapshot instead of a backlog.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed, refusal
from wattfleet.api.auth import Caller
from wattfleet.api.door import Door
from wattfleet.api.live_views import Change, load, snapshot
from wattfleet.api.metrics import LISTENERS
from wattfleet.api.route import About, Asked, Nothing, Route, Stream, route
from wattfleet.bus.port import News
from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant

HEARTBEAT_S = 15.0
GATHER_S = 0.25
SESSION_EVERY_US = SECOND_US
MOST_LISTENERS = 500
MOST_PENDING = 5_000
RESUME_WITHIN_US = 60 * MINUTE_US

AREAS = {
    "station": Area.STATIONS,
    "session": Area.SESSIONS,
    "order": Area.COMMANDS,
    "inbox": Area.INBOX,
    "site": Area.SITES,
    "token": Area.TOKENS,
    "tariff": Area.TARIFFS,
    "alarm": Area.ALARMS,
}

HEARTBEAT = b": still here\n\n"


class LiveQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to hear of."""

    kinds: Annotated[
        str | None, Meta(description=f"Some of {', '.join(AREAS)}, comma between; all if absent.")
    ] = None
    last_event_id: Annotated[
        str | None, Meta(description="As the header Last-Event-ID, for those who cannot send it.")
    ] = None


async def live(door: Door, asked: Asked[Nothing, LiveQuery]) -> Stream:
    kinds = _kinds(asked.caller, asked.query.kinds)
    check_room(door)
    last = asked.headers.get("last-event-id") or asked.query.last_event_id
    return Stream(stream(door, asked.caller, kinds, read_since(last, door.parts.clock.now())))


def check_room(door: Door) -> None:
    """Raises: WattfleetError `too_many_listeners`."""
    if door.hall.listeners >= MOST_LISTENERS:
        raise WattfleetError(
            "too_many_listeners",
            "unavailable",
            f"{MOST_LISTENERS} streams are open already.",
            hint="Close one, or share one among your screens.",
        )


def _kinds(caller: Caller, text: str | None) -> frozenset[str]:
    """Those that were asked for, or all that the key may read."""
    may = frozenset(
        kind for kind, area in AREAS.items() if not refusal(caller.role, caller.scopes, Deed(area))
    )
    if text is None:
        return may
    wanted = frozenset(part.strip() for part in text.split(",") if part.strip())
    unknown = sorted(wanted - AREAS.keys())
    if unknown or not wanted:
        raise invalid(
            "kind_unknown",
            f"“{', '.join(unknown)}” is nothing that changes here.",
            hint=f"Some of: {', '.join(AREAS)}.",
            field="kinds",
        )
    for kind in sorted(wanted - may):
        refused = refusal(caller.role, caller.scopes, Deed(AREAS[kind]))
        if refused is not None:
            raise refused
    return wanted


def read_since(last: str | None, now: Instant) -> Instant | None:
    """Where a stream goes on; None = it begins anew."""
    if last is None or not last.isascii() or not last.isdigit() or len(last) > 18:
        return None
    since = Instant(int(last))
    return since if now.us - RESUME_WITHIN_US <= since.us <= now.us else None


async def stream(
    door: Door, caller: Caller, kinds: frozenset[str], since: Instant | None, *, uid: str = ""
) -> AsyncIterator[bytes]:
    """Events until the listener goes; `uid` narrows them to one token's sessions."""
    door.hall.listeners += 1
    LISTENERS.inc()
    ears = _Ears(door, caller, kinds, uid)
    try:
        await ears.open()
        yield b"retry: 2000\n\n"
        while not door.hall.closing.is_set() and await ears.is_let_in():
            async for event in snapshot(door, caller.tenant, kinds, since, uid):
                yield event
            since = None
            async for event in ears.changes():
                yield event
    finally:
        await ears.close()
        door.hall.listeners -= 1
        LISTENERS.dec()


class _Ears:
    """One stream's hearing: what has changed and was not sent yet, each thing once."""

    def __init__(self, door: Door, caller: Caller, kinds: frozenset[str], uid: str) -> None:
        self._door = door
        self._clock = door.parts.clock
        self._caller = caller
        self._tenant = tenant = caller.tenant
        self._uid = uid
        self._kinds = kinds
        self._heard = door.parts.bus.listen(tenant)
        self._next: asyncio.Future[News | None] = asyncio.ensure_future(anext(self._heard))
        self._closing: asyncio.Future[News | None] = asyncio.ensure_future(self._closed())
        self._pending: dict[tuple[str, str], News] = {}
        self._sent_us: dict[str, int] = {}

    async def open(self) -> None:
        """From here on nothing is missed."""
        await pause(self._clock, 0)

    async def close(self) -> None:
        self._next.cancel()
        self._closing.cancel()
        await asyncio.gather(self._next, self._closing, return_exceptions=True)

    async def is_let_in(self) -> bool:
        """Whether the caller still may hear this: a revoked key or an ended sign-in hears no more."""
        return await self._door.reception.still(self._caller)

    async def changes(self) -> AsyncIterator[bytes]:
        """Events as things change, heartbeats in between; ends where news were lost."""
        while True:
            if not await self._gather():
                return
            due = self._due()
            if due:
                if not await self.is_let_in():
                    return
                for event in await load(self._door, self._tenant, due, self._uid):
                    yield event
            elif not self._pending:
                if not await self.is_let_in():
                    return
                yield HEARTBEAT

    async def _gather(self) -> bool:
        """Wait for news, and a moment for those that follow them; False = begin anew, or end."""
        if await self._ready(GATHER_S if self._pending else HEARTBEAT_S):
            await asyncio.wait({self._closing}, timeout=GATHER_S)
        for _ in range(MOST_PENDING):
            if not await self._ready(0):
                break
            news = await self._take()
            if news is None or len(self._pending) >= MOST_PENDING:
                self._pending.clear()
                return False
            kind = "session" if news.kind == "rating" else news.kind
            if kind in self._kinds:
                self._pending[kind, news.id] = news
        return not self._closing.done()

    async def _ready(self, timeout_s: float) -> bool:
        """Whether there is news within this time."""
        await asyncio.wait(
            {self._next, self._closing}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
        )
        return self._next.done() and not self._closing.done()

    async def _take(self) -> News | None:
        news = await self._next
        self._next = asyncio.ensure_future(anext(self._heard))
        return news

    async def _closed(self) -> News | None:
        await self._door.hall.closing.wait()
        return None

    def _due(self) -> list[Change]:
        """What may be sent now; running sessions wait for their second."""
        now_us = self._clock.monotonic_us()
        due: list[Change] = []
        for (kind, name), news in list(self._pending.items()):
            if kind == "session" and now_us - self._sent_us.get(name, -SESSION_EVERY_US) < SESSION_EVERY_US:
                continue
            del self._pending[kind, name]
            due.append(Change(kind, name, news.version, news.at))
            if kind == "session":
                self._sent_us[name] = now_us
        if len(self._sent_us) > MOST_PENDING:
            self._sent_us.clear()
        return due


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/live",
        live,
        deed=Deed(None),
        body=Nothing,
        query=LiveQuery,
        about=About(
            summary="Everything as it changes, as server-sent events",
            description=(
                "First `snapshot` events (`{at, version, stations, sessions, more}`: all stations and the "
                "active sessions), then an event for each change, named after its kind, with "
                '`{"id", "version", "at", "body"}`: `body` is the whole object as its own route shows it, or '
                "null when it is gone. Keep what is newer or equal in `version`. With Last-Event-ID the "
                "stream goes on: `resumed` events carry the stations and what sessions have changed since. "
                "A comment comes every 15 s. A stream that was read too slowly begins anew with a snapshot."
            ),
            media="text/event-stream",
            refuses=(429,),
        ),
    ),
)
