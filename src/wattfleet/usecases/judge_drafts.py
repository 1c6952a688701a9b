"""Drafts before the official rules: what they would refuse is held, and the rest goes on.

Each draft is judged in the one form that its customer gets, with a provisional number of the same form: so
issuing changes number and day and nothing else. A customer who gets a page alone has no rules to keep.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.billing.as_document import as_document, numbered, profile_of
from wattfleet.billing.document import Document
from wattfleet.billing.draft import Draft
from wattfleet.billing.problems import problems_of
from wattfleet.billing.profile import Profile
from wattfleet.billing.run import Hold
from wattfleet.clients.documents.making import written
from wattfleet.clients.documents.port import Format
from wattfleet.fleet.account import Syntax
from wattfleet.usecases.invoice_scene import Proposal
from wattfleet.usecases.make_document import refused
from wattfleet.usecases.parts import Parts

Rules = tuple[Format, Profile]


async def judged(parts: Parts, found: Proposal, day: date) -> Proposal:
    """The proposal, with a hold for each draft that could not become a document.

    Raises: WattfleetError `documents_unavailable`.
    """
    waiting, holds = await asyncio.to_thread(_documents, found.drafts, day)
    for rules in sorted({_rules(one) for one, _ in waiting}, key=lambda one: (one[0].value, one[1].value)):
        some = [(one, document) for one, document in waiting if _rules(one) == rules]
        xml = await asyncio.to_thread(_written, [document for _, document in some], rules)
        for (one, _), report in zip(some, await parts.documents.validate(xml, *rules), strict=True):
            if not report.accepted:
                error = refused(report.findings)
                holds[one.invoice.id] = _hold(one, error.code, error.message, error.hint)
    if not holds:
        return found
    kept = [one for one in found.drafts if one.invoice.id not in holds]
    return msgspec.structs.replace(found, drafts=kept, holds=[*found.holds, *holds.values()])


def _has_rules(draft: Draft) -> bool:
    return draft.invoice.buyer.syntax is not Syntax.PDF


def _rules(draft: Draft) -> Rules:
    buyer = draft.invoice.buyer
    form = Format.UBL if buyer.syntax in {Syntax.PEPPOL, Syntax.XRECHNUNG} else Format.CII
    return form, profile_of(buyer)


def _documents(drafts: Sequence[Draft], day: date) -> tuple[list[tuple[Draft, Document]], dict[UUID, Hold]]:
    """Those that have rules to keep as documents, and a hold for each that lacks something."""
    whole: list[tuple[Draft, Document]] = []
    holds: dict[UUID, Hold] = {}
    for one in drafts:
        if not _has_rules(one):
            continue
        document = as_document(numbered(one.invoice, day))
        problems = problems_of(document, _rules(one)[1])
        if problems:
            text = " ".join(problem.message for problem in problems)
            holds[one.invoice.id] = _hold(one, "document_incomplete", text, problems[0].hint)
        else:
            whole.append((one, document))
    return whole, holds


def _written(documents: Sequence[Document], rules: Rules) -> list[bytes]:
    return [written(one, *rules) for one in documents]


def _hold(draft: Draft, code: str, text: str, hint: str) -> Hold:
    invoice = draft.invoice
    return Hold(
        code=code,
        thing=f"{invoice.buyer.number} {invoice.buyer.name}",
        text=text,
        hint=hint,
        account_id=invoice.account_id,
        nets={invoice.currency.code: invoice.net.minor},
    )
