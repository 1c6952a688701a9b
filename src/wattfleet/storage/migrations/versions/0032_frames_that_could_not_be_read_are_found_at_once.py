"""frames that could not be read are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_UNREAD = sa.text("error <> ''")


def upgrade() -> None:
    op.create_index(
        "ix_frames_unread",
        "frames",
        ["tenant_id", "at"],
        sqlite_where=_UNREAD,
        postgresql_where=_UNREAD,
    )
