"""Sites, tokens, tariffs, keys, profiles: made, listed, changed, removed, by the same rules."""

from typing import Any

import pytest
from tests.doors.api import Api

from wattfleet.kernel.timeline import DAY_US
from wattfleet.usecases.forget_answers import forget_answers

SITE = {"name": "North", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
TARIFF = {
    "name": "Depot",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "2.50", "vat": "25.0"}]}],
}
PROFILE = {
    "description": "night, 6 A",
    "profile": {
        "purpose": "tx_default",
        "kind": "absolute",
        "stack_level": 1,
        "unit": "A",
        "periods": [{"start_s": 0, "limit": "6"}],
    },
}
NOUNS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # where              what is made                   what is changed
    ("/sites", SITE, {"name": "South"}),
    ("/tokens", {"uid": "04A2"}, {"state": "blocked"}),
    ("/tariffs", TARIFF, {"name": "Depot 2"}),
    ("/charging-profiles", PROFILE, {"description": "day, 16 A"}),
]


@pytest.mark.parametrize(
    ("path", "wish", "change"), NOUNS, ids=lambda one: one if isinstance(one, str) else ""
)
async def test_a_noun_is_made_shown_changed_and_removed(
    api: Api, path: str, wish: dict[str, Any], change: dict[str, Any]
) -> None:
    made = await api.ask("POST", path, wish)
    assert made.status_code == 201, made.text
    one = f"{path}/{made.json()['id']}"
    assert made.headers["location"] == f"/api/v1{one}"
    shown = await api.ask("GET", one)
    assert shown.json() == made.json()
    assert shown.headers["etag"] == made.headers["etag"] == 'W/"1"'
    changed = await api.ask("PATCH", one, change, if_match='W/"1"')
    assert changed.status_code == 200, changed.text
    assert change.items() <= changed.json().items()
    assert changed.headers["etag"] == 'W/"2"'
    stale = await api.ask("DELETE", one, if_match='W/"1"')
    assert stale.status_code == 412
    assert one.rsplit("/", 1)[1] in {item["id"] for item in (await api.get(path))["items"]}
    assert (await api.ask("DELETE", one)).status_code == 204
    assert (await api.refused("GET", one))[0] == 404
    assert (await api.refused("PATCH", one, change))[0] == 404


@pytest.mark.parametrize(
    ("path", "wish", "change"), NOUNS, ids=lambda one: one if isinstance(one, str) else ""
)
async def test_another_tenant_never_touches_it(
    api: Api, path: str, wish: dict[str, Any], change: dict[str, Any]
) -> None:
    one = f"{path}/{(await api.post(path, wish))['id']}"
    assert (await api.refused("GET", one, who="other"))[0] == 404
    assert (await api.refused("PATCH", one, change, who="other"))[0] == 404
    assert (await api.refused("DELETE", one, who="other"))[0] == 404
    assert (await api.ask("GET", one)).json().items() >= {"version": 1}.items()


async def test_a_repeat_under_the_same_key_does_nothing_twice(api: Api) -> None:
    wish = {"identity": "CP1", "access": "public"}
    first = await api.ask("POST", "/stations", wish, idempotency_key="k1")
    again = await api.ask("POST", "/stations", wish, idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert "ocpp_password" in first.json()
    assert "ocpp_password" not in again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert again.json().items() <= first.json().items()
    assert len((await api.get("/stations"))["items"]) == 1
    other = await api.ask("POST", "/stations", {**wish, "identity": "CP2"}, idempotency_key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    theirs = await api.ask("POST", "/stations", wish, who="operator", idempotency_key="k1")
    assert theirs.status_code == 409, "another caller's key is another key"


async def test_a_kept_answer_is_forgotten_after_two_days(api: Api) -> None:
    await api.ask("POST", "/tokens", {"uid": "A"}, idempotency_key="k1")
    assert await forget_answers(api.parts) == 0
    api.clock.advance(2 * DAY_US + 1)  # type: ignore[attr-defined]
    assert await forget_answers(api.parts) == 1


async def test_a_refused_request_leaves_its_key_free(api: Api) -> None:
    refused = await api.ask("POST", "/tokens", {"uid": "A", "colour": "red"}, idempotency_key="k1")
    assert refused.status_code == 422
    made = await api.ask("POST", "/tokens", {"uid": "A"}, idempotency_key="k1")
    assert made.status_code == 201


async def test_every_kind_of_post_can_be_repeated(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    posts: list[tuple[str, dict[str, Any]]] = [
        *((path, wish) for path, wish, _ in NOUNS),
        ("/keys", {"name": "wallboard", "role": "viewer"}),
        ("/stations/CP1/password", {}),
        ("/stations/CP1/commands", {"command": "clear_cache"}),
        ("/stations/CP1/ocpp", {"action": "ClearCache", "payload": {}}),
    ]
    for number, (path, wish) in enumerate(posts):
        first = await api.ask("POST", path, wish, idempotency_key=f"k{number}")
        again = await api.ask("POST", path, wish, idempotency_key=f"k{number}")
        assert first.status_code == again.status_code, (path, first.text, again.text)
        assert again.headers.get("idempotency-replayed") == "true", path
        assert again.json().get("id") == first.json().get("id"), path
        assert not {"key", "ocpp_password"} & {name for name, value in again.json().items() if value}


async def test_a_site_at_which_something_stands_stays(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    site = (await api.get("/stations/CP1"))["site"]
    assert await api.refused("DELETE", f"/sites/{site}") == (409, "site_in_use")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"zone": "Europe/Atlantis"}, "zone_unknown"),
        ({"currency": "kronor"}, "currency_invalid"),
        ({"country": "Sweden"}, "country_invalid"),
        ({"latitude": "91"}, "position_invalid"),
        ({"name": ""}, "field_invalid"),
    ],
)
async def test_what_is_wrong_with_a_site_is_said(api: Api, wrong: dict[str, Any], code: str) -> None:
    assert await api.refused("POST", "/sites", SITE | wrong) == (422, code)


