"""The demo's books: is everything acknowledged found again, and what would others have billed."""

from decimal import Decimal
from typing import Any

import msgspec

from wattfleet.cli.demo_town import Api
from wattfleet.kernel.timeline import Instant
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.fleet import Fleet
from wattfleet.simulator.station import Station
from wattfleet.simulator.usual import Usual

BILLED = frozenset({"StartTransaction", "StopTransaction", "MeterValues", "TransactionEvent"})


class Found(msgspec.Struct, frozen=True):
    """Acknowledged messages and those of them that the archive holds."""

    acknowledged: int
    found: int

    def words(self) -> str:
        if self.acknowledged == self.found:
            return f"acknowledged = found: {self.found:,}"
        return f"ACKNOWLEDGED {self.acknowledged:,} BUT FOUND {self.found:,}"


async def found(api: Api, stations: list[Station], since: Instant) -> Found:
    """Ask the archive for every message that was acknowledged since a moment, by its id."""
    acknowledged = kept = 0
    for station in stations:
        ids = {one.id for one in station.post.acknowledged if one.at >= since}
        if not ids:
            continue
        acknowledged += len(ids)
        kept += await _kept(api, station.plan.identity, ids)
    return Found(acknowledged, kept)


async def _kept(api: Api, identity: str, ids: set[str]) -> int:
    """How many of these ids the archive of a station holds, newest first, until all are found."""
    missing = set(ids)
    cursor = ""
    while missing:
        query: dict[str, str | int] = {"limit": 1000, **({"cursor": cursor} if cursor else {})}
        page = await api.get(f"/stations/{identity}/frames", **query)
        missing -= {_id_of(one) for one in page["items"]}
        cursor = page.get("next") or ""
        if not cursor:
            break
    return len(ids) - len(missing)


def _id_of(frame: Any) -> str:
    return str(frame.get("message_id") or frame.get("id") or "")


class Books(msgspec.Struct, frozen=True):
    """Energy of the ended charges: by the meters, by us, by a usual back end. All in Wh."""

    delivered: Decimal
    charges: int
    ours: Decimal
    ours_held: int
    sessions: int
    usual: Decimal
    usual_bills: int
    usual_open: int
    usual_refused: int

    def words(self) -> str:
        why = []
        if self.usual_open:
            why.append(
                f"{counted(self.usual_open, 'session')} never ended: a start said again is a new one there"
            )
        if self.usual_refused:
            why.append(f"{counted(self.usual_refused, 'stop')} refused: nobody knew the number")
        held = f", {self.ours_held} held for a person" if self.ours_held else ""
        ours = f"we bill {kwh(self.ours)} in {counted(self.sessions, 'session')}{held}"
        return (
            f"by the meters {kwh(self.delivered)} in {counted(self.charges, 'charge')} · {ours} · "
            f"a usual back end {kwh(self.usual)} in {counted(self.usual_bills, 'session')}"
            + (f" ({', '.join(why)})" if why else "")
        )


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def kwh(wh: Decimal) -> str:
    return f"{wh / 1000:,.3f} kWh"


async def books(api: Api, stations: list[Station], usual: Usual, since: Instant) -> Books:
    """Compare, for the charges that began since a moment and have ended."""
    ours = held = Decimal(0)
    sessions = waiting = 0
    for station in stations:
        for one in await api.every("/sessions", station=station.plan.identity, **{"from": since.rfc3339()}):
            if one["state"] == "active":
                continue
            sessions += 1
            if one["state"] == "review":
                waiting += 1
                held += Decimal(one["energy_wh"])
            else:
                ours += Decimal(one["energy_wh"])
    ended = [one for station in stations for one in station.charges if _counts(one, since)]
    identities = {station.plan.identity for station in stations}
    bills = [one for one in usual.bills if one.station in identities]
    return Books(
        delivered=sum((one.told.wh for one in ended), Decimal(0)),
        charges=len(ended),
        ours=ours,
        ours_held=waiting,
        sessions=sessions,
        usual=sum((one.wh for one in bills if not one.open), Decimal(0)),
        usual_bills=sum(not one.open for one in bills),
        usual_open=sum(one.open for one in bills) - sum(_running(one) for one in stations),
        usual_refused=usual.refused,
    )


def _counts(one: Charge, since: Instant) -> bool:
    return one.ended_at is not None and one.begun_at >= since


def _running(station: Station) -> int:
    return sum(evse.running is not None for evse in station.evses)


def stations_of(fleet: Fleet) -> list[Station]:
    return [life.station for life in fleet.lives]
