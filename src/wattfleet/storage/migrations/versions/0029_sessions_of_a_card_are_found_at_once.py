"""sessions of a card are found at once."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = op.get_bind().dialect.name == "postgresql"  # SQLite reckons it and keeps it in the index alone
    key = sa.Computed("lower(trim(token))", persisted=kept)
    op.add_column("sessions", sa.Column("token_key", types.TEXT, key))
    op.create_index("ix_sessions_token", "sessions", ["tenant_id", "token_key", "started_at", "id"])
