"""A fresh database has its schema and the default tenant, on both engines."""

from sqlalchemy import text
from tests.places import AnyDatabase

from wattfleet.storage.database import Reader


async def test_it_opens_and_has_the_default_tenant(database: AnyDatabase) -> None:
    def names(reader: Reader) -> list[str]:
        return list(reader.connection.execute(text("SELECT name FROM tenants")).scalars())

    assert await database.read(1, names) == ["default"]
