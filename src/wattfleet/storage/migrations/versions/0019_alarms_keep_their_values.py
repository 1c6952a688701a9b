"""alarms keep their values."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alarms", sa.Column("values", types.Json(), nullable=False, server_default=sa.text("'{}'")))
