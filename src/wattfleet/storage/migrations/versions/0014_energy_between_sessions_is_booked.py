"""energy between sessions is booked."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unallocated",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("evse", types.WHOLE, nullable=False),
        sa.Column("after_session", types.Id(), nullable=False),
        sa.Column("before_session", types.Id(), nullable=False),
        sa.Column("from_at", types.Moment(), nullable=False),
        sa.Column("to_at", types.Moment(), nullable=False),
        sa.Column("from_mwh", types.Mwh(), nullable=False),
        sa.Column("to_mwh", types.Mwh(), nullable=False),
        sa.Column("state", types.TEXT, nullable=False),
        sa.Column("booked_at", types.Moment(), nullable=False),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.Column("explained_by", types.Id(), nullable=True),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_unallocated_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unallocated")),
        sqlite_strict=True,
    )
    op.create_index("ix_unallocated_booked", "unallocated", ["tenant_id", "booked_at", "id"], unique=False)
    op.create_index(
        "ix_unallocated_open",
        "unallocated",
        ["tenant_id", "station_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_unallocated_station", "unallocated", ["tenant_id", "station_id", "evse", "to_at"], unique=False
    )
    op.create_index("uq_unallocated_before", "unallocated", ["tenant_id", "before_session"], unique=True)
    protect("unallocated")
