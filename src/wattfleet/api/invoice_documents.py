"""The document of an invoice as a file: UBL, CII, Factur-X or PDF."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.clients.documents.port import Format
from wattfleet.usecases.make_document import make_document


class DocumentQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In what form."""

    format: Annotated[
        Literal["ubl", "cii", "factur-x", "pdf"] | None,
        Meta(description="The form that the customer gets, if empty."),
    ] = None


async def fetch(door: Door, asked: Asked[Nothing, DocumentQuery]) -> Answer:
    wanted = None if asked.query.format is None else Format(asked.query.format)
    name = asked.names["id"]
    try:
        which: UUID | str = UUID(name)
    except ValueError:
        which = name
    invoice, made = await make_document(door.parts, asked.caller.tenant, which, wanted)
    ending = Format(made.form).ending
    number = "".join(one if one.isalnum() or one in "-_." else "-" for one in invoice.number)
    return Answer(
        body=made.content,
        media=made.media_type,
        headers=(
            ("Content-Disposition", f'attachment; filename="{number}.{ending}"'),
            ("Digest", f"sha-256={made.sha256}"),
        ),
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/invoices/{id}/document",
        fetch,
        deed=READ,
        body=Nothing,
        query=DocumentQuery,
        about=About(
            summary="The document of an issued invoice as a file",
            description="Written when it is first asked for, judged by the schemas and the official rules "
            "(EN 16931; Peppol BIS or XRechnung), and kept: it is the same bytes for ever, by the SHA-256 "
            "in `Digest`. 409 says what is missing or which rule refuses it.",
            media="application/octet-stream",
            refuses=(409, 503),
        ),
    ),
)
