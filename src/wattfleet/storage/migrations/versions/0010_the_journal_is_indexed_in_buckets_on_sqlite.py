"""the journal is indexed in buckets on sqlite."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("first_reading", types.WHOLE, nullable=True))
    op.add_column("sessions", sa.Column("last_reading", types.WHOLE, nullable=True))
    if op.get_bind().dialect.name != "sqlite":
        return
    own = "FROM readings r WHERE r.tenant_id = sessions.tenant_id AND r.session_id = sessions.id"
    op.execute(
        f"UPDATE sessions SET first_reading = (SELECT min(r.id) {own}),"  # noqa: S608 - our own names
        f" last_reading = (SELECT max(r.id) {own})"
    )
    op.execute("DROP INDEX ix_frames_station")
    op.execute("DROP INDEX ix_readings_session")
    op.execute("CREATE INDEX ix_frames_bucket ON frames (id >> 12, tenant_id, station_id, at)")
    op.execute(
        "CREATE INDEX ix_readings_bucket ON readings (id >> 12, tenant_id, session_id, at)"
        " WHERE session_id IS NOT NULL"
    )
