"""Tariffs in all their versions, and which station they price from when."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Select, bindparam, delete, func, insert, literal, select, update

from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.stations import stations
from wattfleet.storage.tables.tokens import tariff_assignments, tariffs
from wattfleet.storage.types import Moment, Truth
from wattfleet.tariffs.shape import show_tariff
from wattfleet.tariffs.tariff import Tariff, version_at

_ALWAYS = Instant(-62_135_596_800_000_000)
"""The first moment of the year 1, which stands for “for all earlier time too”."""

_YES = literal(True, Truth())
_TAKEN = conflict(
    "version_conflict",
    "Somebody else has made this version of the tariff meanwhile.",
    hint="Read the tariff again and repeat the change.",
)
_decode = msgspec.json.Decoder(Tariff).decode

_ASSIGNED = Prepared(
    select(tariff_assignments)
    .where(
        tariff_assignments.c.tenant_id == bindparam("tenant"),
        tariff_assignments.c.station_id == bindparam("station"),
    )
    .order_by(tariff_assignments.c.evse, tariff_assignments.c.valid_from)
)


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """From `valid_from` on (None = for all earlier time too) this tariff sells at the station, or one EVSE.

    `evse` 0 is the whole station. With a `group_id` its rules choose the tariff; neither = not sold any more.
    """

    station_id: UUID
    tariff_id: UUID | None
    evse: int = 0
    valid_from: Instant | None = None
    group_id: UUID | None = None


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """A station, or one of its EVSEs, that is sold by a tariff or group from a moment up to another."""

    station: str
    name: str
    evse: int
    valid_from: Instant | None
    valid_until: Instant | None


def add(writer: Writer, tariff: Tariff) -> None:
    """A new version, which is the newest from now on; version 1 begins a tariff.

    Raises: WattfleetError `version_conflict`.
    """
    writer.connection.execute(
        update(tariffs)
        .where(tariffs.c.tenant_id == writer.tenant, tariffs.c.id == tariff.id)
        .values(newest=False)
    )
    values = {
        "id": tariff.id,
        "version": tariff.version,
        "name": tariff.name,
        "currency": tariff.currency,
        "valid_from": tariff.valid_from,
        "body": msgspec.json.encode(tariff).decode(),
        "shape": msgspec.json.encode(show_tariff(tariff)).decode(),
        "newest": True,
        "removed_at": None,
    }
    writing.insert(writer, tariffs, values, taken=_TAKEN)


def get(reader: Reader, tariff_id: UUID, version: int | None = None) -> Tariff | None:
    """A version, also of a tariff that was put away; None = the newest of one that was not."""
    statement = _own(reader).where(tariffs.c.id == tariff_id)
    if version is not None:
        statement = statement.where(tariffs.c.version == version)
    else:
        statement = statement.where(tariffs.c.newest == _YES, tariffs.c.removed_at.is_(None))
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _tariff(row)


def demand(reader: Reader, tariff_id: UUID) -> Tariff:
    """The newest version. Raises: WattfleetError `tariff_unknown`."""
    found = get(reader, tariff_id)
    if found is None:
        raise missing("tariff_unknown", "There is no such tariff.")
    return found


def versions(reader: Reader, tariff_id: UUID) -> list[Tariff]:
    """All versions, oldest first, also of a tariff that was put away."""
    statement = _own(reader).where(tariffs.c.id == tariff_id).order_by(tariffs.c.version)
    return [_tariff(row) for row in reader.connection.execute(statement).mappings()]


def that_follow(reader: Reader, series: str) -> list[Tariff]:
    """The newest versions that follow a series."""
    mark = f'"series":{msgspec.json.encode(series).decode()}'
    statement = _own(reader).where(
        tariffs.c.newest == _YES,
        tariffs.c.removed_at.is_(None),
        tariffs.c.shape.contains(mark, autoescape=True),
    )
    return [_tariff(row) for row in reader.connection.execute(statement).mappings()]


def page(reader: Reader, query: PageQuery) -> Page[Tariff]:
    """The newest version of each tariff."""
    return list_page(reader, _LISTING, query, _tariff)


def remove(writer: Writer, tariff_id: UUID, at: Instant) -> bool:
    """Put a tariff away; its versions stay for what they priced. False where there is none.

    Raises: WattfleetError `tariff_in_use`.
    """
    used = assignment_count(writer, tariff_id)
    if used:
        raise conflict(
            "tariff_in_use",
            f"The tariff is assigned {used} times.",
            hint="Assign another tariff to those stations first.",
        )
    statement = update(tariffs).where(
        tariffs.c.tenant_id == writer.tenant, tariffs.c.id == tariff_id, tariffs.c.removed_at.is_(None)
    )
    return writer.connection.execute(statement.values(removed_at=at)).rowcount > 0


# ── assignments ───────────────────────────────────────────────────────────────


def assign(
    writer: Writer,
    station_id: UUID,
    evse: int = 0,
    *,
    tariff_id: UUID | None,
    valid_from: Instant | None = None,
    group_id: UUID | None = None,
) -> None:
    """One from the same moment is replaced; without a moment it holds alone, for all time."""
    own = (
        tariff_assignments.c.tenant_id == writer.tenant,
        tariff_assignments.c.station_id == station_id,
        tariff_assignments.c.evse == evse,
    )
    since = _ALWAYS if valid_from is None else valid_from
    gone = delete(tariff_assignments).where(*own)
    writer.connection.execute(
        gone if valid_from is None else gone.where(tariff_assignments.c.valid_from == since)
    )
    writer.connection.execute(
        insert(tariff_assignments).values(
            tenant_id=writer.tenant,
            station_id=station_id,
            evse=evse,
            valid_from=since,
            tariff_id=tariff_id,
            group_id=group_id,
        )
    )


def assignments(reader: Reader, station_id: UUID) -> list[Assignment]:
    """A station's, by EVSE and time."""
    return [
        Assignment(
            station_id=row["station_id"],
            tariff_id=row["tariff_id"],
            evse=row["evse"],
            valid_from=None if row["valid_from"] == _ALWAYS else row["valid_from"],
            group_id=row["group_id"],
        )
        for row in _ASSIGNED.rows(reader, station=station_id)
    ]


