"""Which doubtful event went into which session, and what that was before and after: for the undo."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import BYTES, Id, Moment

matches = kept(
    "matches",
    must("id", Id()),
    must("doubt_id", Id()),
    must("session_id", Id()),
    must("at", Moment()),
    must("before", BYTES),
    must("after", BYTES),
    must("given", BYTES),
    may("undone_at", Moment()),
    link("doubts", "doubt_id", cascade=True),
    link("sessions", "session_id", cascade=True),
    Index("ix_matches_doubt", "tenant_id", "doubt_id", "at"),
)
