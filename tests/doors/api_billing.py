"""What tests of billing over HTTP do: a sold station, charges of cards, a seller, runs that are worked on."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_charge import plugged, starts, stops
from tests.selling import BUYER, SELLER, facts

from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import parse_instant
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.post_ratings import post_ratings
from wattfleet.usecases.work_invoice_runs import work_invoice_runs


async def sold(api: Api, identity: str = "CP1", *, price: str = "3.33", **more: Any) -> str:
    """A station that sells energy at a price with 25 % VAT; the tariff's id."""
    element = {"price_components": [{"type": "ENERGY", "price": price, "vat": "25.0"}]}
    body = {"name": "Day", "currency": "SEK", "elements": [element], **more}
    tariff = (await api.post("/tariffs", body))["id"]
    await api.post("/stations", {"identity": identity, "access": "public"})
    answer = await api.ask("PUT", f"/stations/{identity}/tariff", {"tariff_id": tariff})
    assert answer.status_code == 200, answer.text
    return str(tariff)


async def charge(api: Api, token: str, wh: int = 5000, *, day: str = "2026-11-20", at: str = "12") -> str:
    """A charge of an hour at CP1, rated and booked; the session's id."""
    line = await plugged(api, "CP1")
    transaction = await starts(line, token=token, at=f"{day}T{at}:00:00Z")
    await stops(line, transaction, 1000 + wh, f"{day}T{int(at) + 1:02}:00:00Z")
    await settled(api)
    found = (await api.get("/sessions?sort=-started_at&limit=1"))["items"]
    return str(found[0]["id"])


async def settled(api: Api) -> None:
    """What the clockwork does about prices and books."""
    await close_sessions(api.parts)
    await post_ratings(api.parts)


async def a_buyer(api: Api, *tokens: str, **more: Any) -> Any:
    """An account that pays for these cards."""
    for token in tokens:
        await api.ask("POST", "/tokens", {"uid": token})
    account = await api.post("/accounts", BUYER | more)
    for token in tokens:
        await api.post("/payers", {"account_id": account["id"], "by": "token", "value": token})
    return account


async def a_seller(api: Api, **more: Any) -> None:
    answer = await api.ask("PUT", "/seller", SELLER | more)
    assert answer.status_code == 200, answer.text


def later(api: Api, moment: str = "2026-12-01T10:00:00Z") -> None:
    """The clock goes on."""
    assert isinstance(api.parts.clock, ManualClock)
    api.parts.clock.advance(parse_instant(moment) - api.parts.clock.now())


async def proposed(api: Api, month: str = "2026-11") -> Any:
    """A run, as it stands once it is proposed."""
    run = await api.post("/invoice-runs", {"month": month})
    await work_invoice_runs(api.parts, vat=facts())
    return await api.get(f"/invoice-runs/{run['id']}")


async def issued(api: Api, month: str = "2026-11") -> Any:
    """A run, as it stands once it is issued."""
    run = await proposed(api, month)
    if run["state"] == "draft":
        await api.post(f"/invoice-runs/{run['id']}/issue", {})
        await work_invoice_runs(api.parts, vat=facts())
    return await api.get(f"/invoice-runs/{run['id']}")


async def invoices(api: Api, query: str = "") -> Any:
    return (await api.get(f"/invoices?{query}"))["items"]


async def balances(api: Api, query: str = "") -> dict[str, str]:
    """Ledger accounts that are not nothing, without whose they are."""
    found = (await api.get(f"/ledger/balances?{query}"))["items"]
    return {
        one["account"].partition(":")[0] if "receivable" in one["account"] else one["account"]: one["balance"]
        for one in found
        if float(one["balance"])
    }
