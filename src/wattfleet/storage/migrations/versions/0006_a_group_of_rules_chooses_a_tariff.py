"""a group of rules chooses a tariff."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tariff_groups",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("version", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("valid_from", types.Moment(), nullable=True),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("newest", types.Truth(), nullable=False),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", "version", name=op.f("pk_tariff_groups")),
        sqlite_strict=True,
    )
    op.add_column("tariff_assignments", sa.Column("group_id", types.Id(), nullable=True))
    protect("tariff_groups")
