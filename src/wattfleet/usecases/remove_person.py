"""A person is removed, with her links, sign-ins and own views. What she did keeps her name."""

from uuid import UUID

from wattfleet.access.people import not_herself
from wattfleet.access.principal import PERSON, Principal
from wattfleet.access.views import owner_of
from wattfleet.storage import people, views
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_person(
    parts: Parts, tenant: int, person_id: UUID, *, by: Principal, seen: int | None
) -> None:
    """Raises: WattfleetError `person_unknown`, `person_self`, `version_stale`."""
    refused = not_herself(by, person_id, None)
    if refused is not None:
        raise refused

    def remove(writer: Writer) -> None:
        person = people.demand(writer, person_id)
        check_seen(seen, person.version)
        people.remove(writer, person_id)
        views.forget(writer, owner_of(Principal(PERSON, str(person_id), "")))
        act(writer, parts, by, ("remove", "person"), person.id, before=person, name=person.name)

    await parts.database.write(tenant, remove)
