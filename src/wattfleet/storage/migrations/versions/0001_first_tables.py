"""first tables."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import create_app_role, open_to_app, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("key_id", types.TEXT, nullable=False),
        sa.Column("digest", types.BYTES, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scopes", types.Words(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("revoked_at", types.Moment(), nullable=True),
        sa.Column("used_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_id", name=op.f("uq_api_keys_key_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "events",
        sa.Column("id", types.WHOLE, sa.Identity(always=False), nullable=False),
        sa.Column("tenant_id", types.SMALL, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("received_at", types.Moment(), nullable=False),
        sa.Column("kind", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_strict=True,
    )
    op.create_index("ix_events_station", "events", ["tenant_id", "station_id", "at"], unique=False)
    op.create_table(
        "frames",
        sa.Column("id", types.WHOLE, sa.Identity(always=False), nullable=False),
        sa.Column("tenant_id", types.SMALL, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("epoch", types.WHOLE, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("direction", types.SMALL, nullable=False),
        sa.Column("kind", types.TEXT, nullable=False),
        sa.Column("message_id", types.TEXT, nullable=False),
        sa.Column("action", types.TEXT, nullable=False),
        sa.Column("raw", types.BYTES, nullable=False),
        sa.Column("answer", types.BYTES, nullable=False),
        sa.Column("error", types.TEXT, nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frames")),
        sqlite_strict=True,
    )
    op.create_index("ix_frames_station", "frames", ["tenant_id", "station_id", "at"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("principal", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("key", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("request_hash", types.BYTES, nullable=False),
        sa.Column("status", types.WHOLE, nullable=True),
        sa.Column("response", types.BYTES, nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "principal", "key", name=op.f("pk_idempotency")),
        sqlite_strict=True,
    )
    op.create_index("ix_idempotency_at", "idempotency", ["tenant_id", "at"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("identity_key", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("identity", types.TEXT, nullable=False),
        sa.Column("address", types.TEXT, nullable=False),
        sa.Column("tenant_name", types.TEXT, nullable=False),
        sa.Column("subprotocols", types.TEXT, nullable=False),
        sa.Column("user_agent", types.TEXT, nullable=False),
        sa.Column("attempts", types.WHOLE, nullable=False),
        sa.Column("first_seen", types.Moment(), nullable=False),
        sa.Column("last_seen", types.Moment(), nullable=False),
        sa.Column("credentials", types.Words(), nullable=False),
        sa.Column("reason", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "identity_key", name=op.f("pk_inbox")),
        sqlite_strict=True,
    )
    op.create_table(
        "leases",
        sa.Column("job", types.TEXT, nullable=False),
        sa.Column("owner", types.TEXT, nullable=False),
        sa.Column("until", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_leases")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", types.WHOLE, sa.Identity(always=False), nullable=False),
        sa.Column("tenant_id", types.SMALL, nullable=False),
        sa.Column("topic", types.TEXT, nullable=False),
        sa.Column("key", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_tenant", "outbox", ["tenant_id", "id"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("number", types.WHOLE, nullable=False),
        sa.Column("description", types.TEXT, nullable=False),
        sa.Column("profile", types.Json(), nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_profiles")),
        sqlite_strict=True,
    )
    op.create_index("uq_profiles_number", "profiles", ["tenant_id", "number"], unique=True)
    op.create_table(
        "readings",
        sa.Column("id", types.WHOLE, sa.Identity(always=False), nullable=False),
        sa.Column("tenant_id", types.SMALL, nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("evse", types.WHOLE, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("received_at", types.Moment(), nullable=False),
        sa.Column("register_mwh", types.Mwh(), nullable=True),
        sa.Column("power_mw", types.Mw(), nullable=True),
        sa.Column("soc_milli", types.WHOLE, nullable=True),
        sa.Column("source", types.SMALL, nullable=False),
        sa.Column("sequence", types.WHOLE, nullable=False),
        sa.Column("reading", types.BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_readings_loose",
        "readings",
        ["tenant_id", "station_id", "at"],
        unique=False,
        sqlite_where=sa.text("session_id IS NULL"),
        postgresql_where=sa.text("session_id IS NULL"),
    )
    op.create_index(
        "ix_readings_session",
        "readings",
        ["tenant_id", "session_id", "at"],
        unique=False,
        sqlite_where=sa.text("session_id IS NOT NULL"),
        postgresql_where=sa.text("session_id IS NOT NULL"),
    )
    op.create_table(
        "settings_kv",
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("value", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings_kv")),
        sqlite_strict=True,
    )
    op.create_table(
        "sites",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("country", types.TEXT, nullable=False),
        sa.Column("zone", types.ZoneName(), nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("address", types.TEXT, nullable=False),
        sa.Column("latitude", types.TEXT, nullable=False),
        sa.Column("longitude", types.TEXT, nullable=False),
        sa.Column("grid_area", types.TEXT, nullable=False),
        sa.Column("opening_hours", types.TEXT, nullable=False),
        sa.Column("groups", types.Words(), nullable=False),
        sa.Column("assumed", types.Truth(), nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sites")),
        sqlite_strict=True,
    )
    op.create_table(
        "station_directory",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("identity_key", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("identity", types.TEXT, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("digests", types.Words(), nullable=False),
        sa.Column("blocked", types.Truth(), nullable=False),
        sa.Column("passwordless", types.Truth(), nullable=False),
        sa.Column("assume_16", types.Truth(), nullable=False),
        sa.Column("tls_only", types.Truth(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "identity_key", name=op.f("pk_station_directory")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_station_directory_station", "station_directory", ["tenant_id", "station_id"], unique=False
    )
    op.create_table(
        "tariffs",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("version", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("valid_from", types.Moment(), nullable=True),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("shape", types.TEXT, nullable=False),
        sa.Column("newest", types.Truth(), nullable=False),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", "version", name=op.f("pk_tariffs")),
        sqlite_strict=True,
    )
    op.create_table(
        "tenants",
        sa.Column("id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("name", name=op.f("uq_tenants_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "tokens",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("uid", types.TEXT, nullable=False),
        sa.Column("uid_key", types.TEXT, nullable=False),
        sa.Column("kind", types.TEXT, nullable=False),
        sa.Column("group", types.TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=True),
        sa.Column("parent", types.TEXT, nullable=False),
        sa.Column("driver", types.TEXT, nullable=False),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("seen_unknown", types.Truth(), nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tokens")),
        sqlite_strict=True,
    )
    op.create_index("uq_tokens_uid", "tokens", ["tenant_id", "uid_key"], unique=True)
    op.create_table(
        "stations",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("identity", types.TEXT, nullable=False),
        sa.Column("identity_key", types.TEXT, nullable=False),
        sa.Column("site_id", types.Id(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("groups", types.Words(), nullable=False),
        sa.Column("max_power_w", types.WHOLE, nullable=True),
        sa.Column("in_service_from", types.Moment(), nullable=True),
        sa.Column("passwordless", types.Truth(), nullable=False),
        sa.Column("weak_password", types.Truth(), nullable=False),
        sa.Column("register_mode", sa.Text(), nullable=False),
        sa.Column("vendor", types.TEXT, nullable=False),
        sa.Column("model", types.TEXT, nullable=False),
        sa.Column("serial", types.TEXT, nullable=False),
        sa.Column("firmware", types.TEXT, nullable=False),
        sa.Column("ocpp", types.TEXT, nullable=False),
        sa.Column("booted_at", types.Moment(), nullable=True),
        sa.Column("seen_at", types.Moment(), nullable=True),
        sa.Column("connected", types.Truth(), nullable=False),
        sa.Column("connected_at", types.Moment(), nullable=True),
        sa.Column("epoch", types.WHOLE, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "site_id"],
            ["sites.tenant_id", "sites.id"],
            name=op.f("fk_stations_tenant_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stations")),
        sqlite_strict=True,
    )
    op.create_index("ix_stations_site", "stations", ["tenant_id", "site_id"], unique=False)
    op.create_index(
        "uq_stations_identity",
        "stations",
        ["tenant_id", "identity_key"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "configuration",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("component", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("variable", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("instance", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("evse", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", types.TEXT, nullable=True),
        sa.Column("mutability", types.TEXT, nullable=False),
        sa.Column("told_at", types.Moment(), nullable=True),
        sa.Column("written", types.TEXT, nullable=True),
        sa.Column("written_at", types.Moment(), nullable=True),
        sa.Column("refused", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_configuration_tenant_id_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id",
            "station_id",
            "component",
            "variable",
            "instance",
            "evse",
            name=op.f("pk_configuration"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "connections",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("epoch", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("address", types.TEXT, nullable=False),
        sa.Column("subprotocol", types.TEXT, nullable=False),
        sa.Column("user_agent", types.TEXT, nullable=False),
        sa.Column("why", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_connections_tenant_id_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "station_id", "epoch", name=op.f("pk_connections")),
        sqlite_strict=True,
    )
    op.create_table(
        "connectors",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("evse", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("connector", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", types.Moment(), nullable=False),
        sa.Column("error", types.TEXT, nullable=False),
        sa.Column("info", types.TEXT, nullable=False),
        sa.Column("vendor_error", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_connectors_tenant_id_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "station_id", "evse", "connector", name=op.f("pk_connectors")),
        sqlite_strict=True,
    )
    op.create_table(
        "doubts",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("rule", types.TEXT, nullable=False),
        sa.Column("event", types.TEXT, nullable=False),
        sa.Column("frame_id", types.WHOLE, nullable=True),
        sa.Column("state", types.TEXT, nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_doubts_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_doubts")),
        sqlite_strict=True,
    )
    op.create_index("ix_doubts_station", "doubts", ["tenant_id", "station_id", "at"], unique=False)
    op.create_table(
        "orders",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("command", types.TEXT, nullable=False),
        sa.Column("request", types.Json(), nullable=False),
        sa.Column("asked_by", types.TEXT, nullable=False),
        sa.Column("asked_at", types.Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("answer", types.Json(), nullable=True),
        sa.Column("problem", types.TEXT, nullable=False),
        sa.Column("message_id", types.TEXT, nullable=False),
        sa.Column("remote_start", types.WHOLE, nullable=True),
        sa.Column("sent_at", types.Moment(), nullable=True),
        sa.Column("answered_at", types.Moment(), nullable=True),
        sa.Column("deadline", types.Moment(), nullable=True),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_orders_tenant_id_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_orders")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_orders_station", "orders", ["tenant_id", "station_id", "asked_at", "id"], unique=False
    )
    op.create_index(
        "ix_orders_unsettled",
        "orders",
        ["tenant_id", "station_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sent') OR effect = 'waiting'"),
        postgresql_where=sa.text("state IN ('pending', 'sent') OR effect = 'waiting'"),
    )
    op.create_table(
        "reservations",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("number", types.WHOLE, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("evse", types.WHOLE, nullable=False),
        sa.Column("connector", types.WHOLE, nullable=False),
        sa.Column("token", types.TEXT, nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_reservations_tenant_id_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reservations")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_reservations_number", "reservations", ["tenant_id", "station_id", "number"], unique=True
    )
    op.create_table(
        "sessions",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("evse", types.WHOLE, nullable=False),
        sa.Column("connector", types.WHOLE, nullable=False),
        sa.Column("tx", types.TEXT, nullable=False),
        sa.Column("start_key", types.TEXT, nullable=False),
        sa.Column("token", types.TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("energy_mwh", types.Mwh(), nullable=False),
        sa.Column("reason", types.TEXT, nullable=False),
        sa.Column("flags", types.Words(), nullable=False),
        sa.Column("remote_start", types.WHOLE, nullable=True),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.Column("body", types.BYTES, nullable=False),
        sa.Column("to_rate", types.Truth(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_sessions_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sessions")),
        postgresql_with={"fillfactor": 60},
        sqlite_strict=True,
    )
    op.create_index(
        "ix_sessions_ended",
        "sessions",
        ["tenant_id", "station_id", "ended_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index(
        "ix_sessions_open",
        "sessions",
        ["tenant_id", "station_id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index("ix_sessions_started", "sessions", ["tenant_id", "started_at", "id"], unique=False)
    op.create_index(
        "ix_sessions_station", "sessions", ["tenant_id", "station_id", "started_at", "id"], unique=False
    )
    op.create_index(
        "ix_sessions_to_rate",
        "sessions",
        ["tenant_id", "id"],
        unique=False,
        sqlite_where=sa.text("to_rate = 1"),
        postgresql_where=sa.text("to_rate"),
    )
    op.create_index("ix_sessions_tx", "sessions", ["tenant_id", "station_id", "tx"], unique=False)
    op.create_index(
        "uq_sessions_start_key",
        "sessions",
        ["tenant_id", "station_id", "start_key"],
        unique=True,
        sqlite_where=sa.text("start_key <> ''"),
        postgresql_where=sa.text("start_key <> ''"),
    )
    op.create_table(
        "tariff_assignments",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("evse", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("valid_from", types.Moment(), autoincrement=False, nullable=False),
        sa.Column("tariff_id", types.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_tariff_assignments_tenant_id_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "station_id", "evse", "valid_from", name=op.f("pk_tariff_assignments")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_tariff_assignments_tariff", "tariff_assignments", ["tenant_id", "tariff_id"], unique=False
    )
    op.create_table(
        "ratings",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("session_version", types.WHOLE, nullable=False),
        sa.Column("tariff_id", types.Id(), nullable=True),
        sa.Column("tariff_version", types.WHOLE, nullable=True),
        sa.Column("before_vat_minor", types.WHOLE, nullable=True),
        sa.Column("vat_minor", types.WHOLE, nullable=True),
        sa.Column("amount_minor", types.WHOLE, nullable=True),
        sa.Column("currency", types.CurrencyCode(), nullable=True),
        sa.Column("cost_reason", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("rated_at", types.Moment(), nullable=False),
        sa.Column("newest", types.Truth(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_ratings_tenant_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ratings")),
        sqlite_strict=True,
    )
    op.create_index("ix_ratings_session", "ratings", ["tenant_id", "session_id", "rated_at"], unique=False)
    op.create_index(
        "uq_ratings_newest",
        "ratings",
        ["tenant_id", "session_id"],
        unique=True,
        sqlite_where=sa.text("newest = 1"),
        postgresql_where=sa.text("newest"),
    )
    create_app_role()
    op.execute("INSERT INTO tenants (id, name) VALUES (1, 'default')")
    open_to_app("api_keys", "leases", "settings_kv", "station_directory", "tenants")
    protect(
        "configuration",
        "connections",
        "connectors",
        "doubts",
        "events",
        "frames",
        "idempotency",
        "inbox",
        "orders",
        "outbox",
        "profiles",
        "ratings",
        "readings",
        "reservations",
        "sessions",
        "sites",
        "stations",
        "tariff_assignments",
        "tariffs",
        "tokens",
    )
