"""The API over a real socket, on each database, with a key for each role and a second tenant."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.doors.api import Api, open_api
from tests.doors.postbox import Postbox
from tests.places import AnyDatabase


@pytest.fixture
async def api(database: AnyDatabase) -> AsyncIterator[Api]:
    opened = await open_api(database)
    serving = asyncio.create_task(opened.listener.run())
    async with opened.client:
        yield opened
    opened.listener.stop()
    await serving


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A real mail server."""
    made = Postbox()
    await made.open()
    yield made
    await made.close()
