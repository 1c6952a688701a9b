"""a bill names the revision of a session."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("billed_items", sa.Column("revision", types.WHOLE, nullable=True))
