"""What tests of several floors share: a database of each kind, fresh for every test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.places import AnyDatabase, PostgresServer, open_fresh

settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("chance", deadline=None)
settings.load_profile("house")
"""A slow machine is no broken rule: what holds is tested, how quickly is measured by `make bench`.

The same commit passes or fails each time it is tested; `make chance` looks where nobody has looked yet.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--harmless",
        action="store_true",
        help="the pretend stations' faults do nothing: their tests must fail",
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database_url(database_kind: str, request: pytest.FixtureRequest) -> AsyncIterator[str | None]:
    """None on SQLite, whose place is the test's own folder."""
    if database_kind == "sqlite":
        yield None
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = await server.new_database()
    yield url
    await server.drop(url)


@pytest.fixture
async def database(tmp_path: Path, database_url: str | None) -> AsyncIterator[AnyDatabase]:
    """Every test that takes this runs twice: on SQLite and on PostgreSQL."""
    opened = await open_fresh(tmp_path, database_url)
    yield opened
    await opened.close()
