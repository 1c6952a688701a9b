"""Stations over HTTP: made, shown, listed, changed, removed; their secrets shown once."""

from uuid import UUID

import pytest
from tests.doors.api import Api
from tests.things import NOON

from wattfleet.kernel.timeline import HOUR_US, MINUTE_US
from wattfleet.stations import credentials
from wattfleet.storage import directory, stations
from wattfleet.storage.database import DEFAULT_TENANT, Writer


async def test_a_station_is_made_with_a_password_that_is_shown_once(api: Api) -> None:
    made = await api.post("/stations", {"identity": "DEPOT-07", "access": "private", "name": "Bay 7"})
    assert made["identity"] == "DEPOT-07"
    assert len(bytes.fromhex(made["ocpp_password"])) == 16
    shown = await api.get("/stations/depot-07")
    assert "ocpp_password" not in shown
    assert made["ocpp_password"] not in str(await api.get("/stations"))
    (known,) = await api.parts.database.read(0, lambda reader: directory.find(reader, "DEPOT-07"))
    digest = credentials.digest(api.door.pepper, "DEPOT-07", made["ocpp_password"].encode())
    assert known.digests == (digest,)


async def test_a_password_that_comes_with_a_station_is_taken_and_judged(api: Api) -> None:
    weak = await api.post("/stations", {"identity": "A", "access": "home", "ocpp_password": "abcdefgh"})
    strong = await api.post(
        "/stations", {"identity": "B", "access": "home", "ocpp_password": "abcdefghijklmnop"}
    )
    assert (weak["weak_password"], strong["weak_password"]) == (True, False)
    assert await api.refused(
        "POST", "/stations", {"identity": "C", "access": "home", "ocpp_password": "short"}
    ) == (422, "password_length")


async def test_an_identity_is_unique_in_any_case(api: Api) -> None:
    await api.post("/stations", {"identity": "Depot-1", "access": "public"})
    assert await api.refused("POST", "/stations", {"identity": "DEPOT-1", "access": "public"}) == (
        409,
        "identity_taken",
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"access": "public"}, "field_missing"),
        ({"identity": "A", "access": "everybody"}, "field_invalid"),
        ({"identity": "A", "access": "public", "tenant_id": 2}, "field_unknown"),
        ({"identity": "A", "access": "public", "max_power_w": "22000"}, "field_invalid"),
        ({"identity": "A", "access": "public", "in_service_from": "yesterday"}, "field_invalid"),
        ({"identity": "a/b", "access": "public"}, "identity_invalid"),
        ({"identity": "x" * 49, "access": "public"}, "identity_invalid"),
    ],
)
async def test_what_is_wrong_with_a_station_is_said(api: Api, body: object, code: str) -> None:
    assert await api.refused("POST", "/stations", body) == (422, code)


async def test_absent_is_not_null(api: Api) -> None:
    await api.post("/stations", {"identity": "A", "access": "public", "name": "One", "max_power_w": 22000})
    changed = await api.ask("PATCH", "/stations/A", {"name": "Two"})
    assert (changed.json()["name"], changed.json()["max_power_w"]) == ("Two", 22000)
    changed = await api.ask("PATCH", "/stations/A", {"max_power_w": None})
    assert (changed.json()["name"], changed.json()["max_power_w"]) == ("Two", None)


async def test_a_change_is_made_only_to_what_was_seen(api: Api) -> None:
    await api.post("/stations", {"identity": "A", "access": "public"})
    seen = (await api.ask("GET", "/stations/A")).headers["etag"]
    first = await api.ask("PATCH", "/stations/A", {"name": "One"}, if_match=seen)
    assert first.status_code == 200
    second = await api.ask("PATCH", "/stations/A", {"name": "Two"}, if_match=seen)
    assert (second.status_code, second.json()["code"]) == (412, "version_stale")
    assert first.headers["etag"] != seen
    gone = await api.ask("DELETE", "/stations/A", if_match=first.headers["etag"])
    assert gone.status_code == 204
    assert await api.refused("GET", "/stations/A") == (404, "station_unknown")


