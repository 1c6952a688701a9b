"""What goes to customers by mail: each message to one address, and what became of it."""

from sqlalchemy import Index, text

from wattfleet.billing.mailing import MailingKind, MailingState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment, Word

mailings = kept(
    "mailings",
    must("id", Id()),
    must("kind", Word(MailingKind)),
    must("account_id", Id()),
    may("invoice_id", Id()),
    may("about_id", Id()),  # the reminder or the collection that it tells of
    must("target", TEXT),
    must("language", TEXT),
    must("subject", TEXT),
    must("body", TEXT),
    must("state", Word(MailingState)),
    must("tries", WHOLE),
    must("problem", TEXT),
    must("file", TEXT),
    must("sha256", TEXT),
    must("asked_by", TEXT),
    must("made_at", Moment()),
    may("next_at", Moment()),
    may("claimed_at", Moment()),
    may("done_at", Moment()),
    link("accounts", "account_id"),
    link("invoices", "invoice_id"),
    Index(
        "ix_mailings_due",
        "tenant_id",
        "next_at",
        "id",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
    Index("ix_mailings_invoice", "tenant_id", "invoice_id", "id"),
    Index("ix_mailings_account", "tenant_id", "account_id", "id"),
    Index("ix_mailings_state", "tenant_id", "state", "id"),
)
