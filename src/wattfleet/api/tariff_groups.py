"""Tariff groups over HTTP: made, changed, put away; and which tariff sells a session, and why."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.sessions import READ as READ_SESSIONS
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import Id, When, list_answer, read_id, seen_version, wanted, when
from wattfleet.api.tariffs import READ, WRITE
from wattfleet.storage import sessions, tariff_groups
from wattfleet.storage.database import Reader
from wattfleet.tariffs.group import Choice, TariffGroup
from wattfleet.tariffs.group_shape import GroupInput, RuleInput, show_group
from wattfleet.usecases.change_tariff_group import change_tariff_group
from wattfleet.usecases.choose_tariff import Chosen
from wattfleet.usecases.create_tariff_group import create_tariff_group
from wattfleet.usecases.price_session import tariff_of
from wattfleet.usecases.remove_tariff_group import remove_tariff_group


class GroupView(msgspec.Struct, frozen=True, kw_only=True):
    """A tariff group at one version: the first rule that holds at a session's start decides."""

    id: Id
    version: int
    name: str
    rules: list[RuleInput]
    valid_from: When | None


class GroupChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the next version has different; all else stays as it was."""

    name: str | UnsetType = UNSET
    rules: list[RuleInput] | UnsetType = UNSET
    valid_from: str | UnsetType | None = UNSET


class GroupQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which groups."""

    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="id (order of making) or name; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


class TriedView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, counted from 1, and which of its conditions did not hold; none: it decided."""

    rule: int
    note: str
    failed: list[str]


class WhyTariffView(msgspec.Struct, frozen=True, kw_only=True):
    """Which tariff sells a session, and why; `text` says it in a sentence."""

    tariff_id: Id | None
    tariff_version: int | None
    tariff_name: str | None
    place: Annotated[str, Meta(description="Whose assignment decided: evse, station, or none.")]
    assigned_from: When | None
    group_id: Id | None
    group_version: int | None
    group_name: str | None
    tried: list[TriedView]
    text: str


def _view(group: TariffGroup) -> GroupView:
    shape = show_group(group)
    return GroupView(
        id=str(group.id),
        version=group.version,
        name=shape.name,
        rules=shape.rules,
        valid_from=shape.valid_from,
    )


async def list_groups(door: Door, asked: Asked[Nothing, GroupQuery]) -> Answer:
    query = asked.query
    filters = {"search": query.search}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: tariff_groups.page(reader, page)
    )
    return list_answer(door, asked, found, _view)


async def create(door: Door, asked: Asked[GroupInput, Nothing]) -> Answer:
    group_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_tariff_group(
            door.parts, asked.caller.tenant, asked.body, group_id, then, by=asked.by
        ),
        lambda made: _answer(made, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    group_id = _id(asked)
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: tariff_groups.demand(reader, group_id)
    )
    return _answer(found)


async def change(door: Door, asked: Asked[GroupChange, Nothing]) -> Answer:
    wish = asked.body
    told = {name: value for name in wish.__struct_fields__ if (value := getattr(wish, name)) is not UNSET}
    changed = await change_tariff_group(
        door.parts,
        asked.caller.tenant,
        _id(asked),
        lambda shape: msgspec.structs.replace(shape, **told),
        seen=seen_version(asked),
        by=asked.by,
    )
    return _answer(changed)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    seen = seen_version(asked)
    await remove_tariff_group(door.parts, asked.caller.tenant, _id(asked), seen=seen, by=asked.by)
    return NO_CONTENT


async def why(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id = session_id_of(asked)

    def look(reader: Reader) -> Chosen:
        session = sessions.get(reader, session_id)
        if session is None:
            raise session_unknown()
        return tariff_of(reader, session)

    return json_answer(why_view(await door.parts.database.read(asked.caller.tenant, look)))


def why_view(chosen: Chosen) -> WhyTariffView:
    tariff, group, choice = chosen.tariff, chosen.group, chosen.choice
    return WhyTariffView(
        tariff_id=None if tariff is None else str(tariff.id),
        tariff_version=None if tariff is None else tariff.version,
        tariff_name=None if tariff is None else tariff.name,
        place=chosen.place or "none",
        assigned_from=when(chosen.assigned_from),
        group_id=None if group is None else str(group.id),
        group_version=None if group is None else group.version,
        group_name=None if group is None else group.name,
        tried=[] if group is None or choice is None else _tried(group, choice),
        text=_sentence(chosen),
    )


def _tried(group: TariffGroup, choice: Choice) -> list[TriedView]:
    return [
        TriedView(rule=one.rule + 1, note=group.rules[one.rule].note, failed=list(one.failed))
        for one in choice.tried
    ]


def _sentence(chosen: Chosen) -> str:
    if not chosen.place:
        return "Nothing is assigned to the station: it was not sold when the session began."
    where = "its EVSE" if chosen.place == "evse" else "its station"
    if chosen.group is None or chosen.choice is None:
        if chosen.tariff is None:
            return f"What is assigned to {where} was not valid when the session began, or ends its sale."
        return f"“{chosen.tariff.name}” is assigned to {where}."
    rule = chosen.choice.rule
    if rule is None:
        return f"No rule of the group “{chosen.group.name}” held: it was not sold."
    if chosen.tariff is None:
        return f"Rule {rule + 1} of the group “{chosen.group.name}” held, by which it is not sold."
    return f"Rule {rule + 1} of the group “{chosen.group.name}” held, which sells by “{chosen.tariff.name}”."


def _id(asked: Asked[GroupChange, Nothing] | Asked[Nothing, Nothing]) -> UUID:
    return read_id(asked.names, "group_unknown", "tariff group")


def _answer(group: TariffGroup, *, status: int = 200) -> Answer:
    headers = [versioned(group.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/tariff-groups/{group.id}"))
    return json_answer(_view(group), status=status, headers=tuple(headers))


_ONE = "/api/v1/tariff-groups/{id}"
_EXAMPLE = """{"name": "Depot", "rules": [
 {"tariff_id": "01970000-0000-7000-8000-000000000001", "token_groups": ["staff"], "start_time": "17:00",
  "end_time": "07:00", "note": "staff at night"},
 {"tariff_id": "01970000-0000-7000-8000-000000000002"}]}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/tariff-groups",
        list_groups,
        deed=READ,
        body=Nothing,
        query=GroupQuery,
        about=About(summary="The tariff groups", answer=GroupView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/tariff-groups",
        create,
        deed=WRITE,
        body=GroupInput,
        query=Nothing,
        about=About(
            summary="Create a tariff group",
            description=(
                "Ordered rules of who, where and when: the first that holds at a session's start says which "
                "tariff sells it. A station is given a group like a tariff: `PUT …/tariff` with `group_id`."
            ),
            answer=GroupView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One tariff group", answer=GroupView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=GroupChange,
        query=Nothing,
        about=About(
            summary="Make the next version of a tariff group",
            description="Sessions keep the version of their start.",
            answer=GroupView,
            example='{"name": "Depot 2027"}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        _ONE,
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Put a tariff group away that no station uses", status=204, versioned=True, refuses=(409,)
        ),
    ),
    route(
        "GET",
        "/api/v1/sessions/{id}/tariff",
        why,
        deed=READ_SESSIONS,
        body=Nothing,
        query=Nothing,
        about=About(summary="Which tariff sells a session, and why", answer=WhyTariffView),
    ),
)
