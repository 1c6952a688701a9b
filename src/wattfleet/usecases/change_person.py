"""A person is changed. A new role holds from her next request on; once blocked she is outside at once."""

from uuid import UUID

from wattfleet.access.people import Person, PersonChange, changed_person, not_herself
from wattfleet.access.principal import Principal
from wattfleet.storage import people, sign_ins
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_person(
    parts: Parts, tenant: int, person_id: UUID, change: PersonChange, *, by: Principal, seen: int | None
) -> Person:
    """Raises: WattfleetError `person_unknown`, `person_self`, `version_stale`, or of `changed_person`."""
    now = parts.clock.now()
    refused = not_herself(by, person_id, change)
    if refused is not None:
        raise refused

    def put(writer: Writer) -> Person:
        person = people.demand(writer, person_id)
        check_seen(seen, person.version)
        changed = changed_person(person, change, now)
        if changed.blocked_at is not None:
            sign_ins.void_links(writer, person_id=person_id, token_id=None)
            sign_ins.end_all(writer, now, person_id=person_id)
        after = people.change(writer, changed, person.version)
        act(writer, parts, by, ("change", "person"), person.id, before=person, after=after, name=person.name)
        return after

    return await parts.database.write(tenant, put)
