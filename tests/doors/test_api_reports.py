"""What sessions cost and what is left; reports over them, as rows, as files, and by mail."""

from typing import Any

from tests.doors.api import PEPPER, Api, problem
from tests.doors.api_billing import charge, later, settled, sold
from tests.doors.postbox import Postbox, files_of

from wattfleet.usecases.reports import send_reports

COLUMNS = ["sessions", "energy_kwh", "before_vat", "cost", "margin"]


async def site_of(api: Api) -> str:
    return str((await api.get("/sites"))["items"][0]["id"])


async def cost(api: Api, day: str, **rest: Any) -> Any:
    body = {"site_id": await site_of(api), "valid_from": day, **rest}
    return await api.post("/cost-rates", body)


async def margin(api: Api, session: str) -> tuple[Any, ...]:
    found = await api.get(f"/sessions/{session}/margin")
    return found["sale"], found["cost"], found["margin"], found["cost_reason"]


async def saved(api: Api, **rest: Any) -> Any:
    body = {"name": "By site", "groups": ["site"], "columns": COLUMNS, "period": "this_month", **rest}
    return await api.post("/reports", body)


async def test_a_session_has_a_cost_by_the_rate_of_its_day_and_a_margin(api: Api) -> None:
    await sold(api)
    session = await charge(api, "04A2")
    assert await margin(api, session) == ("16.65", None, None, "no_rate")
    later_rate = await cost(api, "2026-11-21", price="9.00")
    assert await margin(api, session) == ("16.65", None, None, "no_rate")
    made = await cost(api, "2026-11-01", price="0.85", monthly="1250.00", note="supplier")
    assert (made["currency"], made["monthly"], made["price"]) == ("SEK", "1250.00", "0.85")
    assert await margin(api, session) == ("16.65", "4.25", "12.40", None)
    (line,) = (await api.get(f"/sessions/{session}/margin"))["cost_lines"]
    assert (line["quantity"], line["price"], line["before_vat"]) == ("5", "0.85", "4.25")
    body = {"site_id": made["site_id"], "valid_from": "2026-11-01", "price": "1"}
    assert await api.refused("POST", "/cost-rates", body) == (409, "cost_rate_exists")
    assert (await api.ask("DELETE", f"/cost-rates/{later_rate['id']}")).status_code == 204
    assert len((await api.get("/cost-rates"))["items"]) == 1
    assert (await api.ask("GET", f"/sessions/{session}/margin", who="viewer")).status_code == 403


async def test_a_session_over_midnight_is_cut_where_the_rate_changes(api: Api) -> None:
    await sold(api)
    await cost(api, "2026-11-01", price="1.00")
    await cost(api, "2026-11-21", price="3.00")
    session = await charge(api, "04A2", 4000, at="22")  # 23:00 to midnight in Stockholm
    assert (await margin(api, session))[1] == "4.00"


async def test_a_rate_may_follow_a_series(api: Api) -> None:
    await sold(api)
    await api.post("/series", {"name": "SE3"})
    await cost(api, "2026-11-01", index={"series": "SE3", "adder": "0.10"})
    session = await charge(api, "04A2")
    assert (await margin(api, session))[3] == "series_missing"


async def test_what_is_no_rate_is_refused(api: Api) -> None:
    await sold(api)
    body = {"site_id": await site_of(api), "valid_from": "2026-11-01"}
    both = {**body, "price": "1", "index": {"series": "SE3"}}
    assert await api.refused("POST", "/cost-rates", body) == (422, "cost_rate_price")
    assert await api.refused("POST", "/cost-rates", both) == (422, "cost_rate_price")


