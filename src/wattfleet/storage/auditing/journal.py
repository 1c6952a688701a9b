"""The rules of the journal: frames, readings, events and news, chunk by chunk of their numbers."""

from collections.abc import Iterator

from sqlalchemy import Table, func, select

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.audit import Violation, violation
from wattfleet.storage.auditing.rule import Row, Rule, name
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.base import metadata

CHUNK = 20_000
"""Numbers that are looked at in one transaction: a fraction of a second."""

MOMENTS = {"frames": "at", "readings": "received_at", "events": "received_at", "outbox": "at"}
"""The journal tables, each with its moment of receipt."""

_NEAR = 100
"""So near to the wanted number is near enough."""
_CLOCK = 3_600_000_000
"""A clock that jumped puts moments out of order by as much; so far before the wanted moment we begin."""


def _stranger(table: str) -> Rule:
    def tell(row: Row) -> Violation:
        return violation(
            "rows_of_stranger",
            rows=(f"stations:{name(row['station_id'])}", f"{table}:{row['first']}"),
            n=row["count"],
            table=table,
        )

    return Rule(
        id="I12",
        bad=f"SELECT station_id, count(*) AS count, min(id) AS first FROM {table} t"  # noqa: S608
        " WHERE tenant_id = :tenant AND id > :low AND id <= :high AND NOT EXISTS (SELECT 1 FROM stations s"
        " WHERE s.tenant_id = :tenant AND s.id = t.station_id) GROUP BY station_id",
        tell=tell,
    )


UNANSWERED = Rule(
    id="I1",
    bad="SELECT id, action, station_id FROM frames WHERE tenant_id = :tenant AND id > :low AND id <= :high"
    " AND direction = 0 AND kind = 'call' AND error = '' AND length(answer) = 0",
    tell=lambda row: violation(
        "call_unanswered",
        rows=(f"stations:{name(row['station_id'])}",),
        frames=(row["id"],),
        action=row["action"],
    ),
)
NEVER_CONNECTED = Rule(
    id="I13",
    bad="SELECT f.station_id, f.epoch, min(f.id) AS first, count(*) AS count FROM frames f"
    " WHERE f.tenant_id = :tenant AND f.id > :low AND f.id <= :high AND f.epoch > (SELECT s.epoch "
    "FROM stations s"
    " WHERE s.tenant_id = :tenant AND s.id = f.station_id) GROUP BY f.station_id, f.epoch",
    tell=lambda row: violation(
        "epoch_unknown",
        rows=(f"stations:{name(row['station_id'])}",),
        frames=(row["first"],),
        n=row["count"],
        epoch=row["epoch"],
    ),
)
BACKWARDS = Rule(
    id="I14",
    bad="SELECT id, station_id, epoch, before FROM (SELECT id, station_id, epoch,"
    " lag(epoch) OVER (PARTITION BY station_id ORDER BY id) AS before FROM frames"
    " WHERE tenant_id = :tenant AND id > :low AND id <= :high) AS t WHERE before > epoch",
    tell=lambda row: violation(
        "frame_backwards",
        rows=(f"stations:{name(row['station_id'])}",),
        frames=(row["id"],),
        epoch=row["epoch"],
        before=row["before"],
    ),
)
SENT_TWICE = Rule(
    id="I15",
    bad="SELECT station_id, epoch, message_id, action, min(id) AS first, max(id) AS last FROM frames"
    " WHERE tenant_id = :tenant AND id > :low AND id <= :high AND direction = 1 AND kind = 'call'"
    " GROUP BY station_id, epoch, message_id, action HAVING count(*) > 1",
    tell=lambda row: violation(
        "sent_twice",
        rows=(f"stations:{name(row['station_id'])}",),
        frames=(row["first"], row["last"]),
        action=row["action"],
    ),
)
NEWS_OF_NOTHING = Rule(
    id="I18",
    bad="SELECT o.id, o.topic, o.key, o.version FROM outbox o WHERE o.tenant_id = :tenant AND o.id > :low"
    " AND o.id <= :high AND o.version < 1 AND o.topic LIKE 'session.%'",
    tell=lambda row: violation(
        "news_of_nothing", rows=(f"outbox:{row['id']}",), topic=row["topic"], key=row["key"]
    ),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "frames": (UNANSWERED, _stranger("frames"), NEVER_CONNECTED, BACKWARDS, SENT_TWICE),
    "readings": (_stranger("readings"),),
    "events": (_stranger("events"),),
    "outbox": (NEWS_OF_NOTHING,),
}


