"""A view of a list is kept, for oneself or for everyone; and forgotten."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.access.views import EVERYONE, MOST, View, ViewWish, new_view, owner_of, too_many
from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import views
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def keep_view(
    parts: Parts,
    tenant: int,
    wish: ViewWish,
    view_id: UUID,
    then: Then[View] = nothing,
    *,
    by: Principal,
    unshared: WattfleetError | None,
) -> View:
    """One of the same name is written anew. `unshared` is why the caller may not keep what everyone sees.

    Raises: WattfleetError `role_insufficient`, `view_nameless`, `views_full`.
    """
    if wish.everyone and unshared is not None:
        raise unshared
    fresh = new_view(wish, view_id, by, parts.clock.now())

    def keep(writer: Writer) -> View:
        before = views.named(writer, fresh.owner, fresh.list, fresh.name)
        if before is None and views.count(writer, fresh.owner, fresh.list) >= MOST:
            raise too_many()
        view = fresh if before is None else msgspec.structs.replace(fresh, id=before.id)
        views.put(writer, view)
        verb = "create" if before is None else "change"
        act(writer, parts, by, (verb, "view"), view.id, before=before, after=view, name=view.name)
        then(writer, view)
        return view

    return await parts.database.write(tenant, keep)


async def forget_view(
    parts: Parts, tenant: int, view_id: UUID, *, by: Principal, unshared: WattfleetError | None
) -> None:
    """Raises: WattfleetError `view_unknown`, `role_insufficient`."""

    def forget(writer: Writer) -> None:
        before = views.demand(writer, view_id, owner_of(by))
        if before.owner == EVERYONE and unshared is not None:
            raise unshared
        views.remove(writer, view_id)
        act(writer, parts, by, ("remove", "view"), view_id, before=before, name=before.name)

    await parts.database.write(tenant, forget)
