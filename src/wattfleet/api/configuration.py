"""A station's settings over HTTP: what it last told, and what we have written."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import (
    Orders,
    PageQuery,
    When,
    short_answer,
    when,
)
from wattfleet.ocpp.secrets import HIDDEN, is_secret
from wattfleet.storage import configuration
from wattfleet.storage.configuration import Setting
from wattfleet.storage.database import Reader
from wattfleet.usecases.finding import named_station


class SettingView(msgspec.Struct, frozen=True, kw_only=True):
    """A 1.6 key (no component) or a 2.x variable. `refused` is the station's word for no."""

    component: str | None
    variable: str
    instance: str | None
    evse: Annotated[int, Meta(description="0 = the whole station.")]
    value: str | None
    mutability: str | None
    told_at: When | None
    written: str | None
    written_at: When | None
    refused: str | None


class SettingsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the settings are sorted."""

    sort: Annotated[
        str,
        Meta(
            description="variable, component, told_at or written_at; - for downwards; by component if empty."
        ),
    ] = ""


_ORDERS: Orders[Setting] = {
    "variable": lambda one: one.variable,
    "component": lambda one: (one.component, one.variable, one.instance, one.evse),
    "told_at": lambda one: one.told_at,
    "written_at": lambda one: one.written_at,
}


async def list_settings(door: Door, asked: Asked[Nothing, SettingsQuery]) -> Answer:
    """By component and name; a station has a few hundred."""

    def look(reader: Reader) -> list[Setting]:
        station = named_station(reader, asked.names["identity"])
        return configuration.of_station(reader, station.id)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return short_answer(door, asked, found, setting_view, _ORDERS)


def setting_view(one: Setting) -> SettingView:
    secret = is_secret(one.variable)
    return SettingView(
        component=one.component or None,
        variable=one.variable,
        instance=one.instance or None,
        evse=one.evse,
        value=HIDDEN if secret and one.value else one.value,
        mutability=one.mutability or None,
        told_at=when(one.told_at),
        written=HIDDEN if secret and one.written else one.written,
        written_at=when(one.written_at),
        refused=one.refused or None,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/stations/{identity}/configuration",
        list_settings,
        deed=Deed(Area.STATIONS),
        body=Nothing,
        query=SettingsQuery,
        about=About(
            summary="A station's settings as it last told them",
            description=(
                "Ask for them anew with the commands get_configuration (1.6) or get_variables and "
                "get_base_report (2.x)."
            ),
            answer=SettingView,
            paged=True,
        ),
    ),
)
