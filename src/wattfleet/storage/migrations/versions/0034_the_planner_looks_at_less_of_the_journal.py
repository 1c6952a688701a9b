"""the planner looks at less of the journal: a tenth of the rows, and at no body.

PostgreSQL looked at 30,000 rows of each day's frames and readings, bodies included, whenever a tenth of them
was new: half a second of a core, for which stations waited 50 ms (measured). Nobody searches for a body.
"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_BODIES = {"frames": ("raw", "answer"), "readings": ("reading",), "sessions": ("body",)}
_OTHERS = {
    "frames": (
        "id", "tenant_id", "station_id", "epoch", "at", "direction", "kind", "message_id", "action", "error",
        "session_id",
    ),
    "readings": (
        "id", "tenant_id", "session_id", "station_id", "evse", "at", "received_at", "register_mwh",
        "power_mw", "soc_milli", "source", "sequence",
    ),
}  # fmt: skip
_FEW = 10
"""For each of these PostgreSQL looks at 300 rows; what it is left to itself is 100."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, names in _BODIES.items():
            _look(table, names, 0)
        for table, names in _OTHERS.items():
            _look(table, names, _FEW)


def _look(table: str, names: tuple[str, ...], target: int) -> None:
    """At a table and all its parts; new parts take it over (`days.make`)."""
    each = ", ".join(f"ALTER COLUMN {name} SET STATISTICS {target}" for name in names)
    op.execute(f"ALTER TABLE {table} {each}")
