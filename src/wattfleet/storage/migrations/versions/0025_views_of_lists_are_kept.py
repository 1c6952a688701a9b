"""views of lists are kept."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "views",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("owner", types.TEXT, nullable=False),
        sa.Column("list", types.TEXT, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("filters", types.TEXT, nullable=False),
        sa.Column("kept_by", types.TEXT, nullable=False),
        sa.Column("kept_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_views")),
        sqlite_strict=True,
    )
    op.create_index("uq_views_name", "views", ["tenant_id", "owner", "list", "name"], unique=True)
    protect("views")
