"""A database to try things in: made on the server of a URL, dropped at the end."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage.backups.copying import connect, libpq


@asynccontextmanager
async def scratch_database(url: str | None) -> AsyncIterator[str | None]:
    """The URL of an empty database beside that of `url`; None where there is no URL: SQLite needs none.

    Raises: WattfleetError `database_rights`.
    """
    if url is None:
        yield None
        return
    name = f"wattfleet_check_{os.urandom(4).hex()}"
    driver = await connect(url)
    try:
        try:
            await driver.execute(f"CREATE DATABASE {name}")
        except asyncpg.InsufficientPrivilegeError as error:
            raise WattfleetError(
                "database_rights",
                "forbidden",
                "The database user may not make a database to try the backup in.",
                hint="ALTER ROLE … CREATEDB, or name a server of your own with --database.",
            ) from error
        try:
            parts = urlsplit(libpq(url))
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            await driver.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await driver.close()
