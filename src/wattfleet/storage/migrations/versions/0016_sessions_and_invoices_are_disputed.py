"""sessions and invoices are disputed."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("due_at", types.Moment(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.Column("invoice_id", types.Id(), nullable=True),
        sa.Column("line", types.WHOLE, nullable=False),
        sa.Column("account_id", types.Id(), nullable=True),
        sa.Column("token", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_disputes_tenant_id_invoice_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_disputes")),
        sqlite_strict=True,
    )
    op.create_index("ix_disputes_due", "disputes", ["tenant_id", "state", "due_at", "id"], unique=False)
    op.create_index("ix_disputes_opened", "disputes", ["tenant_id", "opened_at", "id"], unique=False)
    op.create_index("ix_disputes_token", "disputes", ["tenant_id", "token", "opened_at", "id"], unique=False)
    op.create_index(
        "uq_disputes_line",
        "disputes",
        ["tenant_id", "invoice_id", "line"],
        unique=True,
        sqlite_where=sa.text("state = 'open' AND invoice_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'open' AND invoice_id IS NOT NULL"),
    )
    op.create_index(
        "uq_disputes_session",
        "disputes",
        ["tenant_id", "session_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open' AND session_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'open' AND session_id IS NOT NULL"),
    )
    op.create_table(
        "dispute_messages",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("dispute_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "dispute_id"],
            ["disputes.tenant_id", "disputes.id"],
            name=op.f("fk_dispute_messages_tenant_id_dispute_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dispute_messages")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_dispute_messages_dispute", "dispute_messages", ["tenant_id", "dispute_id", "id"], unique=False
    )
    protect("dispute_messages", "disputes")
