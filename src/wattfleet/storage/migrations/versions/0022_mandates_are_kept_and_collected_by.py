"""mandates are kept and collected by."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collections",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_on", types.TEXT, nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("made_by", types.TEXT, nullable=False),
        sa.Column("debits", types.WHOLE, nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("sha256", types.TEXT, nullable=False),
        sa.Column("content", types.BYTES, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_collections")),
        sqlite_strict=True,
    )
    op.create_table(
        "mandates",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("reference", types.TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_mandates_tenant_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mandates")),
        sqlite_strict=True,
    )
    op.create_index("ix_mandates_account", "mandates", ["tenant_id", "account_id", "id"], unique=False)
    op.create_index("uq_mandates_reference", "mandates", ["tenant_id", "reference"], unique=True)
    op.create_table(
        "debits",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("collection_id", types.Id(), nullable=False),
        sa.Column("invoice_id", types.Id(), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("mandate_id", types.Id(), nullable=False),
        sa.Column("number", types.TEXT, nullable=False),
        sa.Column("mandate", types.TEXT, nullable=False),
        sa.Column("sequence", types.TEXT, nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", types.TEXT, nullable=False),
        sa.Column("settled_on", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "collection_id"],
            ["collections.tenant_id", "collections.id"],
            name=op.f("fk_debits_tenant_id_collection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_debits_tenant_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"],
            ["mandates.tenant_id", "mandates.id"],
            name=op.f("fk_debits_tenant_id_mandate_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_debits")),
        sqlite_strict=True,
    )
    op.create_index("ix_debits_collection", "debits", ["tenant_id", "collection_id", "id"], unique=False)
    op.create_index(
        "uq_debits_waiting",
        "debits",
        ["tenant_id", "invoice_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    protect("collections", "debits", "mandates")
