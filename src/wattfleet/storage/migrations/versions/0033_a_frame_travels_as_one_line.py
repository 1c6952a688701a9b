"""a frame travels as one line."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_LINE = (
    "CREATE TYPE journal_line AS (tenant_id smallint, station_id uuid, epoch bigint, at bigint,"
    " direction smallint, kind text, message_id text, action text, raw bytea, answer bytea, error text,"
    " session_id uuid, evse bigint, taken_at bigint, register_mwh bigint, power_mw bigint, soc_milli bigint,"
    " source smallint, sequence bigint, reading bytea, energy_mwh bigint, version bigint, expected bigint,"
    " body bytea)"
)
"""As `postgres_whole.LINE` has it; moments are µs after 1970."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_LINE)
