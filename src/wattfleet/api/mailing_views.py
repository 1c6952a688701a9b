"""How mailings are shown."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.shapes import Id, When, when
from wattfleet.billing.mailing import Mailing


class MailingView(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one address of a customer. `problem` is why it did not go, or not yet.

    `file` and `sha256` are the document that went with it; `asked_by` is empty where it was issued.
    """

    id: Id
    kind: Annotated[str, Meta(extra_json_schema={"enum": ["invoice", "reminder", "collection"]})]
    account_id: Id
    invoice_id: Id | None
    about_id: Id | None
    target: str
    language: str
    subject: str
    text: str
    state: Annotated[str, Meta(extra_json_schema={"enum": ["queued", "sending", "sent", "failed"]})]
    tries: int
    problem: str
    file: str
    sha256: str
    asked_by: str
    made_at: When
    next_at: When | None
    done_at: When | None


def mailing_view(one: Mailing) -> MailingView:
    return MailingView(
        id=str(one.id),
        kind=one.kind.value,
        account_id=str(one.account_id),
        invoice_id=None if one.invoice_id is None else str(one.invoice_id),
        about_id=None if one.about_id is None else str(one.about_id),
        target=one.target,
        language=one.language,
        subject=one.subject,
        text=one.body,
        state=one.state.value,
        tries=one.tries,
        problem=one.problem,
        file=one.file,
        sha256=one.sha256,
        asked_by=one.asked_by,
        made_at=one.made_at.rfc3339(),
        next_at=when(one.next_at),
        done_at=when(one.done_at),
    )
