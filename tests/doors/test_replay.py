"""`wattfleet replay` on a real database and on a file: the same sessions again, and nothing written."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from tests.doors.api import Api
from tests.doors.test_api_frames import charged

from wattfleet.cli.main import run
from wattfleet.cli.replay import CHANGED
from wattfleet.storage import scratch
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.close_session import close_sessions


class Place:
    """Where the installation is, as the command line names it."""

    def __init__(self, folder: Path, url: str | None, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.options = ["--data", str(folder), *([] if url is None else ["--database", url])]
        self._capture = capture

    async def replay(self, *more: str) -> tuple[int, Any]:
        self._capture.readouterr()
        code = await asyncio.to_thread(run, ["replay", *self.options, *more, "--json"])
        return code, msgspec.json.decode(self._capture.readouterr().out or "null")


@pytest.fixture
def place(tmp_path: Path, database_url: str | None, capsys: pytest.CaptureFixture[str]) -> Place:
    return Place(tmp_path, database_url, capsys)


async def two_charges(api: Api) -> None:
    await charged(api, "CP1")
    await charged(api, "CP2", "04B7")
    await close_sessions(api.parts)


async def test_the_same_code_gives_the_same_sessions(api: Api, place: Place) -> None:
    await two_charges(api)
    code, report = await place.replay()
    assert (code, report["differences"]) == (0, [])
    assert (report["frames"], report["stations"], report["sessions"], report["compared"]) == (8, 2, 2, 2)
    code, report = await place.replay("--station", "cp2")
    assert (code, report["frames"], report["compared"]) == (0, 4, 1)
    code, report = await place.replay("--from", "2099-01-01T00:00:00Z")
    assert (code, report["frames"], report["compared"]) == (0, 0, 0)


async def test_what_the_archive_does_not_give_is_a_difference(api: Api, place: Place) -> None:
    await two_charges(api)

    def tamper(writer: Writer) -> None:
        own = "SELECT id FROM frames WHERE action = 'StopTransaction' ORDER BY id LIMIT 1"
        writer.connection.execute(text(f"DELETE FROM frames WHERE id IN ({own})"))

    await api.parts.database.write(1, tamper)
    code, report = await place.replay()
    assert code == CHANGED
    (one,) = report["differences"]
    assert (one["kind"], one["station"]) == ("different", "CP1")
    assert "ended_at" in one["causes"]
    assert one["energy_wh"] == "-1000.000"


async def test_the_source_cannot_be_written_to(api: Api, place: Place, database_url: str | None) -> None:
    await two_charges(api)

    def look(reader: Reader) -> list[Any]:
        tables = ("frames", "sessions", "readings", "stations", "outbox", "connections", "ratings")
        return [
            reader.connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")).all() for name in tables
        ]

    before = await api.parts.database.read(1, look)
    files = {one: hashlib.sha256(one.read_bytes()).digest() for one in place.folder.glob("wattfleet.db*")}
    await place.replay()
    assert await api.parts.database.read(1, look) == before
    after = {one: hashlib.sha256(one.read_bytes()).digest() for one in place.folder.glob("wattfleet.db*")}
    for name, digest in files.items():
        if not name.name.endswith("-shm"):
            assert after[name] == digest, name
    source = await scratch.open_to_read(place.folder, database_url, None)
    with pytest.raises(Exception, match=r"read-?only"):
        await source.read(1, lambda reader: reader.connection.execute(text("DELETE FROM frames")))
    with pytest.raises(Exception, match=r"read-?only"):
        await source.write(1, lambda writer: writer.connection.execute(text("DELETE FROM frames")))
    await source.close()


async def test_a_file_of_exported_frames_gives_the_sessions_by_itself(api: Api, place: Place) -> None:
    await two_charges(api)
    answer = await api.ask("GET", "/export/frames?redact=false")
    file = place.folder / "frames.jsonl"
    file.write_bytes(answer.content)
    code, report = await place.replay("--file", str(file))
    assert (code, report["compared"], report["frames"]) == (CHANGED, None, 8)
    assert [(one["kind"], one["station"]) for one in report["differences"]] == [
        ("new", "CP1"),
        ("new", "CP2"),
    ]
    assert {one["energy_wh"] for one in report["differences"]} == {"+2000.000"}
    file.write_text("{}")
    code, _ = await place.replay("--file", str(file))
    assert code == 1


async def test_cold_days_are_replayed_too(api: Api, place: Place) -> None:
    from tests.keeping.test_cold import move_all

    await two_charges(api)
    clock: Any = api.parts.clock
    clock.advance(90 * 86_400 * 1_000_000)
    assert await move_all(api.parts) > 0
    code, report = await place.replay()
    assert (code, report["frames"], report["compared"]) == (0, 8, 2)
