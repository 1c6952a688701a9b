"""A session says on which invoice it stands, and whether it was measured as the law asks."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, sold
from tests.doors.test_api_corrections import amended
from tests.doors.test_api_measuring import WHOLE, gated
from tests.doors.test_api_measuring import charge as measured
from tests.signing import public

from wattfleet.billing.measuring import parse_measuring
from wattfleet.storage import session_list
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.gate_verdicts import Gate, Verdict, Verdicts, asking, verdicts


async def listed(api: Api) -> Any:
    """The newest session as the list shows it, which is how it shows it alone, too."""
    (first, *_) = (await api.get("/sessions"))["items"]
    alone = await api.get(f"/sessions/{first['id']}")
    assert {name: alone[name] for name in first} == first
    return first


async def documents(api: Api, session: str) -> list[tuple[Any, ...]]:
    found = (await api.get(f"/sessions/{session}"))["invoices"]
    return [(one["number"], one["kind"], one["before_vat"], one["stands"]) for one in found]


async def billed(api: Api) -> str:
    """A session on an invoice of its own; its id."""
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    session = await charge(api, "04A2")
    assert (await listed(api))["invoice"] is None
    later(api)
    await issued(api)
    return session


async def test_a_session_names_the_invoice_on_which_it_stands(api: Api) -> None:
    session = await billed(api)
    invoice = (await api.get("/invoices"))["items"][0]
    shown = await listed(api)
    assert shown["invoice"] == {"id": invoice["id"], "number": "2026-00001"}
    assert shown["metrology"] is None
    assert await documents(api, session) == [("2026-00001", "invoice", "16.65", True)]


async def test_a_corrected_session_names_the_newest_and_tells_all(api: Api) -> None:
    session = await billed(api)
    await amended(api, session, energy_wh="2500")
    later(api, "2027-01-02T10:00:00Z")
    await issued(api, "2026-12")
    told = await documents(api, session)
    assert [(one[0], one[1], one[3]) for one in told] == [
        ("2026-00001", "invoice", False),
        ("C2027-00001", "credit_note", True),
    ]
    assert (await listed(api))["invoice"]["number"] == "C2027-00001"


async def test_what_was_credited_stands_nowhere(api: Api) -> None:
    session = await billed(api)
    await api.post("/invoices/2026-00001/credit", {"reason": "the wrong buyer"})
    assert (await listed(api))["invoice"] is None
    assert [one[3] for one in await documents(api, session)] == [False]


async def test_the_gate_is_told_with_what_to_do(api: Api) -> None:
    await gated(api)
    await measured(api, WHOLE)
    shown = (await listed(api))["metrology"]
    assert (shown["state"], shown["code"]) == ("held", "meter_key_missing")
    assert shown["why"] == "The site asks for it: as in Germany"
    assert shown["hint"].startswith("Register the key")
    key = await api.post("/meter-keys", {"station": "CP1", "public_key": public(), "meter": "M1"})
    assert (await listed(api))["metrology"] == {
        "state": "passed",
        "why": "The site asks for it: as in Germany",
        "code": None,
        "text": None,
        "hint": None,
    }
    await api.ask("PATCH", f"/meter-keys/{key['id']}", {"state": "revoked", "note": "mistyped"})
    assert (await listed(api))["metrology"]["state"] == "held"
    nothing: dict[str, Any] = {"sites": []}
    await api.ask("PUT", "/metrology", nothing)
    assert (await listed(api))["metrology"] is None


async def test_nothing_is_said_where_nothing_is_sold(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    site = str((await api.get("/sites"))["items"][0]["id"])
    said = {"sites": [{"site_id": site, "gate": "required", "note": "as in Germany"}]}
    await api.ask("PUT", "/metrology", said)
    await measured(api)
    assert (await listed(api))["metrology"] is None


LAW = """
[tolerance]
energy_wh = 10
boundary_s = 15
[[rule]]
name = "here"
country = "{country}"
uses = ["public"]
valid_from = 2019-04-01
energy = true
time = true
source = "a test"
[rule.text]
en = "The law of the land asks."
sv = "Landets lag kräver det."
de = "Das Gesetz des Landes verlangt es."
"""


@pytest.mark.parametrize(("country", "gate"), [("SE", Gate.HELD), ("DE", None)])
async def test_the_law_of_the_country_of_its_site_is_asked(api: Api, country: str, gate: Gate | None) -> None:
    await sold(api)
    await measured(api)
    law = parse_measuring(LAW.format(country=country))

    def look(reader: Reader) -> list[Verdict]:
        lines = session_list.page(reader, PageQuery(limit=5), asking(law)).items
        return list(verdicts(reader, law, lines, Verdicts()).values())

    found = await api.parts.database.read(1, look)
    assert [one.gate for one in found] == ([] if gate is None else [gate])
