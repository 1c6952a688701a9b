"""A meter that signs: its station charges last month, and sends signed values with the key beside them."""

import base64
import json
from typing import Any

from tests.screens.dialogue import call, dialled
from tests.signing import METER, public, signed, told

from wattfleet.cli.demo_town import Api
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.timeline import HOUR_US, SECOND_US, Instant

CLOCK = SystemClock()
WAIT_S = 40
BEGIN_WH, END_WH = 1000, 6000


async def a_meter(api: Api, identity: str, **given: object) -> str:
    """A station with a signing meter; its password."""
    body = {"identity": identity, "access": "public", "max_power_w": 22_000, **given}
    return str((await api.send("POST", "/stations", body))["ocpp_password"])


async def charges_signed(
    stations_url: str, identity: str, password: str, *, start: Instant, card: str
) -> None:
    """Five kWh in an hour; begin and end are signed, and come with the key that nobody has compared yet."""
    end = start + HOUR_US
    value = signed(told(_moment(start), "B", "1.00"), told(_moment(end), "E", "6.00"), key=METER, user=card)
    both = {"signedMeterData": base64.b64encode(value.encode()).decode(), "publicKey": public(METER)}
    sampled = {"value": json.dumps(both), "format": "SignedData", "context": "Transaction.End"}
    async with dialled(stations_url, identity, password) as socket:
        await call(socket, "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "Signed 1"})
        started: dict[str, Any] = {
            "connectorId": 1,
            "idTag": card,
            "meterStart": BEGIN_WH,
            "timestamp": start.rfc3339(),
        }
        answer = await call(socket, "StartTransaction", started)
        stopped = {
            "transactionId": answer["transactionId"],
            "idTag": card,
            "meterStop": END_WH,
            "timestamp": end.rfc3339(),
            "transactionData": [{"timestamp": end.rfc3339(), "sampledValue": [sampled]}],
        }
        await call(socket, "StopTransaction", stopped)


def _moment(at: Instant) -> str:
    """As OCMF writes it, without its zone."""
    return at.rfc3339()[:19]


async def motorway(api: Api, stations_url: str, card: str) -> None:
    """A site in Germany, where the law asks for signed values: one session is proved, one waits."""
    body = {"name": "Rasthof Nord", "country": "DE", "zone": "Europe/Berlin", "currency": "EUR"}
    site = (await api.send("POST", "/sites", body))["id"]
    tariff = {
        "name": "Rasthof",
        "currency": "EUR",
        "elements": [{"price_components": [{"type": "ENERGY", "price": "0.59", "vat": "19.0"}]}],
    }
    sold_by = (await api.send("POST", "/tariffs", tariff))["id"]
    rate = {"valid_from": "2026-11-01", "price": "0.2850", "monthly": "310.00", "note": "Supply contract"}
    await api.send("POST", "/cost-rates", {"site_id": site, **rate})
    for identity, hours in (("RAST-01", 5), ("RAST-02", 3)):
        password = await a_meter(api, identity, site=site)
        assigned = {"tariff_id": sold_by, "valid_from": "2020-01-01T00:00:00Z"}
        await api.send("PUT", f"/stations/{identity}/tariff", assigned)
        start = CLOCK.now() + -hours * HOUR_US
        await charges_signed(stations_url, identity, password, start=start, card=card)
    seen: list[Any] = []
    for _ in range(WAIT_S):
        seen = await api.every("/meter-keys", station="RAST-01")
        if seen:
            break
        await pause(CLOCK, SECOND_US)
    compared = {"state": "approved", "meter": "M1", "note": "Compared with the plate, on the spot"}
    await api.send("PATCH", f"/meter-keys/{seen[0]['id']}", compared)


async def measured(api: Api) -> dict[str, str]:
    """The pictures of the motorway's site, and where they are."""
    (site,) = await api.every("/sites", country="DE")
    (proved,) = await api.every("/sessions", station="RAST-01")
    (held,) = await api.every("/sessions", station="RAST-02")
    (waits,) = await api.every("/meter-keys", state="seen")
    return {
        "session-proved": f"/sessions/{proved['id']}",
        "session-held": f"/sessions/{held['id']}",
        "meter-keys": f"/meter-keys/{waits['id']}",
        "site-measured": f"/sites/{site['id']}",
        "chart": "/ledger/chart",
        "dispute-clock": "/disputes/clock",
    }
