"""what goes to customers by mail is queued."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("invoice_id", types.Id(), nullable=True),
        sa.Column("about_id", types.Id(), nullable=True),
        sa.Column("target", types.TEXT, nullable=False),
        sa.Column("language", types.TEXT, nullable=False),
        sa.Column("subject", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", types.WHOLE, nullable=False),
        sa.Column("problem", types.TEXT, nullable=False),
        sa.Column("file", types.TEXT, nullable=False),
        sa.Column("sha256", types.TEXT, nullable=False),
        sa.Column("asked_by", types.TEXT, nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("next_at", types.Moment(), nullable=True),
        sa.Column("claimed_at", types.Moment(), nullable=True),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_mailings_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_mailings_tenant_id_invoice_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mailings")),
        sqlite_strict=True,
    )
    op.create_index("ix_mailings_account", "mailings", ["tenant_id", "account_id", "id"], unique=False)
    op.create_index(
        "ix_mailings_due",
        "mailings",
        ["tenant_id", "next_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index("ix_mailings_invoice", "mailings", ["tenant_id", "invoice_id", "id"], unique=False)
    op.create_index("ix_mailings_state", "mailings", ["tenant_id", "state", "id"], unique=False)
    protect("mailings")
