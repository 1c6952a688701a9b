"""Saved reports, and when they are sent."""

from sqlalchemy import Index, text

from wattfleet.storage.tables.base import kept, may, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment

reports = kept(
    "reports",
    must("id", Id()),
    must("name", TEXT),
    must("body", TEXT),
    may("next_at", Moment()),
    may("sent_at", Moment()),
    must("problem", TEXT),
    must("version", WHOLE),
    Index(
        "ix_reports_due",
        "tenant_id",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)
