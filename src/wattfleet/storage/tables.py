"""Every table, once, for both databases.

Each table begins with `tenant_id`, and so does every key and index; foreign keys are composite, so that no
row can point into another tenant. The four journal tables (frames, readings, events, outbox) are numbered
over the installation and carry no foreign keys: the epoch check of the same transaction proves their station.
`EXEMPT` names what stands outside row-level security, and why.
"""

from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Identity, Index, MetaData, Table, text
from sqlalchemy.schema import SchemaItem

from wattfleet.access.keys import Role
from wattfleet.access.tokens import TokenState
from wattfleet.events import ConnectorStatus
from wattfleet.sessions.session import SessionState
from wattfleet.stations.orders import Effect, OrderState, ReservationState
from wattfleet.stations.station import Access, RegisterMode
from wattfleet.storage.types import (
    BYTES,
    SMALL,
    TEXT,
    WHOLE,
    CurrencyCode,
    Id,
    Json,
    Moment,
    Mw,
    Mwh,
    Truth,
    Word,
    Words,
    ZoneName,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

EXEMPT = {
    "tenants": "the list of tenants itself; no tenant's data",
    "station_directory": "a station says its identity before we know its tenant",
    "api_keys": "a key's id is looked up before we know its tenant",
    "leases": "which process runs a job; no tenant's data",
    "settings_kv": "facts of the installation; no tenant's data",
}
"""Tables without row-level security, each with its reviewed reason."""


def _must(name: str, kind: Any, **rest: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **rest)


def _may(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _plain(name: str, *items: SchemaItem, **options: Any) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def _kept(name: str, *items: SchemaItem, key: tuple[str, ...] = ("id",), **options: Any) -> Table:
    """A table of one tenant's rows, keyed by (tenant_id, *key)."""
    marked = [_as_key(item) if isinstance(item, Column) and item.name in key else item for item in items]
    return _plain(name, Column("tenant_id", SMALL, primary_key=True, autoincrement=False), *marked, **options)


def _as_key(column: Column[Any]) -> Column[Any]:
    return Column(column.name, column.type, primary_key=True, autoincrement=False)


def _journal(name: str, *items: SchemaItem) -> Table:
    """A table that only grows, numbered as it grows."""
    number = Column("id", WHOLE, Identity(), primary_key=True)
    return _plain(name, number, _must("tenant_id", SMALL), *items)


def _link(table: str, *columns: str, cascade: bool = False) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", *columns],
        [f"{table}.tenant_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )


# ── the installation ──────────────────────────────────────────────────────────

tenants = _plain(
    "tenants",
    Column("id", SMALL, primary_key=True, autoincrement=False),
    _must("name", TEXT, unique=True),
)
settings_kv = _plain("settings_kv", Column("name", TEXT, primary_key=True), _must("value", TEXT))
leases = _plain(
    "leases", Column("job", TEXT, primary_key=True), _must("owner", TEXT), _must("until", Moment())
)
api_keys = _kept(
    "api_keys",
    _must("id", Id()),
    _must("key_id", TEXT, unique=True),
    _must("digest", BYTES),
    _must("name", TEXT),
    _must("role", Word(Role)),
    _must("scopes", Words()),
    _must("created_at", Moment()),
    _must("expires_at", Moment()),
    _may("revoked_at", Moment()),
    _may("used_at", Moment()),
)

# ── sites and stations ────────────────────────────────────────────────────────

sites = _kept(
    "sites",
    _must("id", Id()),
    _must("name", TEXT),
    _must("country", TEXT),
    _must("zone", ZoneName()),
    _must("currency", CurrencyCode()),
    _must("address", TEXT),
    _must("latitude", TEXT),
    _must("longitude", TEXT),
    _must("grid_area", TEXT),
    _must("opening_hours", TEXT),
    _must("groups", Words()),
    _must("assumed", Truth()),
    _must("version", WHOLE),
)
stations = _kept(
    "stations",
    _must("id", Id()),
    _must("identity", TEXT),
    _must("identity_key", TEXT),
    _must("site_id", Id()),
    _must("access", Word(Access)),
    _must("name", TEXT),
    _must("groups", Words()),
    _may("max_power_w", WHOLE),
    _may("in_service_from", Moment()),
    _must("passwordless", Truth()),
    _must("weak_password", Truth()),
    _must("register_mode", Word(RegisterMode)),
    _must("vendor", TEXT),
    _must("model", TEXT),
    _must("serial", TEXT),
    _must("firmware", TEXT),
    _must("ocpp", TEXT),
    _may("booted_at", Moment()),
    _may("seen_at", Moment()),
    _must("connected", Truth()),
    _may("connected_at", Moment()),
    _must("epoch", WHOLE),
    _must("version", WHOLE),
    _may("removed_at", Moment()),
    _link("sites", "site_id"),
    Index("ix_stations_site", "tenant_id", "site_id"),
    Index(
        "uq_stations_identity",
        "tenant_id",
        "identity_key",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
)
connectors = _kept(
    "connectors",
    _must("station_id", Id()),
    _must("evse", WHOLE),
    _must("connector", WHOLE),
    _must("status", Word(ConnectorStatus)),
    _must("since", Moment()),
    _must("error", TEXT),
    _must("info", TEXT),
    _must("vendor_error", TEXT),
    _link("stations", "station_id", cascade=True),
    key=("station_id", "evse", "connector"),
)
station_directory = _kept(
    "station_directory",
    _must("identity_key", TEXT),
    _must("identity", TEXT),
    _must("station_id", Id()),
    _must("digests", Words()),
    _must("blocked", Truth()),
    _must("passwordless", Truth()),
    _must("assume_16", Truth()),
    _must("tls_only", Truth()),
    Index("ix_station_directory_station", "tenant_id", "station_id"),
    key=("identity_key",),
)
connections = _kept(
    "connections",
    _must("station_id", Id()),
    _must("epoch", WHOLE),
    _must("opened_at", Moment()),
    _may("closed_at", Moment()),
    _must("address", TEXT),
    _must("subprotocol", TEXT),
    _must("user_agent", TEXT),
    _must("why", TEXT),
    _link("stations", "station_id", cascade=True),
    key=("station_id", "epoch"),
)
configuration = _kept(
    "configuration",
    _must("station_id", Id()),
    _must("component", TEXT),
    _must("variable", TEXT),
    _must("instance", TEXT),
    _must("evse", WHOLE),
    _may("value", TEXT),
    _must("mutability", TEXT),
    _may("told_at", Moment()),
    _may("written", TEXT),
    _may("written_at", Moment()),
    _must("refused", TEXT),
    _link("stations", "station_id", cascade=True),
    key=("station_id", "component", "variable", "instance", "evse"),
)
inbox = _kept(
    "inbox",
    _must("identity_key", TEXT),
    _must("identity", TEXT),
    _must("address", TEXT),
    _must("tenant_name", TEXT),
    _must("subprotocols", TEXT),
    _must("user_agent", TEXT),
    _must("attempts", WHOLE),
    _must("first_seen", Moment()),
    _must("last_seen", Moment()),
    _must("credentials", Words()),
    _must("reason", TEXT),
    key=("identity_key",),
)

# ── tokens and tariffs ────────────────────────────────────────────────────────

tokens = _kept(
    "tokens",
    _must("id", Id()),
    _must("uid", TEXT),
    _must("uid_key", TEXT),
    _must("kind", TEXT),
    _must("group", TEXT),
    _must("state", Word(TokenState)),
    _may("expires_at", Moment()),
    _must("parent", TEXT),
    _must("driver", TEXT),
    _must("note", TEXT),
    _must("seen_unknown", Truth()),
    _must("version", WHOLE),
    Index("uq_tokens_uid", "tenant_id", "uid_key", unique=True),
)
tariffs = _kept(
    "tariffs",
    _must("id", Id()),
    _must("version", WHOLE),
    _must("name", TEXT),
    _must("currency", CurrencyCode()),
    _may("valid_from", Moment()),
    _must("body", TEXT),
    _must("shape", TEXT),
    _must("newest", Truth()),
    _may("removed_at", Moment()),
    key=("id", "version"),
)
tariff_assignments = _kept(
    "tariff_assignments",
    _must("station_id", Id()),
    _must("evse", WHOLE),  # 0 = the whole station
    _must("valid_from", Moment()),
    _may("tariff_id", Id()),
    _link("stations", "station_id", cascade=True),
    Index("ix_tariff_assignments_tariff", "tenant_id", "tariff_id"),
    key=("station_id", "evse", "valid_from"),
)

# ── sessions ──────────────────────────────────────────────────────────────────

sessions = _kept(
    "sessions",
    _must("id", Id()),
    _must("station_id", Id()),
    _must("evse", WHOLE),
    _must("connector", WHOLE),
    _must("tx", TEXT),
    _must("start_key", TEXT),
    _must("token", TEXT),
    _must("state", Word(SessionState)),
    _must("started_at", Moment()),
    _may("ended_at", Moment()),
    _must("energy_mwh", Mwh()),
    _must("reason", TEXT),
    _must("flags", Words()),
    _may("remote_start", WHOLE),
    _must("version", WHOLE),
    _must("changed_at", Moment()),
    _must("body", BYTES),
    _must("to_rate", Truth()),
    _link("stations", "station_id"),
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
    Index("ix_sessions_started", "tenant_id", "started_at", "id"),
    Index("ix_sessions_station", "tenant_id", "station_id", "started_at", "id"),
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
ratings = _kept(
    "ratings",
    _must("id", Id()),
    _must("session_id", Id()),
    _must("session_version", WHOLE),
    _may("tariff_id", Id()),
    _may("tariff_version", WHOLE),
    _may("before_vat_minor", WHOLE),
    _may("vat_minor", WHOLE),
    _may("amount_minor", WHOLE),
    _may("currency", CurrencyCode()),
    _must("cost_reason", TEXT),
    _must("body", TEXT),
    _must("rated_at", Moment()),
    _must("newest", Truth()),
    _link("sessions", "session_id", cascade=True),
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
doubts = _kept(
    "doubts",
    _must("id", Id()),
    _must("station_id", Id()),
    _must("at", Moment()),
    _must("rule", TEXT),
    _must("event", TEXT),
    _may("frame_id", WHOLE),
    _must("state", TEXT),
    _may("session_id", Id()),
    _must("note", TEXT),
    _must("version", WHOLE),
    _link("stations", "station_id"),
    Index("ix_doubts_station", "tenant_id", "station_id", "at"),
)

# ── orders ────────────────────────────────────────────────────────────────────

orders = _kept(
    "orders",
    _must("id", Id()),
    _must("station_id", Id()),
    _must("command", TEXT),
    _must("request", Json()),
    _must("asked_by", TEXT),
    _must("asked_at", Moment()),
    _must("state", Word(OrderState)),
    _must("effect", Word(Effect)),
    _may("answer", Json()),
    _must("problem", TEXT),
    _must("message_id", TEXT),
    _may("remote_start", WHOLE),
    _may("sent_at", Moment()),
    _may("answered_at", Moment()),
    _may("deadline", Moment()),
    _may("session_id", Id()),
    _must("version", WHOLE),
    _link("stations", "station_id", cascade=True),
    Index("ix_orders_station", "tenant_id", "station_id", "asked_at", "id"),
    Index(
        "ix_orders_unsettled",
        "tenant_id",
        "station_id",
        sqlite_where=text("state IN ('pending', 'sent') OR effect = 'waiting'"),
        postgresql_where=text("state IN ('pending', 'sent') OR effect = 'waiting'"),
    ),
)
reservations = _kept(
    "reservations",
    _must("id", Id()),
    _must("number", WHOLE),
    _must("station_id", Id()),
    _must("evse", WHOLE),
    _must("connector", WHOLE),
    _must("token", TEXT),
    _must("expires_at", Moment()),
    _must("state", Word(ReservationState)),
    _must("version", WHOLE),
    _link("stations", "station_id", cascade=True),
    Index("uq_reservations_number", "tenant_id", "station_id", "number", unique=True),
)
profiles = _kept(
    "profiles",
    _must("id", Id()),
    _must("number", WHOLE),
    _must("description", TEXT),
    _must("profile", Json()),
    _must("version", WHOLE),
    Index("uq_profiles_number", "tenant_id", "number", unique=True),
)
idempotency = _kept(
    "idempotency",
    _must("principal", TEXT),
    _must("key", TEXT),
    _must("request_hash", BYTES),
    _may("status", WHOLE),
    _may("response", BYTES),
    _must("at", Moment()),
    Index("ix_idempotency_at", "tenant_id", "at"),
    key=("principal", "key"),
)

# ── the journal ───────────────────────────────────────────────────────────────

frames = _journal(
    "frames",
    _must("station_id", Id()),
    _must("epoch", WHOLE),
    _must("at", Moment()),
    _must("direction", SMALL),
    _must("kind", TEXT),
    _must("message_id", TEXT),
    _must("action", TEXT),
    _must("raw", BYTES),
    _must("answer", BYTES),
    _must("error", TEXT),
    _may("session_id", Id()),
    Index("ix_frames_station", "tenant_id", "station_id", "at"),
)
readings = _journal(
    "readings",
    _may("session_id", Id()),
    _must("station_id", Id()),
    _must("evse", WHOLE),
    _must("at", Moment()),
    _must("received_at", Moment()),
    _may("register_mwh", Mwh()),
    _may("power_mw", Mw()),
    _may("soc_milli", WHOLE),
    _must("source", SMALL),
    _must("sequence", WHOLE),
    _must("reading", BYTES),
    Index(
        "ix_readings_session",
        "tenant_id",
        "session_id",
        "at",
        sqlite_where=text("session_id IS NOT NULL"),
        postgresql_where=text("session_id IS NOT NULL"),
    ),
    Index(
        "ix_readings_loose",
        "tenant_id",
        "station_id",
        "at",
        sqlite_where=text("session_id IS NULL"),
        postgresql_where=text("session_id IS NULL"),
    ),
)
events = _journal(
    "events",
    _must("station_id", Id()),
    _must("at", Moment()),
    _must("received_at", Moment()),
    _must("kind", TEXT),
    _must("body", TEXT),
    _may("session_id", Id()),
    Index("ix_events_station", "tenant_id", "station_id", "at"),
)
outbox = _journal(
    "outbox",
    _must("topic", TEXT),
    _must("key", TEXT),
    _must("version", WHOLE),
    _must("at", Moment()),
    Index("ix_outbox_tenant", "tenant_id", "id"),
)