async def test_what_a_person_decides_about_the_way_in_is_shown(api: Api) -> None:
    await api.post("/stations", {"identity": "A", "access": "public"})
    assert (await api.get("/stations/A"))["blocked"] is False
    changed = await api.ask("PATCH", "/stations/A", {"blocked": True, "tls_only": True})
    assert (changed.json()["blocked"], changed.json()["tls_only"]) == (True, True)
    assert (await api.get("/stations/A"))["blocked"] is True


async def test_groups_are_set_whole(api: Api) -> None:
    await api.post("/stations", {"identity": "A", "access": "public"})
    answer = await api.ask("PUT", "/stations/A/groups", {"groups": ["drivers", "drivers", "*"]})
    assert answer.json() == {"groups": ["drivers", "*"]}
    assert (await api.get("/stations/A"))["groups"] == ["drivers", "*"]


async def test_a_new_password_ends_the_old_one(api: Api) -> None:
    made = await api.post("/stations", {"identity": "A", "access": "public"})
    renewed = await api.post("/stations/A/password", {})
    assert renewed["ocpp_password"] != made["ocpp_password"]
    (known,) = await api.parts.database.read(0, lambda reader: directory.find(reader, "A"))
    assert known.digests == (credentials.digest(api.door.pepper, "A", renewed["ocpp_password"].encode()),)


async def test_a_list_pages_without_gap_or_repeat(api: Api) -> None:
    for number in range(7):
        await api.post("/stations", {"identity": f"S{number}", "access": "public"})
    seen: list[str] = []
    path = "/stations?limit=3&sort=-identity"
    page = await api.get(path)
    seen += [one["identity"] for one in page["items"]]
    while page["next"]:
        page = await api.get(f"{path}&cursor={page['next']}")
        seen += [one["identity"] for one in page["items"]]
    assert seen == [f"S{number}" for number in reversed(range(7))]


async def test_a_cursor_belongs_to_its_list_and_filters(api: Api) -> None:
    for number in range(3):
        await api.post("/stations", {"identity": f"S{number}", "access": "public"})
    cursor = (await api.get("/stations?limit=1"))["next"]
    for path in (
        f"/stations?limit=1&access=home&cursor={cursor}",
        f"/tokens?limit=1&cursor={cursor}",
        f"/stations?limit=1&cursor={cursor[:-2]}xx",
        "/stations?cursor=!",
    ):
        assert await api.refused("GET", path) == (422, "cursor_invalid")
    assert await api.refused("GET", f"/stations?limit=1&cursor={cursor}", who="other") == (
        422,
        "cursor_invalid",
    )


async def test_connections_are_told_newest_first_with_why_they_ended(api: Api) -> None:
    made = await api.post("/stations", {"identity": "CP-1", "access": "public"})

    def come_and_go(writer: Writer) -> None:
        station_id = UUID(made["id"])
        for at, why in ((NOON, "the station hung up"), (NOON + HOUR_US, "")):
            arrival = stations.Arrival(station_id=station_id, ocpp="1.6", at=at, address="192.0.2.7")
            epoch = stations.connect(writer, arrival)
            if why:
                stations.disconnect(writer, station_id, epoch, at=at + MINUTE_US, why=why)

    await api.parts.database.write(DEFAULT_TENANT, come_and_go)
    found = (await api.get("/stations/CP-1/connections"))["items"]
    assert [(one["epoch"], one["closed_at"] is None, one["why"]) for one in found] == [
        (2, True, ""),
        (1, False, "the station hung up"),
    ]
    first = await api.get("/stations/CP-1/connections?limit=1")
    rest = await api.get(f"/stations/CP-1/connections?limit=1&cursor={first['next']}")
    assert [one["epoch"] for one in first["items"] + rest["items"]] == [2, 1]
    assert await api.refused("GET", "/stations/CP-1/connections", who="other") == (404, "station_unknown")
