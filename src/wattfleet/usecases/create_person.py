"""A new person of the house. She comes in by a link that is made for her."""

from uuid import UUID

from wattfleet.access.people import Person, PersonWish, new_person
from wattfleet.access.principal import Principal
from wattfleet.storage import people
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_person(
    parts: Parts,
    tenant: int,
    wish: PersonWish,
    person_id: UUID,
    then: Then[Person] = nothing,
    *,
    by: Principal,
) -> Person:
    """Raises: WattfleetError of `new_person`."""
    person = new_person(wish, person_id, parts.clock.now())

    def add(writer: Writer) -> None:
        people.add(writer, person)
        act(writer, parts, by, ("create", "person"), person.id, after=person, name=person.name)
        then(writer, person)

    await parts.database.write(tenant, add)
    return person
