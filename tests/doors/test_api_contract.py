"""What holds for every route: roles, tenants, problems, documents. The routes come from the OpenAPI file."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.doors.api import Api, problem
from tests.doors.api_charge import plugged, starts
from tests.selling import a_draft, an_account
from tests.signing import public

from wattfleet.access.keys import STAFF
from wattfleet.access.principal import ITSELF
from wattfleet.access.roles import Area, role_may
from wattfleet.api.openapi import encoded
from wattfleet.api.route import Nothing, Route
from wattfleet.api.routes import ROUTES
from wattfleet.billing.collection import Collection, CollectionState
from wattfleet.billing.dispute import Complaint, Dispute, DisputeState, Side
from wattfleet.kernel.money import Currency, Money
from wattfleet.storage import alarms, collections, disputes, invoices

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = msgspec.json.decode(GOLDEN.read_bytes())
NO_ID = "01970000-0000-7000-8000-000000000000"
IN_API = [one for one in ROUTES if one.path.startswith("/api/")]


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, verbs in DOCUMENT["paths"].items():
        for verb, operation in verbs.items():
            yield verb.upper(), path, operation


NEEDED = {
    "/api/v1/search": "?q=CANARY",
    "/api/v1/ledger/export": "?format=csv&from=2026-01-01&to=2026-12-31&currency=SEK",
}
"""Queries without which a route says nothing."""


def filled(path: str, identity: str = "nobody") -> str:
    return re.sub(r"\{(\w+)\}", lambda name: identity if name.group(1) == "identity" else NO_ID, path)


def body_of(operation: dict[str, Any]) -> object:
    content = operation.get("requestBody", {}).get("content", {})
    example = content.get("application/json", {}).get("example")
    return {} if content and example is None else example


def test_the_file_is_fresh() -> None:
    version = DOCUMENT["info"]["version"]
    assert encoded(ROUTES, version) + b"\n" == GOLDEN.read_bytes(), "run make api"


def test_every_operation_is_described() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    for verb, path, operation in operations():
        place = f"{verb} {path}"
        assert operation["summary"], place
        assert operation["description"], place
        assert operation["tags"], place
        for parameter in operation["parameters"]:
            assert parameter["schema"], (place, parameter["name"])
        if operation["security"]:
            assert {"401", "403"} <= set(operation["responses"]), place


def test_every_reference_leads_somewhere() -> None:
    for reference in set(re.findall(r'"\$ref":\s*"#/([^"]+)"', GOLDEN.read_text(encoding="utf-8"))):
        here = DOCUMENT
        for step in reference.split("/"):
            here = here[step]


@pytest.mark.parametrize(
    "route", [one for one in IN_API if one.body is not Nothing], ids=lambda one: one.name
)
def test_every_example_is_a_true_one(route: Route) -> None:
    assert route.about.example, "every body has an example"
    msgspec.json.decode(route.about.example.encode(), type=route.body)


@pytest.mark.parametrize(
    "route", [one for one in IN_API if one.about.answer_example], ids=lambda one: one.name
)
def test_every_example_of_an_answer_is_a_true_one(route: Route) -> None:
    items = msgspec.json.decode(route.about.answer_example.encode())
    for one in items["items"] if route.about.paged else [items]:
        msgspec.convert(one, route.about.answer)


async def test_every_route_obeys_its_roles(api: Api) -> None:
    """Whoever may not is refused before anything is looked up; whoever may is not (403)."""
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    for route in IN_API:
        if route.deed is None or route.name == "live_live":
            continue
        operation = DOCUMENT["paths"][route.path][route.method.lower()]
        listed = set(operation["x-roles"])
        for role in STAFF:
            assert role_may(role, route.deed) == (role.value in listed)
            body = body_of(operation) if role_may(role, route.deed) else {"any": "thing"}
            answer = await api.ask(route.method, filled(route.path), body, who=role.value)
            place = f"{route.method} {route.path} as {role.value}"
            if role.value in listed:
                assert answer.status_code not in {401, 403}, f"{place}: {answer.text}"
                assert answer.status_code < 500, f"{place}: {answer.text}"
            else:
                assert problem(answer) == (403, "role_insufficient"), place


async def test_every_route_asks_who_is_there(api: Api) -> None:
    for route in IN_API:
        if route.deed is None:
            continue
        answer = await api.ask(route.method, filled(route.path), {}, who="")
        assert problem(answer) == (401, "key_required"), f"{route.method} {route.path}"


async def test_nothing_of_another_tenant_is_ever_shown(api: Api) -> None:
    """Whatever the first tenant has is a canary; the second asks every route for it by its true names."""
    ids = await canaries(api)
    for route in IN_API:
        if route.name in {"live_live", "keys_create", "me_change_me"} or route.deed is None:
            continue
        if route.deed.area is Area.OWN:
            continue  # no key reaches it; tests/doors/test_people.py tries it with the drivers of two cards
        operation = DOCUMENT["paths"][route.path][route.method.lower()]
        for one in ids if "{id}" in route.path else [NO_ID]:
            path = route.path.replace("{identity}", "CANARY").replace("{name}", "CANARY").replace("{id}", one)
            if route.method == "POST" and "{" not in route.path:
                continue  # it makes the caller's own
            path += NEEDED.get(route.path, "")
            answer = await api.ask(route.method, path, body_of(operation), who="other")
            place = f"{route.method} {path}: {answer.text}"
            if "{" in route.path:
                assert answer.status_code == 404, place
                assert "CANARY" not in answer.text.replace("“CANARY”", "").replace("/CANARY", ""), place
            else:
                unset = answer.status_code == 404 and answer.json()["code"].endswith("_not_set")
                assert unset or answer.status_code in {200, 204}, place
                assert "CANARY" not in answer.text, place
    assert (await api.get("/stations/CANARY"))["version"] >= 1
    assert len((await api.get("/tokens"))["items"]) == 1


def a_canary(api: Api) -> alarms.Alarm:
    now = api.clock.now()
    return alarms.Alarm(
        id=api.parts.ids.uuid(now),
        key="CANARY",
        code="station_silent",
        severity="problem",
        subject="CANARY",
        words="CANARY",
        mend="",
        since=now,
        opened_at=now,
    )


def a_collection(api: Api) -> Collection:
    now = api.clock.now()
    return Collection(
        id=api.parts.ids.uuid(now),
        state=CollectionState.MADE,
        due_on=date(2026, 12, 31),
        made_at=now,
        made_by="CANARY",
        debits=0,
        total=Money(0, Currency("EUR")),
        sha256="",
    )


async def canaries(api: Api) -> list[str]:
    """Everything there can be, with CANARY in it; the ids."""
    await api.post("/stations", {"identity": "CANARY", "access": "public", "name": "CANARY"})
    site = await api.post(
        "/sites", {"name": "CANARY", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
    )
    token = await api.post("/tokens", {"uid": "CANARY"})
    tariff = await api.post(
        "/tariffs",
        {
            "name": "CANARY",
            "currency": "SEK",
            "elements": [{"price_components": [{"type": "FLAT", "price": "1"}]}],
        },
    )
    key = await api.post("/keys", {"name": "CANARY", "role": "viewer"})
    await api.post("/series", {"name": "CANARY"})
    profile = await api.post(
        "/charging-profiles",
        {
            "description": "CANARY",
            "profile": {
                "purpose": "tx_default",
                "kind": "absolute",
                "stack_level": 0,
                "unit": "A",
                "periods": [{"start_s": 0, "limit": "6"}],
            },
        },
    )
    person = await api.post("/people", {"name": "CANARY", "role": "viewer"})
    order = await api.post("/stations/CANARY/commands", {"command": "clear_cache"})
    line = await plugged(api, "CANARY")
    await starts(line, token="CANARY")
    (session,) = (await api.get("/sessions"))["items"]
    alarm = a_canary(api)
    await api.parts.database.write(1, lambda writer: alarms.add(writer, alarm))
    dispute = a_disputed_canary(api, session["id"])
    await api.parts.database.write(1, lambda writer: disputes.add(writer, dispute))
    made = (site, token, tariff, key, person, profile, order, session, *await billed_canaries(api))
    return [one["id"] for one in made] + [str(alarm.id), str(dispute.id)]


async def billed_canaries(api: Api) -> tuple[Any, ...]:
    """An account with all that hangs on it, a run, and the draft of an invoice."""
    address = {"street": "CANARY", "town": "CANARY", "country": "SE"}
    seller = await api.ask("PUT", "/seller", {"name": "CANARY", "address": address})
    assert seller.status_code == 200, seller.text
    account = await api.post("/accounts", {"name": "CANARY", "kind": "company", "currency": "SEK"})
    payer = await api.post("/payers", {"account_id": account["id"], "by": "token", "value": "CANARY"})
    fees = [{"kind": "monthly", "text": "CANARY", "price": "1"}]
    contract = await api.post(
        "/contracts",
        {"account_id": account["id"], "name": "CANARY", "valid_from": "2026-01-01", "fees": fees},
    )
    run = await api.post("/invoice-runs", {"month": "2026-11"})
    invoice = a_draft(an_account(id=UUID(account["id"]), name="CANARY"), UUID(run["id"]))
    await api.parts.database.write(1, lambda writer: invoices.add(writer, [invoice]))
    site = (await api.get("/sites?search=CANARY"))["items"][0]["id"]
    rate = {"site_id": site, "valid_from": "2026-01-01", "price": "1", "note": "CANARY"}
    cost = await api.post("/cost-rates", rate)
    report = await api.post("/reports", {"name": "CANARY", "columns": ["sessions"], "groups": ["site"]})
    key = await api.post("/meter-keys", {"station": "CANARY", "public_key": public(), "note": "CANARY"})
    view = await api.post("/views", {"list": "sites", "name": "CANARY", "everyone": True})
    return account, payer, contract, run, cost, report, key, view, {"id": str(invoice.invoice.id)}


def a_disputed_canary(api: Api, session: str) -> Dispute:
    now = api.clock.now()
    return Dispute(
        id=api.parts.ids.uuid(now),
        state=DisputeState.OPEN,
        about=Complaint.OTHER,
        text="CANARY",
        side=Side.HOUSE,
        opened_by=ITSELF,
        opened_at=now,
        due_at=now,
        session_id=UUID(session),
        token="canary",
    )


async def test_no_body_takes_a_field_that_it_does_not_know(api: Api) -> None:
    """No request of these changes anything, so one server hears them all."""
    for route in IN_API:
        if route.body is Nothing or (route.deed is not None and route.deed.area is Area.OWN):
            continue
        example = body_of(DOCUMENT["paths"][route.path][route.method.lower()])
        assert isinstance(example, dict)
        for field in ("tenant_id", "version", "digest"):
            answer = await api.ask(route.method, filled(route.path), {**example, field: 2})
            place = f"{route.method} {route.path} with {field}: {answer.text}"
            assert problem(answer)[0] in {404, 422}, place
            if answer.status_code == 422:
                assert answer.json()["field"] == field, place


async def test_every_list_pages(api: Api) -> None:
    """Whatever is listed takes limit and cursor, and refuses what is no cursor of its own."""
    await canaries(api)
    lists = [one for one in IN_API if one.about.paged and one.deed and one.deed.area is not Area.OWN]
    (person,) = (await api.get("/people"))["items"]
    (alarm, *_) = (await api.get("/alarms"))["items"]
    (session,) = (await api.get("/sessions"))["items"]
    (tariff,) = (await api.get("/tariffs"))["items"]
    rules = {"name": "Depot", "rules": [{"tariff_id": tariff["id"]}]}
    group = await api.post("/tariff-groups", rules)
    (run,) = (await api.get("/invoice-runs"))["items"]
    (invoice,) = (await api.get("/invoices"))["items"]
    collection = a_collection(api)
    await api.parts.database.write(1, lambda writer: collections.add(writer, collection, b"", []))
    for route in lists:
        one = tariff["id"] if "/tariffs/" in route.path else session["id"]
        one = group["id"] if "/tariff-groups/" in route.path else one
        one = person["id"] if "/people/" in route.path else one
        one = alarm["id"] if "/alarms/" in route.path else one
        one = run["id"] if "/invoice-runs/" in route.path else one
        one = invoice["id"] if "/invoices/" in route.path else one
        one = str(collection.id) if "/collections/" in route.path else one
        path = route.path.replace("{identity}", "CANARY").replace("{name}", "CANARY").replace("{id}", one)
        path = path.replace("{line}", "0")
        page = await api.get(f"{path}?limit=1")
        assert set(page) == {"items", "next"}, path
        assert len(page["items"]) <= 1, path
        if page["next"] is not None:
            following = await api.get(f"{path}?limit=1&cursor={page['next']}")
            assert following["items"] != page["items"], path
        assert await api.refused("GET", f"{path}?cursor=nonsense") == (422, "cursor_invalid"), path
        for limit in ("0", "1001", "many"):
            assert await api.refused("GET", f"{path}?limit={limit}") == (422, "field_invalid"), path
        assert await api.refused("GET", f"{path}?sort=nothing") == (422, "sort_unknown"), path
        for sort in sorts_of(route):
            up = (await api.get(f"{path}?sort={sort}"))["items"]
            down = (await api.get(f"{path}?sort=-{sort}"))["items"]
            assert sorted(map(str, up)) == sorted(map(str, down)), f"{path} by {sort}"


def sorts_of(route: Route) -> list[str]:
    """The fields that the documentation of a list's `sort` names: `a, b or c; - for downwards`."""
    parameters = DOCUMENT["paths"][route.path]["get"]["parameters"]
    (told,) = [one["description"] for one in parameters if one["name"] == "sort"]
    fields, downwards, _ = told.partition("; - for downwards")
    assert downwards, f"{route.path}: {told}"
    return re.findall(r"([a-z_]+)(?: \(.*?\))?(?:, | or |$)", fields)


