"""Row-level security, in one place: what PostgreSQL is told about a table that belongs to tenants."""

from alembic import op

from wattfleet.storage.row_security import APP_ROLE, forced


def create_app_role() -> None:
    """The role that every transaction takes: no login, no way around row-level security."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        f"""
        DO $$ DECLARE may boolean; BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
                CREATE ROLE {APP_ROLE} NOLOGIN NOBYPASSRLS NOSUPERUSER NOINHERIT;
            END IF;
            -- From 16 on, who creates a role is its member but may not take it.
            IF current_setting('server_version_num')::int >= 160000 THEN
                may := pg_has_role(current_user, '{APP_ROLE}', 'SET');
            ELSE
                may := pg_has_role(current_user, '{APP_ROLE}', 'MEMBER');
            END IF;
            IF NOT may THEN
                EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
            END IF;
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO {APP_ROLE}', current_schema());
        END $$
        """  # noqa: S608 - our own name
    )


def open_to_app(*tables: str) -> None:
    """Let the app role use tables that stand outside row-level security (see tables.base.EXEMPT)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}")


def protect(*tables: str) -> None:
    """Force row-level security: nobody sees or writes a row of a tenant that the transaction did not name."""
    if op.get_bind().dialect.name != "postgresql":
        return
    open_to_app(*tables)
    for table in tables:
        for statement in forced(table):
            op.execute(statement)


def part_by_day(table: str, moment: str) -> None:
    """On PostgreSQL a journal table becomes a parent with a partition for each day, and one for all others.

    Numbers come from a sequence: before 17 a partitioned table has no identity. The app reaches partitions
    through their parent only; its own right to them is none.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    bind, old = op.get_bind(), f"{table}_before"
    indexes = bind.exec_driver_sql(
        "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x"  # noqa: S608 - our own name
        " JOIN pg_class i ON i.oid = x.indexrelid"
        f" WHERE x.indrelid = '{table}'::regclass AND NOT x.indisprimary"
    ).all()
    for statement in (
        f"ALTER TABLE {table} RENAME TO {old}",
        f"ALTER TABLE {old} RENAME CONSTRAINT pk_{table} TO pk_{old}",
        f"ALTER TABLE {old} NO FORCE ROW LEVEL SECURITY",
        *(f"ALTER INDEX {name} RENAME TO {name}_before" for name, _ in indexes),
        f"CREATE TABLE {table} (LIKE {old}) PARTITION BY RANGE ({moment})",
        f"CREATE SEQUENCE {table}_number OWNED BY {table}.id",
        f"ALTER TABLE {table} ALTER COLUMN id SET DEFAULT nextval('{table}_number')",
        f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY (id, {moment})",
        *(definition for _, definition in indexes),
        f"CREATE TABLE {table}_other PARTITION OF {table} DEFAULT",
        f"INSERT INTO {table} SELECT * FROM {old}",  # noqa: S608 - our own names
        f"SELECT setval('{table}_number', coalesce((SELECT max(id) FROM {table}), 0) + 1, false)",  # noqa: S608
        f"DROP TABLE {old}",
        f"GRANT USAGE ON SEQUENCE {table}_number TO {APP_ROLE}",
        *forced(f"{table}_other"),
    ):
        op.execute(statement)
    protect(table)


def grow_only(*tables: str) -> None:
    """Rows are added and never changed or removed: by rights on PostgreSQL, by triggers on SQLite."""
    for table in tables:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}")
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
