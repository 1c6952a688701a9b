"""Facts of the installation as a whole, by name. Outside row-level security by review."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.installation import settings_kv


def get(reader: Reader, name: str) -> str | None:
    statement = select(settings_kv.c.value).where(settings_kv.c.name == name)
    value: str | None = reader.connection.execute(statement).scalar()
    return value


def put(writer: Writer, name: str, value: str) -> None:
    dialect = postgresql if writer.on_postgres else sqlite
    statement = dialect.insert(settings_kv).values(name=name, value=value)
    writer.connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
