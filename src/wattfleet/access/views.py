"""Views of lists that somebody keeps: which list, by which filters, under which name. Hers, or everyone's."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import WattfleetError, conflict, invalid
from wattfleet.kernel.timeline import Instant

EVERYONE = ""
"""The owner of a view that everyone has."""
MOST = 100
"""How many views one owner keeps of one list: what nobody can overlook any more helps nobody."""

Word = Annotated[
    str, Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_-]*$", examples=["late-stations"])
]


class ViewWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A view to keep. One of the same name, list and owner is written anew."""

    list: Word
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    filters: Annotated[dict[Word, Annotated[str, Meta(max_length=300)]], Meta(max_length=20)] = {}
    everyone: bool = False


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A kept view. `owner` is `kind:id` of whoever keeps it, or EVERYONE; `by` who wrote it last, by name."""

    id: UUID
    owner: str
    list: str
    name: str
    filters: dict[str, str]
    by: str
    kept_at: Instant


def owner_of(by: Principal) -> str:
    """Whose views somebody has: a person's are the same on every machine of hers."""
    return f"{by.kind}:{by.id}"


def new_view(wish: ViewWish, view_id: UUID, by: Principal, now: Instant) -> View:
    """Raises: WattfleetError `view_nameless`."""
    name = " ".join(wish.name.split())
    if not name:
        raise invalid("view_nameless", "A view has a name.", hint="Say what it shows.", field="name")
    return View(
        id=view_id,
        owner=EVERYONE if wish.everyone else owner_of(by),
        list=wish.list,
        name=name,
        filters={key: value for key, value in sorted(wish.filters.items()) if value},
        by=by.name,
        kept_at=now,
    )


def too_many() -> WattfleetError:
    return conflict(
        "views_full", f"There are {MOST} views of this list already.", hint="Forget one that nobody uses."
    )
