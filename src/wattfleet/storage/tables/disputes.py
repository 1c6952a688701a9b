"""Disputes about sessions and invoices, and what both sides said."""

from sqlalchemy import Index, text

from wattfleet.billing.dispute import DisputeState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment, Word

disputes = kept(
    "disputes",
    must("id", Id()),
    must("state", Word(DisputeState)),
    must("opened_at", Moment()),
    must("due_at", Moment()),
    may("session_id", Id()),
    may("invoice_id", Id()),
    must("line", WHOLE),  # -1 = the whole invoice, or a session
    may("account_id", Id()),
    must("token", TEXT),  # folded: whose driver sees it
    must("body", TEXT),
    must("version", WHOLE),
    link("invoices", "invoice_id"),
    # One open dispute for each session, and for each line of an invoice.
    Index(
        "uq_disputes_session",
        "tenant_id",
        "session_id",
        unique=True,
        sqlite_where=text("state = 'open' AND session_id IS NOT NULL"),
        postgresql_where=text("state = 'open' AND session_id IS NOT NULL"),
    ),
    Index(
        "uq_disputes_line",
        "tenant_id",
        "invoice_id",
        "line",
        unique=True,
        sqlite_where=text("state = 'open' AND invoice_id IS NOT NULL"),
        postgresql_where=text("state = 'open' AND invoice_id IS NOT NULL"),
    ),
    Index("ix_disputes_opened", "tenant_id", "opened_at", "id"),
    Index("ix_disputes_due", "tenant_id", "state", "due_at", "id"),
    Index("ix_disputes_token", "tenant_id", "token", "opened_at", "id"),
)
dispute_messages = kept(
    "dispute_messages",
    must("id", Id()),
    must("dispute_id", Id()),
    must("at", Moment()),
    must("body", TEXT),
    link("disputes", "dispute_id", cascade=True),
    Index("ix_dispute_messages_dispute", "tenant_id", "dispute_id", "id"),
)
