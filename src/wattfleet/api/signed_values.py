"""Signed values over HTTP: what was found of a session, the transparency file, and what sites ask."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.billing_shapes import READ as BILLING
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.door import Door
from wattfleet.api.invoices import named_invoice
from wattfleet.api.my import READ as OWN
from wattfleet.api.my import own_session, own_uid
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.sessions import READ as SESSIONS
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import Id, seen_version
from wattfleet.billing.measuring import AskedBy, LawText, Metrology, asked_by
from wattfleet.billing.unmeasured import Problem
from wattfleet.kernel.errors import missing
from wattfleet.kernel.sentences import Values
from wattfleet.metrology.found import Finding
from wattfleet.metrology.transparency import SignedText, write_values
from wattfleet.storage import billed
from wattfleet.storage.database import Reader
from wattfleet.usecases.measured_sessions import (
    SignedSession,
    signed_session,
    transparency_of,
    transparency_of_invoice,
)
from wattfleet.usecases.metrology import METROLOGY, metrology, set_metrology


class FoundView(msgspec.Struct, frozen=True):
    """What is wrong with a value, or with all together: a stable word, its values, the English sentence."""

    code: str
    values: Values
    text: str


class SignedValueView(msgspec.Struct, frozen=True, kw_only=True):
    """One value as the station sent it. `signed`: valid, invalid or not_verifiable, with the reason."""

    text: str
    signed: str | None
    why: FoundView | None


class UnmeasuredView(msgspec.Struct, frozen=True):
    """Why it may not be billed where signed values are asked for: a stable word, a sentence, what to do.
    `values` are those of the case, `because` what was found beneath it: so both are said in any language."""

    code: str
    text: str
    hint: str
    values: Values
    because: list[FoundView]


class SignedSessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session's signed values. `required` = the law, or the site, asks for them (`by`); `problems` are the
    reasons for which it is held from invoices then. `energy_wh` is what was signed."""

    session: Id
    required: bool
    by: Annotated[AskedBy, Meta(description="A law, or the site; null = nobody.")]
    note: Annotated[str, Meta(description="Why the site asks for it.")]
    law: Annotated[LawText | None, Meta(description="In each language of the screens.")]
    result: Annotated[
        str | None,
        Meta(description="valid, invalid, not_verifiable, structurally_wrong; null = nothing could be read."),
    ]
    energy_wh: str | None
    time_billable: bool | None
    key: Annotated[Id | None, Meta(description="The approved key that signed.")]
    values: list[SignedValueView]
    problems: list[UnmeasuredView]


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id = session_id_of(asked)
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: signed_session(reader, door.parts.measuring, session_id)
    )
    return json_answer(_view(found))


