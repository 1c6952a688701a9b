"""acts in a chain, to which only more may be added."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import grow_only, protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("number", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("who_kind", types.TEXT, nullable=False),
        sa.Column("who_id", types.TEXT, nullable=False),
        sa.Column("who_name", types.TEXT, nullable=False),
        sa.Column("verb", types.TEXT, nullable=False),
        sa.Column("noun", types.TEXT, nullable=False),
        sa.Column("thing", types.TEXT, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("before", types.TEXT, nullable=False),
        sa.Column("after", types.TEXT, nullable=False),
        sa.Column("reason", types.TEXT, nullable=False),
        sa.Column("hash", types.BYTES, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "number", name=op.f("pk_acts")),
        sqlite_strict=True,
    )
    op.create_index("ix_acts_at", "acts", ["tenant_id", "at", "number"], unique=False)
    op.create_index("ix_acts_thing", "acts", ["tenant_id", "noun", "thing", "number"], unique=False)
    protect("acts")
    grow_only("acts")
