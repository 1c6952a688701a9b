"""alarms are told."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("key", types.TEXT, nullable=False),
        sa.Column("code", types.TEXT, nullable=False),
        sa.Column("severity", types.TEXT, nullable=False),
        sa.Column("state", types.TEXT, nullable=False),
        sa.Column("subject", types.TEXT, nullable=False),
        sa.Column("station_id", types.Id(), nullable=True),
        sa.Column("site_id", types.Id(), nullable=True),
        sa.Column("words", types.TEXT, nullable=False),
        sa.Column("mend", types.TEXT, nullable=False),
        sa.Column("since", types.Moment(), nullable=False),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("gone_since", types.Moment(), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("acknowledged_by", types.TEXT, nullable=False),
        sa.Column("acknowledged_at", types.Moment(), nullable=True),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("owner", types.TEXT, nullable=False),
        sa.Column("snoozed_until", types.Moment(), nullable=True),
        sa.Column("told_at", types.Moment(), nullable=True),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_alarms")),
        sqlite_strict=True,
    )
    op.create_index("ix_alarms_opened", "alarms", ["tenant_id", "opened_at", "id"], unique=False)
    op.create_index(
        "uq_alarms_open",
        "alarms",
        ["tenant_id", "key"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "choices",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("body", types.BYTES, nullable=False),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_choices")),
        sqlite_strict=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("channel", types.TEXT, nullable=False),
        sa.Column("target", types.TEXT, nullable=False),
        sa.Column("subject", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("state", types.TEXT, nullable=False),
        sa.Column("tries", types.WHOLE, nullable=False),
        sa.Column("problem", types.TEXT, nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("next_at", types.Moment(), nullable=True),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deliveries")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["tenant_id", "next_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "alarm_history",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("alarm_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("what", types.TEXT, nullable=False),
        sa.Column("by", types.TEXT, nullable=False),
        sa.Column("note", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "alarm_id"],
            ["alarms.tenant_id", "alarms.id"],
            name=op.f("fk_alarm_history_tenant_id_alarm_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_alarm_history")),
        sqlite_strict=True,
    )
    op.create_index("ix_alarm_history_alarm", "alarm_history", ["tenant_id", "alarm_id", "id"], unique=False)
    protect("alarm_history", "alarms", "choices", "deliveries")
