"""What people did, in a chain: this table only grows (triggers and rights refuse the rest)."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, must
from wattfleet.storage.types import BYTES, TEXT, WHOLE, Moment

acts = kept(
    "acts",
    must("number", WHOLE),
    must("at", Moment()),
    must("who_kind", TEXT),
    must("who_id", TEXT),
    must("who_name", TEXT),
    must("verb", TEXT),
    must("noun", TEXT),
    must("thing", TEXT),
    must("name", TEXT),
    must("before", TEXT),
    must("after", TEXT),
    must("reason", TEXT),
    must("hash", BYTES),
    Index("ix_acts_thing", "tenant_id", "noun", "thing", "number"),
    Index("ix_acts_at", "tenant_id", "at", "number"),
    key=("number",),
)
