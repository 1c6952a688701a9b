"""Acts over HTTP: who did what, what stood there before and after, and whether the chain is whole."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.acts import ChainedAct
from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.frame_views import Json
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Moment, When, instant, list_answer, wanted
from wattfleet.kernel.errors import WattfleetError, missing
from wattfleet.storage import acts

Hash = Annotated[str, Meta(description="SHA-256 over this act and the hash of the one before, in hex.")]


class WhoView(msgspec.Struct, frozen=True):
    """Who acted: a key, a person, a driver, the command line of the machine (local), or Wattfleet itself
    (system)."""

    kind: Annotated[str, Meta(extra_json_schema={"enum": ["key", "person", "driver", "local", "system"]})]
    id: str
    name: str


class ActView(msgspec.Struct, frozen=True, kw_only=True):
    """One deed. `before` and `after` hold what differs; null = there was, or is, nothing."""

    number: int
    at: When
    who: WhoView
    verb: str
    noun: str
    thing: Annotated[str, Meta(description="The id of what was acted upon.")]
    name: str
    before: Json | None
    after: Json | None
    reason: str
    hash: Hash


class ChainView(msgspec.Struct, frozen=True):
    """The chain from its first act to the newest. Write `hash` down elsewhere: it stands for all before it.

    `broken` is the number of the first act that is missing or not as it was written.
    """

    whole: bool
    acts: int
    hash: Hash
    broken: int | None


class ActQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which acts; newest first where nothing else is said."""

    noun: Annotated[str, Meta(description="station, site, token, tariff, key, session, doubt …")] | None = (
        None
    )
    verb: Annotated[str, Meta(description="create, change, remove, command …")] | None = None
    id: Annotated[str, Meta(description="The id of the thing, or the name that people give it.")] | None = (
        None
    )
    who: Annotated[str, Meta(description="Who did it, by id or name.")] | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="number; - for downwards.")] = "-number"
    limit: Limit = 50
    cursor: Cursor | None = None


def act_view(one: ChainedAct) -> ActView:
    act = one.act
    return ActView(
        number=one.number,
        at=act.at.rfc3339(),
        who=WhoView(act.by.kind, act.by.id, act.by.name),
        verb=act.verb,
        noun=act.noun,
        thing=act.thing,
        name=act.name,
        before=Json(act.before.encode()) if act.before else None,
        after=Json(act.after.encode()) if act.after else None,
        reason=act.reason,
        hash=one.hash.hex(),
    )


async def list_acts(door: Door, asked: Asked[Nothing, ActQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={
            "noun": query.noun,
            "verb": query.verb,
            "id": query.id,
            "who": query.who,
            "from": instant(query.from_),
            "to": instant(query.to),
        },
    )
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: acts.page(reader, page))
    return list_answer(door, asked, found, act_view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    text = asked.names["id"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise _unknown()
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: acts.get(reader, int(text)))
    if found is None:
        raise _unknown()
    return json_answer(act_view(found))


async def show_chain(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    chain = await door.parts.database.read(asked.caller.tenant, acts.check)
    return json_answer(ChainView(chain.broken is None, chain.acts, chain.hash.hex(), chain.broken))


def _unknown() -> WattfleetError:
    return missing("act_unknown", "There is no such act.", hint="GET /api/v1/acts lists all.")


READ = Deed(Area.ACTS)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/acts",
        list_acts,
        deed=READ,
        body=Nothing,
        query=ActQuery,
        about=About(
            summary="Who did what, when and why",
            description="Every privileged deed leaves one act, in the transaction of the deed.",
            answer=ActView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/acts/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One act, by its number", answer=ActView),
    ),
    route(
        "GET",
        "/api/v1/acts-chain",
        show_chain,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Whether the chain of acts is whole",
            description="Walks all acts of the tenant and computes every hash again.",
            answer=ChainView,
        ),
    ),
)