def assignment_count(reader: Reader, tariff_id: UUID) -> int:
    statement = select(func.count()).where(
        tariff_assignments.c.tenant_id == reader.tenant, tariff_assignments.c.tariff_id == tariff_id
    )
    return int(reader.connection.execute(statement).scalar_one())


def uses(
    reader: Reader, now: Instant, *, tariff_id: UUID | None = None, group_id: UUID | None = None
) -> list[Use]:
    """Where a tariff or a group sells now or later; by station and EVSE. Rules of groups are not followed."""
    own = tariff_assignments
    following = func.lead(own.c.valid_from, type_=Moment()).over(
        partition_by=(own.c.station_id, own.c.evse), order_by=own.c.valid_from
    )
    every = select(own, following.label("until")).where(own.c.tenant_id == reader.tenant).subquery()
    chosen = every.c.tariff_id == tariff_id if group_id is None else every.c.group_id == group_id
    statement = (
        select(every, stations.c.identity, stations.c.name)
        .join(stations, (stations.c.tenant_id == every.c.tenant_id) & (stations.c.id == every.c.station_id))
        .where(chosen, (every.c.until.is_(None)) | (every.c.until > now), stations.c.removed_at.is_(None))
        .order_by(stations.c.identity, every.c.evse, every.c.valid_from)
    )
    return [
        Use(
            station=row["identity"],
            name=row["name"],
            evse=row["evse"],
            valid_from=None if row["valid_from"] == _ALWAYS else row["valid_from"],
            valid_until=row["until"],
        )
        for row in reader.connection.execute(statement).mappings()
    ]


def assignment_at(reader: Reader, station_id: UUID, evse: int, at: Instant) -> Assignment | None:
    """What decides for a session begun at `at`: the EVSE's own assignment before the station's."""
    found = assignments(reader, station_id)
    for place in (evse, 0):
        valid = [
            one for one in found if one.evse == place and (one.valid_from is None or one.valid_from <= at)
        ]
        if valid:
            return valid[-1]
    return None


def valid_at(reader: Reader, tariff_id: UUID, at: Instant) -> Tariff | None:
    """The version of a tariff that prices a session begun at `at`."""
    return version_at(versions(reader, tariff_id), at)


def _own(reader: Reader) -> Select[tuple[object, ...]]:
    return select(tariffs).where(tariffs.c.tenant_id == reader.tenant)


def _tariff(row: RowMapping) -> Tariff:
    return _decode(row["body"])


_LISTING = Listing(
    select=select(tariffs).where(tariffs.c.newest == _YES, tariffs.c.removed_at.is_(None)),
    tenant=tariffs.c.tenant_id,
    id=tariffs.c.id,
    sorts={"id": tariffs.c.id, "name": tariffs.c.name},
    sort="id",
    filters={
        "currency": lambda value: tariffs.c.currency == value,
        "search": lambda value: holds(tariffs.c.name, value),
    },
)
