"""The bus of a single process."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable

from wattfleet.bus.port import Ask, News, StationKey, Told

QUEUE_LIMIT = 10_000
"""News that wait for one listener; beyond it the oldest are dropped and the listener is told."""


class MemoryBus:
    """The in-memory twin of the bus: everything in one event loop."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[_Listener]] = defaultdict(set)
        self._servers: dict[StationKey, Callable[[Ask], Awaitable[Told]]] = {}

    def hears(self, tenant: int) -> bool:
        return bool(self._listeners.get(tenant))

    def publish(self, news: News) -> None:
        for listener in self._listeners.get(news.tenant, ()):
            listener.put(news)

    async def listen(self, tenant: int) -> AsyncIterator[News | None]:
        listener = _Listener()
        self._listeners[tenant].add(listener)
        try:
            while True:
                yield await listener.take()
        finally:
            self._listeners[tenant].discard(listener)

    async def ask(self, station: StationKey, question: Ask) -> Told:
        server = self._servers.get(station)
        if server is None:
            return Told(how="not_connected")
        return await server(question)

    def serve(self, station: StationKey, answer: Callable[[Ask], Awaitable[Told]]) -> Callable[[], None]:
        self._servers[station] = answer

        def end() -> None:
            if self._servers.get(station) is answer:
                del self._servers[station]

        return end


class _Listener:
    """A bounded queue that forgets its oldest news rather than slow anybody down."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[News] = asyncio.Queue(QUEUE_LIMIT)
        self._lost = False

    def put(self, news: News) -> None:
        if self._queue.full():
            self._queue.get_nowait()
            self._lost = True
        self._queue.put_nowait(news)

    async def take(self) -> News | None:
        if self._lost:
            self._lost = False
            return None
        return await self._queue.get()