async def test_unknown_places_and_methods_are_problems_too(api: Api) -> None:
    for method, path, expected in (
        ("GET", "/nothing", (404, "route_unknown")),
        ("GET", "/api/v2/stations", (404, "route_unknown")),
        ("PUT", "/stations", (405, "method_not_allowed")),
        ("GET", "/stations/%00", (404, "route_unknown")),
        ("GET", "/stations?search=%00", (422, "text_invalid")),
        ("GET", "/sessions/not-an-id", (404, "session_unknown")),
    ):
        assert await api.refused(method, path) == expected, (method, path)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "body_malformed"),
        (b"{", 422, "body_malformed"),
        (b"[]", 422, "field_invalid"),
        (b'{"uid": "\xff"}', 422, "body_malformed"),
        (b"[" * 100_000, 422, "body_malformed"),
        (b'{"uid": 1e999}', 422, "body_malformed"),
        (b'{"uid": "\\u0000"}', 422, "text_invalid"),
        (b'{"uid": "\\ud800"}', 422, "body_malformed"),
        (b'{"uid": "A", "uid2": NaN}', 422, "body_malformed"),
    ],
)
async def test_broken_bodies_are_told_so(api: Api, content: bytes, status: int, code: str) -> None:
    headers = {"authorization": f"Bearer {api.keys['admin']}", "content-type": "application/json"}
    answer = await api.client.post("/api/v1/tokens", content=content, headers=headers)
    assert problem(answer)[0] == status, answer.text
    assert answer.json()["code"] in {code, "field_unknown", "field_invalid"}


async def test_what_is_open_to_everybody_tells_nothing(api: Api) -> None:
    await api.post("/stations", {"identity": "CANARY", "access": "public"})
    for path in ("/healthz", "/metrics", "/openapi.json", "/docs", "/docs/docs.js", "/docs/docs.css"):
        answer = await api.ask("GET", path, who="")
        assert answer.status_code == 200, path
        assert "CANARY" not in answer.text, path
        assert not re.search(r'(?:src|href|url\()\s*=?\s*["\']?https?://', answer.text), path
    page = await api.ask("GET", "/docs", who="")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "wattfleet_http_requests_total" in (await api.ask("GET", "/metrics", who="")).text
