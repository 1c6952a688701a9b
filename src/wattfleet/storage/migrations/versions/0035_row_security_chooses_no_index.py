"""row security chooses no index: rows are looked for by what a statement names (ADR 22).

Until autovacuum had come to a table, any index that begins with the tenant seemed as good as the key's.
"""

from alembic import op
from sqlalchemy import text

from wattfleet.storage.row_security import restated

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_PROTECTED = text("SELECT format('%I', tablename) FROM pg_policies WHERE policyname = 'tenant'")


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for (table,) in bind.execute(_PROTECTED).all():
            for statement in restated(table):
                op.execute(statement)
