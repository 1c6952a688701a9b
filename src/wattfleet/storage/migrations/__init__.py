"""The schema's history: one line of revisions for both databases, run forwards only.

What a database has and what this program needs are read without Alembic, which takes half a second to load:
most starts have nothing to migrate.
"""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from wattfleet.kernel.errors import WattfleetError, unavailable

_VERSIONS = Path(__file__).parent / "versions"
_REVISION = re.compile(r'^revision(?:: [^=]+)? = "([^"]+)"', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision(?:: [^=]+)? = "([^"]+)"', re.MULTILINE)


def upgrade(connection: Connection) -> None:
    """Bring the schema to this program's newest revision, in the caller's transaction.

    Raises: WattfleetError `schema_newer` when a newer program has been here.
    """
    here = current(connection)
    if here is not None and not knows(here):
        raise newer(here)
    if here == newest():
        return
    _run_alembic(connection)


def current(connection: Connection) -> str | None:
    """The revision that the database has; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def newer(here: str) -> WattfleetError:
    """The refusal of a schema that a newer program made."""
    return unavailable(
        "schema_newer",
        f"The database has the schema {here}, which is newer than this program (newest: {newest()}).",
        hint="Start the newer version of Wattfleet, or restore a backup made before the upgrade.",
    )


def knows(revision: str) -> bool:
    """Whether this program has that revision; False where a newer one made it."""
    return revision in _history()


def newest() -> str:
    """The revision that this program needs."""
    history = _history()
    heads = history.keys() - set(history.values())
    assert len(heads) == 1, "the history is one line"
    return heads.pop()


def _history() -> dict[str, str | None]:
    """Every revision with the one before it."""
    found: dict[str, str | None] = {}
    for path in sorted(_VERSIONS.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        revision, before = _REVISION.search(source), _BEFORE.search(source)
        if revision is not None:
            found[revision.group(1)] = None if before is None else before.group(1)
    return found


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
