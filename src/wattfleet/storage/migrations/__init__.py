"""The schema's history: one line of revisions for both databases, run forwards only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from wattfleet.kernel.errors import unavailable


def upgrade(connection: Connection) -> None:
    """Bring the schema to this program's newest revision, in the caller's transaction.

    Raises: WattfleetError `schema_newer` when a newer program has been here.
    """
    here = current(connection)
    if here is not None and not knows(here):
        raise unavailable(
            "schema_newer",
            f"The database has the schema {here}, which is newer than this program (newest: {newest()}).",
            hint="Start the newer version of Wattfleet, or restore a backup made before the upgrade.",
        )
    if here == newest():
        return
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def current(connection: Connection) -> str | None:
    """The revision that the database has; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether this program has that revision; False where a newer one made it."""
    return any(one.revision == revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "there is at least one revision"
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
