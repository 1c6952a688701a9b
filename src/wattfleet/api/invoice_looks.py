"""An invoice looked at before anybody gets it: what the official rules say, and its page as a picture."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.usecases.look_at_document import judge_document, picture_document


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that the document breaks, or what it lacks. Fatal: it is not issued."""

    rule: str
    severity: str
    text: str
    where: str
    hint: str


class JudgedView(msgspec.Struct, frozen=True, kw_only=True):
    """`form` is what the customer gets, `checked` the sets of rules with their versions."""

    form: str
    accepted: bool
    checked: list[str]
    findings: list[FindingView]


class PictureQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which page, from 1."""

    page: Annotated[int, Meta(ge=1, le=10_000)] = 1


async def judged(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    found = await judge_document(door.parts, asked.caller.tenant, which(asked.names["id"]))
    lacks = [
        FindingView(rule=one.code, severity="fatal", text=one.message, where=one.field, hint=one.hint)
        for one in found.problems
    ]
    broken = [
        FindingView(rule=one.rule, severity=one.severity.value, text=one.text, where=one.where, hint="")
        for one in found.report.findings
    ]
    return json_answer(
        JudgedView(
            form=found.form.value,
            accepted=not lacks and found.report.accepted,
            checked=list(found.report.checked),
            findings=[*lacks, *broken],
        )
    )


async def picture(door: Door, asked: Asked[Nothing, PictureQuery]) -> Answer:
    made = await picture_document(door.parts, asked.caller.tenant, which(asked.names["id"]), asked.query.page)
    return Answer(body=made.content, media="image/png", headers=(("Pages", str(made.pages)),))


def which(name: str) -> UUID | str:
    """An invoice by its id, or by its number."""
    try:
        return UUID(name)
    except ValueError:
        return name


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/invoices/{id}/judged",
        judged,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="What the official rules say of an invoice",
            description="In the form that its customer gets; a draft with a provisional number. Nothing is "
            "kept.",
            answer=JudgedView,
            refuses=(503,),
        ),
    ),
    route(
        "GET",
        "/api/v1/invoices/{id}/picture",
        picture,
        deed=READ,
        body=Nothing,
        query=PictureQuery,
        about=About(
            summary="A page of an invoice as a picture",
            description="As its PDF looks, and of a draft as it would; `Pages` says how many there are. A "
            "picture is no document: it is for looking.",
            media="image/png",
            refuses=(503,),
        ),
    ),
)
