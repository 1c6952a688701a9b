"""Row-level security as PostgreSQL is told it: the role of every transaction, and the rule of every table.

Stands apart from the migrations, so that a server that has nothing to migrate does not load Alembic.
"""

APP_ROLE = "wattfleet_app"

_POLICY = "tenant_id = ANY ((SELECT nullif(current_setting('app.tenants', true), '')::int[])::int[])"
"""Unset, or set by a transaction that is over, means no tenant: zero rows. The sub-select is read once."""


def forced(table: str) -> tuple[str, ...]:
    """The statements that put one table under forced row-level security."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} FOR ALL TO PUBLIC USING ({_POLICY}) WITH CHECK ({_POLICY})",
    )
