"""One real server for all stories of a module, on each database."""

import asyncio
from collections.abc import Iterator

import pytest
from tests.places import PostgresServer
from tests.stories.blackbox import Installation


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Started on an empty folder, and on PostgreSQL on an empty database."""
    url = None
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = asyncio.run(server.new_empty_database())
    folder = tmp_path_factory.mktemp("house")
    installation = Installation(folder / "data", url, ["--zone", "Europe/Stockholm", "--currency", "SEK"])
    installation.start()
    yield installation
    installation.kill()
