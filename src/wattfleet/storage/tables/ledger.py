"""The ledger: entries and their postings. Both only grow."""

from sqlalchemy import Index

from wattfleet.ledger.entry import Source
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Word

ledger_entries = kept(
    "ledger_entries",
    must("id", Id()),
    must("key", TEXT),
    must("at", Moment()),
    must("booked_on", TEXT),
    must("source", Word(Source)),
    must("source_id", Id()),
    must("text", TEXT),
    Index("uq_ledger_entries_key", "tenant_id", "key", unique=True),
    Index("ix_ledger_entries_source", "tenant_id", "source", "source_id"),
)
ledger_postings = kept(
    "ledger_postings",
    must("id", Id()),  # the entry's, and the posting's place in it
    must("entry_id", Id()),
    must("account", TEXT),
    must("currency", CurrencyCode()),
    must("minor", WHOLE),
    must("booked_on", TEXT),
    may("session_id", Id()),
    link("ledger_entries", "entry_id"),
    Index("ix_ledger_postings_account", "tenant_id", "account", "currency", "booked_on", "entry_id"),
    Index("ix_ledger_postings_session", "tenant_id", "session_id", "account"),
    Index("ix_ledger_postings_entry", "tenant_id", "entry_id"),
)
