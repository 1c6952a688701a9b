"""what is personal in old bank movements, debits and mandates is redacted."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("collections", sa.Column("redacted_at", types.Moment(), nullable=True))
    op.add_column("mandates", sa.Column("redacted_at", types.Moment(), nullable=True))
    op.add_column("movements", sa.Column("redacted_at", types.Moment(), nullable=True))
