"""Data out: files with hashes, by change, redacted on request, and no cell that is a formula."""

import base64
import csv
import hashlib
import io
from typing import Any

import httpx
import msgspec
import polars as pl
import pytest
from tests.doors.api import Api
from tests.doors.test_api_frames import charged

from wattfleet.api.data_files import harmless


def checked(answer: httpx.Response) -> bytes:
    assert answer.status_code == 200, answer.text
    told = base64.b64decode(answer.headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":"))
    assert hashlib.sha256(answer.content).digest() == told
    return answer.content


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(checked(answer).decode())))
    assert len(rows) == int(answer.headers["wattfleet-rows"])
    return rows


async def test_sessions_come_by_change_and_each_file_says_where_the_next_begins(api: Api) -> None:
    session = await charged(api, "CP1")
    first = await api.ask("GET", "/export/sessions")
    (row,) = rows_of(first)
    assert (row["id"], row["station"], row["token"], row["energy_wh"]) == (session, "CP1", "04A2", "2000.000")
    assert row["state"] in {"closed", "review"}
    assert first.headers["wattfleet-more"] == "false"
    following = first.headers["wattfleet-next"]
    again = await api.ask("GET", f"/export/sessions?changed_since={following}")
    assert rows_of(again) == []
    other = await charged(api, "CP2")
    later = await api.ask("GET", f"/export/sessions?changed_since={following}")
    assert [one["id"] for one in rows_of(later)] == [other]
    piece = await api.ask("GET", "/export/sessions?limit=1")
    assert (len(rows_of(piece)), piece.headers["wattfleet-more"]) == (1, "true")
    assert (await api.refused("GET", "/export/sessions?changed_since=x"))[1] == "cursor_invalid"
    foreign = await api.ask("GET", f"/export/sessions?changed_since={following}", who="other")
    assert foreign.status_code == 422


async def test_a_token_is_hidden_behind_a_mark_on_request(api: Api) -> None:
    await charged(api, "CP1")
    (row,) = rows_of(await api.ask("GET", "/export/sessions?redact=true"))
    assert row["token"].startswith("token-")
    frames = checked(await api.ask("GET", "/export/frames"))
    assert b"04A2" not in frames
    assert row["token"].encode() in frames  # the same mark, so that the charge can be followed


async def test_readings_come_whole_with_their_session(api: Api) -> None:
    session = await charged(api, "CP1")
    rows = rows_of(await api.ask("GET", "/export/readings"))
    assert {row["session"] for row in rows} == {session}
    assert [row["value"] for row in rows] == ["1000.000", "2000.000", "3000.000"]


async def test_parquet_holds_numbers_and_moments_as_what_they_are(api: Api) -> None:
    await charged(api, "CP1")
    body = checked(await api.ask("GET", "/export/sessions?format=parquet"))
    frame = pl.read_parquet(io.BytesIO(body))
    assert str(frame["energy_wh"].to_list()[0]) == "2000.000"
    assert frame.schema["started_at"] == pl.Datetime("us", "UTC")
    readings = pl.read_parquet(io.BytesIO(checked(await api.ask("GET", "/export/readings?format=parquet"))))
    assert readings.height == 3


async def test_frames_are_exported_in_order_as_lines(api: Api) -> None:
    await charged(api, "CP1")
    lines: list[Any] = []
    query = "/export/frames?limit=3"
    place = ""
    while True:
        answer = await api.ask("GET", query + place)
        lines += [msgspec.json.decode(line) for line in checked(answer).splitlines()]
        if answer.headers["wattfleet-more"] == "false":
            break
        place = f"&cursor={answer.headers['wattfleet-next']}"
    assert [one["direction"] for one in lines] == ["in", "out"] * 4
    assert [msgspec.json.decode(one["frame"])[0] for one in lines] == [2, 3] * 4
    kept = checked(await api.ask("GET", "/export/frames?redact=false&action=StartTransaction"))
    assert b"04A2" in kept


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("CP-1 = x") == "CP-1 = x"
