"""Row-level security as PostgreSQL is told it: the role of every transaction, and the rule of every table.

Stands apart from the migrations, so that a server that has nothing to migrate does not load Alembic.
"""

APP_ROLE = "wattfleet_app"

NAMED = "ANY ((SELECT nullif(current_setting('app.tenants', true), '')::int[])::int[])"
"""The tenants of a transaction. Unset, or set by one that is over, means none: zero rows. The sub-select is
read once."""

_POLICY = f"(tenant_id = {NAMED}) IS TRUE"
"""`IS TRUE` keeps it out of the choice of an index: every statement names its tenant itself. Taken together,
the two seemed so rare to a planner that does not know yet that a tenant has many rows that any index that
begins with the tenant was as good to it as the key's (measured: 75 ms for a list of 50 instead of 1, until
autovacuum came)."""


def forced(table: str) -> tuple[str, ...]:
    """The statements that put one table under forced row-level security."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} FOR ALL TO PUBLIC USING ({_POLICY}) WITH CHECK ({_POLICY})",
        _few_tenants(table),
    )


def restated(table: str) -> tuple[str, ...]:
    """The statements that tell a table under forced row-level security the rule of today."""
    return (
        f"ALTER POLICY tenant ON {table} USING ({_POLICY}) WITH CHECK ({_POLICY})",
        _few_tenants(table),
    )


def _few_tenants(table: str) -> str:
    """A tenant is never rare: of a table that had one row when the planner looked, it thought that each row
    has its own."""
    return f"ALTER TABLE {table} ALTER COLUMN tenant_id SET (n_distinct = 1)"
