"""What a look at a database tells: on both engines, with and without data, and without changing anything."""

from pathlib import Path

import pytest
from sqlalchemy import text
from tests.places import AnyDatabase
from tests.things import a_site, a_station

from wattfleet.kernel.timeline import Instant, parse_instant
from wattfleet.stations.station import Access
from wattfleet.storage import sites, stations
from wattfleet.storage.checkup import look
from wattfleet.storage.database import DEFAULT_TENANT, Writer
from wattfleet.storage.postgres import PostgresDatabase

NOW: Instant = parse_instant("2026-11-20T12:00:00Z")


async def test_a_fresh_database_is_well_and_has_no_keys(
    database: AnyDatabase, database_url: str | None, tmp_path: Path
) -> None:
    seen = await look(tmp_path, database_url, NOW)
    assert seen.schema.here == seen.schema.newest
    assert (seen.schema.problem, seen.schema.unbound_role, seen.schema.open_tables) == ("", "", ())
    (tenant,) = seen.tenants
    assert (tenant.name, tenant.admin_keys, tenant.stations, tenant.unrated) == ("default", 0, 0, 0)
    assert (seen.now is None) == (database_url is None)


async def test_stations_without_password_or_tariff_are_named(
    database: AnyDatabase, database_url: str | None, tmp_path: Path
) -> None:
    site = a_site(assumed=True)
    station = a_station(site, identity="PUBLIC-1", access=Access.PUBLIC, weak_password=True)

    def fill(writer: Writer) -> None:
        sites.add(writer, site)
        stations.add(writer, station)

    await database.write(DEFAULT_TENANT, fill)
    (tenant,) = (await look(tmp_path, database_url, NOW)).tenants
    assert tenant.stations == 1
    assert tenant.assumed_sites == (site.name,)
    assert tenant.public_without_tariff == tenant.weak_passwords == ("PUBLIC-1",)


async def test_there_may_be_nothing(tmp_path: Path) -> None:
    seen = await look(tmp_path, None, NOW)
    assert not seen.schema.exists
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240


async def test_a_server_that_does_not_answer_is_told_in_words(tmp_path: Path) -> None:
    seen = await look(tmp_path, "postgresql://nobody@127.0.0.1:1/nothing", NOW)
    assert "does not answer" in seen.schema.problem
    assert seen.schema.hint


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_a_table_without_row_security_is_found(
    database: AnyDatabase, database_url: str, tmp_path: Path
) -> None:
    assert isinstance(database, PostgresDatabase)
    async with database.link() as link:
        await link.connection.execute(text("ALTER TABLE frames NO FORCE ROW LEVEL SECURITY"))
    seen = await look(tmp_path, database_url, NOW)
    assert seen.schema.open_tables == ("frames",)
