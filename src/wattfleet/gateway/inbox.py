"""The inbox: stations that knock and are not let in, newest 1,000, in memory and now and then on disk.

A refused attempt writes nothing by itself. Source: security §11 tests 1 and 4.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.stations.commissioning import INBOX_LIMIT, Attempt, InboxEntry, knocked
from wattfleet.stations.identity import folded

FLUSH_EVERY_US = 10_000_000
FIRST_FLUSH_US = 200_000

Flush = Callable[[Sequence[InboxEntry], Sequence[str]], Awaitable[None]]
"""Write these entries, and take these identities out."""


class Inbox:
    """Identity (and the tenant that it named) → what is known of its attempts."""

    def __init__(self, clock: Clock, flush: Flush) -> None:
        self._clock = clock
        self._flush = flush
        self._entries: OrderedDict[tuple[str, str], InboxEntry] = OrderedDict()
        self._changed: set[tuple[str, str]] = set()
        self._gone: set[str] = set()
        self._stirred = asyncio.Event()

    def take(self, attempt: Attempt) -> None:
        """One more refused attempt."""
        key = (attempt.tenant_name, folded(attempt.identity))
        self._entries[key] = knocked(self._entries.get(key), attempt)
        self._entries.move_to_end(key)
        self._changed.add(key)
        self._gone.discard(attempt.identity)
        self._stirred.set()
        if len(self._entries) > INBOX_LIMIT:
            gone, _ = self._entries.popitem(last=False)
            self._changed.discard(gone)

    def restore(self, entries: Sequence[InboxEntry]) -> None:
        """What was on disk when the process started."""
        for entry in sorted(entries, key=lambda one: one.last_seen):
            self._entries[entry.tenant_name, folded(entry.identity)] = entry
        while len(self._entries) > INBOX_LIMIT:
            self._entries.popitem(last=False)

    def entries(self) -> list[InboxEntry]:
        """Newest first."""
        return list(reversed(self._entries.values()))

    def get(self, identity: str) -> list[InboxEntry]:
        """The entries of an identity, one for each tenant that was named."""
        key = folded(identity)
        return [entry for (_, name), entry in self._entries.items() if name == key]

    def forget(self, identity: str, tenant_name: str = "") -> None:
        """It is ours now, or has come in: what was tried with or without its tenant's name is over."""
        if not self._entries:
            return
        key = folded(identity)
        for name in {"", tenant_name}:
            entry = self._entries.pop((name, key), None)
            if entry is not None:
                self._changed.discard((name, key))
                self._gone.add(entry.identity)
                self._stirred.set()

    async def flush(self) -> None:
        """Write what has changed. Raises: WattfleetError `storage_unavailable`; then it is kept for later."""
        changed, self._changed = self._changed, set()
        gone, self._gone = self._gone, set()
        try:
            if changed or gone:
                await self._flush([self._entries[key] for key in changed if key in self._entries], list(gone))
        except WattfleetError:
            self._changed |= changed & set(self._entries)
            self._gone |= gone
            self._stirred.set()
            raise

    async def keep_flushed(self) -> None:
        """Flush soon after a quiet time, and then every ten seconds, for ever."""
        while True:
            await self._stirred.wait()
            await pause(self._clock, FIRST_FLUSH_US)
            self._stirred.clear()
            with contextlib.suppress(WattfleetError):
                await self.flush()
            await pause(self._clock, FLUSH_EVERY_US)
