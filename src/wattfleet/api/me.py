"""Who am I: what a key or a person may do and see; and one's own language and sign-ins."""

from uuid import UUID

import msgspec

from wattfleet.access.people import Language, PersonChange
from wattfleet.access.principal import DRIVER
from wattfleet.access.roles import Deed, allowed
from wattfleet.api.auth import Caller
from wattfleet.api.door import Door
from wattfleet.api.people import SignInQuery, SignInView, sign_in_page, sign_in_view
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, read_id
from wattfleet.api.sign_ins import clear_cookie
from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.storage import tenants
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.change_person import change_person
from wattfleet.usecases.end_sign_in import end_sign_in

NO_ID = UUID(int=0)


class MeView(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. `may` is all that this caller may, as `noun:verb`; what is not there is not shown.

    `kind` is key, person or driver. `csrf` goes into X-CSRF-Token with every request by cookie that changes
    something; it is "" for a key. `token` is a driver's own uid.
    """

    kind: str
    id: str
    name: str
    role: str
    tenant: str
    language: str
    may: tuple[str, ...]
    scopes: tuple[str, ...]
    expires_at: When
    csrf: str
    sign_in: Id | None
    token: str | None
    version: str


class MeChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may change of herself."""

    language: Language


async def me_view(door: Door, caller: Caller) -> MeView:
    names = await door.parts.database.read(INSTALLATION, tenants.by_name)
    signed = caller.signed
    person = None if signed is None else signed.person
    return MeView(
        kind=caller.principal.kind,
        id=caller.principal.id,
        name=caller.principal.name,
        role=caller.role.value,
        tenant=next((name for name, number in names.items() if number == caller.tenant), ""),
        language="" if person is None else person.language,
        may=allowed(caller.role, caller.scopes),
        scopes=caller.scopes,
        expires_at=caller.expires_at.rfc3339(),
        csrf=caller.csrf,
        sign_in=None if signed is None else str(signed.sign_in.id),
        token=signed.uid if signed is not None and caller.principal.kind == DRIVER else None,
        version=door.version,
    )


async def show_me(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return json_answer(await me_view(door, asked.caller))


async def change_me(door: Door, asked: Asked[MeChange, Nothing]) -> Answer:
    caller = asked.caller
    await change_person(
        door.parts,
        caller.tenant,
        _person_id(caller),
        PersonChange(language=asked.body.language),
        by=caller.principal,
        seen=None,
    )
    door.reception.sign_ins.forget()
    view = await me_view(door, caller)
    return json_answer(msgspec.structs.replace(view, language=asked.body.language))


async def list_own(door: Door, asked: Asked[Nothing, SignInQuery]) -> Answer:
    """A key has none."""
    whose = _own_id(asked.caller)
    return list_answer(door, asked, await sign_in_page(door, asked, {"person": whose}), sign_in_view)


async def end_own(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    sign_in_id = read_id(asked.names, "sign_in_unknown", "sign-in")
    await end_sign_in(door.parts, asked.caller.tenant, sign_in_id, person_id=_own_id(asked.caller))
    door.reception.sign_ins.forget()
    return NO_CONTENT


async def sign_out(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """The cookie lets nobody in any more, here and wherever it was copied to."""
    signed = asked.caller.signed
    if signed is None:
        raise _no_person()
    await end_sign_in(door.parts, asked.caller.tenant, signed.sign_in.id)
    door.reception.sign_ins.forget()
    return Answer(204, headers=(clear_cookie(signed, secure=asked.knock.secure),))


def _person_id(caller: Caller) -> UUID:
    if caller.signed is None or caller.signed.person is None:
        raise _no_person()
    return caller.signed.person.id


def _own_id(caller: Caller) -> UUID:
    """The person's id, or one that nobody has."""
    return NO_ID if caller.signed is None or caller.signed.person is None else caller.signed.person.id


def _no_person() -> WattfleetError:
    return conflict(
        "person_required", "This is for somebody who is signed in.", hint="A key has no sign-ins of its own."
    )


ANYBODY, EVEN_DRIVERS = Deed(None), Deed(None, drivers=True)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/me",
        show_me,
        deed=EVEN_DRIVERS,
        body=Nothing,
        query=Nothing,
        about=About(summary="Who asks, and what it may do and see", answer=MeView),
    ),
    route(
        "PATCH",
        "/api/v1/me",
        change_me,
        deed=ANYBODY,
        body=MeChange,
        query=Nothing,
        about=About(summary="Change one's own language", answer=MeView, example='{"language": "sv"}'),
    ),
    route(
        "GET",
        "/api/v1/me/sign-ins",
        list_own,
        deed=ANYBODY,
        body=Nothing,
        query=SignInQuery,
        about=About(summary="Where one is signed in", answer=SignInView, paged=True),
    ),
    route(
        "DELETE",
        "/api/v1/me/sign-ins/{id}",
        end_own,
        deed=ANYBODY,
        body=Nothing,
        query=Nothing,
        about=About(summary="End one of one's own sign-ins", status=204),
    ),
    route(
        "POST",
        "/api/v1/sign-out",
        sign_out,
        deed=EVEN_DRIVERS,
        body=Nothing,
        query=Nothing,
        about=About(summary="End this sign-in", status=204),
    ),
)
