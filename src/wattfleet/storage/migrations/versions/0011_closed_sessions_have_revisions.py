"""closed sessions have revisions."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matches",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("doubt_id", types.Id(), nullable=False),
        sa.Column("session_id", types.Id(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("before", types.BYTES, nullable=False),
        sa.Column("after", types.BYTES, nullable=False),
        sa.Column("given", types.BYTES, nullable=False),
        sa.Column("undone_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "doubt_id"],
            ["doubts.tenant_id", "doubts.id"],
            name=op.f("fk_matches_tenant_id_doubt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_matches_tenant_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_matches")),
        sqlite_strict=True,
    )
    op.create_index("ix_matches_doubt", "matches", ["tenant_id", "doubt_id", "at"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("session_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("number", types.WHOLE, autoincrement=False, nullable=False),
        sa.Column("newest", types.Truth(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("who_kind", types.TEXT, nullable=False),
        sa.Column("who_id", types.TEXT, nullable=False),
        sa.Column("who_name", types.TEXT, nullable=False),
        sa.Column("reason", types.TEXT, nullable=False),
        sa.Column("frame_id", types.WHOLE, nullable=True),
        sa.Column("session_version", types.WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("energy_mwh", types.Mwh(), nullable=False),
        sa.Column("evse", types.WHOLE, nullable=False),
        sa.Column("token", types.TEXT, nullable=False),
        sa.Column("driver", types.TEXT, nullable=False),
        sa.Column("vehicle", types.TEXT, nullable=False),
        sa.Column("flags", types.Words(), nullable=False),
        sa.Column("differs", types.Words(), nullable=False),
        sa.Column("final_from", types.Moment(), nullable=True),
        sa.Column("rated_at", types.Moment(), nullable=True),
        sa.Column("rating_id", types.Id(), nullable=True),
        sa.Column("before_vat_minor", types.WHOLE, nullable=True),
        sa.Column("vat_minor", types.WHOLE, nullable=True),
        sa.Column("amount_minor", types.WHOLE, nullable=True),
        sa.Column("currency", types.CurrencyCode(), nullable=True),
        sa.Column("cost_reason", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_revisions_tenant_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "number", name=op.f("pk_revisions")),
        sqlite_strict=True,
    )
    op.create_index("ix_revisions_at", "revisions", ["tenant_id", "at", "session_id"], unique=False)
    op.create_index(
        "uq_revisions_newest",
        "revisions",
        ["tenant_id", "session_id"],
        unique=True,
        sqlite_where=sa.text("newest = 1"),
        postgresql_where=sa.text("newest"),
    )
    protect("matches", "revisions")
    _lay_first_revisions()


_FIRST = """
    INSERT INTO revisions (tenant_id, session_id, number, newest, at, cause, who_kind, who_id, who_name,
        reason, session_version, state, started_at, ended_at, energy_mwh, evse, token, driver, vehicle, flags,
        differs, final_from, rated_at, rating_id, before_vat_minor, vat_minor, amount_minor, currency,
        cost_reason)
    SELECT s.tenant_id, s.id, 1, {true}, r.rated_at, 'ended', 'system', '', 'wattfleet', '',
        s.version, s.state, s.started_at, s.ended_at, s.energy_mwh, s.evse, s.token, '', '', s.flags, '[]',
        CASE WHEN s.flags LIKE '%"end_inferred"%' THEN s.ended_at + {final} ELSE s.ended_at END,
        r.rated_at, r.id, r.before_vat_minor, r.vat_minor, r.amount_minor, r.currency, r.cost_reason
    FROM sessions s JOIN ratings r ON r.tenant_id = s.tenant_id AND r.session_id = s.id AND r.newest = {true}
    WHERE s.state <> 'active' AND r.session_version = s.version
"""
"""What is rated as it stands has had its first revision; the rest gets it with its next rating."""


def _lay_first_revisions() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute(sa.text(_FIRST.format(true="1", final=str(72 * 3_600_000_000)).replace(":", "\\:")))
        return
    tables = ("sessions", "ratings", "revisions")
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(sa.text(_FIRST.format(true="TRUE", final="interval '72 hours'")))
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
