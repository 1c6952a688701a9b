"""choices have a version."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("choices", sa.Column("version", types.WHOLE, nullable=False, server_default=sa.text("1")))
