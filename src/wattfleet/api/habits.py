"""What is known of a station's make over HTTP: which records hold for it, and why."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import (
    Orders,
    PageQuery,
    short_answer,
)
from wattfleet.stations.habits import Record, holding
from wattfleet.stations.station import Station
from wattfleet.storage.database import Reader
from wattfleet.usecases.finding import named_station


class HabitView(msgspec.Struct, frozen=True, kw_only=True):
    """One record that holds for the station."""

    habits: Annotated[dict[str, Any], Meta(description="What it tells: name of the habit and its value.")]
    holds_for: Annotated[str, Meta(description="Vendor, model and firmware that the record is about.")]
    told: Annotated[str, Meta(description="What the station says that it is.")]
    why: str
    source: str


class HabitsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the records are sorted."""

    sort: Annotated[
        str,
        Meta(description="closeness (to its make) or source; - for downwards; the closest last if empty."),
    ] = ""


_ORDERS: Orders[Record] = {"closeness": lambda one: one.closeness, "source": lambda one: one.source}


async def list_habits(door: Door, asked: Asked[Nothing, HabitsQuery]) -> Answer:
    """The closest record last: where two tell the same, it wins."""

    def look(reader: Reader) -> Station:
        return named_station(reader, asked.names["identity"])

    station = await door.parts.database.read(asked.caller.tenant, look)
    found = holding(door.parts.habits, station.vendor, station.model, station.firmware)
    return short_answer(door, asked, found, lambda record: habit_view(record, station), _ORDERS)


def habit_view(record: Record, station: Station) -> HabitView:
    return HabitView(
        habits=msgspec.to_builtins(record.habits),
        holds_for=" ".join(part for part in (_vendor(record), record.model, _firmware(record)) if part),
        told=" ".join(part for part in (station.vendor, station.model, station.firmware) if part),
        why=record.why,
        source=record.source,
    )


def _vendor(record: Record) -> str:
    return "any vendor" if record.vendor == "*" else record.vendor


def _firmware(record: Record) -> str:
    since = f"from {record.from_firmware}" if record.from_firmware else ""
    until = f"before {record.fixed_in}" if record.fixed_in else ""
    return " ".join(part for part in (since, until) if part)


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/stations/{identity}/habits",
        list_habits,
        deed=Deed(Area.STATIONS),
        body=Nothing,
        query=HabitsQuery,
        about=About(
            summary="What is known of the station's make, and why",
            description=(
                "The records of habits that hold for its vendor, model and firmware, with their evidence. "
                "They decide how its frames are read and what is never asked of it."
            ),
            answer=HabitView,
            paged=True,
        ),
    ),
)
