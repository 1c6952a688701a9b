"""stations have keys of their meters."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meter_keys",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("station_id", types.Id(), nullable=False),
        sa.Column("evse", types.WHOLE, nullable=False),
        sa.Column("text", types.TEXT, nullable=False),
        sa.Column("fingerprint", types.TEXT, nullable=False),
        sa.Column("curve", types.TEXT, nullable=False),
        sa.Column("meter", types.TEXT, nullable=False),
        sa.Column("valid_from", types.Moment(), nullable=False),
        sa.Column("valid_until", types.Moment(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("note", types.TEXT, nullable=False),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["stations.tenant_id", "stations.id"],
            name=op.f("fk_meter_keys_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meter_keys")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_meter_keys_fingerprint",
        "meter_keys",
        ["tenant_id", "station_id", "evse", "fingerprint"],
        unique=True,
    )
    protect("meter_keys")