async def test_a_token_is_unique_in_any_case_and_found_by_its_uid(api: Api) -> None:
    await api.post("/tokens", {"uid": "04a2B3", "expires_at": "2020-01-01T00:00:00Z"})
    assert await api.refused("POST", "/tokens", {"uid": "04A2b3"}) == (409, "uid_taken")
    shown = await api.get("/tokens/04A2B3")
    assert (shown["uid"], shown["expires_at"]) == ("04a2B3", "2020-01-01T00:00:00Z")


async def test_a_tariff_keeps_its_versions(api: Api) -> None:
    made = await api.post("/tariffs", TARIFF)
    one = f"/tariffs/{made['id']}"
    await api.ask("PATCH", one, {"name": "Dearer", "valid_from": "2027-01-01T00:00:00Z"})
    versions = (await api.get(f"{one}/versions"))["items"]
    assert [(version["version"], version["name"]) for version in versions] == [(2, "Dearer"), (1, "Depot")]
    assert versions[0]["elements"] == versions[1]["elements"]


async def test_a_tariff_that_is_used_stays(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    made = await api.post("/tariffs", TARIFF)
    body = {"tariff_id": made["id"], "evse": 1, "valid_from": "2026-01-01T00:00:00Z"}
    kept = {"group_id": None, **body}
    assert (await api.ask("PUT", "/stations/CP1/tariff", body)).json() == kept
    assert (await api.get("/stations/CP1/tariff"))["items"] == [kept]
    assert await api.refused("DELETE", f"/tariffs/{made['id']}") == (409, "tariff_in_use")
    unknown = {"tariff_id": "01970000-0000-7000-8000-000000000000"}
    assert await api.refused("PUT", "/stations/CP1/tariff", unknown) == (404, "tariff_unknown")


@pytest.mark.parametrize(
    ("tariff", "field"),
    [
        ({**TARIFF, "elements": []}, "elements"),
        (
            {**TARIFF, "elements": [{"price_components": [{"type": "WATER", "price": "1"}]}]},
            "elements[0].price_components[0].type",
        ),
        (
            {**TARIFF, "elements": [{"price_components": [{"type": "FLAT", "price": "cheap"}]}]},
            "elements[0].price_components[0].price",
        ),
        (
            {**TARIFF, "elements": [{"price_components": [{"type": "FLAT", "price": "1", "tax": 2}]}]},
            "elements[0].price_components[0].tax",
        ),
    ],
)
async def test_what_is_wrong_with_a_tariff_is_pointed_at(
    api: Api, tariff: dict[str, Any], field: str
) -> None:
    answer = await api.ask("POST", "/tariffs", tariff)
    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text


async def test_a_key_opens_until_it_is_revoked(api: Api) -> None:
    made = await api.post("/keys", {"name": "wallboard", "role": "viewer", "scopes": ["sessions:read"]})
    api.keys["new"] = made["key"]
    assert (await api.get("/me", who="new"))["may"] == ["sessions:read"]
    assert (await api.ask("GET", "/sessions", who="new")).status_code == 200
    assert await api.refused("GET", "/stations", who="new") == (403, "scope_insufficient")
    assert made["key"] not in str(await api.get("/keys"))
    assert (await api.ask("DELETE", f"/keys/{made['id']}")).status_code == 204
    assert await api.refused("GET", "/sessions", who="new") == (401, "key_invalid")


async def test_a_key_expires(api: Api) -> None:
    made = await api.post("/keys", {"name": "today", "role": "admin", "expires_at": "2026-11-20T13:00:00Z"})
    api.keys["new"] = made["key"]
    assert (await api.ask("GET", "/me", who="new")).status_code == 200
    api.clock.advance(3_600_000_000)  # type: ignore[attr-defined]
    assert await api.refused("GET", "/me", who="new") == (401, "key_invalid")


@pytest.mark.parametrize(
    ("headers", "path", "code"),
    [
        ({}, "/me", "key_required"),
        ({"authorization": "Basic YTpi"}, "/me", "key_required"),
        ({"authorization": "Bearer nonsense"}, "/me", "key_invalid"),
        ({"authorization": "Bearer wfk_000000000000_" + "0" * 48}, "/me", "key_invalid"),
        ({}, "/me?key=wfk_000000000000_" + "0" * 48, "key_in_query"),
    ],
)
async def test_whoever_is_not_known_stays_outside(
    api: Api, headers: dict[str, str], path: str, code: str
) -> None:
    answer = await api.ask("GET", path, who="", **headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["www-authenticate"].startswith("Bearer")
