"""Documents as they left the house: written once, never again."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, link, must
from wattfleet.storage.types import BYTES, TEXT, Id, Moment

documents = kept(
    "documents",
    must("id", Id()),
    must("invoice_id", Id()),
    must("form", TEXT),
    must("media_type", TEXT),
    must("sha256", TEXT),
    must("content", BYTES),
    must("made_at", Moment()),
    link("invoices", "invoice_id"),
    Index("ix_documents_invoice", "tenant_id", "invoice_id", "form", unique=True),
)
