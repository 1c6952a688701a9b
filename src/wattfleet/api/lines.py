"""Sessions as they were last written as JSON: one that has not changed is not written again."""

from collections.abc import Callable
from uuid import UUID

from wattfleet.storage.session_list import SessionLine

MOST_LINES = 20_000


class Lines:
    """Rated sessions of all tenants by their id, each with the line that its text was made of."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[SessionLine, bytes]] = {}

    def encoded(self, line: SessionLine, write: Callable[[SessionLine], bytes]) -> bytes:
        known = self._known.get(line.id)
        if known is not None and known[0] == line:
            return known[1]
        text = write(line)
        if len(self._known) >= MOST_LINES:
            self._known.clear()
        self._known[line.id] = (line, text)
        return text
