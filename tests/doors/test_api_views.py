"""Kept views of lists: one's own on every machine, everyone's by those who may, and nobody else's."""

from tests.doors.api import Api, problem
from tests.doors.test_people import Browser, linked, signed_in

from wattfleet.access.views import MOST

GONE = {"list": "stations", "name": " Depot,  gone ", "filters": {"connected": "false", "site": ""}}


async def test_a_view_is_found_again_by_the_same_person_on_another_machine(api: Api) -> None:
    anna = await signed_in(api)
    made = (await anna.asks("POST", "/views", GONE)).json()
    assert (made["name"], made["filters"], made["everyone"], made["by"]) == (
        "Depot, gone",
        {"connected": "false"},
        False,
        "Anna Lind",
    )
    me = (await anna.asks("GET", "/me")).json()["id"]
    elsewhere = Browser(api)
    await elsewhere.opens(await linked(api, {"id": me}))
    assert (await elsewhere.asks("GET", "/views?list=stations")).json()["items"] == [made]
    assert (await elsewhere.asks("GET", "/views?list=sites")).json()["items"] == []


async def test_one_of_the_same_name_is_written_anew(api: Api) -> None:
    first = await api.post("/views", GONE)
    again = await api.post("/views", {**GONE, "filters": {"access": "home"}})
    assert (again["id"], again["filters"]) == (first["id"], {"access": "home"})
    assert len((await api.get("/views"))["items"]) == 1
    assert [one["verb"] for one in (await api.get("/acts?noun=view"))["items"]] == ["change", "create"]


async def test_everyones_views_are_kept_and_forgotten_by_those_who_may(api: Api) -> None:
    shared = await api.post("/views", {**GONE, "everyone": True}, who="operator")
    for role in ("viewer", "auditor"):
        refused = await api.ask("POST", "/views", {**GONE, "everyone": True}, who=role)
        assert problem(refused) == (403, "role_insufficient")
        assert (await api.get("/views", who=role))["items"] == [shared]
        refused = await api.ask("DELETE", f"/views/{shared['id']}", who=role)
        assert problem(refused) == (403, "role_insufficient")
    own = await api.post("/views", GONE, who="viewer")
    assert {one["id"] for one in (await api.get("/views", who="viewer"))["items"]} == {
        own["id"],
        shared["id"],
    }
    assert (await api.ask("DELETE", f"/views/{shared['id']}", who="finance")).status_code == 204
    assert (await api.ask("DELETE", f"/views/{own['id']}", who="viewer")).status_code == 204


async def test_a_view_of_somebody_else_is_not_there(api: Api) -> None:
    own = await api.post("/views", GONE, who="operator")
    assert (await api.get("/views"))["items"] == []
    assert await api.refused("DELETE", f"/views/{own['id']}") == (404, "view_unknown")
    assert (await api.get("/views", who="operator"))["items"] == [own]


async def test_a_view_has_a_name_and_there_are_not_too_many(api: Api) -> None:
    assert await api.refused("POST", "/views", {**GONE, "name": "  "}) == (422, "view_nameless")
    assert (await api.refused("POST", "/views", {**GONE, "list": "No list"}))[0] == 422
    for n in range(MOST):
        await api.post("/views", {**GONE, "name": f"{n}"})
    assert await api.refused("POST", "/views", GONE) == (409, "views_full")
    assert (await api.post("/views", {**GONE, "name": "7"}))["name"] == "7"


async def test_the_views_of_a_person_go_with_her(api: Api) -> None:
    anna = await signed_in(api)
    await anna.asks("POST", "/views", GONE)
    shared = (await anna.asks("POST", "/views", {**GONE, "name": "All", "everyone": True})).json()
    me = (await anna.asks("GET", "/me")).json()["id"]
    assert (await api.ask("DELETE", f"/people/{me}")).status_code == 204
    assert (await api.get("/views"))["items"] == [shared], "what everyone has stays"
