"""Alarms with their history, how they are told, and each message that went out."""

from sqlalchemy import Column, Index, text

from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, Id, Json, Moment

alarms = kept(
    "alarms",
    must("id", Id()),
    must("key", TEXT),
    must("code", TEXT),
    must("severity", TEXT),
    must("state", TEXT),
    must("subject", TEXT),
    may("station_id", Id()),
    may("site_id", Id()),
    must("words", TEXT),
    must("mend", TEXT),
    Column("values", Json(), nullable=False, server_default=text("'{}'")),
    must("since", Moment()),
    must("opened_at", Moment()),
    may("gone_since", Moment()),
    may("closed_at", Moment()),
    must("acknowledged_by", TEXT),
    may("acknowledged_at", Moment()),
    must("note", TEXT),
    must("owner", TEXT),
    may("snoozed_until", Moment()),
    may("told_at", Moment()),
    must("version", WHOLE),
    Index(
        "uq_alarms_open",
        "tenant_id",
        "key",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index("ix_alarms_opened", "tenant_id", "opened_at", "id"),
)
alarm_history = kept(
    "alarm_history",
    must("id", Id()),
    must("alarm_id", Id()),
    must("at", Moment()),
    must("what", TEXT),
    must("by", TEXT),
    must("note", TEXT),
    link("alarms", "alarm_id", cascade=True),
    Index("ix_alarm_history_alarm", "tenant_id", "alarm_id", "id"),
)
deliveries = kept(
    "deliveries",
    must("id", Id()),
    must("channel", TEXT),
    must("target", TEXT),
    must("subject", TEXT),
    must("body", TEXT),
    must("state", TEXT),
    must("tries", WHOLE),
    must("problem", TEXT),
    must("made_at", Moment()),
    may("next_at", Moment()),
    may("done_at", Moment()),
    Index(
        "ix_deliveries_due",
        "tenant_id",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)
