"""Every screen opens by its address, in the reader's language; nothing breaks, and axe finds nothing."""

from pathlib import Path
from typing import Any

import pytest
from tests.screens.browser import Seat, Visitor, violations, visiting
from tests.screens.dialogue import call, dialled
from tests.screens.english import english
from tests.screens.measured import a_meter, charges_signed
from tests.selling import BUYER, SELLER
from tests.signing import public
from tests.stories.town import CARD, CLOCK, Town, charged, running, told, until

from wattfleet.kernel.timeline import HOUR_US
from wattfleet.simulator import faults

PLACES = (
    *("/", "/?by=state", "/map", "/stations", "/sessions", "/doubts", "/doubts?what=facts", "/alarms"),
    *(
        "/inbox",
        "/messages",
        "/sites",
        "/tokens",
        "/meter-keys",
        "/meter-keys/new",
        "/tariffs",
        "/import",
        "/setup",
        "/health",
        "/acts",
    ),
    *("/tariff-groups", "/comparison", "/open-items", "/bank", "/ledger", "/ledger/lock"),
    *("/ledger/export", "/ledger/chart", "/ledger/bank", "/disputes", "/disputes/new", "/disputes/clock"),
    *("/people", "/people/new", "/keys", "/channels", "/nowhere"),
    *("/invoice-runs", "/invoices", "/accounts", "/accounts/new", "/seller"),
    *("/reports", "/reports/new", "/reminders", "/reminders/due", "/reminders/settings"),
    *("/collections", "/collections/new", "/movements", "/movements?state=all"),
)
OF_A_STATION = ("live", "commands", "messages", "configuration", "profiles", "history")
SEATS = (Seat(language="de", scheme="dark"), Seat(language="sv", phone=True))
"""Both colours and both sizes; the journeys are gone in the third language."""
NOTE = "the contract asks for it"
TYPED = frozenset({NOTE})
"""What somebody wrote into this town, and stands on its screens as it was written."""


async def furnish(town: Town) -> list[str]:
    """A station with a past, one that lied, one that knocks; the addresses of what there is to see."""
    good = await town.station("PUBLIC-1", max_power_w=22_000)
    charged(good.station)
    await told(good)
    liar = await town.station("LIAR-1", "1.6", *faults.chosen((32,)))
    charged(liar.station)
    await told(liar)
    site = (await town.api.every("/sites"))[0]
    await town.api.send("PATCH", f"/sites/{site['id']}", {"latitude": "59.33", "longitude": "18.06"})
    tariff = await town.api.send("POST", "/tariffs", TARIFF)
    rules = [{"tariff_id": tariff["id"], "token_groups": ["staff"]}, {"tariff_id": None}]
    group = await town.api.send("POST", "/tariff-groups", {"name": "Depot", "rules": rules})
    alarms = await until(lambda: town.api.every("/alarms"), 30)
    token = (await town.api.every("/tokens"))[0]
    key = await town.api.send("POST", "/meter-keys", {"station": "PUBLIC-1", "public_key": public()})
    said = {"site_id": site["id"], "use": "private", "gate": "required", "note": NOTE}
    await town.api.send("PUT", "/metrology", {"sites": [said]})
    rate = {"site_id": site["id"], "valid_from": "2026-01-01", "price": "0.85", "monthly": "1250.00"}
    await town.api.send("POST", "/cost-rates", rate)
    password = await a_meter(town.api, "METER-1", access="private")
    start = CLOCK.now() + -2 * HOUR_US
    await charges_signed(town.server.stations_url, "METER-1", password, start=start, card=CARD)
    measured = (await town.settled("METER-1"))[0]
    sessions = [*await town.settled("PUBLIC-1"), measured, *await town.settled("LIAR-1")]
    return [
        await ends_nothing(town),
        *(f"/stations/PUBLIC-1?tab={one}" for one in OF_A_STATION),
        "/stations/PUBLIC-1?tab=history&of=connections",
        *(f"/sessions/{one['id']}" for one in sessions),
        f"/doubts/sessions/{sessions[-1]['id']}",
        f"/alarms/{alarms[0]['id']}",
        f"/sites/{site['id']}",
        "/sites/new",
        f"/tokens/{token['id']}",
        f"/meter-keys/{key['id']}",
        "/tokens/new",
        f"/tariffs/{tariff['id']}",
        f"/tariff-groups/{group['id']}",
        "/tariff-groups/new",
        "/tariffs/new",
        *await billed(town),
    ]


