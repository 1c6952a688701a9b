"""Tariff groups over HTTP, and the answer to “why this tariff” for sessions that they decided."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_charge import plugged, starts, stops

from wattfleet.usecases.close_session import close_sessions


async def tariff(api: Api, name: str, price: str) -> str:
    element = {"price_components": [{"type": "ENERGY", "price": price, "vat": "25.0"}]}
    made = await api.post("/tariffs", {"name": name, "currency": "SEK", "elements": [element]})
    return str(made["id"])


async def depot(api: Api) -> tuple[str, str, str]:
    """A group that sells to staff at 1.00 and to all others at 3.00; its id, and those of its tariffs."""
    staff, others = await tariff(api, "Staff", "1.00"), await tariff(api, "Others", "3.00")
    rules = [
        {"tariff_id": staff, "token_groups": ["staff"], "note": "our people"},
        {"tariff_id": others},
    ]
    group = (await api.post("/tariff-groups", {"name": "Depot", "rules": rules}))["id"]
    return group, staff, others


async def charge(api: Api, token: str) -> Any:
    line = await plugged(api, "CP1")
    transaction = await starts(line, token=token)
    await stops(line, transaction, 5000, "2026-11-20T14:00:00Z")
    await close_sessions(api.parts)
    return (await api.get("/sessions"))["items"][0]


async def test_a_group_is_made_changed_and_put_away(api: Api) -> None:
    group, staff, _ = await depot(api)
    shown = await api.ask("GET", f"/tariff-groups/{group}")
    assert (shown.headers["etag"], shown.json()["rules"][0]["note"]) == ('W/"1"', "our people")
    changed = await api.ask("PATCH", f"/tariff-groups/{group}", {"name": "D2"}, if_match='W/"1"')
    assert (changed.json()["name"], changed.json()["version"]) == ("D2", 2)
    assert (await api.refused("DELETE", f"/tariffs/{staff}"))[1] == "tariff_in_use"
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.ask("PUT", "/stations/CP1/tariff", {"group_id": group})
    assert (await api.get("/stations/CP1/tariff"))["items"][0]["group_id"] == group
    assert (await api.refused("DELETE", f"/tariff-groups/{group}"))[1] == "group_in_use"
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": staff})
    assert (await api.ask("DELETE", f"/tariff-groups/{group}")).status_code == 204


async def test_the_group_chooses_by_the_card_and_says_why(api: Api) -> None:
    group, staff, others = await depot(api)
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2", "group": "staff"})
    await api.post("/tokens", {"uid": "04B3"})
    await api.ask("PUT", "/stations/CP1/tariff", {"group_id": group})
    for token, before_vat, tariff_id, tried in (
        ("04A2", "4.00", staff, [[]]),
        ("04B3", "12.00", others, [["token_groups"], []]),
    ):
        session = await charge(api, token)
        assert session["cost"]["before_vat"] == before_vat
        why = await api.get(f"/sessions/{session['id']}/tariff")
        assert (why["tariff_id"], why["group_id"], why["place"]) == (tariff_id, group, "station")
        assert [one["failed"] for one in why["tried"]] == tried
        assert f"Rule {len(tried)} of the group “Depot” held" in why["text"]


async def test_without_an_assignment_the_answer_says_so(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    session = await charge(api, "04A2")
    why = await api.get(f"/sessions/{session['id']}/tariff")
    assert (why["tariff_id"], why["place"]) == (None, "none")
    assert why["text"].startswith("Nothing is assigned")


async def test_bad_input_is_refused_in_words(api: Api) -> None:
    group, staff, _ = await depot(api)
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    both = {"tariff_id": staff, "group_id": group}
    assert (await api.refused("PUT", "/stations/CP1/tariff", both))[1] == "assignment_twofold"
    nowhere = {"group_id": "01970000-0000-7000-8000-000000000000"}
    assert (await api.refused("PUT", "/stations/CP1/tariff", nowhere))[:2] == (404, "group_unknown")
    rules = {"name": "x", "rules": [{"tariff_id": "01970000-0000-7000-8000-000000000000"}]}
    assert (await api.refused("POST", "/tariff-groups", rules))[:2] == (404, "tariff_unknown")
    assert (await api.refused("GET", f"/tariff-groups/{group}", who="other"))[0] == 404
