"""What an invoice would be before the official rules, and how its page looks; nothing is kept."""

from datetime import date
from functools import cache
from importlib.resources import files
from uuid import UUID

import msgspec

from wattfleet.billing.as_document import as_document, look_of, numbered, profile_of
from wattfleet.billing.invoice import Invoice, InvoiceState
from wattfleet.billing.problems import Problem, problems_of
from wattfleet.billing.sample import sample
from wattfleet.billing.seller import Seller, checked_seller
from wattfleet.billing.vat import VatFacts, parse_vat
from wattfleet.clients.documents.port import Format, Report
from wattfleet.fleet.account import Syntax
from wattfleet.kernel.errors import missing
from wattfleet.storage.database import Reader
from wattfleet.storage.invoices import KeptInvoice
from wattfleet.usecases.make_document import read_invoice
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import currency_of_books, today

DRAFT = {"en": "DRAFT", "sv": "UTKAST", "de": "ENTWURF"}
"""What stands on a page instead of a number that is not taken yet."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What lacks, and what the rules said of the XML; without what lacks there is no XML to judge.

    `form` is that of the customer; a page alone (`pdf`) is judged as if it were CII by the bare norm.
    """

    form: Syntax
    problems: tuple[Problem, ...]
    report: Report


class Picture(msgspec.Struct, frozen=True):
    """A page as PNG, one of `pages`."""

    content: bytes
    pages: int


async def judge_document(parts: Parts, tenant: int, which: UUID | str) -> Judged:
    """A draft is judged with a provisional number.

    Raises: WattfleetError `invoice_unknown`, `documents_unavailable`.
    """
    kept, day = await _read(parts, tenant, which)
    buyer = kept.invoice.buyer
    document, profile = as_document(numbered(kept.invoice, day)), profile_of(buyer)
    problems = problems_of(document, profile)
    if problems:
        return Judged(form=buyer.syntax, problems=problems, report=Report(()))
    form = Format.UBL if buyer.syntax in {Syntax.PEPPOL, Syntax.XRECHNUNG} else Format.CII
    xml = await parts.documents.render(document, form, profile=profile)
    (report,) = await parts.documents.validate([xml.content], form, profile)
    return Judged(form=buyer.syntax, problems=(), report=report)


async def picture_document(parts: Parts, tenant: int, which: UUID | str, page: int) -> Picture:
    """A draft's page says that it is one.

    Raises: WattfleetError `invoice_unknown`, `page_unknown`, `documents_unavailable`.
    """
    kept, day = await _read(parts, tenant, which)
    invoice = kept.invoice
    if kept.state is InvoiceState.DRAFT:
        invoice = unnumbered(invoice, day)
    return await picture(parts, invoice, page)


async def picture(parts: Parts, invoice: Invoice, page: int) -> Picture:
    """Raises: WattfleetError `page_unknown`, `documents_unavailable`."""
    pages = await parts.documents.pictures(as_document(invoice), look_of(invoice))
    if not 0 < page <= len(pages):
        raise missing("page_unknown", f"The document has {len(pages)} pages.", field="page")
    return Picture(pages[page - 1], len(pages))


async def picture_seller(parts: Parts, tenant: int, wish: Seller, language: str) -> Picture:
    """A page as this seller would have it, with made-up lines.

    Raises: WattfleetError of `checked_seller`; `documents_unavailable`, `colour_invalid`, `logo_invalid`.
    """
    seller, now = checked_seller(wish), parts.clock.now()
    currency, day = await parts.database.read(
        tenant, lambda reader: (currency_of_books(reader), today(reader, now))
    )
    own = msgspec.structs.replace(seller, currency=seller.currency or currency)
    return await picture(parts, unnumbered(sample(own, language, day, _vat()), day), 1)


def unnumbered(invoice: Invoice, day: date) -> Invoice:
    """A draft as it would look on a day, without a number or a reference by which it could be paid."""
    word = DRAFT[invoice.buyer.language]
    return msgspec.structs.replace(numbered(invoice, day), number=word, reference="")


@cache
def _vat() -> VatFacts:
    return parse_vat((files("wattfleet.facts") / "vat.toml").read_text(encoding="utf-8"))


async def _read(parts: Parts, tenant: int, which: UUID | str) -> tuple[KeptInvoice, date]:
    now = parts.clock.now()

    def look(reader: Reader) -> tuple[KeptInvoice, date]:
        return read_invoice(reader, which), today(reader, now)

    return await parts.database.read(tenant, look)
