"""prices may follow a series."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=True),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_series")),
        sqlite_strict=True,
    )
    op.create_index("uq_series_name", "series", ["tenant_id", "name"], unique=True)
    op.create_table(
        "series_points",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("series_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("starts_at", types.Moment(), autoincrement=False, nullable=False),
        sa.Column("ends_at", types.Moment(), nullable=False),
        sa.Column("micro", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "series_id"],
            ["series.tenant_id", "series.id"],
            name=op.f("fk_series_points_tenant_id_series_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "series_id", "starts_at", name=op.f("pk_series_points")),
        sqlite_strict=True,
    )
    protect("series", "series_points")
