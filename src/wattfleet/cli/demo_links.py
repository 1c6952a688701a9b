"""The demo's ways in: one-time links that open its screens signed in, for an operator and for a driver."""

from wattfleet.cli.demo_town import Api
from wattfleet.simulator.fleet import Fleet
from wattfleet.simulator.timetable import Kind

OPERATOR = "Demo operator"
HOURS = 168


async def links(api: Api, fleet: Fleet) -> tuple[str, str]:
    """One for the console, one for the driver's app; each opens once, within a week."""
    return await _for_operator(api), await _for_driver(api, _card(fleet))


async def _for_operator(api: Api) -> str:
    known = [one for one in await api.every("/people") if one["name"] == OPERATOR]
    person = known[0] if known else await api.send("POST", "/people", {"name": OPERATOR, "role": "operator"})
    return await _link(api, f"/people/{person['id']}/link")


async def _for_driver(api: Api, card: str) -> str:
    token = next(one for one in await api.every("/tokens") if one["uid"] == card)
    return await _link(api, f"/tokens/{token['id']}/link")


async def _link(api: Api, path: str) -> str:
    return str((await api.send("POST", path, {"hours": HOURS}))["link"])


def _card(fleet: Fleet) -> str:
    """A card of somebody whose car comes now: a home has one card, and every other station gets a car."""
    homes = [life for life in fleet.lives[::2] if life.member.kind is Kind.HOME]
    free = [life for life in homes if life.free()]
    return (free or homes)[0].member.tokens[0]
