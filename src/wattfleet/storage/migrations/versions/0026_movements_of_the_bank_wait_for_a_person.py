"""movements of the bank wait for a person."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "movements",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("booked_on", types.TEXT, nullable=False),
        sa.Column("currency", types.CurrencyCode(), nullable=False),
        sa.Column("minor", types.WHOLE, nullable=False),
        sa.Column("left_minor", types.WHOLE, nullable=False),
        sa.Column("party", types.TEXT, nullable=False),
        sa.Column("why", types.TEXT, nullable=False),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("body", types.TEXT, nullable=False),
        sa.Column("read_at", types.Moment(), nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_movements")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_movements_state", "movements", ["tenant_id", "state", "booked_on", "id"], unique=False
    )
    op.create_table(
        "movement_payments",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("movement_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["payments.tenant_id", "payments.id"],
            name=op.f("fk_movement_payments_tenant_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "movement_id"],
            ["movements.tenant_id", "movements.id"],
            name=op.f("fk_movement_payments_tenant_id_movement_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_movement_payments")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_movement_payments_movement", "movement_payments", ["tenant_id", "movement_id", "id"], unique=False
    )
    protect("movement_payments", "movements")
