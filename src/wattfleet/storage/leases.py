"""Which process runs a job, until when. Outside row-level security by review."""

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Writer
from wattfleet.storage.tables.installation import leases


def take(writer: Writer, job: str, owner: str, *, now: Instant, until: Instant) -> bool:
    """Take a job, or keep it: True when it is the owner's until then, False while another has it."""
    dialect = postgresql if writer.on_postgres else sqlite
    statement = dialect.insert(leases).values(job=job, owner=owner, until=until)
    taken = statement.on_conflict_do_update(
        index_elements=["job"],
        set_={"owner": owner, "until": until},
        where=or_(leases.c.owner == owner, leases.c.until <= now),
    ).returning(leases.c.owner)
    return writer.connection.execute(taken).first() is not None


def give_back(writer: Writer, job: str, owner: str) -> None:
    """Let another have it at once."""
    writer.connection.execute(delete(leases).where(leases.c.job == job, leases.c.owner == owner))
