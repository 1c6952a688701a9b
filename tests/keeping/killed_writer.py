"""A process that commits as fast as it can and says what was acknowledged, until it is killed.

Run by test_durability: killed_writer.py FOLDER URL-or-- STATION-HEX EPOCH
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import Committed, Direction, FrameRow, Recording


async def life(journal: Journal, station_id: UUID, epoch: int, lane: int) -> None:
    number = 0
    while True:
        number += 1
        frame = FrameRow(Instant(number), Direction.IN, "call", f"{lane}-{number}", "MeterValues", b"x" * 600)
        outcome = await journal.commit(Recording(1, station_id, epoch, frame))
        assert isinstance(outcome, Committed), outcome
        sys.stdout.write(f"{frame.message_id}\n")
        sys.stdout.flush()


async def main(folder: str, url: str, station: str, epoch: str) -> None:
    database = await open_database(Path(folder), None if url == "-" else url)
    journal = Journal(database)
    async with asyncio.TaskGroup() as lanes:
        for lane in range(20):
            lanes.create_task(life(journal, UUID(station), int(epoch), lane))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
