"""invoices have documents."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import grow_only, protect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", types.Id(), nullable=False),
        sa.Column("form", types.TEXT, nullable=False),
        sa.Column("media_type", types.TEXT, nullable=False),
        sa.Column("sha256", types.TEXT, nullable=False),
        sa.Column("content", types.BYTES, nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_documents_tenant_id_invoice_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_documents")),
        sqlite_strict=True,
    )
    op.create_index("ix_documents_invoice", "documents", ["tenant_id", "invoice_id", "form"], unique=True)
    protect("documents")
    grow_only("documents")
