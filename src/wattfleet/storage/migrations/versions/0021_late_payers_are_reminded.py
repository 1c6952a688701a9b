"""late payers are reminded."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", types.WHOLE, nullable=False),
        sa.Column("made_on", types.TEXT, nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("fee_minor", types.WHOLE, nullable=False),
        sa.Column("interest_minor", types.WHOLE, nullable=False),
        sa.Column("total_minor", types.WHOLE, nullable=False),
        sa.Column("made_by", types.TEXT, nullable=False),
        sa.Column("reason", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_reminders_tenant_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reminders")),
        sqlite_strict=True,
    )
    op.create_index("ix_reminders_account", "reminders", ["tenant_id", "account_id", "id"], unique=False)
    op.create_table(
        "reminder_items",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("reminder_id", types.Id(), nullable=False),
        sa.Column("invoice_id", types.Id(), nullable=False),
        sa.Column("level", types.WHOLE, nullable=False),
        sa.Column("made_on", types.TEXT, nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("interest_until", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_reminder_items_tenant_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "reminder_id"],
            ["reminders.tenant_id", "reminders.id"],
            name=op.f("fk_reminder_items_tenant_id_reminder_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reminder_items")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_reminder_items_reminder", "reminder_items", ["tenant_id", "reminder_id"], unique=False
    )
    op.create_index(
        "uq_reminder_items_level", "reminder_items", ["tenant_id", "invoice_id", "level"], unique=True
    )
    protect("reminder_items", "reminders")
