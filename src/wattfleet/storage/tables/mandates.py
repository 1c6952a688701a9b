"""Mandates of SEPA direct debit, the files of collections, and what became of each debit. Days are texts."""

from sqlalchemy import Index, text

from wattfleet.billing.collection import CollectionState, DebitState
from wattfleet.billing.mandate import MandateState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import BYTES, TEXT, WHOLE, Id, Moment, Word

mandates = kept(
    "mandates",
    must("id", Id()),
    must("account_id", Id()),
    must("reference", TEXT),
    must("state", Word(MandateState)),
    must("body", TEXT),
    may("redacted_at", Moment()),
    must("version", WHOLE),
    link("accounts", "account_id"),
    Index("uq_mandates_reference", "tenant_id", "reference", unique=True),
    Index("ix_mandates_account", "tenant_id", "account_id", "id"),
)
collections = kept(
    "collections",
    must("id", Id()),
    must("state", Word(CollectionState)),
    must("due_on", TEXT),
    must("made_at", Moment()),
    must("made_by", TEXT),
    must("debits", WHOLE),
    must("minor", WHOLE),
    must("sha256", TEXT),
    must("content", BYTES),
    may("redacted_at", Moment()),
    must("version", WHOLE),
)
debits = kept(
    "debits",
    must("id", Id()),
    must("collection_id", Id()),
    must("invoice_id", Id()),
    must("account_id", Id()),
    must("mandate_id", Id()),
    must("number", TEXT),
    must("mandate", TEXT),
    must("sequence", TEXT),
    must("minor", WHOLE),
    must("state", Word(DebitState)),
    must("reason", TEXT),
    must("settled_on", TEXT),
    link("collections", "collection_id", cascade=True),
    link("invoices", "invoice_id"),
    link("mandates", "mandate_id"),
    Index("ix_debits_collection", "tenant_id", "collection_id", "id"),
    # Nothing is collected twice at once.
    Index(
        "uq_debits_waiting",
        "tenant_id",
        "invoice_id",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)
