"""A dispute holds what it is about, both sides see the same, and it ends once, with what follows."""

from typing import Any
from uuid import UUID

import pytest
from tests.doors.api import Api, problem
from tests.doors.api_billing import (
    a_buyer,
    a_seller,
    charge,
    invoices,
    issued,
    later,
    proposed,
    settled,
    sold,
)
from tests.doors.test_people import Browser
from tests.selling import facts

from wattfleet.storage import disputes as kept
from wattfleet.usecases.keep_alarms import keep_tenant
from wattfleet.usecases.work_invoice_runs import work_invoice_runs

WHY = {"reason": "The meter was read: it is right."}


async def charged(api: Api) -> str:
    """A seller, a buyer, and a session of hers that has ended."""
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    return await charge(api, "04A2")


async def disputed(api: Api, **about: Any) -> Any:
    body = {"about": "energy", "text": "My car took less.", **about}
    return await api.post("/disputes", body)


async def holds(api: Api, run: Any) -> list[str]:
    return [one["code"] for one in (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]]


async def driver(api: Api, uid: str = "04A2") -> Browser:
    (token,) = [one for one in (await api.get("/tokens"))["items"] if one["uid"] == uid]
    link = (await api.post(f"/tokens/{token['id']}/link", {}))["link"]
    browser = Browser(api)
    await browser.opens(link)
    return browser


async def test_what_is_disputed_reaches_no_invoice_until_it_is_explained(api: Api) -> None:
    session = await charged(api)
    dispute = await disputed(api, session_id=session, side="fleet", contact="fleet@example.org")
    assert (dispute["state"], dispute["late"], dispute["revision"]) == ("open", False, 1)
    later(api)
    run = await issued(api)
    assert (run["invoices"], await holds(api, run)) == (0, ["disputed"])
    ended = await api.post(f"/disputes/{dispute['id']}/explain", WHY)
    assert (ended["state"], ended["answer"], ended["version"]) == ("explained", WHY["reason"], 2)
    assert (await issued(api))["issued"] == 1
    acts = (await api.get("/acts?noun=dispute"))["items"]
    assert sorted(one["verb"] for one in acts) == ["explain", "open"]


async def test_a_draft_that_is_disputed_is_not_issued(api: Api) -> None:
    session = await charged(api)
    later(api)
    run = await proposed(api)
    await disputed(api, session_id=session)
    await api.post(f"/invoice-runs/{run['id']}/issue", {})
    await work_invoice_runs(api.parts, vat=facts())
    done = await api.get(f"/invoice-runs/{run['id']}")
    assert (done["issued"], done["held"], await holds(api, run)) == (0, 1, ["changed_since"])


async def test_it_is_rated_anew_in_one_step_and_corrected_by_the_next_run(api: Api) -> None:
    session = await charged(api)
    later(api)
    await issued(api)
    dispute = await disputed(api, session_id=session)
    assert dispute["account_id"] is not None
    path = f"/disputes/{dispute['id']}/rerate"
    assert await api.refused("POST", path, {"revision": 1, **WHY}) == (409, "nothing_rerated")
    assert await api.refused("POST", path, {"revision": 7, "energy_wh": "1", **WHY}) == (
        409,
        "revision_stale",
    )
    ended = await api.post(path, {"revision": 1, "energy_wh": "4000", **WHY})
    assert ended["state"] == "rerated"
    await settled(api)
    await issued(api)
    note = await api.get("/invoices/C2026-00001")
    assert (note["kind"], note["net"]) == ("credit_note", "3.33")


async def test_what_was_decided_since_ends_it_too(api: Api) -> None:
    session = await charged(api)
    dispute = await disputed(api, session_id=session)
    await api.post(f"/sessions/{session}/write-off", {"reason": "a test charge", "revision": 1})
    ended = await api.post(f"/disputes/{dispute['id']}/rerate", {"revision": 2, **WHY})
    assert ended["state"] == "rerated"
    await settled(api)
    later(api)
    assert (await issued(api))["invoices"] == 0


async def test_a_credit_note_ends_it(api: Api) -> None:
    session = await charged(api)
    dispute = await disputed(api, session_id=session)
    path = f"/disputes/{dispute['id']}/credit"
    assert await api.refused("POST", path, WHY) == (409, "dispute_not_invoiced")
    await api.post(f"/disputes/{dispute['id']}/withdraw", WHY)
    later(api)
    await issued(api)
    (invoice,) = await invoices(api)
    again = await disputed(api, invoice_id=invoice["id"], line=1)
    assert await api.refused("POST", "/disputes", _line(invoice, 1)) == (409, "dispute_open_already")
    assert await api.refused("POST", "/disputes", _line(invoice, 2)) == (422, "line_unknown")
    told = await api.get(f"/disputes/{again['id']}/evidence")
    assert (told["invoice"], told["line"]["net"][0]) == ("2026-00001", 1665)
    ended = await api.post(f"/disputes/{again['id']}/credit", WHY)
    note = await api.get("/invoices/C2026-00001")
    assert (ended["state"], ended["credit_note_id"]) == ("credited", note["id"])
    assert await api.refused("POST", f"/disputes/{again['id']}/explain", WHY) == (409, "dispute_closed")


