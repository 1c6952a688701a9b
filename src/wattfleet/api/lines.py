"""Sessions as they were last written as JSON: one that has not changed is not written again.

A session without a rating is priced anew as time goes on, but at most once a second.
"""

from collections.abc import Callable
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.storage.session_list import SessionLine
from wattfleet.usecases.gate_verdicts import Verdict
from wattfleet.usecases.price_session import Priced

MOST_LINES = 20_000


class Shown(msgspec.Struct, frozen=True):
    """A line with what follows from other rows: its running price, and the verdict on how it was measured."""

    line: SessionLine
    priced: Priced | None = None
    verdict: Verdict | None = None


class Lines:
    """Sessions of all tenants by their id, each with what its text was made of; those that run also with the
    moment of their price."""

    def __init__(self) -> None:
        self._running: dict[UUID, tuple[SessionLine, Instant, bytes]] = {}
        self._known: dict[UUID, tuple[Shown, bytes]] = {}

    def encoded(self, shown: Shown, write: Callable[[], bytes]) -> bytes:
        known = self._known.get(shown.line.id)
        if known is not None and known[0] == shown:
            return known[1]
        text = write()
        if len(self._known) >= MOST_LINES:
            self._known.clear()
        self._known[shown.line.id] = (shown, text)
        return text

    def running(self, line: SessionLine, now: Instant) -> bytes | None:
        """The text of less than a second ago, if nothing but time has changed since."""
        known = self._running.get(line.id)
        fresh = known is not None and 0 <= now - known[1] < SECOND_US and known[0] == line
        return known[2] if known is not None and fresh else None

    def keep_running(self, line: SessionLine, now: Instant, text: bytes) -> bytes:
        if len(self._running) >= MOST_LINES:
            self._running.clear()
        self._running[line.id] = (line, now, text)
        return text
