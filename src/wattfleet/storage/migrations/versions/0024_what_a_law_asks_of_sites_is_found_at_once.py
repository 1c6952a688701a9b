"""what a law asks of sites is found at once."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sites_country", "sites", ["tenant_id", "country"], unique=False)
