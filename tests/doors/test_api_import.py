"""Files over HTTP: what becomes of each line, and that a second time changes nothing."""

import io
from typing import Any

import httpx
import openpyxl
from tests.doors.api import Api, problem

from wattfleet.stations import credentials
from wattfleet.storage import directory

STATIONS = """identity,access,name,site,max_power_w,groups,ocpp_password
CP1,private,Bay 1,Depot,22000,"drivers;guests",abcdefghijklmnop
CP2,public,Bay 2,,,,
cp1,public,again,,,,
CP3,everybody,,,,,
,public,,,,,
CP4,home,,Nowhere,,,
"""


async def bring(
    api: Api, query: str, content: bytes, *, who: str = "admin", **headers: str
) -> httpx.Response:
    sent = {"authorization": f"Bearer {api.keys[who]}", "content-type": "text/csv", **headers}
    return await api.client.post(f"/api/v1/{query}", content=content, headers=sent)


def outcomes(report: dict[str, Any]) -> list[tuple[int, str, str, str]]:
    return [(one["line"], one["name"], one["outcome"], one.get("code", "")) for one in report["lines"]]


async def test_every_line_has_its_own_fate(api: Api) -> None:
    report = (await bring(api, "import?kind=stations", STATIONS.encode())).json()
    assert outcomes(report) == [
        (2, "CP1", "created", ""),
        (3, "CP2", "created", ""),
        (4, "cp1", "refused", "named_twice"),
        (5, "CP3", "refused", "field_invalid"),
        (6, "", "refused", "field_missing"),
        (7, "CP4", "refused", "site_unknown"),
    ]
    assert (report["created"], report["changed"], report["refused"]) == (2, 0, 4)
    first, second = report["lines"][:2]
    assert "ocpp_password" not in first
    assert len(second["ocpp_password"]) == 32
    shown = await api.get("/stations/CP1")
    assert (shown["name"], shown["max_power_w"], shown["groups"]) == ("Bay 1", 22000, ["drivers", "guests"])
    (known,) = await api.parts.database.read(0, lambda reader: directory.find(reader, "CP1"))
    assert known.digests == (credentials.digest(api.door.pepper, "CP1", b"abcdefghijklmnop"),)


async def test_a_second_time_changes_nothing_and_a_difference_is_taken_over(api: Api) -> None:
    lines = b"identity;access;max power w\nCP1;private;22000\nCP2;public;\n"
    assert (await bring(api, "import?kind=stations", lines)).json()["created"] == 2
    again = (await bring(api, "import?kind=stations", lines)).json()
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert "ocpp_password" not in again["lines"][0]
    changed = (await bring(api, "import?kind=stations", lines.replace(b"22000", b"11000"))).json()
    assert [one["outcome"] for one in changed["lines"]] == ["changed", "unchanged"]
    assert (await api.get("/stations/CP1"))["max_power_w"] == 11000


async def test_a_dry_run_says_the_same_and_does_nothing(api: Api) -> None:
    tried = (await bring(api, "import?kind=stations&dry_run=true", STATIONS.encode())).json()
    assert (await api.get("/stations"))["items"] == []
    done = (await bring(api, "import?kind=stations", STATIONS.encode())).json()
    assert outcomes(tried) == outcomes(done)


async def test_sites_and_tokens_come_the_same_way(api: Api) -> None:
    sites = b"name,country,time zone,currency\nNorth,NO,Europe/Oslo,NOK\n"
    assert (await bring(api, "import?kind=sites", sites)).json()["created"] == 1
    assert (await bring(api, "import?kind=sites", sites)).json()["unchanged"] == 1
    tokens = b"idTag,group,expires,status\n04A2,drivers,2027-01-01,valid\n04a2,drivers,,\nB7,,,blocked\n"
    report = (await bring(api, "import?kind=tokens", tokens)).json()
    assert [one["outcome"] for one in report["lines"]] == ["created", "refused", "created"]
    assert (await api.get("/tokens/04A2"))["expires_at"] == "2027-01-01T00:00:00Z"


async def test_a_workbook_is_read_too(api: Api) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Identity", "Access", "Max power W", "Password"])
    sheet.append(["CP1", "private", 22000, "abcdefghijklmnop"])
    sheet.append(["4711", "home", None, None])
    out = io.BytesIO()
    book.save(out)
    report = (await bring(api, "import?kind=stations", out.getvalue())).json()
    assert outcomes(report) == [(2, "CP1", "created", ""), (3, "4711", "created", "")]
    assert (await api.get("/stations/CP1"))["max_power_w"] == 22000


async def test_the_inbox_is_adopted_by_a_file(api: Api) -> None:
    content = b"identity,ocpp_password\nCP1,abcdefghijklmnop\nCP2,ponmlkjihgfedcba\n"
    report = (await bring(api, "inbox/accept?access=home", content, who="operator")).json()
    assert report["created"] == 2
    assert (await api.get("/stations/CP2"))["access"] == "home"


async def test_a_repeat_under_its_key_shows_no_password(api: Api) -> None:
    content = b"identity,access\nCP1,home\n"
    headers = {"idempotency-key": "k1"}
    first = await bring(api, "import?kind=stations", content, **headers)
    again = await bring(api, "import?kind=stations", content, **headers)
    assert first.json()["lines"][0]["ocpp_password"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "ocpp_password" not in again.json()["lines"][0]
    assert again.json()["created"] == 1


async def test_many_stations_with_their_passwords(api: Api) -> None:
    lines = ["identity,access,ocpp_password"]
    lines += [f"CP{number:04},private,{number:032x}" for number in range(450)]
    report = (await bring(api, "import?kind=stations", "\n".join(lines).encode())).json()
    assert (report["created"], report["refused"]) == (450, 0)
    known = await api.parts.database.read(0, directory.everyone)
    assert len(known) == 450


async def test_what_is_no_file_of_ours_is_refused(api: Api) -> None:
    for query, content, code in (
        ("import?kind=stations", b"", "file_empty"),
        ("import?kind=stations", b"identity,access\n", "file_empty"),
        ("import?kind=stations", b"identity,colour\nCP1,red\n", "column_unknown"),
        ("import?kind=stations", b"name,access\nCP1,home\n", "column_missing"),
        ("import?kind=stations", b"PK\x03\x04 no workbook", "file_unreadable"),
        ("import?kind=stations", b"\x00\x01\x02", "file_unreadable"),
        ("import?kind=cars", b"identity\nCP1\n", "field_invalid"),
    ):
        assert problem(await bring(api, query, content)) == (422, code), (query, content)
    refused = await bring(api, "import?kind=tokens", b"uid\nA\n", who="finance")
    assert problem(refused) == (403, "role_insufficient")
