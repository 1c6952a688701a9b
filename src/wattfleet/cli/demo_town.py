"""The demo's town: a depot, homes and public stations in Stockholm, made by the API like anybody's."""

import asyncio
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx
import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import unavailable
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.simulator.fleet import Fleet, Size, planned
from wattfleet.simulator.life import Member
from wattfleet.simulator.timetable import Kind

ZONE = Zone("Europe/Stockholm")
SIZE = Size(depot_ac=10, depot_dc=2, homes=10, public=5, fast=1)
LIAR = "LIAR-01"


class Kept(msgspec.Struct, kw_only=True):
    """What the demo remembers from run to run, in its folder."""

    seed: int
    first_us: int  # when its history begins
    key: str = ""
    built: bool = False
    passwords: dict[str, str] = {}
    registers: dict[str, int] = {}  # mWh, per station: meters do not forget
    lived_until_us: int = 0
    runs: int = 0


def load(path: Path, seed: int, first: Instant) -> Kept:
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    return Kept(seed=seed, first_us=first.us)


def save(path: Path, kept: Kept) -> None:
    path.touch(mode=0o600, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(kept)))


def members(kept: Kept) -> tuple[Member, ...]:
    """The stations, with the meters as the last run left them."""
    out = []
    for one in planned(SIZE, kept.seed, ZONE):
        register = kept.registers.get(one.identity)
        plan = one.plan
        if register is not None:
            plan = msgspec.structs.replace(plan, register=Energy(register))
        password = kept.passwords.get(one.identity, "")
        out.append(msgspec.structs.replace(one, plan=plan, password=password))
    return tuple(out)


def remember(kept: Kept, fleet: Fleet, until: Instant) -> None:
    """So that the next run goes on where this one ended."""
    for life in fleet.lives:
        top = max(evse.meter.total.mwh for evse in life.station.evses)
        kept.registers[life.member.identity] = top
    kept.lived_until_us = until.us


class Api:
    """The server's HTTP API, as any program uses it."""

    def __init__(self, base: str, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self.client = httpx.AsyncClient(base_url=f"{base}/api/v1", headers=headers, timeout=60)

    async def get(self, path: str, **query: str | int) -> Any:
        response = await self.client.get(path, params=query)
        response.raise_for_status()
        return response.json()

    async def send(self, method: str, path: str, body: object) -> Any:
        """Raises: WattfleetError `demo_refused` with what the server said."""
        response = await self.client.request(method, path, json=body)
        if response.status_code == 409:
            return None
        if not response.is_success:
            raise unavailable(
                "demo_refused", f"{method} {path}: {response.status_code} {response.text[:300]}"
            )
        return response.json() if response.content else None

    async def every(self, path: str, **query: str | int) -> list[Any]:
        """All items of a list."""
        items: list[Any] = []
        cursor = ""
        while True:
            page = await self.get(path, limit=1000, **query, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page.get("next") or ""
            if not cursor:
                return items


PUBLIC_PRICE = {
    "name": "Stockholm by day",
    "currency": "SEK",
    "tax_included": True,
    "elements": [
        {
            "price_components": [
                {"type": "ENERGY", "price": "4.60", "step_size": 1, "vat": "25.0"},
                {"type": "PARKING_TIME", "price": "30.00", "step_size": 60, "vat": "25.0", "free_s": 900},
            ]
        }
    ],
}
FAST_PRICE = {
    "name": "Fast by the road",
    "currency": "SEK",
    "tax_included": True,
    "min_price": {"before_vat": "8.00", "with_vat": "10.00"},
    "elements": [{"price_components": [{"type": "ENERGY", "price": "6.90", "step_size": 1, "vat": "25.0"}]}],
}


async def build(api: Api, kept: Kept) -> None:
    """Sites, cards, prices and stations; what is there already is left alone."""
    if kept.built:
        return
    town = planned(SIZE, kept.seed, ZONE)
    sites = await _sites(api, town)
    await _tokens(api, town)
    prices = {Kind.PUBLIC: await _price(api, PUBLIC_PRICE), Kind.FAST: await _price(api, FAST_PRICE)}
    for one in town:
        await _station(api, kept, one, sites[_site_of(one)], prices.get(one.kind))
    liar = {"identity": LIAR, "access": "public", "name": "The liar", "ocpp_password": kept.passwords[LIAR]}
    await api.send("POST", "/stations", liar)
    kept.built = True


def passwords(kept: Kept) -> dict[str, str]:
    """One for each station, as they come with stations from another back end."""
    return {identity: token_hex(16) for identity in (*(one.identity for one in members(kept)), LIAR)}


def _site_of(one: Member) -> str:
    return one.identity if one.kind is Kind.HOME else one.site


async def _sites(api: Api, town: tuple[Member, ...]) -> dict[str, str]:
    names = {"depot": "Depot Årsta", "public": "Around Stockholm"}
    ids: dict[str, str] = {}
    for place in dict.fromkeys(_site_of(one) for one in town):
        body = {
            "name": names.get(place, f"Home {place.removeprefix('HOME-')}"),
            "country": "SE",
            "zone": ZONE.name,
            "currency": "SEK",
            **_somewhere(place),
        }
        ids[place] = (await api.send("POST", "/sites", body))["id"]
    return ids


def _somewhere(place: str) -> dict[str, str]:
    """A place in Stockholm: the depot in the south, what is public in the middle, homes around."""
    known = {"depot": ("59.2966", "18.0497"), "public": ("59.3326", "18.0649")}
    north, east = divmod(int(place.rpartition("-")[2]) * 7 % 12, 4) if place not in known else (0, 0)
    latitude, longitude = known.get(place, (f"{59.27 + north * 0.045:.4f}", f"{17.92 + east * 0.075:.4f}"))
    return {"latitude": latitude, "longitude": longitude}


async def _tokens(api: Api, town: tuple[Member, ...]) -> None:
    groups = {token: _group(one) for one in town for token in one.tokens}
    bodies = [{"uid": token, "kind": "rfid", "group": group} for token, group in sorted(groups.items())]
    for start in range(0, len(bodies), 8):
        await asyncio.gather(*(api.send("POST", "/tokens", one) for one in bodies[start : start + 8]))


def _group(one: Member) -> str:
    match one.kind:
        case Kind.DEPOT:
            return "vans"
        case Kind.HOME:
            return f"home-{one.identity.lower()}"
        case _:
            return "customers"


async def _price(api: Api, body: object) -> str:
    return str((await api.send("POST", "/tariffs", body))["id"])


async def _station(api: Api, kept: Kept, one: Member, site: str, tariff: str | None) -> None:
    access = {Kind.DEPOT: "private", Kind.HOME: "home"}.get(one.kind, "public")
    body = {
        "identity": one.identity,
        "access": access,
        "site": site,
        "name": one.identity.replace("-", " ").title(),
        "max_power_w": max(evse.most.mw for evse in one.plan.evses) // 1000,
        "ocpp_password": kept.passwords[one.identity],
    }
    await api.send("POST", "/stations", body)
    if access != "public":
        await api.send("PUT", f"/stations/{one.identity}/groups", {"groups": [_group(one)]})
    if tariff is not None:
        await api.send("PUT", f"/stations/{one.identity}/tariff", {"tariff_id": tariff})
