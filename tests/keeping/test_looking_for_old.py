"""To find that nothing is old costs the same however much there is."""

from pathlib import Path
from typing import Any

import pytest
from tests.places import a_connected_station
from tests.things import NOON

from wattfleet.kernel.timeline import DAY_US
from wattfleet.storage import moving
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.opening import open_database

MANY = 20_000
_FILL = f"""
INSERT INTO frames (tenant_id, station_id, epoch, at, direction, kind, message_id, action, raw, answer, error)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY})
SELECT 1, ?, 1, ? + n, 0, 'call', n, 'MeterValues', x'00', x'', '' FROM numbers
"""


def _raw(reader: Reader) -> Any:
    return reader.connection.connection.driver_connection


@pytest.mark.parametrize("days", [1, -1])
async def test_sqlite_does_not_go_through_everything(tmp_path: Path, days: int) -> None:
    """Steps of its machine, a thousand at a time: there would be hundreds of thousands."""
    database = await open_database(tmp_path, None)
    station = await a_connected_station(database)

    def fill(writer: Writer) -> None:
        _raw(writer).execute(_FILL, (station.id.bytes, NOON.us))

    def look(reader: Reader) -> tuple[str | None, int]:
        raw, steps = _raw(reader), list[int]()
        raw.set_progress_handler(lambda: steps.append(1), 1_000)
        found = moving.oldest_day(reader, "frames", NOON + days * DAY_US)
        raw.set_progress_handler(None, 1_000)
        return found, len(steps)

    await database.write(1, fill)
    day, thousands = await database.read(1, look)
    assert (day is None) == (days < 0)
    assert thousands <= 5
    await database.close()
