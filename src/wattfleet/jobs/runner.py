"""Runs the jobs of the schedule, each in its own loop, each only where its lease is held."""

import asyncio
from uuid import UUID

import structlog

from wattfleet.jobs.schedule import Job
from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.take_lease import take_lease

log = structlog.get_logger("wattfleet.jobs")

MOST_RUNS = 1_000
"""How often a job may run again at once because it found work: others get their turn."""

CALM_US = 5 * SECOND_US
"""How long a job rests after it failed."""


class Runner:
    """Starts with the process and ends with it; `owner` names the process in the lease rows.

    Without an owner the process is alone with its database and needs no leases.
    """

    def __init__(
        self, parts: Parts, jobs: tuple[Job, ...], owner: UUID | None, *, calm_us: int = CALM_US
    ) -> None:
        self._parts = parts
        self._jobs = jobs
        self._owner = owner
        self._calm_us = calm_us
        self._held_until: dict[str, int] = {}

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._loop(job), name=f"job {job.name}")

    async def _loop(self, job: Job) -> None:
        while True:
            wait_us = job.every_us
            try:
                await self._turn(job)
            except WattfleetError as error:
                log.warning("job_failed", job=job.name, code=error.code, message=error.message)
                wait_us = self._calm_us
            except Exception:
                log.exception(
                    "job_broken", job=job.name
                )  # a bug there must not take the stations' sockets down
                wait_us = self._calm_us
            await pause(self._parts.clock, wait_us)

    async def _turn(self, job: Job) -> None:
        if not await self._holds(job):
            return
        for _ in range(MOST_RUNS):
            if await job.run(self._parts) == 0:
                return

    async def _holds(self, job: Job) -> bool:
        """Whether the lease is ours; it is written anew only when half of it has passed."""
        if self._owner is None:
            return True
        now_us = self._parts.clock.monotonic_us()
        if now_us < self._held_until.get(job.name, 0):
            return True
        if not await take_lease(self._parts, job.name, self._owner, job.lease_us):
            return False
        self._held_until[job.name] = now_us + job.lease_us // 2
        return True
