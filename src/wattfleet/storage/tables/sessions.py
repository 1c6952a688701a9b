"""Sessions, their ratings, and what is doubtful about them."""

from sqlalchemy import Column, Computed, Index, false, text

from wattfleet.events import ChargingState
from wattfleet.sessions.session import SessionState
from wattfleet.storage.tables.base import by_id_alone, kept, link, may, must
from wattfleet.storage.types import BYTES, TEXT, WHOLE, CurrencyCode, Id, Moment, Mwh, Truth, Word, Words

sessions = kept(
    "sessions",
    must("id", Id()),
    must("station_id", Id()),
    must("evse", WHOLE),
    must("connector", WHOLE),
    must("tx", TEXT),
    must("start_key", TEXT),
    must("token", TEXT),
    must("state", Word(SessionState)),
    must("started_at", Moment()),
    may("ended_at", Moment()),
    must("energy_mwh", Mwh()),
    must("reason", TEXT),
    may("charging", Word(ChargingState)),
    must("flags", Words()),
    may("remote_start", WHOLE),
    must("version", WHOLE),
    must("changed_at", Moment()),
    must("body", BYTES),
    must("to_rate", Truth()),
    Column("is_cold", Truth(), nullable=False, server_default=false()),
    # Between which numbers its readings stand, as far as is known (SQLite; see buckets.py).
    may("first_reading", WHOLE),
    may("last_reading", WHOLE),
    # The spelling by which a card is looked for. A column, as row security uses no index of an expression.
    Column("token_key", TEXT, Computed("lower(trim(token))")),
    link("stations", "station_id"),
    by_id_alone("sessions"),
    Index(
        "ix_sessions_to_rate",
        "tenant_id",
        "id",
        sqlite_where=text("to_rate = 1"),
        postgresql_where=text("to_rate"),
    ),
    Index(
        "ix_sessions_ended",
        "tenant_id",
        "station_id",
        "ended_at",
        sqlite_where=text("ended_at IS NOT NULL"),
        postgresql_where=text("ended_at IS NOT NULL"),
    ),
    Index(
        "ix_sessions_review",
        "tenant_id",
        "station_id",
        sqlite_where=text("state = 'review'"),
        postgresql_where=text("state = 'review'"),
    ),
    Index("ix_sessions_started", "tenant_id", "started_at", "id"),
    Index("ix_sessions_station", "tenant_id", "station_id", "started_at", "id"),
    Index("ix_sessions_token", "tenant_id", "token_key", "started_at", "id"),
    Index("ix_sessions_tx", "tenant_id", "station_id", "tx"),
    Index(
        "ix_sessions_open",
        "tenant_id",
        "station_id",
        sqlite_where=text("state = 'active'"),
        postgresql_where=text("state = 'active'"),
    ),
    Index(
        "uq_sessions_start_key",
        "tenant_id",
        "station_id",
        "start_key",
        unique=True,
        sqlite_where=text("start_key <> ''"),
        postgresql_where=text("start_key <> ''"),
    ),
    # A frame changes no indexed column of its session: PostgreSQL then rewrites the row within its page.
    postgresql_with={"fillfactor": 60},
)
ratings = kept(
    "ratings",
    must("id", Id()),
    must("session_id", Id()),
    must("session_version", WHOLE),
    may("tariff_id", Id()),
    may("tariff_version", WHOLE),
    may("before_vat_minor", WHOLE),
    may("vat_minor", WHOLE),
    may("amount_minor", WHOLE),
    may("currency", CurrencyCode()),
    must("cost_reason", TEXT),
    must("body", TEXT),
    must("rated_at", Moment()),
    must("newest", Truth()),
    Column("posted", Truth(), nullable=False, server_default=false()),  # in the ledger
    Column("billed", Truth(), nullable=False, server_default=false()),  # on an issued invoice
    link("sessions", "session_id", cascade=True),
    Index(
        "ix_ratings_to_post",
        "tenant_id",
        "id",
        sqlite_where=text("newest = 1 AND posted = 0"),
        postgresql_where=text("newest AND NOT posted"),
    ),
    Index(
        "ix_ratings_to_bill",
        "tenant_id",
        "session_id",
        sqlite_where=text("newest = 1 AND billed = 0 AND amount_minor IS NOT NULL"),
        postgresql_where=text("newest AND NOT billed AND amount_minor IS NOT NULL"),
    ),
    Index(
        "uq_ratings_newest",
        "tenant_id",
        "session_id",
        unique=True,
        sqlite_where=text("newest = 1"),
        postgresql_where=text("newest"),
    ),
    Index("ix_ratings_session", "tenant_id", "session_id", "rated_at"),
)
doubts = kept(
    "doubts",
    must("id", Id()),
    must("station_id", Id()),
    must("at", Moment()),
    must("rule", TEXT),
    must("event", TEXT),
    may("frame_id", WHOLE),
    must("state", TEXT),
    may("session_id", Id()),
    must("note", TEXT),
    must("version", WHOLE),
    link("stations", "station_id"),
    Index("ix_doubts_station", "tenant_id", "station_id", "at"),
    Index(
        "ix_doubts_open",
        "tenant_id",
        "at",
        "id",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)