async def test_a_report_shows_what_stands_and_comes_as_a_file(api: Api) -> None:
    await sold(api)
    await cost(api, "2026-11-01", price="0.85")
    await charge(api, "04A2")
    await charge(api, "04A2", at="15")
    report = await saved(api)
    found = await api.get(f"/reports/{report['id']}/rows")
    assert (found["first"], found["last"]) == ("2026-11-01", "2026-11-20")
    assert found["heads"] == ["site", "currency", *COLUMNS]
    assert found["rows"] == [["Depot", "SEK", "2", "10.000000", "33.30", "8.50", "24.80"]]
    file = await api.ask("GET", f"/reports/{report['id']}/file?format=csv")
    assert file.text.splitlines()[1] == "Depot,SEK,2,10.000000,33.30,8.50,24.80"
    assert "By-site.csv" in file.headers["content-disposition"]
    for form in ("xlsx", "parquet"):
        assert (await api.ask("GET", f"/reports/{report['id']}/file?format={form}")).status_code == 200
    old = await saved(api, period="days", first="2026-10-01", last="2026-11-19")
    empty = await api.get(f"/reports/{old['id']}/rows")
    assert (empty["first"], empty["last"], empty["rows"]) == ("2026-10-01", "2026-11-19", [])
    assert (await api.ask("DELETE", f"/reports/{old['id']}")).status_code == 204
    assert await api.refused("GET", f"/reports/{old['id']}/rows") == (404, "report_unknown")


async def test_it_is_sent_on_its_day_once_and_says_why_it_was_not(api: Api) -> None:
    await sold(api)
    await charge(api, "04A2")
    await settled(api)
    report = await saved(api, every="month", to=["boss@example.org"], period="last_month", form="csv")
    path = f"/reports/{report['id']}"
    assert report["next_at"] == "2026-12-01T05:00:00Z"
    assert await send_reports(api.parts, pepper=PEPPER) == 0
    later(api, "2026-12-01T05:00:01Z")
    assert await send_reports(api.parts, pepper=PEPPER) == 1
    told = await api.get(path)
    assert "No mail server" in told["problem"]
    assert told["next_at"] == "2026-12-01T06:00:01Z"
    box = Postbox()
    await box.open()
    try:
        wish = {"host": "127.0.0.1", "port": box.port, "security": "none", "sender": "csms@north.example"}
        assert (await api.ask("PUT", "/mail", wish)).status_code == 200
        later(api, "2026-12-01T06:30:00Z")
        assert await send_reports(api.parts, pepper=PEPPER) == 1
        assert await send_reports(api.parts, pepper=PEPPER) == 0
    finally:
        await box.close()
    told = await api.get(path)
    assert (told["problem"], told["next_at"]) == ("", "2027-01-01T05:00:00Z")
    (mail,) = box.mails
    assert (mail["to"], mail["subject"]) == ("boss@example.org", "By site")
    (content,) = [one for _, one in files_of(mail).values()]
    assert b"Depot,SEK,1,5.000000,16.65,," in content


async def test_a_report_becomes_another(api: Api) -> None:
    await sold(api)
    made = await saved(api, every="month", to=["boss@example.org"])
    path = f"/reports/{made['id']}"
    changed = await api.ask("PATCH", path, {"name": "Energy", "period": "days"}, if_match='"1"')
    assert problem(changed) == (422, "report_days")
    body: dict[str, Any] = {"name": "Energy", "period": "days", "first": "2026-11-01", "last": "2026-11-20"}
    days = (await api.ask("PATCH", path, body)).json()
    assert (days["name"], days["first"], days["next_at"]) == ("Energy", "2026-11-01", made["next_at"])
    body = {"period": "last_month", "every": None}
    plain = (await api.ask("PATCH", path, body)).json()
    assert [plain[one] for one in ("first", "last", "every", "to", "next_at")] == [None, None, None, [], None]
    stale = await api.ask("PATCH", path, {"name": "Late"}, if_match='"1"')
    assert problem(stale) == (412, "version_stale")
    weekly = (await api.ask("PATCH", path, {"every": "week", "to": ["boss@example.org"]})).json()
    assert weekly["next_at"] == "2026-11-23T05:00:00Z"
    assert (await api.get(path))["version"] == 4
    acts = (await api.get("/acts?noun=report"))["items"]
    assert [one["verb"] for one in acts] == ["change", "change", "change", "create"]
    elsewhere = {"site_id": "01970000-0000-7000-8000-000000000001"}
    assert problem(await api.ask("PATCH", path, elsewhere)) == (404, "site_unknown")
