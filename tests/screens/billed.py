"""The billing of the town in the pictures: a seller, accounts, a month that is issued and one proposed."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.screens.books import bank_file

from wattfleet.cli.demo_town import Api
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.timeline import SECOND_US

CLOCK = SystemClock()
WAIT_S = 60
SELLER = {
    "name": "Example Charging AB",
    "address": {"street": "Kungsgatan 1", "postcode": "111 43", "town": "Stockholm", "country": "SE"},
    "vat_number": "SE556000472201",
    "registration": "556000-4722",
    "routing": "0007:5560004722",
    "email": "billing@example.org",
    "phone": "+46 8 123 45 67",
    "contact": "Anna Lind",
    "web": "example.org",
    "bank": {"bankgiro": "5805-6201"},
    "credit_prefix": "K",
    "texts": {
        "en": {"intro": "Thank you for charging with us.", "terms": "Interest after the due date: 8 %."},
        "sv": {
            "intro": "Tack för att du laddar hos oss.",
            "terms": "Dröjsmålsränta efter förfallodagen: 8 %.",
        },
    },
    "extra_lines": ["Godkänd för F-skatt"],
}
FLEET = {
    "name": "Bergslagens Frakt AB",
    "kind": "company",
    "currency": "SEK",
    "language": "sv",
    "address": {"street": "Hamngatan 4", "postcode": "111 47", "town": "Stockholm", "country": "SE"},
    "vat_number": "SE556703748501",
    "routing": "0007:5567037485",
    "buyer_reference": "Fordon 14",
    "syntax": "ubl",
    "email": "faktura@frakt.example",
    "payment_days": 10,
}
GUESTS = FLEET | {"name": "Söderkajens Samfällighet", "syntax": "factur-x", "language": "en", "routing": ""}
NO_ADDRESS = {"name": "Hotell Fyren", "kind": "company", "currency": "SEK"}


async def bill(api: Api) -> dict[str, str]:
    """The pictures of the billing desk, and where they are."""
    await api.send("PUT", "/seller", SELLER)
    accounts = [await api.send("POST", "/accounts", one) for one in (FLEET, GUESTS, NO_ADDRESS)]
    contract = await _agreed(api, accounts)
    await _paid(api, [one["id"] for one in accounts[:2]])
    done = await _run(api, "2026-10")
    await api.send("POST", f"/invoice-runs/{done}/issue", {"issue_on": "2026-11-01"})
    await _until(lambda: _in_state(api, done, "issued"))
    drafts = await _run(api, "2026-11")
    issued = await api.every("/invoices", run=done)
    proposed = await api.every("/invoices", run=drafts, account=accounts[0]["id"])
    paid = {"amount": "500.00", "paid_on": "2026-11-18", "note": "Swish"}
    await api.send("POST", f"/invoices/{issued[0]['id']}/payments", paid)
    return {
        "run": f"/invoice-runs/{drafts}",
        "invoices": "/invoices",
        "invoice": f"/invoices/{issued[0]['id']}",
        "invoice-draft": f"/invoices/{proposed[0]['id']}",
        "accounts": f"/accounts/{accounts[0]['id']}",
        "account-new": "/accounts/new",
        "contract": f"/accounts/{accounts[0]['id']}/contracts/{contract}",
        "seller": "/seller",
    }


async def _agreed(api: Api, accounts: list[Any]) -> str:
    service = {"kind": "connector", "text": "Service", "price": "99.00", "quantity": 12}
    kwh = {"kind": "kwh", "text": "Grid share", "price": "0.045"}
    off = {"kind": "discount", "text": "Volume", "price": "5"}
    first = ""
    for account, fees in zip(accounts, ([service, off], [service, kwh], [service]), strict=True):
        body = {"account_id": account["id"], "name": "Service 2026", "valid_from": "2026-10-01", "fees": fees}
        made = await api.send("POST", "/contracts", body)
        first = first or made["id"]
    return first


async def _paid(api: Api, accounts: list[str]) -> None:
    """Half of the cards are the fleet's; a site's sessions are the guests'; the rest nobody pays."""
    for card in (await api.every("/tokens"))[::2]:
        await api.send("POST", "/payers", {"account_id": accounts[0], "by": "token", "value": card["uid"]})
    for site in await api.every("/sites", country="SE"):
        await api.send("PATCH", f"/sites/{site['id']}", {"country": "SE"})
    site = (await api.every("/sites"))[1]["id"]
    await api.send("POST", "/payers", {"account_id": accounts[1], "by": "site", "value": site})