async def ends_nothing(town: Town) -> str:
    """A station that ends what nobody began; the address of that doubt."""
    made = await town.api.send("POST", "/stations", {"identity": "LOST-1", "access": "public"})
    orphan = {
        "transactionId": 418,
        "meterStop": 77_120,
        "timestamp": CLOCK.now().rfc3339(),
        "reason": "Local",
    }
    async with dialled(town.server.stations_url, "LOST-1", made["ocpp_password"]) as socket:
        await call(socket, "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "A1"})
        await call(socket, "StopTransaction", orphan)
    doubt = (await until(lambda: town.api.every("/doubts", state="open")))[0]
    return f"/doubts/{doubt['id']}?what=facts"


async def billed(town: Town) -> list[str]:
    """A seller, an account with a contract, a run with a draft; the addresses of them."""
    await town.api.send("PUT", "/seller", SELLER)
    account = (await town.api.send("POST", "/accounts", BUYER))["id"]
    await town.api.send("POST", "/payers", {"account_id": account, "by": "token", "value": CARD})
    fee = {"kind": "monthly", "text": "Service", "price": "99.00"}
    wish = {"account_id": account, "name": "Service", "valid_from": "2020-01-01", "fees": [fee]}
    contract = (await town.api.send("POST", "/contracts", wish))["id"]
    run = await town.api.send("POST", "/invoice-runs", {"month": CLOCK.now().rfc3339()[:7]})

    async def drafts() -> list[Any]:
        return await town.api.every("/invoices", run=run["id"])

    draft = (await until(drafts))[0]["id"]
    return [
        f"/accounts/{account}",
        f"/accounts/{account}/contracts/new",
        f"/accounts/{account}/contracts/{contract}",
        f"/invoice-runs/{run['id']}",
        f"/invoices/{draft}",
    ]


TARIFF = {
    "name": "By day",
    "currency": "SEK",
    "tax_included": True,
    "elements": [{"price_components": [{"type": "ENERGY", "price": "4.60", "vat": "25.0"}]}],
}


@pytest.mark.parametrize("seat", SEATS, ids=lambda one: one.name)
async def test_every_screen_opens_and_can_be_used_by_everybody(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat) as visitor:
        found = await furnish(town)
        visitor.expected |= {
            "404 /api/v1/mail",
            "404 /api/v1/webhook",
            "404 /api/v1/seller",
            "404 /api/v1/ledger/chart",
        }  # not set up yet
        wrong = [one for path in (*PLACES, *found) for one in await looked_at(visitor, path)]
        assert not wrong, "\n".join(wrong)


async def looked_at(visitor: Visitor, path: str) -> list[str]:
    """What is wrong with a screen that has drawn itself: its heading stands, and nothing still loads."""
    await visitor.goes(path)
    await visitor.page.locator("#content h1").last.wait_for()
    loading = visitor.page.locator(f"output[aria-label='{visitor.says('common.loading')}']")
    await loading.first.wait_for(state="detached")
    wrong = await violations(visitor.page)
    wrong += [f"{path}: {one}" for one in visitor.complaints]
    visitor.complaints.clear()
    wrong += [f"{path} is in English: {one}" for one in await english(visitor.page, TYPED)]
    if not await fits(visitor):
        wrong.append(f"{path} is wider than the screen")
    return wrong


async def fits(visitor: Visitor) -> bool:
    """Nobody has to scroll sideways."""
    return bool(
        await visitor.page.evaluate(
            "document.documentElement.scrollWidth <= innerWidth && "
            "document.getElementById('content').scrollWidth <= document.getElementById('content').clientWidth"
        )
    )
