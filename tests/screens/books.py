"""A town whose sessions are billed: two tariffs, a seller, a customer who has invoices and has not paid."""

from datetime import date, timedelta
from typing import Any

import msgspec
from tests.selling import BUYER, SELLER
from tests.stories.town import CARD, CLOCK, Town, charged, told, until

from wattfleet.kernel.timeline import DAY_US, HOUR_US, Zone, local_midnight

ZONE = Zone("Europe/Stockholm")
DAY: dict[str, Any] = {
    "name": "By day",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "4.60", "vat": "25.0"}]}],
}
STAFF: dict[str, Any] = {
    "name": "Staff",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "2.00", "vat": "25.0"}]}],
}


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """What journeys name: tariffs by their names, the customer, its invoices, the month, the sessions."""

    tariffs: dict[str, str]
    account: str
    invoices: list[Any]
    month: str
    sessions: list[Any]


def last_month() -> date:
    """Its first day, where the town stands."""
    return (CLOCK.now().local(ZONE).date().replace(day=1) - timedelta(days=1)).replace(day=1)


async def billed(town: Town) -> Books:
    """PUBLIC-1 has charged last month, the invoice is issued, and nobody has paid it."""
    api = town.api
    tariffs = {one["name"]: (await api.send("POST", "/tariffs", one))["id"] for one in (DAY, STAFF)}
    first = last_month()
    site = (await api.every("/sites"))[0]["id"]
    where = {"country": "SE", "zone": ZONE.name, "currency": "SEK"}
    await api.send("PATCH", f"/sites/{site}", where)
    link = await town.station("PUBLIC-1", start=local_midnight(first, ZONE) + 9 * DAY_US)
    await api.send("PUT", "/stations/PUBLIC-1/tariff", {"tariff_id": tariffs["By day"]})
    await api.send("PUT", "/seller", SELLER)
    account = (await api.send("POST", "/accounts", BUYER))["id"]
    await api.send("POST", "/payers", {"account_id": account, "by": "token", "value": CARD})
    for _ in range(2):
        charged(link.station, 2 * HOUR_US)
        link.station.advance(link.station.now + DAY_US)
    await told(link)
    sessions = await town.settled("PUBLIC-1", 2)
    await until(lambda: posted(town))
    return Books(
        tariffs=tariffs,
        account=account,
        invoices=await issued(town, f"{first:%Y-%m}"),
        month=f"{first:%Y-%m}",
        sessions=sessions,
    )


async def posted(town: Town) -> list[Any]:
    return [
        one for one in await town.api.every("/ledger/balances", account="accrued") if float(one["balance"])
    ]


async def issued(town: Town, month: str) -> list[Any]:
    """A run of the month, issued."""
    run = await town.api.send("POST", "/invoice-runs", {"month": month})
    await until(lambda: is_in(town, run["id"], "draft"))
    await town.api.send("POST", f"/invoice-runs/{run['id']}/issue", {})
    await until(lambda: is_in(town, run["id"], "issued"), 60)
    return await town.api.every("/invoices", state="issued")


async def is_in(town: Town, run: str, state: str) -> bool:
    found = await town.api.get(f"/invoice-runs/{run}")
    assert not found["held"], await town.api.every(f"/invoice-runs/{run}/holds")
    return bool(found["state"] == state)


def bank_file(*paid: tuple[str, str], account: str = "SE4550000000058398257466") -> bytes:
    """A camt.054 with what came in today: amounts in kronor, and what the payers wrote."""
    day = CLOCK.now().local(ZONE).date().isoformat()
    entries = "".join(
        f"<Ntry><Amt Ccy='SEK'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>R{at}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties><Dbtr><Nm>Bergslagens Frakt AB</Nm></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for at, (amount, text) in enumerate(paid)
    )
    return (
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.02'><BkToCstmrDbtCdtNtfctn><Ntfctn>"
        f"<Id>1</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>{entries}"
        "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()
