"""The seller over HTTP: what stands at the head and the foot of invoices, and how they are numbered."""

from typing import Literal

import msgspec

from wattfleet.api.billing_shapes import READ, WRITE
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import seen_version
from wattfleet.billing.seller import Seller
from wattfleet.usecases.look_at_document import picture_seller
from wattfleet.usecases.selling import SELLER, demand_seller, set_seller


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return await show_choice(door, asked, SELLER, demand_seller)


async def put(door: Door, asked: Asked[Seller, Nothing]) -> Answer:
    made = await set_seller(
        door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by
    )
    return choice_answer(made)


class LanguageQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which language."""

    language: Literal["en", "sv", "de"] = "en"


async def picture(door: Door, asked: Asked[Seller, LanguageQuery]) -> Answer:
    made = await picture_seller(door.parts, asked.caller.tenant, asked.body, asked.query.language)
    return Answer(body=made.content, media="image/png", headers=(("Pages", str(made.pages)),))


_EXAMPLE = """{"name": "Northern Charging AB", "address": {"street": "Kungsgatan 1", "postcode": "111 43",
 "town": "Stockholm", "country": "SE"}, "vat_number": "SE556703748501", "registration": "556703-7485",
 "email": "billing@example.org", "bank": {"bankgiro": "5805-6201", "iban": "SE4550000000058398257466",
 "bic": "ESSESESS"}, "invoice_prefix": "", "credit_prefix": "K",
 "texts": {"sv": {"intro": "Tack för att du laddar hos oss."}}, "extra_lines": ["Godkänd för F-skatt"]}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/seller",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="Who sells", answer=Seller, versioned=True, refuses=(404,)),
    ),
    route(
        "PUT",
        "/api/v1/seller",
        put,
        deed=WRITE,
        body=Seller,
        query=Nothing,
        about=About(
            summary="Say who sells",
            description="Address, VAT number, bank, series of numbers, logo, colour and texts. Invoices that "
            "were issued keep what they say.",
            answer=Seller,
            versioned=True,
            example=_EXAMPLE,
        ),
    ),
    route(
        "POST",
        "/api/v1/seller/picture",
        picture,
        deed=READ,
        body=Seller,
        query=LanguageQuery,
        about=About(
            summary="How a page of this seller would look",
            description="A picture of an invoice with made-up lines. Nothing is kept.",
            media="image/png",
            example=_EXAMPLE,
            refuses=(503,),
        ),
    ),
)
