"""What a tenant chooses as a whole: kept under a name, with a version, so that nobody overwrites unseen."""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.storage import choices
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen

T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen; version 0 = nothing yet, and this is what holds until then."""

    value: T
    version: int


async def choose(  # noqa: PLR0913 - what, as which noun, instead of what, by whom: a choice in one call
    parts: Parts,
    tenant: int,
    name: str,
    wish: T,
    *,
    noun: str,
    before: Callable[[Writer], object | None],
    seen: int | None,
    by: Principal,
    title: str = "",
) -> Choice[T]:
    """`before` reads what stood there, and may refuse; `seen` is the version that the caller has read.

    Raises: WattfleetError `version_stale`; of `before`.
    """

    def put(writer: Writer) -> Choice[T]:
        check_seen(seen, choices.version(writer, name))
        act(writer, parts, by, ("change", noun), name, before=before(writer), after=wish, name=title)
        return Choice(wish, choices.put(writer, name, msgspec.json.encode(wish), parts.clock.now()))

    return await parts.database.write(tenant, put)


def chosen(reader: Reader, name: str, read: Callable[[Reader], T]) -> Choice[T]:
    """What holds now. Raises: WattfleetError of `read`."""
    return Choice(read(reader), choices.version(reader, name))
