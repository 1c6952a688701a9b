"""An installation that was recorded at the first revision of the schema: five stations, faults, a morning.

Its rows are as SQLite kept them; each database gets them in its own types. Made once from a seed of
`tests/sim`; never made anew, as it is what an old installation looks like.
"""

import base64
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic import command
from alembic.config import Config
from sqlalchemy import Boolean, Connection, MetaData, Table, Uuid, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from tests.places import AnyDatabase, PostgresServer, cast

from wattfleet.kernel.timeline import Instant
from wattfleet.storage import migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.opening import COLD_NAME, FILE_NAME, open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.sqlite_link import Link

FILE = Path(__file__).parent / "golden" / "upgrade" / "0001.json.gz"
FIRST = "0001"


async def make_recorded(folder: Path, url: str | None) -> None:
    """The recorded installation at its first revision, in an empty place; nothing is migrated."""
    if url is None:
        folder.mkdir(exist_ok=True)  # noqa: ASYNC240
        link = Link(folder / FILE_NAME)
        link.begin()
        _fill(link.connection)
        link.commit()
        link.close()
        return
    database = PostgresDatabase(url, ColdStore(folder / COLD_NAME))
    async with database.link() as opened:
        await opened.driver.execute("BEGIN")
        await opened.connection.run_sync(_fill)
        await opened.commit()
    await database.close()


async def open_recorded(folder: Path, url: str | None) -> AnyDatabase:
    """The same, brought up to date once and copied from then on; on PostgreSQL a URL of `recorded_url`."""
    if url is None:
        folder.mkdir(exist_ok=True)  # noqa: ASYNC240
        (folder / FILE_NAME).write_bytes(_up_to_date())
    return await open_database(folder, url)


async def recorded_url(server: PostgresServer) -> str:
    """A database of its own that has been brought up to date from the recorded one."""
    return await server.new_database("recorded", make_recorded)


@cache
def _up_to_date() -> bytes:
    return cast(_fill, migrations.upgrade)


def tables() -> dict[str, Any]:
    """What was recorded: columns and rows of each table."""
    found: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))["tables"]
    return found


def upgrade_to(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision, as migrations.upgrade brings it to the newest."""
    migrations.current(connection)  # from here on the transaction is ours
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _fill(connection: Connection) -> None:
    upgrade_to(connection, FIRST)
    connection.execute(text("DELETE FROM tenants"))
    known = MetaData()
    known.reflect(connection)
    recorded = tables()
    for table in known.sorted_tables:
        if table.name in recorded:
            _insert(connection, table, recorded[table.name])
    if connection.dialect.name == "postgresql":
        for name in ("frames", "readings", "events", "outbox"):
            sql = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
            connection.execute(text(sql))


def _insert(connection: Connection, table: Table, recorded: dict[str, Any]) -> None:
    columns = recorded["columns"]
    rows = [
        {name: _value(table, name, value) for name, value in zip(columns, row, strict=True)}
        for row in recorded["rows"]
    ]
    connection.execute(table.insert(), rows)


def _value(table: Table, name: str, value: Any) -> Any:
    if isinstance(value, dict):
        value = base64.b64decode(value["b"])
    kind = table.c[name].type
    match kind:
        case _ if value is None:
            return None
        case Uuid():
            return UUID(bytes=value)
        case TIMESTAMP():
            return Instant(value)
        case Boolean():
            return bool(value)
        case _:
            return value
