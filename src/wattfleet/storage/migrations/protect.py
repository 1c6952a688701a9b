"""Row-level security, in one place: what PostgreSQL is told about a table that belongs to tenants."""

from alembic import op

APP_ROLE = "wattfleet_app"

_POLICY = "tenant_id = ANY ((SELECT nullif(current_setting('app.tenants', true), '')::int[])::int[])"
"""Unset, or set by a transaction that is over, means no tenant: zero rows. The sub-select is read once."""


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
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY tenant ON {table} FOR ALL TO PUBLIC USING ({_POLICY}) WITH CHECK ({_POLICY})"
        )
