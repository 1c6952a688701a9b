"""Each privileged deed leaves its act, with who did it and what differs; no secret stands in one."""

from tests.doors.api import Api


async def test_deeds_leave_their_acts(api: Api) -> None:
    made = await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.ask("PATCH", "/stations/CP1", {"name": "Bay 1"}, who="operator")
    await api.post("/tokens", {"uid": "04A2"})
    await api.ask("DELETE", "/tokens/04A2")
    await api.post("/stations/CP1/password", {})
    await api.post("/stations/CP1/commands", {"command": "clear_cache"})
    key = await api.post("/keys", {"name": "wall", "role": "viewer"})
    await api.ask("DELETE", f"/keys/{key['id']}")
    await api.client.post(
        "/api/v1/import?kind=tokens",
        content=b"uid\nAA\nBB\n",
        headers={"authorization": f"Bearer {api.keys['admin']}", "content-type": "text/csv"},
    )
    told = (await api.get("/acts?sort=number"))["items"]
    deeds = [(one["verb"], one["noun"], one["name"]) for one in told if one["who"]["kind"] == "key"]
    assert deeds == [
        ("create", "station", "CP1"),
        ("change", "station", "CP1"),
        ("create", "token", "04A2"),
        ("remove", "token", "04A2"),
        ("set_password", "station", "CP1"),
        ("command", "station", "CP1"),
        ("create", "key", "wall"),
        ("revoke", "key", "wall"),
        ("import_create", "token", "AA"),
        ("import_create", "token", "BB"),
    ]
    (named,) = [one for one in told if one["verb"] == "change"]
    assert (named["before"]["name"], named["after"]["name"]) == ("", "Bay 1")
    assert named["who"]["name"] == "operator key"
    text = (await api.ask("GET", "/acts?limit=1000")).text
    assert made["ocpp_password"] not in text
    assert key["key"] not in text
    assert "digest" not in text
    assert (await api.get("/acts-chain"))["whole"] is True


async def test_acts_are_filtered(api: Api) -> None:
    await api.post("/tokens", {"uid": "04A2"})
    await api.post("/stations", {"identity": "CP1", "access": "public"}, who="operator")
    assert [one["noun"] for one in (await api.get("/acts?id=CP1"))["items"]] == ["station"]
    assert len((await api.get("/acts?noun=token&verb=create"))["items"]) == 1
    assert len((await api.get("/acts?who=operator%20key"))["items"]) == 1
    assert (await api.get("/acts?from=2030-01-01T00:00:00Z"))["items"] == []


async def test_what_was_refused_leaves_none(api: Api) -> None:
    before = (await api.get("/acts-chain"))["acts"]
    await api.ask("PATCH", "/stations/NOBODY", {"name": "x"})
    await api.ask("POST", "/tokens", {"uid": ""})
    assert (await api.get("/acts-chain"))["acts"] == before
