"""How full the disk was, and what audits found."""

from sqlalchemy import Column, Index

from wattfleet.storage.tables.base import kept, may, must, plain
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment, Truth

health_samples = plain(
    "health_samples",
    Column("at", Moment(), primary_key=True, autoincrement=False),
    must("free_bytes", WHOLE),
    must("total_bytes", WHOLE),
    must("database_bytes", WHOLE),
)
audits = kept(
    "audits",
    must("id", Id()),
    must("started_at", Moment()),
    must("ended_at", Moment()),
    may("since", Moment()),
    must("until", Moment()),
    must("whole", Truth()),
    must("looked_at", WHOLE),
    must("violations", WHOLE),
    must("body", TEXT),
    Index("ix_audits_ended", "tenant_id", "ended_at"),
)
