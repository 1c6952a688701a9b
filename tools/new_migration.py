"""Write the next migration: what the tables have and the newest revision has not.

    .venv/bin/python tools/new_migration.py "sites know their meter"

Read what it wrote before you commit it (docs/how/add-a-table.md).
"""

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from wattfleet.storage import migrations, types
from wattfleet.storage.tables.base import EXEMPT, is_made_on, metadata

VERSIONS = Path(migrations.__file__).parent / "versions"
HEAD = '''"""{message}."""

import sqlalchemy as sa
from alembic import op

from wattfleet.storage import types
from wattfleet.storage.migrations.protect import create_app_role, open_to_app, protect

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
'''


_FIRST_TENANT = """    op.execute("INSERT INTO tenants (id, name) VALUES (1, 'default')")"""


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Our own column types by their names; STRICT tables stay STRICT."""
    if kind == "type" and type(item).__module__ == "wattfleet.storage.types":
        name = type(item).__name__
        return "sa.Text()" if name == "Word" else f"types.{name}()"
    if kind == "type":
        for name in ("WHOLE", "SMALL", "TEXT", "BYTES"):
            if item is getattr(types, name):
                return f"types.{name}"
    return False


_OPTIONS = {"render_item": render_item, "include_object": lambda item, *_: is_made_on("sqlite", item)}


def main(message: str) -> None:
    known = sorted(path.stem[:4] for path in VERSIONS.glob("[0-9]*.py"))
    revision = f"{len(known) + 1:04}"
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        if known:
            migrations.upgrade(connection)
        context = MigrationContext.configure(connection, opts=_OPTIONS)
        found = produce_migrations(context, metadata)
    assert found.upgrade_ops is not None, "an upgrade was produced"
    code = render_python_code(found.upgrade_ops, render_item=render_item)
    text = HEAD.format(message=message, revision=revision, down=f'"{known[-1]}"' if known else None)
    lines = [line for line in code.splitlines() if "# ###" not in line]
    made = [one.table_name for one in found.upgrade_ops.ops if isinstance(one, CreateTableOp)]
    lines += _rights(sorted(made), first=not known)
    path = VERSIONS / f"{revision}_{'_'.join(message.lower().split())}.py"
    path.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    ruff = Path(sys.executable).parent / "ruff"
    subprocess.run([ruff, "format", "-q", path], check=True)
    subprocess.run([ruff, "check", "-q", "--fix", path], check=True)
    print(path)


def _rights(made: list[str], *, first: bool) -> list[str]:
    """Every new table is protected, or stands on the reviewed list of tables that are not."""
    kept = [f'"{name}"' for name in made if name not in EXEMPT]
    exempt = [f'"{name}"' for name in made if name in EXEMPT]
    lines = ["    create_app_role()", _FIRST_TENANT] if first else []
    lines += [f"    open_to_app({', '.join(exempt)})"] if exempt else []
    return lines + ([f"    protect({', '.join(kept)})"] if kept else [])


if __name__ == "__main__":
    main(sys.argv[1])
