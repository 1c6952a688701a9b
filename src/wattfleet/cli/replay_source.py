"""Where a replay takes its frames from: the archive of an installation, or files of exported frames."""

from collections.abc import AsyncIterator, Iterator, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

import msgspec

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone, parse_instant
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access, Station
from wattfleet.storage import connections, frames, sites, stations
from wattfleet.storage.database import Database, Reader, Writer
from wattfleet.storage.lists import Page, PageQuery
from wattfleet.storage.recording import Direction
from wattfleet.usecases.replay import Told

SPOKEN: Mapping[str, Version] = {f"ocpp{one}": one for one in VERSIONS}
EARLY = "early"
"""The remark of a call that came before its station was accepted, and was refused."""

_NAMES = UUID("6f8d1f1e-3a52-5d1b-9a3e-2f6f0a7f9a11")
"""What ids of stations are made from where a file knows only their names."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a file of exported frames (`wattfleet export frames --with-tokens`)."""

    id: int
    at: str
    station: str
    direction: str
    kind: str
    action: str
    frame: str
    connection: int = 0
    ocpp: str = ""
    error: str | None = None


async def from_archive(source: Database, tenant: int, filters: Mapping[str, object]) -> AsyncIterator[Told]:
    """Stations' calls as they came, read page by page."""
    spoken: dict[tuple[UUID, int], Version] = {}
    query = PageQuery(limit=1000, sort="at", descending=False, filters={**filters, "direction": Direction.IN})
    while True:
        found, told = await source.read(tenant, partial(_calls, query=query, spoken=spoken))
        for one in told:
            yield one
        if found.next is None:
            return
        query = msgspec.structs.replace(query, cursor=found.next)


def _calls(
    reader: Reader, query: PageQuery, spoken: dict[tuple[UUID, int], Version]
) -> tuple[Page[frames.StoredFrame], list[Told]]:
    found = frames.page(reader, query)
    calls = [row for row in found.items if row.kind in {"call", "send"} and row.error != EARLY]
    for row in calls:
        place = row.station_id, row.epoch
        if place not in spoken:
            spoken[place] = _version(reader, *place)
    return found, [
        Told(
            station_id=row.station_id,
            version=spoken[row.station_id, row.epoch],
            connection=row.epoch,
            at=row.at,
            action=row.action,
            raw=row.raw,
            answer=row.answer,
        )
        for row in calls
        if row.direction is Direction.IN
    ]


def _version(reader: Reader, station_id: UUID, epoch: int) -> Version:
    """What was spoken on a connection, or else what the station speaks now."""
    connection = connections.get(reader, station_id, epoch)
    told = None if connection is None else SPOKEN.get(connection.subprotocol)
    station = stations.get(reader, station_id)
    return told or version_of("" if station is None else station.ocpp)


def version_of(text: str) -> Version:
    """A version by its name; the oldest where none is known."""
    for one in VERSIONS:
        if one == text:
            return one
    return "1.6"


def read_file(path: Path) -> list[Line]:
    """Raises: WattfleetError `file_missing`, `file_unreadable`."""
    if not path.is_file():
        raise invalid("file_missing", f"There is no file {path}.", hint="Look at its name and folder.")
    lines: list[Line] = []
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                lines.append(_line(path, number, raw))
    return lines


def _line(path: Path, number: int, raw: bytes) -> Line:
    try:
        return msgspec.json.decode(raw, type=Line)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise invalid(
            "file_unreadable",
            f"{path}, line {number}: {error}",
            hint="Give files of `wattfleet export frames --format jsonl --with-tokens`.",
        ) from error


def told_of(lines: list[Line], ids: Mapping[str, UUID]) -> Iterator[Told]:
    """Stations' calls of a file, each with our answer where the file has it."""
    answers = {one.id: one.frame for one in lines if one.direction == "out"}
    for one in sorted(lines, key=lambda line: line.id):
        if one.direction == "in" and one.kind in {"call", "send"} and one.error != EARLY:
            yield Told(
                station_id=ids[one.station.casefold()],
                version=version_of(one.ocpp),
                connection=one.connection,
                at=parse_instant(one.at),
                action=one.action,
                raw=one.frame.encode(),
                answer=answers.get(one.id, "").encode(),
            )


async def from_lines(told: Iterator[Told]) -> AsyncIterator[Told]:
    for one in told:
        yield one


def furnish(writer: Writer, names: set[str], now: Instant) -> None:
    """Public stations of these names at one site, for frames of which no installation is known."""
    site = Site(
        id=uuid5(_NAMES, "site"), name="Replay", country="", zone=Zone("UTC"), currency=Currency("EUR")
    )
    sites.add(writer, site)
    for name in sorted(names):
        station = Station(
            id=uuid5(_NAMES, name.casefold()), identity=name, site_id=site.id, access=Access.PUBLIC
        )
        stations.add(writer, station)


def known_ids(reader: Reader) -> dict[str, UUID]:
    """Every station's id by its identity, however it is written."""
    found: dict[str, UUID] = {}
    query = PageQuery(limit=1000)
    while True:
        page = stations.page(reader, query)
        found |= {one.identity.casefold(): one.id for one in page.items}
        if page.next is None:
            return found
        query = msgspec.structs.replace(query, cursor=page.next)
