"""Revisions of sessions: what each was when it was priced, and what changed it since."""

from sqlalchemy import Index, text

from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import SessionState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Mwh, Truth, Word, Words

revisions = kept(
    "revisions",
    must("session_id", Id()),
    must("number", WHOLE),
    must("newest", Truth()),
    must("at", Moment()),
    must("cause", Word(Cause)),
    must("who_kind", TEXT),
    must("who_id", TEXT),
    must("who_name", TEXT),
    must("reason", TEXT),
    may("frame_id", WHOLE),
    must("session_version", WHOLE),
    must("state", Word(SessionState)),
    must("started_at", Moment()),
    may("ended_at", Moment()),
    must("energy_mwh", Mwh()),
    must("evse", WHOLE),
    must("token", TEXT),
    must("driver", TEXT),
    must("vehicle", TEXT),
    must("flags", Words()),
    must("differs", Words()),
    may("final_from", Moment()),
    may("rated_at", Moment()),
    may("rating_id", Id()),
    may("before_vat_minor", WHOLE),
    may("vat_minor", WHOLE),
    may("amount_minor", WHOLE),
    may("currency", CurrencyCode()),
    must("cost_reason", TEXT),
    link("sessions", "session_id", cascade=True),
    Index(
        "uq_revisions_newest",
        "tenant_id",
        "session_id",
        unique=True,
        sqlite_where=text("newest = 1"),
        postgresql_where=text("newest"),
    ),
    Index("ix_revisions_at", "tenant_id", "at", "session_id"),
    key=("session_id", "number"),
)