async def _run(api: Api, month: str) -> str:
    run = await api.send("POST", "/invoice-runs", {"month": month})
    await _until(lambda: _in_state(api, run["id"], "draft", "issued"))
    return str(run["id"])


async def _in_state(api: Api, run: str, *states: str) -> bool:
    return (await api.get(f"/invoice-runs/{run}"))["state"] in states


async def _until(check: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(WAIT_S):
        if await check():
            return
        await pause(CLOCK, SECOND_US)
    raise AssertionError("the run was not worked on")


async def books(api: Api) -> dict[str, str]:
    """The pictures of tariff groups, comparison, open items, ledger and disputes, and where they are."""
    tariffs = await api.every("/tariffs")
    night = {
        "name": "Night",
        "currency": "SEK",
        "elements": [
            {
                "price_components": [{"type": "ENERGY", "price": "1.90", "vat": "25.0"}],
                "restrictions": {"start_time": "22:00", "end_time": "06:00"},
            },
            {"price_components": [{"type": "ENERGY", "price": "5.40", "vat": "25.0"}]},
        ],
    }
    other = (await api.send("POST", "/tariffs", night))["id"]
    rules = [
        {"tariff_id": other, "token_groups": ["staff"], "note": "our own people"},
        {"tariff_id": tariffs[0]["id"], "day_of_week": ["SATURDAY", "SUNDAY"]},
        {"tariff_id": tariffs[0]["id"]},
    ]
    group = (await api.send("POST", "/tariff-groups", {"name": "Depot", "rules": rules}))["id"]
    (session, *_) = await api.every("/sessions", state="closed", sort="-started_at")
    wish = {
        "session_id": session["id"],
        "about": "energy",
        "side": "driver",
        "text": "My car took 12 kWh at most: its display said so when I left.",
    }
    dispute = (await api.send("POST", "/disputes", wish))["id"]
    asked = {"text": "Do you have a picture of the display?"}
    await api.send("POST", f"/disputes/{dispute}/messages", asked)
    owing = (await api.every("/open-items"))[0]["account_id"]
    return {
        "tariff-group": f"/tariff-groups/{group}",
        "comparison": f"/comparison?b={other}&month=2026-11",
        "open-items": f"/open-items/{owing}",
        "bank": "/bank",
        "ledger": f"/ledger/receivable%3A{owing}",
        "dispute": f"/disputes/{dispute}",
    }


async def dues(api: Api) -> dict[str, str]:
    """The pictures of reminders, collections, the bank and reports, and where they are."""
    law = {"points": "8", "country": "SE", "currency": "SEK"}
    charged = {"after_days": 21, "fee": "60", "interest": True}
    rules = [
        {"who": "consumer", "least": "50", "levels": [{"after_days": 7}, charged], **law},
        {"who": "business", "levels": [{"after_days": 7, "fee": "60", "interest": True}], **law},
        {"levels": [{"after_days": 10}, {"after_days": 30}]},
    ]
    rate = {"country": "SE", "since": "2026-07-01", "percent": "2.00", "source": "Riksbanken"}
    await api.send("PUT", "/dunning", {"policies": rules, "rates": [rate]})
    owing = await api.every("/invoices", state="issued", open="true", kind="invoice")
    one = {"only": [owing[0]["account_id"]]}
    sent = (await api.send("POST", "/reminders", one))["sent"]
    paid = bank_file(("1234.00", "Laddning november"), (owing[-1]["open"], "Tack"))
    answer = await api.client.post(
        "/payments/bank-file", content=paid, headers={"content-type": "application/xml"}
    )
    answer.raise_for_status()
    movement = (await api.every("/movements"))[0]["id"]
    columns = ["sessions", "energy_kwh", "hours", "before_vat", "vat", "amount"]
    monthly = {"period": "this_month", "form": "xlsx", "every": "month", "to": ["chef@example.org"]}
    wish = {"name": "Energy by site", "groups": ["site", "station"], "columns": columns, **monthly}
    report = (await api.send("POST", "/reports", wish))["id"]
    return {
        "reminders": f"/reminders/{sent[0]}" if sent else "/reminders",
        "reminders-due": "/reminders/due",
        "reminder-rules": "/reminders/settings",
        "collection-new": "/collections/new",
        "movement": f"/movements/{movement}",
        "report": f"/reports/{report}",
        "report-new": "/reports/new",
    }
