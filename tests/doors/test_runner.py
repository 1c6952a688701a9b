"""Jobs that fail rest and go on; the process and the other jobs do not hear of it."""

import asyncio

from tests.doors.stage import Stage
from tests.places import AnyDatabase

from wattfleet.jobs import runner
from wattfleet.jobs.schedule import Job
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import unavailable
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts


async def test_a_job_that_breaks_stops_nobody_and_runs_again(database: AnyDatabase) -> None:
    stage = Stage(database)
    parts = Parts(database, stage.parts.journal, stage.parts.bus, SystemClock(), stage.ids, Looking(database))
    twice, thrice = asyncio.Event(), asyncio.Event()
    runs = 0

    async def breaks(_: Parts) -> int:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise ValueError("a bug")
        if runs == 2:
            raise unavailable("storage_unavailable", "gone")
        thrice.set()
        return 0

    async def works(_: Parts) -> int:
        if runs >= 2:
            twice.set()
        return 0

    jobs = (Job("breaks", 1_000, breaks), Job("works", 1_000, works))
    running = asyncio.create_task(runner.Runner(parts, jobs, None, calm_us=2_000).run())
    async with asyncio.timeout(10):
        await twice.wait()
        await thrice.wait()
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
