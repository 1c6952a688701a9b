"""Keys of meters over HTTP: what was registered or seen, and what a person has approved."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, Moment, When, instant, list_answer, read_id, seen_version, wanted, when
from wattfleet.kernel.timeline import Instant
from wattfleet.metrology.meter_key import KeyState, MeterKey
from wattfleet.storage import meter_keys, stations
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.finding import named_station
from wattfleet.usecases.meter_keys import KeyChange, NewKey, change_meter_key, register_meter_key

READ, WRITE = Deed(Area.STATIONS), Deed(Area.STATIONS, write=True)


class MeterKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A public key. `seen` = it came with a value and proves nothing until a person approves it."""

    id: Id
    station: str
    evse: Annotated[int, Meta(description="0 = of every EVSE of the station.")]
    public_key: str
    fingerprint: Annotated[str, Meta(description="SHA-256 of the key itself, however it is written.")]
    curve: str
    meter: str
    valid_from: When
    valid_until: When | None
    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in KeyState]})]
    came: Annotated[str, Meta(extra_json_schema={"enum": ["registered", "first_sight"]})]
    note: str
    version: int


class MeterKeyQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which keys; the newest first."""

    station: Annotated[str, Meta(description="A station's identity.")] | None = None
    state: Literal["seen", "approved", "revoked"] | None = None
    sort: Annotated[str, Meta(description="valid_from; - for downwards.")] = "-valid_from"
    limit: Limit = 50
    cursor: Cursor | None = None


class MeterKeyBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key from the plate of the meter, or from the maker's list; in hex, base64 or PEM."""

    station: str
    public_key: Annotated[str, Meta(min_length=20, max_length=5000)]
    evse: Annotated[int, Meta(ge=0, le=100, description="0 = of every EVSE of the station.")] = 0
    meter: Annotated[str, Meta(max_length=100, description="The serial that its values name.")] = ""
    valid_from: Annotated[Moment | None, Meta(description="Since ever, if empty.")] = None
    valid_until: Moment | None = None
    note: Annotated[str, Meta(max_length=500)] = ""


class MeterKeyChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Approve it, bound its time, or take it back."""

    state: Literal["approved", "revoked"] | UnsetType = UNSET
    meter: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    valid_from: Moment | UnsetType = UNSET
    valid_until: Moment | UnsetType | None = UNSET
    note: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET


async def list_keys(door: Door, asked: Asked[Nothing, MeterKeyQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[MeterKeyView]:
        station = None if query.station is None else named_station(reader, query.station).id
        state = None if query.state is None else KeyState(query.state)
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={"station": station, "state": state},
        )
        found = meter_keys.page(reader, page)
        return Page([_shown(reader, one) for one in found.items], found.next)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, lambda one: one)


async def create(door: Door, asked: Asked[MeterKeyBody, Nothing]) -> Answer:
    body = asked.body
    wish = NewKey(
        station=body.station,
        text=body.public_key,
        evse=body.evse,
        meter=body.meter,
        valid_from=instant(body.valid_from) or Instant(0),
        valid_until=instant(body.valid_until),
        note=body.note,
    )
    key_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: register_meter_key(door.parts, asked.caller.tenant, wish, key_id, then, by=asked.by),
        lambda made: _answer(view(made, body.station), status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    key_id = read_id(asked.names, "meter_key_unknown", "key")

    def look(reader: Reader) -> MeterKeyView:
        return _shown(reader, meter_keys.demand(reader, key_id))

    return _answer(await door.parts.database.read(asked.caller.tenant, look))


async def change(door: Door, asked: Asked[MeterKeyChange, Nothing]) -> Answer:
    key_id, body = read_id(asked.names, "meter_key_unknown", "key"), asked.body
    until = body.valid_until
    wish = KeyChange(
        state=UNSET if body.state is UNSET else KeyState(body.state),
        meter=body.meter,
        valid_from=UNSET if body.valid_from is UNSET else Instant.of(body.valid_from),
        valid_until=until if until is UNSET or until is None else Instant.of(until),
        note=body.note,
    )
    changed = await change_meter_key(
        door.parts, asked.caller.tenant, key_id, wish, seen=seen_version(asked), by=asked.by
    )
    return _answer(
        await door.parts.database.read(asked.caller.tenant, lambda reader: _shown(reader, changed))
    )


def _shown(reader: Reader, key: MeterKey) -> MeterKeyView:
    station = stations.get(reader, key.station_id)
    return view(key, "" if station is None else station.identity)


def view(key: MeterKey, station: str) -> MeterKeyView:
    return MeterKeyView(
        id=str(key.id),
        station=station,
        evse=key.evse,
        public_key=key.text,
        fingerprint=key.fingerprint,
        curve=key.curve,
        meter=key.meter,
        valid_from=key.valid_from.rfc3339(),
        valid_until=when(key.valid_until),
        state=key.state.value,
        came=key.came.value,
        note=key.note,
        version=key.version,
    )


def _answer(shown: MeterKeyView, *, status: int = 200) -> Answer:
    headers = [versioned(shown.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/meter-keys/{shown.id}"))
    return json_answer(shown, status=status, headers=tuple(headers))


_ONE = "/api/v1/meter-keys/{id}"
_KEY = (
    "3059301306072A8648CE3D020106082A8648CE3D030107034200043A1405AE9FE64C2D66055EDD2F657711EC6F9ED0443E"
    "B7D058D2906A645AD1253465742468697621C9933C09CDC02ECF2D18CB9C24D60517E0D5BA49A7F3FCB9"
)
_EXAMPLE = f'{{"station": "DEPOT-07", "evse": 1, "meter": "1EMH0012345678", "public_key": "{_KEY}"}}'

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/meter-keys",
        list_keys,
        deed=READ,
        body=Nothing,
        query=MeterKeyQuery,
        about=About(
            summary="Public keys of meters",
            description="`state=seen` are those that came with a value and wait for a person.",
            answer=MeterKeyView,
            paged=True,
            refuses=(404,),
        ),
    ),
    route(
        "POST",
        "/api/v1/meter-keys",
        create,
        deed=WRITE,
        body=MeterKeyBody,
        query=Nothing,
        about=About(
            summary="Register the public key of a meter",
            description="From its plate or the maker's list: whoever registers it vouches for it.",
            answer=MeterKeyView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(404, 409),
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One key", answer=MeterKeyView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=MeterKeyChange,
        query=Nothing,
        about=About(
            summary="Approve a key, bound its time, or take it back",
            description="What was signed by it stays provable: no key is ever removed.",
            answer=MeterKeyView,
            example='{"state": "approved", "note": "Compared with the plate."}',
            versioned=True,
        ),
    ),
)
