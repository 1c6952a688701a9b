"""Messages between processes: news for live views, and questions to whoever holds a station's socket.

The bus carries hints and orders, never facts: a lost message costs freshness, not truth.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant


class News(msgspec.Struct, frozen=True, gc=False):
    """An entity has a new version. `body` is the small whole object as the API's JSON, or b"" (read it).

    `kind`: station, session, order, inbox, site, token, tariff, rating, alarm.
    """

    tenant: int
    kind: str
    id: str
    version: int
    at: Instant
    body: bytes = b""


class StationKey(msgspec.Struct, frozen=True):
    """A station over the installation."""

    tenant: int
    station_id: UUID


class Ask(msgspec.Struct, frozen=True):
    """A call for a station: `payload` is the JSON text of an OCPP request in the station's version.

    Where it is `quiet`, no answer says nothing of the connection: nothing follows from it.
    """

    order_id: UUID
    action: str
    payload: bytes
    timeout_us: int
    quiet: bool = False


class Told(msgspec.Struct, frozen=True):
    """What came of it. `how`: answered (payload), refused (code, text), timed_out, malformed, not_connected,
    lost (the connection ended after dispatch)."""

    how: str
    payload: bytes = b""
    code: str = ""
    text: str = ""
    message_id: str = ""
    sent_at: Instant | None = None
    answered_at: Instant | None = None


class Bus(Protocol):
    """What a process needs of the others."""

    def hears(self, tenant: int) -> bool:
        """Whether anybody listens to a tenant; where nobody does, news need not be made."""
        ...

    def publish(self, news: News) -> None:
        """Never blocks, never fails; a slow listener loses news and is told so."""
        ...

    def listen(self, tenant: int) -> AsyncIterator[News | None]:
        """News of a tenant as they come; None = some were lost, read again from the database."""
        ...

    async def ask(self, station: StationKey, question: Ask) -> Told:
        """Route a call to the process that holds the station's socket; `not_connected` when none does."""
        ...

    def serve(self, station: StationKey, answer: Callable[[Ask], Awaitable[Told]]) -> Callable[[], None]:
        """From now on questions for the station come here (the newest server wins).

        The returned function ends it, and does nothing if a newer server has taken over (row 68).
        """
        ...
