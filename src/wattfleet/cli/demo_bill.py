"""The demo's month: who sells and who pays, last month's invoices with their documents, this month's draft.

It begins when the past has arrived, and is safe to repeat: what is there already is left alone.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wattfleet.cli.demo_town import ZONE, Api
from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.timeline import SECOND_US

LONGEST_S = 120
_STREET = {"town": "Stockholm", "country": "SE"}
COMPANY: dict[str, Any] = {
    "name": "Wattfleet Demo AB",
    "country": "SE",
    "zone": ZONE.name,
    "currency": "SEK",
    "vat_number": "SE556703748501",
}
SELLER: dict[str, Any] = {
    "name": "Wattfleet Demo AB",
    "address": {"street": "Kungsgatan 1", "postcode": "111 43", **_STREET},
    "vat_number": "SE556703748501",
    "routing": "0007:5567037485",
    "email": "billing@example.org",
    "contact": "Billing",
    "phone": "+46 8 000 00 00",
    "bank": {"bankgiro": "5805-6201", "iban": "SE4550000000058398257466", "bic": "ESSESESS"},
    "texts": {"sv": {"intro": "Tack för att du laddar hos oss."}},
    "extra_lines": ["Godkänd för F-skatt"],
}
COMPANIES: tuple[dict[str, Any], ...] = (
    {
        "name": "Årsta Budbil AB",
        "kind": "company",
        "currency": "SEK",
        "language": "sv",
        "address": {"street": "Sandfjärdsgatan 2", "postcode": "120 57", **_STREET},
        "vat_number": "SE556703748501",
    },
    {
        "name": "Bergslagens Frakt AB",
        "kind": "company",
        "currency": "SEK",
        "address": {"street": "Hamngatan 4", "postcode": "111 47", **_STREET},
        "vat_number": "SE556703748501",
        "syntax": "ubl",
        "routing": "0007:5567037485",
        "buyer_reference": "Fleet 7",
    },
)
PAYS = {"Årsta Budbil AB": ("group", "vans"), "Bergslagens Frakt AB": ("group", "customers")}
FEES: dict[str, list[dict[str, Any]]] = {
    "Årsta Budbil AB": [
        {"kind": "connector", "text": "Laddplats i Årsta", "price": "99.00", "quantity": 12},
        {"kind": "discount", "text": "Ramavtal", "price": "5"},
    ],
    "Bergslagens Frakt AB": [{"kind": "monthly", "text": "Access to public stations", "price": "49.00"}],
}


class Bills:
    """What the demo has billed, to be told."""

    def __init__(self) -> None:
        self.invoices: list[dict[str, Any]] = []
        self.month = ""
        self.next_month = ""
        self.drafts = 0

    def words(self) -> str:
        total = sum((Decimal(one["payable"]) for one in self.invoices), Decimal(0))
        numbers = ", ".join(one["number"] for one in self.invoices)
        return (
            f"billed: {len(self.invoices)} invoices of {self.month} ({numbers}), {total:,.2f} SEK with VAT; "
            f"{self.next_month} is proposed with {self.drafts} drafts"
        )


def where(bills: Bills) -> str:
    """Where to look at them."""
    number = bills.invoices[0]["number"] if bills.invoices else "NUMBER"
    return f"""
  Bills    wattfleet invoices list
           wattfleet invoice {number} show
           wattfleet invoice {number} export --format pdf
           wattfleet prove {number}
           wattfleet invoice-runs list       this month waits as a draft
"""


async def bill(api: Api, clock: Clock, first: date) -> Bills:
    """`first` is the day on which the demo's history begins.

    Raises: httpx.HTTPError where the server goes away meanwhile; a second call goes on.
    """
    await _rated(api, clock)
    await api.send("PUT", "/seller", SELLER)
    await api.send("PUT", "/setup", COMPANY)
    await _accounts(api, first)
    today = clock.now().local(ZONE).date()
    last = today.replace(day=1) - timedelta(days=1)
    bills = Bills()
    bills.month, bills.next_month = f"{last:%Y-%m}", f"{today:%Y-%m}"
    await _issued(api, clock, bills.month)
    for one in await api.every("/invoices", month=bills.month, state="issued"):
        (await api.client.get(f"/invoices/{one['id']}/document")).raise_for_status()
        bills.invoices.append(one)
    bills.drafts = (await _proposed(api, clock, bills.next_month))["invoices"]
    return bills


async def _rated(api: Api, clock: Clock) -> None:
    """Every session that has ended has its price."""
    for _ in range(LONGEST_S * 2):
        if (await api.get("/health"))["work"]["unrated_sessions"] == 0:
            return
        await pause(clock, SECOND_US // 2)


async def _accounts(api: Api, first: date) -> None:
    known = {one["name"]: one for one in await api.every("/accounts")}
    agreed = {one["account_id"] for one in await api.every("/contracts")}
    for company in COMPANIES:
        name = company["name"]
        account = known.get(name) or await api.send("POST", "/accounts", company)
        by, value = PAYS[name]
        await api.send("POST", "/payers", {"account_id": account["id"], "by": by, "value": value})
        if account["id"] not in agreed:
            begins = (first.replace(day=1) - timedelta(days=1)).replace(day=1)
            contract = {"account_id": account["id"], "name": name, "valid_from": begins.isoformat()}
            await api.send("POST", "/contracts", {**contract, "fees": FEES[name]})


async def _issued(api: Api, clock: Clock, month: str) -> None:
    """Unless it was before."""
    runs = await api.every("/invoice-runs", month=month)
    if any(one["state"] == "issued" for one in runs):
        return
    run = await _proposed(api, clock, month)
    if run["state"] == "draft":
        await api.send("POST", f"/invoice-runs/{run['id']}/issue", {})
    await _in_state(api, clock, run["id"], {"issued"})


async def _proposed(api: Api, clock: Clock, month: str) -> Any:
    """The month's run as a draft; what another run has left open is thrown away."""
    for one in await api.every("/invoice-runs"):
        if one["state"] == "draft" and one["month"] != month:
            await api.send("POST", f"/invoice-runs/{one['id']}/discard", {})
    mine = [one for one in await api.every("/invoice-runs", month=month) if one["state"] in _OPEN]
    run = mine[0] if mine else await api.send("POST", "/invoice-runs", {"month": month})
    return await _in_state(api, clock, run["id"], {"draft", "issued"})


_OPEN = {"proposing", "draft", "issuing"}


async def _in_state(api: Api, clock: Clock, run_id: str, states: set[str]) -> Any:
    run = await api.get(f"/invoice-runs/{run_id}")
    for _ in range(LONGEST_S * 4):
        if run["state"] in states:
            break
        await pause(clock, SECOND_US // 4)
        run = await api.get(f"/invoice-runs/{run_id}")
    return run
