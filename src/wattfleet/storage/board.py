"""The wall board: how many plugs are in which state, by kind of station and by site, in two statements."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, and_, func, select, text

from wattfleet.stations.site import Site
from wattfleet.stations.status import shown
from wattfleet.storage import sites
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import connectors, stations

OFFLINE = "offline"
"""What a plug of a station without a connection counts as, whatever it said last."""


class Tally(msgspec.Struct, frozen=True):
    """Stations, those of them without a connection, and plugs by state."""

    stations: int
    offline: int
    plugs: dict[str, int]


class SiteTally(msgspec.Struct, frozen=True):
    """A site with its tally by the access of its stations."""

    site: Site
    by_access: dict[str, Tally]


_DOING = (
    select(sessions.c.charging)
    .where(
        sessions.c.tenant_id == connectors.c.tenant_id,
        sessions.c.station_id == connectors.c.station_id,
        sessions.c.evse == connectors.c.evse,
        text("sessions.state = 'active'"),  # as the partial index says it
    )
    .order_by(sessions.c.started_at.desc())
    .limit(1)
    .correlate(connectors)
    .scalar_subquery()
    .label("doing")
)
"""What the car of a plug's running session does."""


def by_site(reader: Reader) -> list[SiteTally]:
    """Every site, also one without stations, by name."""
    there = (stations.c.tenant_id == reader.tenant, stations.c.removed_at.is_(None))
    kinds = (stations.c.site_id, stations.c.access, stations.c.connected)
    counted = select(*kinds, func.count().label("n")).where(*there).group_by(*kinds)
    plugs = (
        select(*kinds, connectors.c.status, _DOING, func.count().label("n"))
        .join(
            connectors,
            and_(connectors.c.tenant_id == stations.c.tenant_id, connectors.c.station_id == stations.c.id),
        )
        .where(*there, connectors.c.evse > 0)
        .group_by(*kinds, connectors.c.status, _DOING)
    )
    station_rows = reader.connection.execute(counted).mappings().all()
    plug_rows = reader.connection.execute(plugs).mappings().all()
    found = _tallies(station_rows, plug_rows)
    return [
        SiteTally(site, found.get(site.id, {}))
        for site in sorted(sites.all_sites(reader), key=lambda one: (one.name.lower(), one.id))
    ]


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    plugs: Counter[str] = Counter()
    stations_in_all = offline = 0
    for one in tallies:
        plugs.update(one.plugs)
        stations_in_all += one.stations
        offline += one.offline
    return Tally(stations_in_all, offline, dict(sorted(plugs.items())))


def _tallies(
    station_rows: Iterable[RowMapping], plug_rows: Iterable[RowMapping]
) -> dict[UUID, dict[str, Tally]]:
    counts: dict[tuple[UUID, str], list[int]] = {}
    for row in station_rows:
        pair = counts.setdefault((row["site_id"], row["access"].value), [0, 0])
        pair[0] += row["n"]
        pair[1] += 0 if row["connected"] else row["n"]
    states: dict[tuple[UUID, str], Counter[str]] = {}
    for row in plug_rows:
        state = shown(row["status"], row["doing"]).value if row["connected"] else OFFLINE
        states.setdefault((row["site_id"], row["access"].value), Counter())[state] += row["n"]
    found: dict[UUID, dict[str, Tally]] = {}
    for (site, access), (number, offline) in sorted(counts.items(), key=lambda one: one[0][1]):
        plugs = dict(sorted(states.get((site, access), Counter()).items()))
        found.setdefault(site, {})[access] = Tally(number, offline, plugs)
    return found
