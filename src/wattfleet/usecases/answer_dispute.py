"""What is said in a dispute, and how it ends without another price: explained, or withdrawn."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.billing.dispute import Dispute, DisputeState, Message, closed, dispute_closed
from wattfleet.storage import disputes
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, check_seen, nothing


async def say_in_dispute(
    parts: Parts,
    tenant: int,
    dispute_id: UUID,
    *,
    text: str,
    by: Principal,
    uid: str | None = None,
    then: Then[Message] = nothing,
) -> Message:
    """Both sides read it. Raises: WattfleetError `dispute_unknown`, `dispute_closed`."""

    def put(writer: Writer) -> Message:
        dispute = named(writer, dispute_id, uid)
        if not dispute.is_open:
            raise dispute_closed(dispute)
        now = parts.clock.now()
        message = Message(id=parts.ids.uuid(now), dispute_id=dispute.id, at=now, by=by, text=text.strip())
        disputes.say(writer, message)
        act(writer, parts, by, ("say", "dispute"), dispute.id, after={"message": message.id})
        then(writer, message)
        return message

    return await parts.database.write(tenant, put)


async def explain_dispute(
    parts: Parts,
    tenant: int,
    dispute_id: UUID,
    /,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Dispute] = nothing,
) -> Dispute:
    """It was right, and why. Raises: WattfleetError `dispute_unknown`, `dispute_closed`, `version_stale`."""

    def put(writer: Writer) -> Dispute:
        dispute = named(writer, dispute_id, None)
        check_seen(seen, dispute.version)
        after = end(writer, parts, dispute, DisputeState.EXPLAINED, reason, by=by)
        then(writer, after)
        return after

    return await parts.database.write(tenant, put)


async def withdraw_dispute(
    parts: Parts,
    tenant: int,
    dispute_id: UUID,
    /,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    uid: str | None = None,
    then: Then[Dispute] = nothing,
) -> Dispute:
    """Whoever opened it takes it back. Raises: those of `explain_dispute`."""

    def put(writer: Writer) -> Dispute:
        dispute = named(writer, dispute_id, uid)
        check_seen(seen, dispute.version)
        after = end(writer, parts, dispute, DisputeState.WITHDRAWN, reason, by=by)
        then(writer, after)
        return after

    return await parts.database.write(tenant, put)


def named(reader: Reader, dispute_id: UUID, uid: str | None) -> Dispute:
    """For a driver (`uid`) there are only her own. Raises: WattfleetError `dispute_unknown`."""
    return disputes.demand(reader, dispute_id) if uid is None else disputes.demand_of(reader, dispute_id, uid)


def end(
    writer: Writer,
    parts: Parts,
    dispute: Dispute,
    state: DisputeState,
    answer: str,
    *,
    by: Principal,
    credit_note: UUID | None = None,
) -> Dispute:
    """In the caller's transaction: what was held is free, and the act says how it ended.

    Raises: WattfleetError `dispute_closed`.
    """
    now = parts.clock.now()
    after = closed(dispute, state, answer, by=by, at=now, credit_note=credit_note)
    after = disputes.change(writer, after, dispute.version)
    act(
        writer,
        parts,
        by,
        (_VERBS[state], "dispute"),
        dispute.id,
        before={"state": dispute.state},
        after={"state": state, "credit_note": credit_note},
        reason=answer,
    )
    return after


_VERBS = {
    DisputeState.EXPLAINED: "explain",
    DisputeState.RERATED: "rerate",
    DisputeState.CREDITED: "credit",
    DisputeState.WITHDRAWN: "withdraw",
}
