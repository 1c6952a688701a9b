"""An auditor reads everything and changes nothing; each read is a line that admins see."""

from tests.doors.api import Api


async def test_what_an_auditor_reads_is_written_down(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.get("/stations/CP1/frames?action=Heartbeat", who="auditor")
    await api.refused("GET", "/stations/NOBODY", who="auditor")
    await api.get("/stations", who="viewer")
    lines = (await api.get("/reads?sort=at"))["items"]
    assert {(one["method"], one["path"], one["query"]) for one in lines} == {
        ("GET", "/api/v1/stations/CP1/frames", "action=Heartbeat"),
        ("GET", "/api/v1/stations/NOBODY", None),
    }
    assert all("auditor key" in one["reader"] for one in lines)
    assert len((await api.get("/reads?path=/api/v1/stations/CP1"))["items"]) == 1
    assert (await api.get("/reads", who="other"))["items"] == []


async def test_an_auditor_changes_nothing(api: Api) -> None:
    body = {"identity": "CP1", "access": "public"}
    assert await api.refused("POST", "/stations", body, who="auditor") == (403, "role_insufficient")
    assert await api.refused("GET", "/reads", who="auditor") == (403, "role_insufficient")
