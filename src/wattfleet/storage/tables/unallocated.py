"""Energy that a meter counted between two sessions, and that no session has."""

from sqlalchemy import Index, text

from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Moment, Mwh

unallocated = kept(
    "unallocated",
    must("id", Id()),
    must("station_id", Id()),
    must("evse", WHOLE),
    must("after_session", Id()),
    must("before_session", Id()),
    must("from_at", Moment()),
    must("to_at", Moment()),
    must("from_mwh", Mwh()),
    must("to_mwh", Mwh()),
    must("state", TEXT),
    must("booked_at", Moment()),
    must("changed_at", Moment()),
    may("explained_by", Id()),
    must("note", TEXT),
    must("version", WHOLE),
    link("stations", "station_id"),
    Index("uq_unallocated_before", "tenant_id", "before_session", unique=True),
    Index("ix_unallocated_booked", "tenant_id", "booked_at", "id"),
    Index("ix_unallocated_station", "tenant_id", "station_id", "evse", "to_at"),
    Index(
        "ix_unallocated_open",
        "tenant_id",
        "station_id",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)
