"""Tariff groups in all their versions."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Select, func, literal, select, update

from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.tokens import tariff_assignments, tariff_groups
from wattfleet.storage.types import Truth
from wattfleet.tariffs.group import TariffGroup

_YES = literal(True, Truth())
_TAKEN = conflict(
    "version_conflict",
    "Somebody else has made this version of the group meanwhile.",
    hint="Read the group again and repeat the change.",
)
_decode = msgspec.json.Decoder(TariffGroup).decode


def add(writer: Writer, group: TariffGroup) -> None:
    """A new version, which is the newest from now on. Raises: WattfleetError `version_conflict`."""
    writer.connection.execute(
        update(tariff_groups)
        .where(tariff_groups.c.tenant_id == writer.tenant, tariff_groups.c.id == group.id)
        .values(newest=False)
    )
    values = {
        "id": group.id,
        "version": group.version,
        "name": group.name,
        "valid_from": group.valid_from,
        "body": msgspec.json.encode(group).decode(),
        "newest": True,
        "removed_at": None,
    }
    writing.insert(writer, tariff_groups, values, taken=_TAKEN)


def get(reader: Reader, group_id: UUID) -> TariffGroup | None:
    """The newest version of a group that was not put away."""
    statement = _own(reader).where(
        tariff_groups.c.id == group_id, tariff_groups.c.newest == _YES, tariff_groups.c.removed_at.is_(None)
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _group(row)


def demand(reader: Reader, group_id: UUID) -> TariffGroup:
    """Raises: WattfleetError `group_unknown`."""
    found = get(reader, group_id)
    if found is None:
        raise missing("group_unknown", "There is no such tariff group.")
    return found


def version_at(reader: Reader, group_id: UUID, at: Instant) -> TariffGroup | None:
    """The version that decides for a session begun at `at`: the one that became valid last before it."""
    rows = reader.connection.execute(
        _own(reader).where(tariff_groups.c.id == group_id).order_by(tariff_groups.c.version)
    )
    known = [_group(row) for row in rows.mappings()]
    valid = [one for one in known if one.valid_from is None or one.valid_from <= at]
    return max(valid, key=_became_valid, default=None)


def page(reader: Reader, query: PageQuery) -> Page[TariffGroup]:
    """The newest version of each."""
    return list_page(reader, _LISTING, query, _group)


def that_use(reader: Reader, tariff_id: UUID) -> list[TariffGroup]:
    """Groups whose newest version may choose a tariff."""
    statement = _own(reader).where(
        tariff_groups.c.newest == _YES,
        tariff_groups.c.removed_at.is_(None),
        tariff_groups.c.body.contains(f'"tariff_id":"{tariff_id}"', autoescape=True),
    )
    return [_group(row) for row in reader.connection.execute(statement).mappings()]


def remove(writer: Writer, group_id: UUID, at: Instant) -> bool:
    """Put a group away; its versions stay for what they chose. Raises: WattfleetError `group_in_use`."""
    used = writer.connection.execute(
        select(func.count()).where(
            tariff_assignments.c.tenant_id == writer.tenant, tariff_assignments.c.group_id == group_id
        )
    ).scalar_one()
    if used:
        raise conflict(
            "group_in_use",
            f"The group is assigned {used} times.",
            hint="Assign another group or tariff to those stations first.",
        )
    statement = update(tariff_groups).where(
        tariff_groups.c.tenant_id == writer.tenant,
        tariff_groups.c.id == group_id,
        tariff_groups.c.removed_at.is_(None),
    )
    return writer.connection.execute(statement.values(removed_at=at)).rowcount > 0


def _became_valid(group: TariffGroup) -> tuple[bool, int, int]:
    since = group.valid_from
    return (since is not None, 0 if since is None else since.us, group.version)


def _own(reader: Reader) -> Select[tuple[object, ...]]:
    return select(tariff_groups).where(tariff_groups.c.tenant_id == reader.tenant)


def _group(row: RowMapping) -> TariffGroup:
    return _decode(row["body"])


_LISTING = Listing(
    select=select(tariff_groups).where(tariff_groups.c.newest == _YES, tariff_groups.c.removed_at.is_(None)),
    tenant=tariff_groups.c.tenant_id,
    id=tariff_groups.c.id,
    sorts={"id": tariff_groups.c.id, "name": tariff_groups.c.name},
    sort="id",
    filters={"search": lambda value: holds(tariff_groups.c.name, value)},
)
