"""frames of a rare action are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

RARE = sa.text(
    "action <> 'MeterValues' AND action <> 'Heartbeat' AND action <> 'StatusNotification'"
    " AND action <> 'TransactionEvent'"
)


def upgrade() -> None:
    op.create_index(
        "ix_frames_rare",
        "frames",
        ["tenant_id", "action", "id"],
        unique=False,
        sqlite_where=RARE,
        postgresql_where=RARE,
    )
