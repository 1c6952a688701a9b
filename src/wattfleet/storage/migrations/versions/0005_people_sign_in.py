"""people sign in."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import open_to_app, protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("name", types.TEXT, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", types.TEXT, nullable=False),
        sa.Column("language", types.TEXT, nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("blocked_at", types.Moment(), nullable=True),
        sa.Column("version", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_people")),
        sqlite_strict=True,
    )
    op.create_index("ix_people_name", "people", ["tenant_id", "name", "id"], unique=False)
    op.create_table(
        "links",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("link_id", types.TEXT, nullable=False),
        sa.Column("digest", types.BYTES, nullable=False),
        sa.Column("person_id", types.Id(), nullable=True),
        sa.Column("token_id", types.Id(), nullable=True),
        sa.Column("made_by", types.TEXT, nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("used_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_links_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "token_id"],
            ["tokens.tenant_id", "tokens.id"],
            name=op.f("fk_links_tenant_id_token_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_links")),
        sa.UniqueConstraint("link_id", name=op.f("uq_links_link_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_links_person", "links", ["tenant_id", "person_id"], unique=False)
    op.create_index("ix_links_token", "links", ["tenant_id", "token_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("tenant_id", types.SMALL, autoincrement=False, nullable=False),
        sa.Column("id", types.Id(), autoincrement=False, nullable=False),
        sa.Column("cookie_id", types.TEXT, nullable=False),
        sa.Column("digest", types.BYTES, nullable=False),
        sa.Column("person_id", types.Id(), nullable=True),
        sa.Column("token_id", types.Id(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("seen_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("address", types.TEXT, nullable=False),
        sa.Column("user_agent", types.TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_sign_ins_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "token_id"],
            ["tokens.tenant_id", "tokens.id"],
            name=op.f("fk_sign_ins_tenant_id_token_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("cookie_id", name=op.f("uq_sign_ins_cookie_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_sign_ins_person", "sign_ins", ["tenant_id", "person_id"], unique=False)
    op.create_index("ix_sign_ins_token", "sign_ins", ["tenant_id", "token_id"], unique=False)
    open_to_app("links", "sign_ins")
    protect("people")
