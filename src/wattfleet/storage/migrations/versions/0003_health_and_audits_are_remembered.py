"""health and audits are remembered."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import open_to_app, protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audits",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=False),
        sa.Column("since", types.Moment(), nullable=True),
        sa.Column("until", types.Moment(), nullable=False),
        sa.Column("whole", types.Truth(), nullable=False),
        sa.Column("looked_at", types.WHOLE, nullable=False),
        sa.Column("violations", types.WHOLE, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audits")),
        sqlite_strict=True,
    )
    op.create_index("ix_audits_ended", "audits", ["tenant_id", "ended_at"], unique=False)
    op.create_table(
        "health_samples",
        sa.Column("at", types.Moment(), autoincrement=False, nullable=False),
        sa.Column("free_bytes", types.WHOLE, nullable=False),
        sa.Column("total_bytes", types.WHOLE, nullable=False),
        sa.Column("database_bytes", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_health_samples")),
        sqlite_strict=True,
    )
    open_to_app("health_samples")
    protect("audits")
