"""What stands beside the journal: who read, where old days are, what was removed, what changed."""

from sqlalchemy import Index

from wattfleet.storage.tables.base import kept, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment

reads = kept(
    "reads",
    must("id", Id()),
    must("at", Moment()),
    must("reader", TEXT),
    must("method", TEXT),
    must("path", TEXT),
    must("query", TEXT),
    Index("ix_reads_at", "tenant_id", "at", "id"),
)
cold_files = kept(
    "cold_files",
    must("id", Id()),
    must("kind", TEXT),
    must("day", TEXT),
    must("path", TEXT),
    must("state", TEXT),
    must("rows", WHOLE),
    must("bytes", WHOLE),
    must("sha256", TEXT),
    must("first_id", WHOLE),
    must("last_id", WHOLE),
    must("first_at", Moment()),
    must("last_at", Moment()),
    must("made_at", Moment()),
    must("thinned", WHOLE),
    Index("ix_cold_files_last", "tenant_id", "kind", "last_at"),
)
removals = kept(
    "removals",
    must("id", Id()),
    must("at", Moment()),
    must("kind", TEXT),
    must("before", Moment()),
    must("rows", WHOLE),
    must("file", TEXT),
    must("why", TEXT),
    Index("ix_removals_at", "tenant_id", "at", "id"),
)
session_changes = kept(
    "session_changes",
    must("session_id", Id()),
    must("mark", WHOLE),
    Index("ix_session_changes_mark", "tenant_id", "mark", "session_id"),
    key=("session_id",),
)
