"""A process that brings a database up to date, and says when it begins and when it is done.

Run by test_upgrade: migrating.py FOLDER URL-or--
"""

import asyncio
import sys
from pathlib import Path

from wattfleet.storage.opening import open_database


async def main(folder: str, url: str) -> None:
    sys.stdout.write("begin\n")
    sys.stdout.flush()
    database = await open_database(Path(folder), None if url == "-" else url)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