async def transparency(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id = session_id_of(asked)
    values = await door.parts.database.read(
        asked.caller.tenant, lambda reader: transparency_of(reader, session_id)
    )
    return _file(values, str(session_id))


async def my_transparency(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id, uid, now = session_id_of(asked), own_uid(asked.caller), door.parts.clock.now()

    def look(reader: Reader) -> list[SignedText]:
        if own_session(door, reader, session_id, uid, now) is None:
            raise session_unknown()
        return transparency_of(reader, session_id)

    return _file(await door.parts.database.read(asked.caller.tenant, look), str(session_id))


async def of_invoice(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    def look(reader: Reader) -> tuple[list[SignedText], str]:
        kept = named_invoice(reader, asked.names["id"])
        items = billed.of_invoice(reader, kept.invoice.id)
        mine = [one.item.session_id for one in items if one.item.session_id is not None]
        return transparency_of_invoice(reader, mine), kept.invoice.number or str(kept.invoice.id)

    values, name = await door.parts.database.read(asked.caller.tenant, look)
    return _file(values, name)


async def show_metrology(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return await show_choice(door, asked, METROLOGY, metrology)


async def put_metrology(door: Door, asked: Asked[Metrology, Nothing]) -> Answer:
    made = await set_metrology(
        door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by
    )
    return choice_answer(made)


def _view(found: SignedSession) -> SignedSessionView:
    checked = found.measured.checked
    verdicts = [] if checked is None else [one.verdict for one in checked.values]
    registers = () if checked is None else checked.process.registers
    whole = len(verdicts) == len(found.values)
    return SignedSessionView(
        session=str(found.session.id),
        required=found.demand is not None,
        by=asked_by(found.demand),
        note="" if found.demand is None else found.demand.note,
        law=None if found.demand is None or found.demand.law is None else found.demand.law.text,
        result=None if checked is None else checked.result.value,
        energy_wh=f"{registers[0].wh.normalize() + 0:f}" if registers else None,
        time_billable=None if checked is None else checked.process.time_billable,
        key=None if found.measured.key is None else str(found.measured.key.id),
        values=[
            SignedValueView(
                text=one.text,
                signed=verdicts[at].signed.value if whole else None,
                why=_found(verdicts[at].finding) if whole else None,
            )
            for at, one in enumerate(found.values)
        ],
        problems=[_problem(one) for one in found.measured.problems],
    )


def _problem(one: Problem) -> UnmeasuredView:
    because = [FoundView(each.code, each.values, each.text) for each in one.because]
    return UnmeasuredView(one.code, one.text, one.hint, one.values, because)


def _found(one: Finding | None) -> FoundView | None:
    return None if one is None else FoundView(one.code, one.values, one.text)


def _file(values: list[SignedText], name: str) -> Answer:
    """Raises: WattfleetError `signed_values_unknown`."""
    if not values:
        raise missing(
            "signed_values_unknown",
            "The station told no signed value of it.",
            hint="Only stations with a signing meter do, when they are set so.",
        )
    plain = "".join(one if one.isalnum() or one in "-_." else "-" for one in name)
    return Answer(
        body=write_values(values),
        media="application/xml",
        headers=(("Content-Disposition", f'attachment; filename="transparency-{plain}.xml"'),),
    )


_XML = "application/xml"
_ABOUT = (
    "The signed values letter for letter with the public key, as the transparency software of S.A.F.E. e.V. "
    "reads it; `wattfleet ocmf verify` does, too."
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sessions/{id}/signed-values",
        show,
        deed=SESSIONS,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The signed values of a session, checked by the approved keys of its meter",
            answer=SignedSessionView,
        ),
    ),
    route(
        "GET",
        "/api/v1/sessions/{id}/transparency",
        transparency,
        deed=SESSIONS,
        body=Nothing,
        query=Nothing,
        about=About(summary="The transparency file of a session", description=_ABOUT, media=_XML),
    ),
    route(
        "GET",
        "/api/v1/my/sessions/{id}/transparency",
        my_transparency,
        deed=OWN,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The transparency file of a driver's own session", description=_ABOUT, media=_XML
        ),
    ),
    route(
        "GET",
        "/api/v1/invoices/{id}/transparency",
        of_invoice,
        deed=BILLING,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The transparency file of all sessions that an invoice bills",
            description=_ABOUT,
            media=_XML,
        ),
    ),
    route(
        "GET",
        "/api/v1/metrology",
        show_metrology,
        deed=Deed(Area.SITES),
        body=Nothing,
        query=Nothing,
        about=About(summary="What was said about measuring at sites", answer=Metrology, versioned=True),
    ),
    route(
        "PUT",
        "/api/v1/metrology",
        put_metrology,
        deed=Deed(Area.SETUP, write=True),
        body=Metrology,
        query=Nothing,
        about=About(
            summary="Say where values must be signed, and whose clocks are approved",
            description="As a whole. What is not said follows the law of the site's country, as the facts "
            "have it (facts/metrology.toml).",
            answer=Metrology,
            versioned=True,
            example='{"sites": []}',
            refuses=(404,),
        ),
    ),
)
