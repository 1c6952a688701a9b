"""A meter that signs: its station charges last month, and sends signed values with the key beside them."""

import base64
import json
from typing import Any

from tests.screens.dialogue import call, dialled
from tests.signing import METER, public, signed, told

from wattfleet.cli.demo_town import Api
from wattfleet.kernel.timeline import HOUR_US, Instant

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
