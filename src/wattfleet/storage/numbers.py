"""Counters without gaps: a number is taken in the transaction that uses it, or not at all."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.invoices import number_series


def take(writer: Writer, series: str, year: int, count: int) -> int:
    """The first of `count` numbers in a row. Two who take at once wait for one another."""
    own = (
        number_series.c.tenant_id == writer.tenant,
        number_series.c.series == series,
        number_series.c.year == year,
    )
    dialect = postgresql if writer.on_postgres else sqlite
    first = dialect.insert(number_series).values(tenant_id=writer.tenant, series=series, year=year, last=0)
    writer.connection.execute(first.on_conflict_do_nothing())
    counted = update(number_series).where(*own).values(last=number_series.c.last + count)
    last: int = writer.connection.execute(counted.returning(number_series.c.last)).scalar_one()
    return last - count + 1


def last(reader: Reader, series: str, year: int) -> int:
    """The number that was taken last; 0 where none was."""
    statement = select(number_series.c.last).where(
        number_series.c.tenant_id == reader.tenant,
        number_series.c.series == series,
        number_series.c.year == year,
    )
    return reader.connection.execute(statement).scalar() or 0
