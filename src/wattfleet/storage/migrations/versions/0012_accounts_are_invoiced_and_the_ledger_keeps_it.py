"""accounts are invoiced, and the ledger keeps it."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import grow_only, protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("number", types.TEXT, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_accounts")),
        sqlite_strict=True,
    )
    op.create_index("uq_accounts_number", "accounts", ["tenant_id", "number"], unique=True)
    op.create_table(
        "invoice_runs",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("month", types.TEXT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invoice_runs")),
        sqlite_strict=True,
    )
    op.create_index("ix_invoice_runs_month", "invoice_runs", ["tenant_id", "month"], unique=False)
    op.create_table(
        "ledger_entries",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("key", types.TEXT, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("booked_on", types.TEXT, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", types.Id(), nullable=False),
        sa.Column("text", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ledger_entries")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_ledger_entries_source", "ledger_entries", ["tenant_id", "source", "source_id"], unique=False
    )
    op.create_index("uq_ledger_entries_key", "ledger_entries", ["tenant_id", "key"], unique=True)
    op.create_table(
        "number_series",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("series", types.TEXT, autoincrement=False, nullable=False),
        sa.Column("year", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("last", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "series", "year", name=op.f("pk_number_series")),
        sqlite_strict=True,
    )
    op.create_table(
        "contracts",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("valid_from", types.TEXT, nullable=False),
        sa.Column("valid_until", types.TEXT, nullable=True),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_contracts_tenant_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts")),
        sqlite_strict=True,
    )
    op.create_index("ix_contracts_account", "contracts", ["tenant_id", "account_id"], unique=False)
    op.create_table(
        "invoice_holds",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("run_id", types.Id(), nullable=False),
        sa.Column("code", types.TEXT, nullable=False),
        sa.Column("thing", types.TEXT, nullable=False),
        sa.Column("account_id", types.Id(), nullable=True),
        sa.Column("sessions", types.WHOLE, nullable=False),
        sa.Column("net", types.TEXT, nullable=False),
        sa.Column("text", types.TEXT, nullable=False),
        sa.Column("hint", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "run_id"],
            ["invoice_runs.tenant_id", "invoice_runs.id"],
            name=op.f("fk_invoice_holds_tenant_id_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invoice_holds")),
        sqlite_strict=True,
    )
    op.create_index("ix_invoice_holds_run", "invoice_holds", ["tenant_id", "run_id", "id"], unique=False)
    op.create_table(
        "invoices",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("run_id", types.Id(), nullable=True),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", types.TEXT, nullable=False),
        sa.Column("month", types.TEXT, nullable=False),
        sa.Column("issued_on", types.TEXT, nullable=False),
        sa.Column("due_on", types.TEXT, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("net_minor", types.WHOLE, nullable=False),
        sa.Column("tax_minor", types.WHOLE, nullable=False),
        sa.Column("payable_minor", types.WHOLE, nullable=False),
        sa.Column("open_minor", types.WHOLE, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_invoices_tenant_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invoices")),
        sqlite_strict=True,
    )
    op.create_index("ix_invoices_account", "invoices", ["tenant_id", "account_id", "id"], unique=False)
    op.create_index("ix_invoices_issued", "invoices", ["tenant_id", "issued_on", "number"], unique=False)
    op.create_index(
        "ix_invoices_open",
        "invoices",
        ["tenant_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("open_minor <> 0"),
        postgresql_where=sa.text("open_minor <> 0"),
    )
    op.create_index("ix_invoices_run", "invoices", ["tenant_id", "run_id", "state", "id"], unique=False)
    op.create_index(
        "uq_invoices_number",
        "invoices",
        ["tenant_id", "number"],
        unique=True,
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )
    op.create_table(
        "ledger_postings",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("entry_id", types.Id(), nullable=False),
        sa.Column("account", types.TEXT, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("booked_on", types.TEXT, nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["ledger_entries.tenant_id", "ledger_entries.id"],
            name=op.f("fk_ledger_postings_tenant_id_entry_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_ledger_postings")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_ledger_postings_account",
        "ledger_postings",
        ["tenant_id", "account", "currency", "booked_on", "entry_id"],
        unique=False,
    )
    op.create_index("ix_ledger_postings_entry", "ledger_postings", ["tenant_id", "entry_id"], unique=False)
    op.create_index(
        "ix_ledger_postings_session", "ledger_postings", ["tenant_id", "session_id", "account"], unique=False
    )
    op.create_table(
        "payers",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("thing", types.TEXT, nullable=False),
        sa.Column("value", types.TEXT, nullable=False),
        sa.Column("valid_from", types.Moment(), nullable=True),
        sa.Column("valid_until", types.Moment(), nullable=True),
        sa.Column("cost_centre", types.TEXT, nullable=False),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_payers_tenant_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_payers")),
        sqlite_strict=True,
    )
    op.create_index("ix_payers_account", "payers", ["tenant_id", "account_id"], unique=False)
    op.create_index("ix_payers_thing", "payers", ["tenant_id", "by", "thing"], unique=False)
    op.create_table(
        "billed_items",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", types.Id(), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("key", types.TEXT, nullable=False),
        sa.Column("session_id", types.Id(), nullable=True),
        sa.Column("rating_id", types.Id(), nullable=True),
        sa.Column("replaces", types.Id(), nullable=True),
        sa.Column("nets", types.TEXT, nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("standing", types.Truth(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_billed_items_tenant_id_invoice_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_billed_items")),
        sqlite_strict=True,
    )
    op.create_index("ix_billed_items_invoice", "billed_items", ["tenant_id", "invoice_id"], unique=False)
    op.create_index("ix_billed_items_session", "billed_items", ["tenant_id", "session_id"], unique=False)
    op.create_index(
        "uq_billed_items_standing",
        "billed_items",
        ["tenant_id", "key"],
        unique=True,
        sqlite_where=sa.text("standing = 1"),
        postgresql_where=sa.text("standing"),
    )
    op.create_table(
        "payments",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", types.Id(), nullable=False),
        sa.Column("account_id", types.Id(), nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("paid_on", types.TEXT, nullable=False),
        sa.Column("via", types.TEXT, nullable=False),
        sa.Column("reference", types.TEXT, nullable=False),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"],
            ["invoices.tenant_id", "invoices.id"],
            name=op.f("fk_payments_tenant_id_invoice_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_payments")),
        sqlite_strict=True,
    )
    op.create_index("ix_payments_invoice", "payments", ["tenant_id", "invoice_id"], unique=False)
    op.add_column("ratings", sa.Column("posted", types.Truth(), server_default=sa.false(), nullable=False))
    op.add_column("ratings", sa.Column("billed", types.Truth(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_ratings_to_bill",
        "ratings",
        ["tenant_id", "session_id"],
        unique=False,
        sqlite_where=sa.text("newest = 1 AND billed = 0 AND amount_minor IS NOT NULL"),
        postgresql_where=sa.text("newest AND NOT billed AND amount_minor IS NOT NULL"),
    )
    op.create_index(
        "ix_ratings_to_post",
        "ratings",
        ["tenant_id", "id"],
        unique=False,
        sqlite_where=sa.text("newest = 1 AND posted = 0"),
        postgresql_where=sa.text("newest AND NOT posted"),
    )
    protect(
        "accounts",
        "billed_items",
        "contracts",
        "invoice_holds",
        "invoice_runs",
        "invoices",
        "ledger_entries",
        "ledger_postings",
        "number_series",
        "payers",
        "payments",
    )
    grow_only("ledger_entries", "ledger_postings")
