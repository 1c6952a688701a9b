"""Search by anything and the wall board: typed hits, by role and tenant, and quick on a large network."""

from typing import Any

import pytest
from sqlalchemy import text
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, sold
from tests.doors.api_charge import BOOT, plugged, starts
from tests.places import AnyDatabase

from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.search import FINDERS, search

TARIFF = {"elements": [{"price_components": [{"type": "FLAT", "price": "1"}]}]}
MANY = 100_000


async def hits(api: Api, q: str, who: str = "admin") -> list[tuple[str, str]]:
    found = (await api.get(f"/search?q={q}", who=who))["hits"]
    return [(one["kind"], one["title"]) for one in found]


async def furnished(api: Api) -> dict[str, Any]:
    await api.post("/stations", {"identity": "NORTH-7", "access": "public", "name": "By the gate"})
    await api.post(
        "/sites", {"name": "Northern depot", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
    )
    await api.post("/tokens", {"uid": "04AANORTH", "driver": "Lind"})
    await api.post("/tariffs", {"name": "north by night", "currency": "SEK", **TARIFF})
    await api.post("/people", {"name": "Nora North", "role": "viewer"})
    await starts(await plugged(api, "NORTH-7"), token="04AANORTH")
    (session,) = (await api.get("/sessions"))["items"]
    return dict(session)


async def test_everything_is_found_by_what_people_call_it(api: Api) -> None:
    session = await furnished(api)
    assert await hits(api, "north") == [
        ("station", "NORTH-7"),
        ("token", "04AANORTH"),
        ("site", "Northern depot"),
        ("tariff", "north by night"),
        ("person", "Nora North"),
    ]
    assert await hits(api, "gate") == [("station", "NORTH-7")]
    assert await hits(api, "LIND") == [("token", "04AANORTH")]
    for q in (session["id"], session["transaction"]):
        assert ("session", "NORTH-7") in await hits(api, q)
    order = await api.post("/stations/NORTH-7/commands", {"command": "clear_cache"})
    assert await hits(api, order["id"]) == [("command", "clear_cache")]
    assert await hits(api, "%25") == [], "what means something to a database means nothing here"
    assert await hits(api, "%20") == []
    assert (await api.refused("GET", "/search"))[0] == 422


async def test_names_are_found_in_any_case_of_their_letters(api: Api) -> None:
    place = {"country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
    await api.post("/sites", {"name": "Depot Årsta", **place})
    await api.post("/people", {"name": "Östen Åkerö", "role": "viewer"})
    for q in ("Årsta", "årsta", "ÅRSTA", "depot å", "DEPOT Å"):
        assert await hits(api, q) == [("site", "Depot Årsta")], q
        assert [one["name"] for one in (await api.get(f"/sites?search={q}"))["items"]] == ["Depot Årsta"], q
    for q in ("östen", "ÅKERÖ", "n åk"):
        assert await hits(api, q) == [("person", "Östen Åkerö")], q
    assert await hits(api, "arsta") == []


async def test_a_station_is_found_by_its_vendor_model_and_firmware(api: Api) -> None:
    await api.post("/stations", {"identity": "P1", "access": "public", "name": "By the gate"})
    line = await plugged(api, "P1")
    await line.call("BootNotification", {**BOOT, "firmwareVersion": "FW-7.3b"})
    await api.post("/stations", {"identity": "P2", "access": "public"})
    await plugged(api, "P2")
    for q in ("acme", "a1", "ACME A1"):
        assert await hits(api, q) == [("station", "P1"), ("station", "P2")], q
    assert await hits(api, "fw-7.3") == [("station", "P1")]
    (plain, _) = (await api.get("/search?q=acme"))["hits"]
    (found,) = (await api.get("/search?q=fw-7.3"))["hits"]
    assert (plain["about"], found["about"]) == (
        "By the gate · Acme · A1",
        "By the gate · Acme · A1 · FW-7.3b",
    )
    assert await hits(api, "a1 acme") == []


async def test_nobody_finds_what_she_may_not_read(api: Api) -> None:
    await furnished(api)
    assert ("person", "Nora North") not in await hits(api, "north", who="viewer")
    assert await hits(api, "north", who="other") == []


async def test_accounts_and_invoices_are_found_by_whoever_may_look_at_them(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2", number="K-77")
    await a_seller(api)
    await charge(api, "04A2")
    later(api)
    await issued(api)
    assert await hits(api, "bergslag") == [("account", "Bergslagens Frakt AB")]
    assert await hits(api, "k-77") == [("account", "Bergslagens Frakt AB")]
    assert await hits(api, "2026-0") == [("invoice", "2026-00001")]
    assert await hits(api, "00001") == [("invoice", "2026-00001")]
    (found,) = (await api.get("/search?q=00001"))["hits"]
    assert found["about"] == "Bergslagens Frakt AB · 2026-12-01"
    for who in ("viewer", "other"):
        assert await hits(api, "bergslag", who=who) == []
        assert await hits(api, "2026-0", who=who) == []


async def test_the_board_counts_by_kind_and_site(api: Api) -> None:
    await api.post("/stations", {"identity": "P1", "access": "public"})
    await api.post("/stations", {"identity": "H1", "access": "home"})
    await plugged(api, "P1")
    board = await api.get("/board")
    kinds = {one["access"]: one for one in board["kinds"]}
    assert (kinds["public"]["stations"], kinds["public"]["offline"]) == (1, 0)
    assert (kinds["home"]["stations"], kinds["home"]["offline"]) == (1, 1)
    (site,) = board["sites"]
    assert (site["name"], site["stations"], site["offline"]) == ("Depot", 2, 1)
    assert (await api.get("/board", who="other"))["kinds"] == []
    await api.post(
        "/sites",
        {
            "name": "Empty",
            "country": "SE",
            "zone": "Europe/Stockholm",
            "currency": "SEK",
            "latitude": "59.33",
            "longitude": "18.06",
        },
    )
    empty = (await api.get("/board"))["sites"][1]
    assert (empty["latitude"], empty["stations"], empty["plugs"]) == ("59.33", 0, {})


@pytest.mark.parametrize("q", ["rfid-099999", "no such thing"])
async def test_a_large_network_is_searched_whole(database: AnyDatabase, q: str) -> None:
    """A hundred thousand tokens: what is there is found, and nothing else."""

    def fill(writer: Writer) -> None:
        numbers = f"SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < {MANY - 1}"
        if writer.on_postgres:
            key, no = "CAST(lpad(to_hex(i), 32, '0') AS uuid)", "false"
            uid = "'rfid-' || lpad(CAST(i AS text), 6, '0')"
        else:
            key, no, uid = "CAST(printf('%016d', i) AS BLOB)", "0", "printf('rfid-%06d', i)"
        values = f"1, {key}, {uid}, {uid}, 'rfid', '', 'valid', '', '', '', {no}, 1"
        writer.connection.execute(
            text(
                f"WITH RECURSIVE n AS ({numbers}) INSERT INTO tokens (tenant_id, id, uid, uid_key, kind,"
                f' "group", state, parent, driver, note, seen_unknown, version) SELECT {values} FROM n'
            )
        )

    await database.write(1, fill)

    def look(reader: Reader) -> int:
        return len(search(reader, q, list(FINDERS), 8))

    found = await database.read(1, look)
    assert found == (1 if q.startswith("rfid") else 0)