def bounds(reader: Reader, table: str, since: Instant | None) -> tuple[int, int]:
    """From which number (exclusive) to which (inclusive) a table has grown since a moment."""
    kept = metadata.tables[table]
    highest = reader.connection.execute(select(func.max(kept.c.id))).scalar() or 0
    if since is None:
        lowest = reader.connection.execute(select(func.min(kept.c.id))).scalar() or 1
        return lowest - 1, highest
    return _first_since(reader, kept, since + -_CLOCK, highest), highest


def chunks(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The numbers in pieces of CHUNK."""
    while low < high:
        yield low, min(low + CHUNK, high)
        low += CHUNK


def count(reader: Reader, table: str, low: int, high: int) -> int:
    """How many rows of this tenant there are."""
    kept = metadata.tables[table]
    mine = select(func.count()).where(kept.c.tenant_id == reader.tenant, kept.c.id > low, kept.c.id <= high)
    return int(reader.connection.execute(mine).scalar_one())


def epochs(reader: Reader, low: int, high: int) -> list[tuple[bytes, int, int, int]]:
    """Station, first and last epoch, and the first number of each in a chunk: the seam to the next one."""
    frames = metadata.tables["frames"]
    chosen = (
        select(frames.c.station_id, func.min(frames.c.epoch), func.max(frames.c.epoch), func.min(frames.c.id))
        .where(frames.c.tenant_id == reader.tenant, frames.c.id > low, frames.c.id <= high)
        .group_by(frames.c.station_id)
    )
    return [(row[0].bytes, row[1], row[2], row[3]) for row in reader.connection.execute(chosen)]


def holes(reader: Reader, low: int, high: int) -> list[Violation]:
    """SQLite numbers frames without a gap. Those that went to cold files, or were removed by rule, are below
    the newest number that did; above it none may be missing."""
    cold, gone = metadata.tables["cold_files"], metadata.tables["removals"]
    moved = reader.connection.execute(
        select(func.max(cold.c.last_id)).where(cold.c.kind == "frames")
    ).scalar()
    removed = reader.connection.execute(select(func.count()).select_from(gone)).scalar_one()
    first = max(low, moved or 0)
    if removed or first >= high:
        return []
    frames = metadata.tables["frames"]
    found = select(func.count()).where(frames.c.id > first, frames.c.id <= high)
    missing = high - first - int(reader.connection.execute(found).scalar_one())
    if missing <= 0:
        return []
    return [violation("frames_missing", rows=(f"frames:{first}-{high}",), n=missing, first=first, high=high)]


def went_back(station: bytes, epoch: int, before: int, frame: int) -> Violation:
    """A frame of an older connection after one of a newer, found at the seam of two chunks."""
    return BACKWARDS.tell({"id": frame, "station_id": station, "epoch": epoch, "before": before})


def _first_since(reader: Reader, kept: Table, since: Instant, high: int) -> int:
    """By halves: numbers rise as moments do."""
    low, moment = 0, kept.c[MOMENTS[kept.name]]
    mine = kept.c.tenant_id == reader.tenant
    while high - low > _NEAR:
        middle = (low + high) // 2
        at = reader.connection.execute(
            select(moment).where(mine, kept.c.id > middle).order_by(kept.c.id).limit(1)
        ).scalar()
        if at is not None and at < since:
            low = middle
        else:
            high = middle
    return low
