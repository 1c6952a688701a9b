"""sites have costs and reports are saved."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("next_at", types.Moment(), nullable=True),
        sa.Column("sent_at", types.Moment(), nullable=True),
        sa.Column("problem", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reports")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_reports_due",
        "reports",
        ["tenant_id", "next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "cost_rates",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("site_id", types.Id(), nullable=False),
        sa.Column("valid_from", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "site_id"],
            ["sites.tenant_id", "sites.id"],
            name=op.f("fk_cost_rates_tenant_id_site_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_cost_rates")),
        sqlite_strict=True,
    )
    op.create_index("uq_cost_rates_day", "cost_rates", ["tenant_id", "site_id", "valid_from"], unique=True)
    protect("cost_rates", "reports")
