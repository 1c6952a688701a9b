"""A town that is owed euros: an invoice long overdue, one of last month, and a session that none has yet."""

from datetime import date, timedelta
from typing import Any

import msgspec
from tests.screens.books import ZONE, is_in, last_month, posted
from tests.selling import BUYER, SELLER
from tests.stories.town import CARD, Town, charged, told, until

from wattfleet.kernel.timeline import DAY_US, HOUR_US, local_midnight

BANK = {"iban": "DE02120300000000202051", "bic": "BYLADEM1001", "creditor_id": "DE98ZZZ09999999999"}
THEIRS = "DE89370400440532013000"
TO = "faktura@frakt.example"
TARIFF: dict[str, Any] = {
    "name": "By day",
    "currency": "EUR",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "0.50", "vat": "25.0"}]}],
}


class Dues(msgspec.Struct, frozen=True, kw_only=True):
    """What journeys name: the customer, its two invoices (the old one first), and all sessions."""

    account: str
    invoices: list[Any]
    sessions: list[Any]
    month: str


async def owed(town: Town) -> Dues:
    """PUBLIC-1 sells by euro; its customer pays at once, and has not."""
    api, second = town.api, last_month()
    first = (second - timedelta(days=1)).replace(day=1)
    tariff = (await api.send("POST", "/tariffs", TARIFF))["id"]
    site = (await api.every("/sites"))[0]["id"]
    await api.send("PATCH", f"/sites/{site}", {"country": "SE", "zone": ZONE.name, "currency": "EUR"})
    link = await town.station("PUBLIC-1", start=local_midnight(first, ZONE) + 9 * DAY_US)
    await api.send("PUT", "/stations/PUBLIC-1/tariff", {"tariff_id": tariff})
    rates = {"EUR": {"rate": "11.2", "on": first.isoformat(), "source": "ECB"}}
    await api.send("PUT", "/seller", SELLER | {"bank": BANK, "rates": rates})
    buyer = BUYER | {"currency": "EUR", "email": TO, "payment_days": 0, "language": "en"}
    account = (await api.send("POST", "/accounts", buyer))["id"]
    await api.send("POST", "/payers", {"account_id": account, "by": "token", "value": CARD})
    charged(link.station, 2 * HOUR_US)
    link.station.advance(local_midnight(second, ZONE) + 9 * DAY_US)
    for _ in range(2):
        charged(link.station, 2 * HOUR_US)
        link.station.advance(link.station.now + DAY_US)
    await told(link)
    sessions = await town.settled("PUBLIC-1", 3)
    await until(lambda: posted(town))
    for month, day in ((first, second), (second, None)):
        await issued(town, month, day)
    return Dues(
        account=account,
        invoices=await api.every("/invoices", state="issued", sort="id"),
        sessions=sorted(sessions, key=lambda one: str(one["started_at"])),
        month=f"{second:%Y-%m}",
    )


async def issued(town: Town, month: date, day: date | None) -> None:
    """A month is invoiced on a day, or today."""
    run = await town.api.send("POST", "/invoice-runs", {"month": f"{month:%Y-%m}"})
    await until(lambda: is_in(town, run["id"], "draft"))
    body = {} if day is None else {"issue_on": day.isoformat()}
    await town.api.send("POST", f"/invoice-runs/{run['id']}/issue", body)
    await until(lambda: is_in(town, run["id"], "issued"), 60)
