"""Somebody says that a session or an invoice is wrong: from now on it is held, and the clock runs."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.access.tokens import fold_uid
from wattfleet.billing.dispute import Complaint, Dispute, DisputeState, Side, due_from
from wattfleet.billing.invoice import InvoiceState
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import disputes, invoices
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_session, session_unknown
from wattfleet.usecases.dispute_clock import dispute_clock
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import number_of
from wattfleet.usecases.then import Then, nothing

Words = Annotated[str, Meta(min_length=3, max_length=2000)]


class DisputeWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """About a session, or about an invoice (and one line of it, from 1)."""

    about: Complaint
    text: Words
    session_id: UUID | None = None
    invoice_id: UUID | None = None
    line: Annotated[int, Meta(ge=1, description="1 is its first; the whole invoice if absent.")] | None = None
    side: Annotated[Side, Meta(description="For whom it is opened.")] = Side.HOUSE
    contact: Annotated[str, Meta(max_length=254, description="Where the answer goes.")] = ""


async def open_dispute(
    parts: Parts,
    tenant: int,
    wish: DisputeWish,
    dispute_id: UUID,
    then: Then[Dispute] = nothing,
    *,
    by: Principal,
    uid: str | None = None,
) -> Dispute:
    """`uid` is the token of the driver who asks: nothing but her own sessions are there for her.

    Raises: WattfleetError `dispute_subject`, `session_unknown`, `session_runs`, `dispute_too_late`,
    `invoice_unknown`, `invoice_is_draft`, `line_unknown`, `dispute_open_already`.
    """

    def put(writer: Writer) -> Dispute:
        now = parts.clock.now()
        made = Dispute(
            id=dispute_id,
            state=DisputeState.OPEN,
            about=wish.about,
            text=wish.text.strip(),
            side=wish.side,
            opened_by=by,
            opened_at=now,
            due_at=due_from(now, dispute_clock(writer)),
            contact=wish.contact.strip(),
        )
        made, name = _placed(writer, made, wish, uid, now)
        disputes.add(writer, made)
        act(writer, parts, by, ("open", "dispute"), made.id, after=_told(made), name=name, reason=made.text)
        then(writer, made)
        return made

    return await parts.database.write(tenant, put)


def _placed(
    reader: Reader, made: Dispute, wish: DisputeWish, uid: str | None, now: Instant
) -> tuple[Dispute, str]:
    """What it is about, checked; and the name of that."""
    if (wish.session_id is None) == (wish.invoice_id is None):
        raise invalid(
            "dispute_subject",
            "A dispute is about one session, or about one invoice.",
            hint="Give session_id, or invoice_id and maybe a line of it.",
            field="session_id",
        )
    if wish.session_id is not None:
        if wish.line is not None:
            raise invalid(
                "dispute_subject",
                "A session has no lines.",
                hint="Leave `line` out, or name the invoice instead of the session.",
                field="line",
            )
        return _of_session(reader, made, demand_session(reader, wish.session_id), uid, now)
    assert wish.invoice_id is not None, "it is about one or the other"
    return _of_invoice(reader, made, wish.invoice_id, wish.line)


def _of_session(
    reader: Reader, made: Dispute, session: Session, uid: str | None, now: Instant
) -> tuple[Dispute, str]:
    token = "" if session.token is None else fold_uid(session.token.uid)
    if uid is not None and token != fold_uid(uid):
        raise session_unknown()
    if session.state is SessionState.ACTIVE:
        raise conflict("session_runs", "The session has not ended yet.", hint="Wait for its end.")
    days = dispute_clock(reader).open_days
    ended = session.ended_at or session.started_at
    if uid is not None and now - ended > days * DAY_US:
        raise conflict(
            "dispute_too_late",
            f"It ended more than {days} days ago.",
            hint="Ask the operator: an agent may still open one.",
        )
    stands = disputes.invoice_of(reader, session.id)
    placed = msgspec.structs.replace(
        made,
        session_id=session.id,
        token=token,
        revision=number_of(reader, session.id),
        account_id=None if stands is None else stands[1],
    )
    return placed, session.tx


def _of_invoice(reader: Reader, made: Dispute, invoice_id: UUID, line: int | None) -> tuple[Dispute, str]:
    kept = invoices.demand(reader, invoice_id)
    if kept.state is InvoiceState.DRAFT:
        raise conflict(
            "invoice_is_draft",
            "A draft is no invoice yet.",
            hint="Discard the run, mend what is wrong and propose it again.",
        )
    lines = len(kept.invoice.lines)
    if line is not None and line > lines:
        raise invalid(
            "line_unknown",
            f"It has {lines} lines.",
            hint="Count them from 1, as they are shown.",
            field="line",
        )
    account_id = kept.invoice.account_id
    placed = msgspec.structs.replace(made, invoice_id=invoice_id, line=line, account_id=account_id)
    return placed, kept.invoice.number


def _told(one: Dispute) -> dict[str, object]:
    return {
        "about": one.about,
        "session": one.session_id,
        "invoice": one.invoice_id,
        "line": one.line,
        "due_at": one.due_at,
    }
