"""Cards, tariffs, and which tariff holds where."""

from sqlalchemy import Index

from wattfleet.access.tokens import TokenState
from wattfleet.storage.tables.base import kept, link, may, must
from wattfleet.storage.types import TEXT, WHOLE, CurrencyCode, Id, Moment, Truth, Word

tokens = kept(
    "tokens",
    must("id", Id()),
    must("uid", TEXT),
    must("uid_key", TEXT),
    must("kind", TEXT),
    must("group", TEXT),
    must("state", Word(TokenState)),
    may("expires_at", Moment()),
    must("parent", TEXT),
    must("driver", TEXT),
    must("note", TEXT),
    must("seen_unknown", Truth()),
    must("version", WHOLE),
    Index("uq_tokens_uid", "tenant_id", "uid_key", unique=True),
)
tariffs = kept(
    "tariffs",
    must("id", Id()),
    must("version", WHOLE),
    must("name", TEXT),
    must("currency", CurrencyCode()),
    may("valid_from", Moment()),
    must("body", TEXT),
    must("shape", TEXT),
    must("newest", Truth()),
    may("removed_at", Moment()),
    key=("id", "version"),
)
tariff_groups = kept(
    "tariff_groups",
    must("id", Id()),
    must("version", WHOLE),
    must("name", TEXT),
    may("valid_from", Moment()),
    must("body", TEXT),
    must("newest", Truth()),
    may("removed_at", Moment()),
    key=("id", "version"),
)
tariff_assignments = kept(
    "tariff_assignments",
    must("station_id", Id()),
    must("evse", WHOLE),  # 0 = the whole station
    must("valid_from", Moment()),
    may("tariff_id", Id()),
    may("group_id", Id()),  # instead of a tariff: its rules choose one
    link("stations", "station_id", cascade=True),
    Index("ix_tariff_assignments_tariff", "tenant_id", "tariff_id"),
    key=("station_id", "evse", "valid_from"),
)
