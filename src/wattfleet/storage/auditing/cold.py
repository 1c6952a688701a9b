"""T19: every file of an old day is there, and is byte for byte what was written."""

from sqlalchemy import select

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant
from wattfleet.operations.audit import Violation, violation
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.archive import cold_files

Line = tuple[str, str, int]
"""Path, SHA-256 and number of rows of a file."""


def lines(reader: Reader, since: Instant | None) -> list[Line]:
    """The tenant's files: all, or those that were made since."""
    chosen = select(cold_files.c.path, cold_files.c.sha256, cold_files.c.rows).where(
        cold_files.c.tenant_id == reader.tenant
    )
    if since is not None:
        chosen = chosen.where(cold_files.c.made_at >= since)
    rows = reader.connection.execute(chosen.order_by(cold_files.c.path))
    return [(row[0], row[1], row[2]) for row in rows]


def damage(store: ColdStore, line: Line) -> Violation | None:
    """What is wrong with a file; None where nothing is."""
    path, sha256, rows = line
    try:
        store.check(path, sha256)
    except (WattfleetError, OSError) as error:
        return violation("cold_day_damaged", rows=(f"cold_files:{path}",), path=path, n=rows, problem=error)
    return None
