"""Run one world from its beginning to its end."""

import asyncio
import logging
import traceback
from typing import Any

import structlog
from tests.sim.loop import VirtualLoop
from tests.sim.world import World


def run(seed: int, hours: int = 6, *, doubt: str = "") -> World:
    """One world from its beginning to its end; a `doubt` is a problem from the start. Raises: Failed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    log = logging.getLogger("wattfleet.gateway")
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)
        world = World(seed, loop, hours)
        world.problems += [doubt] if doubt else []
        heard = _Heard(world)
        log.addHandler(heard)
        log.propagate = False
        loop.set_exception_handler(lambda _, context: world.tell(_told(context)))
        try:
            runner.run(world.run())
        finally:
            log.removeHandler(heard)
            log.propagate = True
        return world


def _told(context: dict[str, Any]) -> str:
    return f"{context.get('message')}: {context.get('exception')!r}"


class _Heard(logging.Handler):
    """What the gateway calls an error is a bug here."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.ERROR)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        failed = record.exc_info[1] if record.exc_info else None
        where = traceback.format_tb(failed.__traceback__)[-1] if failed is not None else ""
        self._world.tell(f"the gateway: {record.getMessage()}: {failed!r} {where}")
