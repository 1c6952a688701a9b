"""Processes that do one piece of work after another, and may die: what one holds dies with it, nothing else.

Saxon and typst run here. A worker that ends or is silent for too long is killed and replaced; what it had
to do is tried once more in a new one, and then refused.
"""

import asyncio
import multiprocessing
import os
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from wattfleet.kernel.errors import unavailable

_SPAWN = multiprocessing.get_context("spawn")
"""Not fork: a lock or a Saxon isolate of the parent would be copied half-way."""


POLITE = 10
"""How far a worker stands back in the queue for the processor: a month of documents may take every core there
is, and what stations say must still be answered at once by the process beside it."""


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        self._pipe, far = _SPAWN.Pipe()
        self._process: BaseProcess = _SPAWN.Process(target=_serve, args=(far,), daemon=True)
        self._process.start()
        far.close()

    def ask(self, work: str, args: tuple[Any, ...], wait_s: float) -> Any:
        """Raises: EOFError, OSError when the process is gone; TimeoutError when it is silent."""
        self._pipe.send((work, args))
        if not self._pipe.poll(wait_s):
            raise TimeoutError
        failed, found = self._pipe.recv()
        if failed:
            raise RuntimeError(found)
        return found

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    os.nice(POLITE)
    while True:
        try:
            work, args = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        failed = False
        try:
            module, _, name = work.partition(":")
            found = getattr(import_module(module), name)(*args)
        except Exception:  # noqa: BLE001 - whatever it is, the asker must hear it
            failed, found = True, traceback.format_exc()
        pipe.send((failed, found))


class Workers:
    """At most `count` processes, started when they are first needed.

    Raises from `run`: WattfleetError `documents_unavailable`; RuntimeError with the traceback of a bug.
    """

    def __init__(self, count: int = 1, *, wait_s: float = 120.0) -> None:
        self._wait_s = wait_s
        self._free: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()  # who is warm works first
        for _ in range(count):
            self._free.put_nowait(None)

    async def run(self, work: str, *args: Any) -> Any:
        """`work` is `module:function`, so that this process need not load what only workers use."""
        for _ in range(2):
            worker = await self._free.get()
            try:
                if worker is None:
                    worker = await asyncio.to_thread(_Worker)
                asked = asyncio.to_thread(worker.ask, work, args, self._wait_s)
                found = await asyncio.shield(asked)
            except (EOFError, OSError):
                await self._replace(worker)
                continue
            except asyncio.CancelledError:
                await self._replace(worker)
                raise
            except BaseException:
                self._free.put_nowait(worker)
                raise
            self._free.put_nowait(worker)
            return found
        raise unavailable(
            "documents_unavailable",
            "The process that makes and checks documents ended twice or did not answer.",
            hint="Look at memory and at the log; the document was not issued and can be tried again.",
        )

    async def _replace(self, worker: _Worker | None) -> None:
        self._free.put_nowait(None)
        if worker is not None:
            await asyncio.to_thread(worker.kill)

    async def close(self) -> None:
        """End all processes that are free."""
        while not self._free.empty():
            worker = self._free.get_nowait()
            if worker is not None:
                await asyncio.to_thread(worker.kill)
