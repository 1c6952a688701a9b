"""What stations said and what followed, numbered as it grows."""

from sqlalchemy import Index, text

from wattfleet.storage.tables.base import bucket_of, journal, may, must, only_on
from wattfleet.storage.types import BYTES, SMALL, TEXT, WHOLE, Id, Moment, Mw, Mwh

USUAL_ACTIONS = ("MeterValues", "Heartbeat", "StatusNotification", "TransactionEvent")
"""What nearly all frames are: found by looking, so that none of them is written into an index for it."""
RARE = " AND ".join(f"action <> '{one}'" for one in USUAL_ACTIONS)
"""As the partial index says it, letter for letter."""

frames = journal(
    "frames",
    must("station_id", Id()),
    must("epoch", WHOLE),
    must("at", Moment()),
    must("direction", SMALL),
    must("kind", TEXT),
    must("message_id", TEXT),
    must("action", TEXT),
    must("raw", BYTES),
    must("answer", BYTES),
    must("error", TEXT),
    may("session_id", Id()),
    only_on("postgresql", Index("ix_frames_station", "tenant_id", "station_id", "at")),
    only_on(
        "sqlite",
        Index("ix_frames_bucket", bucket_of("frames"), text("tenant_id"), text("station_id"), text("at")),
    ),
    Index(
        "ix_frames_rare",
        "tenant_id",
        "action",
        "id",
        sqlite_where=text(RARE),
        postgresql_where=text(RARE),
    ),
    Index(
        "ix_frames_unread",
        "tenant_id",
        "at",
        sqlite_where=text("error <> ''"),
        postgresql_where=text("error <> ''"),
    ),
    by_day=True,
)
readings = journal(
    "readings",
    may("session_id", Id()),
    must("station_id", Id()),
    must("evse", WHOLE),
    must("at", Moment()),
    must("received_at", Moment()),
    may("register_mwh", Mwh()),
    may("power_mw", Mw()),
    may("soc_milli", WHOLE),
    must("source", SMALL),
    must("sequence", WHOLE),
    must("reading", BYTES),
    only_on(
        "postgresql",
        Index(
            "ix_readings_session",
            "tenant_id",
            "session_id",
            "at",
            postgresql_where=text("session_id IS NOT NULL"),
        ),
    ),
    only_on(
        "sqlite",
        Index(
            "ix_readings_bucket",
            bucket_of("readings"),
            text("tenant_id"),
            text("session_id"),
            text("at"),
            sqlite_where=text("session_id IS NOT NULL"),
        ),
    ),
    Index(
        "ix_readings_loose",
        "tenant_id",
        "station_id",
        "at",
        sqlite_where=text("session_id IS NULL"),
        postgresql_where=text("session_id IS NULL"),
    ),
    by_day=True,
)
events = journal(
    "events",
    must("station_id", Id()),
    must("at", Moment()),
    must("received_at", Moment()),
    must("kind", TEXT),
    must("body", TEXT),
    may("session_id", Id()),
    Index("ix_events_station", "tenant_id", "station_id", "at"),
)
outbox = journal(
    "outbox",
    must("topic", TEXT),
    must("key", TEXT),
    must("version", WHOLE),
    must("at", Moment()),
    Index("ix_outbox_tenant", "tenant_id", "id"),
)
