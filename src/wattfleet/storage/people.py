"""People of the house as they are kept."""

from uuid import UUID

from sqlalchemy import RowMapping, func, select

from wattfleet.access.people import Person
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds, ways
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.people import people
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict("person_exists", "A person with this id is already there.")
_LISTING = Listing(
    select=select(people),
    tenant=people.c.tenant_id,
    id=people.c.id,
    sorts={"name": people.c.name, "id": people.c.id},
    sort="name",
    filters={
        "role": lambda value: people.c.role == value,
        "search": lambda value: holds(people.c.name, value),
    },
)


def add(writer: Writer, person: Person) -> None:
    """Raises: WattfleetError `person_exists`."""
    writing.insert(writer, people, values_of(person), taken=_TAKEN)


def get(reader: Reader, person_id: UUID) -> Person | None:
    return writing.get(reader, people, Person, person_id)


def demand(reader: Reader, person_id: UUID) -> Person:
    """Raises: WattfleetError `person_unknown`."""
    found = get(reader, person_id)
    if found is None:
        raise missing("person_unknown", "There is no such person.", hint="GET /api/v1/people lists all.")
    return found


def named(reader: Reader, name: str) -> list[Person]:
    """Those of that name, in any case of letters."""
    statement = select(people).where(
        people.c.tenant_id == reader.tenant, func.lower(people.c.name).in_(ways(name.strip()))
    )
    return [_person(row) for row in reader.connection.execute(statement.order_by(people.c.id)).mappings()]


def page(reader: Reader, query: PageQuery) -> Page[Person]:
    """By name. Filters: role, search (a part of the name)."""
    return list_page(reader, _LISTING, query, _person)


def change(writer: Writer, person: Person, expected_version: int) -> Person:
    """The person as she now stands. Raises: WattfleetError `version_conflict`."""
    writing.change(writer, people, values_of(person), expected_version, taken=_TAKEN)
    writer.touch_credentials()
    return get(writer, person.id) or person


def remove(writer: Writer, person_id: UUID) -> bool:
    """With her links and sign-ins. False where there is none."""
    writer.touch_credentials()
    return writing.remove(writer, people, person_id, used=_TAKEN)


def _person(row: RowMapping) -> Person:
    return loaded(Person, row)
