"""Work that goes on after its caller has got an answer: an order that waits for its station."""

import asyncio
from collections.abc import Coroutine

import structlog

from wattfleet.kernel.errors import unavailable

MOST_ERRANDS = 10_000

log = structlog.get_logger("wattfleet.errands")


class Errands:
    """Running errands of a process. Each has a deadline of its own."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def demand_room(self) -> None:
        """Raises: WattfleetError `too_busy` when too many run already."""
        if len(self._running) >= MOST_ERRANDS:
            raise unavailable(
                "too_busy", "Too many orders wait for their stations.", hint="Try again in a minute."
            )

    def start(self, errand: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(errand)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def wait(self, errand: "asyncio.Task[None]", patience: Coroutine[None, None, None]) -> None:
        """Until the errand is done or the patience is over, whichever comes first."""
        waiting = asyncio.ensure_future(patience)
        try:
            await asyncio.wait({errand, waiting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()

    async def settle(self) -> None:
        """Wait until all that run are done."""
        while self._running:
            await asyncio.wait(self._running)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        failed = None if task.cancelled() else task.exception()
        if failed is not None:
            log.error("errand_failed", exc_info=failed)
