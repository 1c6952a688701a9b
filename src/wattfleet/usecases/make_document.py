"""The document of an invoice: written, judged by the official rules, and kept as it is for ever."""

from functools import partial
from uuid import UUID

from wattfleet.billing.as_document import as_document, look_of, profile_of
from wattfleet.billing.document import Document
from wattfleet.billing.invoice import Invoice, InvoiceState
from wattfleet.billing.problems import problems_of
from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.port import Finding, Format, Severity
from wattfleet.fleet.account import Syntax
from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.storage import documents, invoices
from wattfleet.storage.database import Reader
from wattfleet.storage.documents import KeptDocument
from wattfleet.storage.invoices import KeptInvoice
from wattfleet.usecases.parts import Parts

FORMS = {
    Syntax.PEPPOL: Format.UBL,
    Syntax.XRECHNUNG: Format.UBL,
    Syntax.CII: Format.CII,
    Syntax.FACTUR_X: Format.FACTUR_X,
    Syntax.PDF: Format.PDF,
}
"""In what form a customer gets its invoices."""


async def make_document(
    parts: Parts, tenant: int, invoice: UUID | str, form: Format | None = None
) -> tuple[Invoice, KeptDocument]:
    """The invoice (by its id or number) and its document; without `form` the one that its customer gets.

    Raises: WattfleetError `invoice_unknown`, `invoice_draft`, `document_incomplete`, `document_refused`,
    `documents_unavailable`.
    """
    kept = await parts.database.read(tenant, partial(read_invoice, which=invoice))
    if kept.state is InvoiceState.DRAFT:
        raise conflict(
            "invoice_draft",
            "A draft has no number yet, and no document.",
            hint="Issue its run; `wattfleet invoice ID show` tells what stands in it.",
        )
    wanted = form or FORMS[kept.invoice.buyer.syntax]
    known = await parts.database.read(
        tenant, lambda reader: documents.get(reader, kept.invoice.id, wanted.value)
    )
    if known is not None:
        return kept.invoice, known
    made = await _made(parts, kept.invoice, wanted)
    return kept.invoice, await parts.database.write(tenant, lambda writer: documents.add(writer, made))


def read_invoice(reader: Reader, which: UUID | str) -> KeptInvoice:
    """By its id or number. Raises: WattfleetError `invoice_unknown`."""
    if isinstance(which, UUID):
        return invoices.demand(reader, which)
    return invoices.numbered(reader, which)


async def _made(parts: Parts, invoice: Invoice, form: Format) -> KeptDocument:
    document, profile = as_document(invoice), profile_in(form, invoice)
    if form is not Format.PDF:
        await check(parts, document, form, profile)
    made = await parts.documents.render(document, form, profile=profile, look=look_of(invoice))
    now = parts.clock.now()
    return KeptDocument(
        id=parts.ids.uuid(now),
        invoice_id=invoice.id,
        form=form.value,
        media_type=made.media_type,
        sha256=made.sha256,
        content=made.content,
        made_at=now,
    )


def profile_in(form: Format, invoice: Invoice) -> Profile:
    """UBL is for Peppol unless the customer wants XRechnung; what is inside a page is the bare norm."""
    profile = profile_of(invoice.buyer)
    match form:
        case Format.UBL:
            return profile if profile is Profile.XRECHNUNG else Profile.PEPPOL
        case Format.CII:
            return profile if profile is Profile.XRECHNUNG else Profile.EN16931
        case _:
            return Profile.EN16931


async def check(parts: Parts, document: Document, form: Format, profile: Profile) -> None:
    """Raises: WattfleetError `document_incomplete`, `document_refused`."""
    problems = problems_of(document, profile)
    if problems:
        more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
        raise conflict(
            "document_incomplete",
            f"{problems[0].message}{more}",
            hint=problems[0].hint,
            field=problems[0].field,
        )
    syntax = Format.UBL if form is Format.UBL else Format.CII
    xml = await parts.documents.render(document, syntax, profile=profile)
    (report,) = await parts.documents.validate([xml.content], syntax, profile)
    if not report.accepted:
        raise refused(report.findings)


def refused(findings: tuple[Finding, ...]) -> WattfleetError:
    """The first fatal rule, with its text and place."""
    fatal = [one for one in findings if one.severity is Severity.FATAL]
    first = fatal[0]
    more = f" And {len(fatal) - 1} more." if len(fatal) > 1 else ""
    return conflict(
        "document_refused",
        f"The rule {first.rule} refuses it: {first.text}{more}",
        hint=f"It is about {first.where}." if first.where else "Look at the account and the seller.",
    )
