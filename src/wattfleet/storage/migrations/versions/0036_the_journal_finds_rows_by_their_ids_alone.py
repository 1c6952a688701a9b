"""the journal finds rows by their ids alone on PostgreSQL, whatever the planner knows (ADR 15)."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("stations", "sessions"):
            op.create_index(f"ix_{table}_id", table, ["id"], postgresql_using="hash")
