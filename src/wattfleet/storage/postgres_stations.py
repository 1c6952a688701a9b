"""What connections write of many stations at once, as PostgreSQL takes it: one statement for all of them.

Two transactions that write several stations each must come to them in one order, or each waits for the other
until the database breaks one off (after a second): whoever writes many locks them by their ids first.
Moments travel as whole µs. The ids are named beside the join, so that a plan made while the tables were small
finds the rows by them.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Writer
from wattfleet.storage.raw import fetch

_MOMENT = "timestamptz 'epoch' + {} * interval '1 microsecond'"
REPLACING = f"""
UPDATE connections SET closed_at = {_MOMENT.format("$4::bigint")}, why = $5::text
FROM unnest($2::uuid[], $3::bigint[]) AS v(station_id, epoch)
WHERE connections.tenant_id = $1::smallint AND connections.station_id = ANY($2::uuid[])
    AND connections.station_id = v.station_id AND connections.epoch = v.epoch
    AND connections.closed_at IS NULL
"""  # noqa: S608 - our own text
_LEFT = f"""
WITH gone AS (
    SELECT station_id, epoch, {_MOMENT.format("at")} AS at, why
    FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[]) AS v(station_id, epoch, at, why)
), ended AS (
    UPDATE connections SET closed_at = gone.at, why = gone.why FROM gone
    WHERE connections.tenant_id = $1::smallint AND connections.station_id = ANY($2::uuid[])
        AND connections.station_id = gone.station_id AND connections.epoch = gone.epoch
), held AS MATERIALIZED (
    SELECT id FROM stations WHERE tenant_id = $1::smallint AND id = ANY($2::uuid[])
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE stations SET connected = false, seen_at = gone.at, version = version + 1
FROM gone JOIN held ON held.id = gone.station_id
WHERE stations.tenant_id = $1::smallint AND stations.id = ANY($2::uuid[])
    AND stations.id = gone.station_id AND stations.epoch = gone.epoch
"""  # noqa: S608 - our own text
_SEEN = f"""
WITH free AS MATERIALIZED (
    SELECT id FROM stations WHERE tenant_id = $1::smallint AND id = ANY($2::uuid[])
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE stations SET seen_at = {_MOMENT.format("v.at")}
FROM unnest($2::uuid[], $3::bigint[]) AS v(id, at) JOIN free USING (id)
WHERE stations.tenant_id = $1::smallint AND stations.id = ANY($2::uuid[]) AND stations.id = v.id
"""  # noqa: S608 - our own text
"""Whoever holds a station's row just now has heard of it later than we."""


def end_replaced(writer: Writer, before: Sequence[tuple[UUID, int]], at: Instant, why: str) -> None:
    """Connections by their stations and epochs: those that have no end yet."""
    ids, epochs = [one for one, _ in before], [epoch for _, epoch in before]
    fetch(writer, REPLACING, [writer.tenant, ids, epochs, at.us, why])


def leave(writer: Writer, gone: Sequence[tuple[UUID, int, Instant, str]]) -> None:
    """The ends of connections, and of their stations' presence where no newer one owns them."""
    ids, epochs, moments, reasons = zip(*gone, strict=True)
    fetch(writer, _LEFT, [writer.tenant, ids, epochs, [at.us for at in moments], reasons])


def see(writer: Writer, moments: Iterable[tuple[UUID, Instant]]) -> None:
    """When stations were last heard of."""
    told = list(moments)
    fetch(writer, _SEEN, [writer.tenant, [one for one, _ in told], [at.us for _, at in told]])
