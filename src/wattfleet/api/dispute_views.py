"""How disputes are shown: to agents and to drivers alike, but for who of the house has spoken."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import DRIVER, Principal
from wattfleet.api.acts import WhoView
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.route import Answer, Asked, json_answer
from wattfleet.api.shapes import Id, When, read_id, when
from wattfleet.billing.dispute import Complaint, Dispute, DisputeState, Message, Side
from wattfleet.billing.proved import Check
from wattfleet.kernel.timeline import Instant

B = TypeVar("B")
Q = TypeVar("Q")


def _words(kind: type[DisputeState | Complaint | Side]) -> Any:
    return Meta(extra_json_schema={"enum": [one.value for one in kind]})


class DisputeView(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute about a session, or about an invoice (`line` from 1; null = all of it).

    `late` = it waits longer than its clock allows. `revision` is the session's when it was opened.
    """

    id: Id
    state: Annotated[str, _words(DisputeState)]
    about: Annotated[str, _words(Complaint)]
    text: str
    side: Annotated[str, _words(Side)]
    session_id: Id | None
    invoice_id: Id | None
    line: int | None
    account_id: Id | None
    token: str | None
    revision: int
    contact: str
    opened_by: WhoView
    opened_at: When
    due_at: When
    late: bool
    closed_by: WhoView | None
    closed_at: When | None
    answer: str
    credit_note_id: Id | None
    version: int


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side said. `ours` = the house did."""

    id: Id
    at: When
    by: WhoView
    ours: bool
    text: str


class DisputeDetailView(DisputeView, frozen=True, kw_only=True):
    """A dispute with all that was said in it."""

    messages: list[MessageView]


class EvidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle that both sides see. Of a session: `session` with its frames, registers, usage, tariff and
    rating lines, `signed` values, `revisions`; of an invoice: `line` and `proof`. `checks` are computed anew.
    """

    form: int
    dispute_id: Id
    made_at: list[int]
    checks: list[Check]
    invoice: str
    session: dict[str, Any] | None
    signed: list[dict[str, Any]]
    revisions: list[dict[str, Any]]
    line: dict[str, Any] | None
    proof: dict[str, Any] | None


def dispute_view(one: Dispute, now: Instant, *, bare: bool = False) -> DisputeView:
    """`bare`: as a driver sees it, without names of people of the house."""
    return DisputeView(
        id=str(one.id),
        state=one.state.value,
        about=one.about.value,
        text=one.text,
        side=one.side.value,
        session_id=None if one.session_id is None else str(one.session_id),
        invoice_id=None if one.invoice_id is None else str(one.invoice_id),
        line=one.line,
        account_id=None if one.account_id is None or bare else str(one.account_id),
        token=one.token or None,
        revision=one.revision,
        contact=one.contact,
        opened_by=_who(one.opened_by, bare=bare),
        opened_at=one.opened_at.rfc3339(),
        due_at=one.due_at.rfc3339(),
        late=one.is_late(now),
        closed_by=None if one.closed_by is None else _who(one.closed_by, bare=bare),
        closed_at=when(one.closed_at),
        answer=one.answer,
        credit_note_id=None if one.credit_note is None else str(one.credit_note),
        version=one.version,
    )


def detail_view(
    one: Dispute, messages: list[Message], now: Instant, *, bare: bool = False
) -> DisputeDetailView:
    view = dispute_view(one, now, bare=bare)
    known = {name: getattr(view, name) for name in view.__struct_fields__}
    return DisputeDetailView(**known, messages=[message_view(message, bare=bare) for message in messages])


def message_view(message: Message, *, bare: bool = False) -> MessageView:
    return MessageView(
        id=str(message.id),
        at=message.at.rfc3339(),
        by=_who(message.by, bare=bare),
        ours=message.by.kind != DRIVER,
        text=message.text,
    )


def _who(by: Principal, *, bare: bool) -> WhoView:
    if bare and by.kind != DRIVER:
        return WhoView(by.kind, "", "")
    return WhoView(by.kind, by.id, by.name)


def dispute_id_of(asked: Asked[B, Q]) -> UUID:
    return read_id(asked.names, "dispute_unknown", "dispute")


def dispute_answer(door: Door, dispute: Dispute, *, status: int = 200) -> Answer:
    headers = [versioned(dispute.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/disputes/{dispute.id}"))
    view = dispute_view(dispute, door.parts.clock.now())
    return json_answer(view, status=status, headers=tuple(headers))
