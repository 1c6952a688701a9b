"""PostgreSQL joins a month by hashing where it knows nothing of its tables, and only then."""

from sqlalchemy import text
from tests.places import AnyDatabase

from wattfleet.storage import to_bill
from wattfleet.storage.database import Reader


def nested_loops(reader: Reader) -> str:
    to_bill.join_safely(reader)
    if not reader.on_postgres:
        return "nobody asks"
    return str(reader.connection.execute(text("SHOW enable_nestloop")).scalar_one())


def plainly(reader: Reader) -> str:
    return str(reader.connection.execute(text("SHOW enable_nestloop")).scalar_one())


async def test_tables_that_were_never_looked_at_are_not_joined_row_by_row(
    database: AnyDatabase, database_kind: str
) -> None:
    told = await database.read(1, nested_loops, as_one=True)
    if database_kind == "sqlite":
        assert told == "nobody asks"
        return
    assert told == "off"
    assert await database.read(1, plainly) == "on", "the next transaction is as ever"
