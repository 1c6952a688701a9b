"""What both sides of a dispute see: one bundle, with what it is about down to registers and frames.

It is put together from what is kept when it is asked for, so that nobody can leave something out of it.
"""

from uuid import UUID

import msgspec

from wattfleet.billing.dispute import Dispute
from wattfleet.billing.invoice import InvoiceLine
from wattfleet.billing.proof import Proof, ProvenItem, prove, prove_item
from wattfleet.billing.proved import Check
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.metrology.transparency import SignedText
from wattfleet.storage import disputes, invoices, revisions, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.answer_dispute import named
from wattfleet.usecases.bundle_proof import bundle_proof, prove_session
from wattfleet.usecases.signed_values import SignedAt, signed_values

FORM = 1
MOST_REVISIONS = 100


class RevisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A revision of the session, without who made it."""

    number: int
    at: Instant
    cause: str
    reason: str
    differs: tuple[str, ...]
    energy: Energy
    amount: Money | None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle. Of a session: `session`, `signed`, `revisions`; of an invoice: `line` and `proof`.

    `checks` are what can be computed from it at once; `invoice` is the number on which it is billed.
    """

    form: int
    dispute_id: UUID
    made_at: Instant
    checks: list[Check]
    invoice: str = ""
    session: ProvenItem | None = None
    signed: tuple[SignedAt, ...] = ()
    revisions: tuple[RevisionLine, ...] = ()
    line: InvoiceLine | None = None
    proof: Proof | None = None

    @property
    def signed_texts(self) -> list[SignedText]:
        return [one.value for one in self.signed]


def dispute_evidence(reader: Reader, dispute_id: UUID, now: Instant, uid: str | None = None) -> Evidence:
    """Raises: WattfleetError `dispute_unknown`, `proof_too_large`."""
    dispute = named(reader, dispute_id, uid)
    if dispute.session_id is not None:
        return _of_session(reader, dispute, dispute.session_id, now)
    assert dispute.invoice_id is not None, "it is about one or the other"
    kept = invoices.demand(reader, dispute.invoice_id)
    proof = bundle_proof(reader, dispute.invoice_id, now)
    return Evidence(
        form=FORM,
        dispute_id=dispute.id,
        made_at=now,
        checks=prove(proof),
        invoice=kept.invoice.number,
        line=None if dispute.line is None else kept.invoice.lines[dispute.line - 1],
        proof=proof,
    )


def _of_session(reader: Reader, dispute: Dispute, session_id: UUID, now: Instant) -> Evidence:
    session = sessions.get(reader, session_id)
    proven = prove_session(reader, session_id, now)
    stands = disputes.invoice_of(reader, session_id)
    page = revisions.page(reader, PageQuery(limit=MOST_REVISIONS, filters={"session": session_id}))
    return Evidence(
        form=FORM,
        dispute_id=dispute.id,
        made_at=now,
        checks=prove_item(proven),
        invoice="" if stands is None else invoices.demand(reader, stands[0]).invoice.number,
        session=proven,
        signed=() if session is None else tuple(signed_values(reader, session)),
        revisions=tuple(
            RevisionLine(
                number=one.number,
                at=one.at,
                cause=one.cause.value,
                reason=one.reason,
                differs=one.differs,
                energy=one.facts.energy,
                amount=None if one.price is None else one.price.amount,
            )
            for one in page.items
        ),
    )
