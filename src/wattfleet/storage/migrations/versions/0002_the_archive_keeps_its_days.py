"""the archive keeps its days."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import part_by_day, protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cold_files",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("kind", types.TEXT, nullable=False),
        sa.Column("day", types.TEXT, nullable=False),
        sa.Column("path", types.TEXT, nullable=False),
        sa.Column("state", types.TEXT, nullable=False),
        sa.Column("rows", types.WHOLE, nullable=False),
        sa.Column("bytes", types.WHOLE, nullable=False),
        sa.Column("sha256", types.TEXT, nullable=False),
        sa.Column("first_id", types.WHOLE, nullable=False),
        sa.Column("last_id", types.WHOLE, nullable=False),
        sa.Column("first_at", types.Moment(), nullable=False),
        sa.Column("last_at", types.Moment(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("thinned", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_cold_files")),
        sqlite_strict=True,
    )
    op.create_index("ix_cold_files_last", "cold_files", ["tenant_id", "kind", "last_at"], unique=False)
    op.create_table(
        "reads",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("reader", types.TEXT, nullable=False),
        sa.Column("method", types.TEXT, nullable=False),
        sa.Column("path", types.TEXT, nullable=False),
        sa.Column("query", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reads")),
        sqlite_strict=True,
    )
    op.create_index("ix_reads_at", "reads", ["tenant_id", "at", "id"], unique=False)
    op.create_table(
        "removals",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("kind", types.TEXT, nullable=False),
        sa.Column("before", types.Moment(), nullable=False),
        sa.Column("rows", types.WHOLE, nullable=False),
        sa.Column("file", types.TEXT, nullable=False),
        sa.Column("why", types.TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_removals")),
        sqlite_strict=True,
    )
    op.create_index("ix_removals_at", "removals", ["tenant_id", "at", "id"], unique=False)
    op.create_table(
        "session_changes",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("session_id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("mark", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", name=op.f("pk_session_changes")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_session_changes_mark", "session_changes", ["tenant_id", "mark", "session_id"], unique=False
    )
    op.add_column("sessions", sa.Column("is_cold", types.Truth(), server_default=sa.false(), nullable=False))
    protect("cold_files", "reads", "removals", "session_changes")
    for table, moment in (("frames", "at"), ("readings", "received_at")):
        part_by_day(table, moment)
    _note_changes()


def _note_changes() -> None:
    """A session's begin, end, revision and rating give it a new place in the order of changes.

    What a charge in progress gains is no change: most frames write nothing here.
    """
    on_postgres = op.get_bind().dialect.name == "postgresql"
    for table, key, name, event, when in _TRIGGERS:
        if on_postgres:
            op.execute(_FUNCTION.format(name=name, key=key))
            row = f"FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
            op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} {row}")
        else:
            op.execute(_SQLITE.format(table=table, name=name, key=key, event=event, when=when))


_CHANGED = "WHEN (NEW.version <> OLD.version AND (NEW.state <> 'active' OR OLD.state <> NEW.state))"
_TRIGGERS = (
    ("sessions", "id", "note_session_begun", "INSERT", ""),
    ("sessions", "id", "note_session_changed", "UPDATE", _CHANGED),
    ("ratings", "session_id", "note_session_rated", "INSERT", ""),
)
_FUNCTION = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO session_changes (tenant_id, session_id, mark)
        VALUES (NEW.tenant_id, NEW.{key}, pg_current_xact_id()::text::bigint)
        ON CONFLICT (tenant_id, session_id) DO UPDATE SET mark = excluded.mark;
        RETURN NULL;
    END $$
"""
_SQLITE = """
    CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN
        INSERT INTO session_changes (tenant_id, session_id, mark)
        VALUES (NEW.tenant_id, NEW.{key},
            (SELECT coalesce(max(mark), 0) + 1 FROM session_changes WHERE tenant_id = NEW.tenant_id))
        ON CONFLICT (tenant_id, session_id) DO UPDATE SET mark = excluded.mark;
    END
"""
