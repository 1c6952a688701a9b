"""Charging profiles kept under a name."""

from uuid import UUID

from sqlalchemy import RowMapping, func, select

from wattfleet.kernel.errors import conflict
from wattfleet.stations.orders import StoredProfile
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.orders import profiles
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict("profile_exists", "There is a profile of this number already.", field="id")
_LISTING = Listing(
    select=select(profiles),
    tenant=profiles.c.tenant_id,
    id=profiles.c.id,
    sorts={"id": profiles.c.id, "number": profiles.c.number, "description": profiles.c.description},
    sort="number",
    filters={
        "search": lambda value: holds(profiles.c.description, value),
    },
)


def add(writer: Writer, profile: StoredProfile) -> None:
    """Raises: WattfleetError `profile_exists`."""
    writing.insert(writer, profiles, values_of(profile), taken=_TAKEN)


def get(reader: Reader, profile_id: UUID) -> StoredProfile | None:
    return writing.get(reader, profiles, StoredProfile, profile_id)


def next_number(reader: Reader) -> int:
    """A number that no profile of the tenant has."""
    statement = select(func.max(profiles.c.number)).where(profiles.c.tenant_id == reader.tenant)
    return int(reader.connection.execute(statement).scalar() or 0) + 1


def page(reader: Reader, query: PageQuery) -> Page[StoredProfile]:
    return list_page(reader, _LISTING, query, _profile)


def change(writer: Writer, profile: StoredProfile, expected_version: int) -> StoredProfile:
    """The profile as it now stands. Raises: WattfleetError `version_conflict`, `profile_exists`."""
    writing.change(writer, profiles, values_of(profile), expected_version, taken=_TAKEN)
    return get(writer, profile.id) or profile


def remove(writer: Writer, profile_id: UUID) -> bool:
    """False where there is none."""
    return writing.remove(writer, profiles, profile_id, used=_TAKEN)


def _profile(row: RowMapping) -> StoredProfile:
    return loaded(StoredProfile, row)
