"""What tests of mail to customers do: an invoice of a month, a queue that is worked off."""

from typing import Any

from tests.doors.api import PEPPER, Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, sold
from tests.doors.postbox import Postbox

from wattfleet.kernel.clock import ManualClock
from wattfleet.usecases.send_mailings import send_mailings

TO = "faktura@frakt.example"
SELLER = {
    "routing": "0007:5560360793",
    "registration": "556036-0793",
    "email": "billing@north.example",
    "phone": "+46 8 123 45",
}


async def mail_set(api: Api, box: Postbox) -> None:
    wish = {"host": "127.0.0.1", "port": box.port, "security": "none", "sender": "csms@north.example"}
    assert (await api.ask("PUT", "/mail", wish)).status_code == 200


async def a_month(api: Api, **buyer: Any) -> None:
    """One invoice, 2026-00001."""
    await sold(api)
    await a_buyer(api, "04A2", **({"email": TO} | buyer))
    await a_seller(api, **SELLER)
    await charge(api, "04A2", 5005)
    later(api)
    assert (await issued(api))["issued"] == 1


async def sent(api: Api, us: int = 0) -> None:
    """The clock goes on, and the queue is worked off until nothing is due."""
    assert isinstance(api.parts.clock, ManualClock)
    api.parts.clock.advance(us)
    while await send_mailings(api.parts, pepper=PEPPER):
        pass


async def queue(api: Api, query: str = "") -> Any:
    return (await api.get(f"/mailings?{query}"))["items"]