def _line(invoice: Any, line: int) -> dict[str, Any]:
    return {"about": "price", "text": "Too dear.", "invoice_id": invoice["id"], "line": line}


async def test_nobody_is_reminded_of_what_is_disputed(api: Api) -> None:
    session = await charged(api)
    later(api)
    await issued(api)
    (invoice,) = await invoices(api)

    async def disputed_now() -> int:
        found = await api.parts.database.read(
            1, lambda reader: kept.disputed_invoices(reader, [UUID(invoice["id"])])
        )
        return len(found)

    assert await disputed_now() == 0
    one = await disputed(api, session_id=session)
    assert await disputed_now() == 1
    other = await disputed(api, invoice_id=invoice["id"])
    await api.post(f"/disputes/{one['id']}/withdraw", WHY)
    assert await disputed_now() == 1
    await api.post(f"/disputes/{other['id']}/withdraw", WHY)
    assert await disputed_now() == 0


async def test_a_driver_disputes_her_own_sessions_and_sees_the_same_evidence(api: Api) -> None:
    session = await charged(api)
    mine = await driver(api)
    body = {"session_id": session, "about": "energy", "text": "It was less."}
    made = await mine.asks("POST", "/my/disputes", body)
    assert made.status_code == 201, made.text
    path = f"/my/disputes/{made.json()['id']}"
    assert problem(await mine.asks("POST", "/my/disputes", body)) == (409, "dispute_open_already")
    said = await api.post(path.replace("/my", "") + "/messages", {"text": "Which car was it?"})
    assert said["ours"]
    later(api, "2026-11-21T10:00:00Z")
    await mine.asks("POST", path + "/messages", {"text": "The blue one."})
    shown = (await mine.asks("GET", path)).json()
    assert [(one["ours"], one["text"]) for one in shown["messages"]] == [
        (True, "Which car was it?"),
        (False, "The blue one."),
    ]
    assert {one["by"]["name"] for one in shown["messages"] if one["ours"]} == {""}
    hers, ours = (
        (await mine.asks("GET", path + "/evidence")).json(),
        await api.get(path.replace("/my", "") + "/evidence"),
    )
    assert hers == ours
    assert all(one["holds"] for one in ours["checks"])
    assert ours["session"]["frames"]
    assert [one["number"] for one in ours["revisions"]] == [1]
    await api.post("/tokens", {"uid": "04FF"})
    theirs = await driver(api, "04FF")
    for method, place, sent in (
        ("GET", path, None),
        ("GET", path + "/evidence", None),
        ("POST", path + "/messages", {"text": "x"}),
        ("POST", path + "/withdraw", WHY),
    ):
        assert problem(await theirs.asks(method, place, sent)) == (404, "dispute_unknown")
    assert problem(await theirs.asks("POST", "/my/disputes", body)) == (404, "session_unknown")
    assert (await theirs.asks("GET", "/my/disputes")).json()["items"] == []
    assert (await mine.asks("POST", path + "/withdraw", WHY)).json()["state"] == "withdrawn"


async def test_the_clock_runs_out_and_somebody_is_told(api: Api) -> None:
    session = await charged(api)
    clock = await api.ask("PUT", "/dispute-clock", {"answer_days": 2, "open_days": 5})
    assert clock.json() == {"answer_days": 2, "open_days": 5}
    dispute = await disputed(api, session_id=session)
    late = "/alarms?state=open&code=disputes_late"
    await keep_tenant(api.parts, 1, ())
    assert (await api.get(late))["items"] == []
    later(api, "2026-12-20T10:00:00Z")
    await keep_tenant(api.parts, 1, ())
    assert len((await api.get(late))["items"]) == 1
    assert (await api.get(f"/disputes/{dispute['id']}"))["late"]
    await api.post(f"/disputes/{dispute['id']}/explain", WHY)
    await keep_tenant(api.parts, 1, ())
    assert (await api.get(late))["items"] == []
    body = {"session_id": session, "about": "time", "text": "It was later."}
    mine = await driver(api)
    assert problem(await mine.asks("POST", "/my/disputes", body)) == (409, "dispute_too_late")
    await api.post("/disputes", body)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({}, "dispute_subject"),
        ({"session_id": "S", "invoice_id": "S"}, "dispute_subject"),
        ({"session_id": "S", "line": 1}, "dispute_subject"),
    ],
)
async def test_it_is_about_one_thing(api: Api, about: dict[str, Any], code: str) -> None:
    session = await charged(api)
    told = {name: session if one == "S" else one for name, one in about.items()}
    body = {"about": "energy", "text": "My car took less.", **told}
    assert await api.refused("POST", "/disputes", body) == (422, code)


async def test_a_driver_writes_nothing_that_is_not_asked_for(api: Api) -> None:
    session = await charged(api)
    mine = await driver(api)
    body = {"session_id": session, "about": "energy", "text": "It was less.", "side": "house"}
    assert problem(await mine.asks("POST", "/my/disputes", body)) == (422, "field_unknown")
    for path, sent in (("messages", {"text": "x", "by": "y"}), ("withdraw", {**WHY, "version": 1})):
        answer = await mine.asks("POST", f"/my/disputes/{session}/{path}", sent)
        assert problem(answer) == (422, "field_unknown")
