"""A dispute that was right: session amended or invoice credited, and it ends, in one transaction."""

from datetime import date
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.dispute import Dispute, DisputeState, check_rerated, dispute_closed
from wattfleet.billing.invoice import Invoice
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.amending import Wish
from wattfleet.storage import disputes
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.amend_session import Seen, amend_session
from wattfleet.usecases.answer_dispute import end, named
from wattfleet.usecases.credit_invoice import credit_invoice
from wattfleet.usecases.deciding import Decided
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import number_of
from wattfleet.usecases.then import Then, check_seen, nothing


class SeenDispute(msgspec.Struct, frozen=True):
    """What was looked at: a revision of the session, and a version of the dispute (None = any)."""

    revision: int
    version: int | None = None


async def rerate_dispute(
    parts: Parts,
    tenant: int,
    dispute_id: UUID,
    wish: Wish | None,
    *,
    reason: str,
    seen: SeenDispute,
    by: Principal,
    then: Then[Dispute] = nothing,
) -> Dispute:
    """Amend the session now, or (`wish` None) end by what was decided about it since it was disputed.

    Its price follows within a second; what was invoiced of it is corrected by the next run.

    Raises: WattfleetError `dispute_unknown`, `dispute_closed`, `version_stale`, `dispute_of_no_session`,
    `nothing_rerated`; of `amend_session`.
    """
    dispute = await parts.database.read(tenant, lambda reader: _open(reader, dispute_id, seen.version))
    if wish is None:

        def put(writer: Writer) -> Dispute:
            stands = _open(writer, dispute_id, seen.version)
            number = 0 if stands.session_id is None else number_of(writer, stands.session_id)
            check_rerated(stands, number)
            after = end(writer, parts, stands, DisputeState.RERATED, reason, by=by)
            then(writer, after)
            return after

        return await parts.database.write(tenant, put)
    check_rerated(dispute, dispute.revision + 1)
    assert dispute.session_id is not None, "it was checked"
    ended: list[Dispute] = []

    def close(writer: Writer, decided: Decided) -> None:
        stands = _open(writer, dispute_id, seen.version)
        check_rerated(stands, decided.revision)
        ended.append(end(writer, parts, stands, DisputeState.RERATED, reason, by=by))
        then(writer, ended[-1])

    revision = Seen(seen.revision)
    await amend_session(
        parts, tenant, dispute.session_id, wish, reason=reason, seen=revision, by=by, then=close
    )
    return ended[-1]


async def credit_dispute(
    parts: Parts,
    tenant: int,
    dispute_id: UUID,
    *,
    reason: str,
    issue_on: date | None,
    version: int | None = None,
    by: Principal,
    then: Then[Dispute] = nothing,
) -> Dispute:
    """A credit note undoes the invoice that bills it; what else that billed is proposed again.

    Raises: WattfleetError `dispute_unknown`, `dispute_closed`, `version_stale`, `dispute_not_invoiced`; of
    `credit_invoice`.
    """
    invoice_id = await parts.database.read(tenant, lambda reader: _billed_on(reader, dispute_id, version))
    ended: list[Dispute] = []

    def close(writer: Writer, note: Invoice) -> None:
        stands = _open(writer, dispute_id, version)
        ended.append(end(writer, parts, stands, DisputeState.CREDITED, reason, by=by, credit_note=note.id))
        then(writer, ended[-1])

    await credit_invoice(parts, tenant, invoice_id, reason, issue_on, close, by=by)
    return ended[-1]


def _open(reader: Reader, dispute_id: UUID, version: int | None) -> Dispute:
    dispute = named(reader, dispute_id, None)
    check_seen(version, dispute.version)
    if not dispute.is_open:
        raise dispute_closed(dispute)
    return dispute


def _billed_on(reader: Reader, dispute_id: UUID, version: int | None) -> UUID:
    dispute = _open(reader, dispute_id, version)
    if dispute.invoice_id is not None:
        return dispute.invoice_id
    assert dispute.session_id is not None, "it is about one or the other"
    stands = disputes.invoice_of(reader, dispute.session_id)
    if stands is None:
        raise conflict(
            "dispute_not_invoiced",
            "The session stands on no invoice, so that there is nothing to credit.",
            hint="Amend it, or write it off (`wattfleet review ID write-off`), and end it as rerated.",
        )
    return stands[0]
