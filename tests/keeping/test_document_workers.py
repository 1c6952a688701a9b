"""Who makes and judges documents stands back for whoever answers stations."""

import os

from wattfleet.clients.documents.workers import POLITE, Workers


async def test_a_worker_is_served_after_the_process_that_started_it() -> None:
    workers = Workers(1)
    try:
        nice: int = await workers.run("os:nice", 0)
    finally:
        await workers.close()
    assert nice == min(19, os.nice(0) + POLITE)
