"""The handlers of a noun that is listed, made, shown, changed and removed by its id: the same for each.

Its routes stand in its own module, with their words; so do its shapes, and what is special about it.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.route import NO_CONTENT, Answer, Asked, Handler, Nothing, json_answer
from wattfleet.api.shapes import SortedPage, list_answer, read_id, seen_version, wanted
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page, PageQuery
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then


class Kept(Protocol):
    """What is kept under an id, at a version."""

    @property
    def id(self) -> UUID: ...

    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Kept)
B = TypeVar("B")
Q = TypeVar("Q", bound=SortedPage)
H = TypeVar("H", bound=Callable[..., Awaitable[Answer]])
T_co = TypeVar("T_co", bound=Kept, covariant=True)
B_contra = TypeVar("B_contra", contravariant=True)


class Create(Protocol[B_contra, T_co]):
    """The use case that makes one under the id that is given."""

    def __call__(
        self, parts: Parts, tenant: int, wish: B_contra, thing_id: UUID, then: Then[T_co], /, *, by: Principal
    ) -> Awaitable[T_co]: ...


class Change(Protocol[B_contra, T_co]):
    """The use case that changes one; `seen` is the version that was read."""

    def __call__(
        self,
        parts: Parts,
        tenant: int,
        thing_id: UUID,
        change: B_contra,
        /,
        *,
        seen: int | None,
        by: Principal,
    ) -> Awaitable[T_co]: ...


class Remove(Protocol):
    """The use case that takes one away."""

    def __call__(
        self, parts: Parts, tenant: int, thing_id: UUID, /, *, seen: int | None, by: Principal
    ) -> Awaitable[None]: ...


class Noun(Generic[T]):
    """What its handlers have in common: where it stands, how it is found, and how it is shown."""

    def __init__(
        self,
        module: str,
        path: str,
        word: str,
        *,
        unknown: str,
        demand: Callable[[Reader, UUID], T],
        view: Callable[[T], object],
    ) -> None:
        """`module` names its handlers, `unknown` is the code where there is none."""
        self._module = module
        self._path = path
        self._word = word
        self._unknown = unknown
        self._demand = demand
        self._view = view

    def lists(
        self,
        name: str,
        page: Callable[[Reader, PageQuery], Page[T]],
        filters: Callable[[Q], Mapping[str, object]],
    ) -> Handler[Nothing, Q]:
        async def handle(door: Door, asked: Asked[Nothing, Q]) -> Answer:
            query = asked.query
            which = wanted(
                door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters(query)
            )
            found = await door.parts.database.read(asked.caller.tenant, lambda reader: page(reader, which))
            return list_answer(door, asked, found, self._view)

        return self._named(name, handle)

    def makes(self, create: Create[B, T]) -> Handler[B, Nothing]:
        async def handle(door: Door, asked: Asked[B, Nothing]) -> Answer:
            thing_id = door.parts.ids.uuid(door.parts.clock.now())
            return await once(
                door,
                asked,
                lambda then: create(door.parts, asked.caller.tenant, asked.body, thing_id, then, by=asked.by),
                lambda made: self.answer(made, status=201),
            )

        return self._named("create", handle)

    def shows(self) -> Handler[Nothing, Nothing]:
        async def handle(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
            thing_id = self.id_of(asked.names)
            found = await door.parts.database.read(
                asked.caller.tenant, lambda reader: self._demand(reader, thing_id)
            )
            return self.answer(found)

        return self._named("show", handle)

    def changes(self, change: Change[B, T]) -> Handler[B, Nothing]:
        async def handle(door: Door, asked: Asked[B, Nothing]) -> Answer:
            changed = await change(
                door.parts,
                asked.caller.tenant,
                self.id_of(asked.names),
                asked.body,
                seen=seen_version(asked),
                by=asked.by,
            )
            return self.answer(changed)

        return self._named("change", handle)

    def removes(self, remove: Remove) -> Handler[Nothing, Nothing]:
        async def handle(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
            await remove(
                door.parts,
                asked.caller.tenant,
                self.id_of(asked.names),
                seen=seen_version(asked),
                by=asked.by,
            )
            return NO_CONTENT

        return self._named("remove", handle)

    def id_of(self, names: Mapping[str, str]) -> UUID:
        """Which one the path names. Raises: WattfleetError `unknown`."""
        return read_id(names, self._unknown, self._word)

    def answer(self, one: T, *, status: int = 200) -> Answer:
        headers = [versioned(one.version)]
        if status == 201:
            headers.append(("location", f"{self._path}/{one.id}"))
        return json_answer(self._view(one), status=status, headers=tuple(headers))

    def _named(self, name: str, handle: H) -> H:
        """The table of routes names an operation by the module and the name of its handler."""
        handle.__module__, handle.__name__ = self._module, name
        return handle
