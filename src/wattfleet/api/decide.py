"""A person decides about a thing: once, with her reason, about what she has seen."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar
from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.route import Answer, Asked
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then


class HasReason(Protocol):
    """A body that says why."""

    @property
    def reason(self) -> str: ...


B = TypeVar("B", bound=HasReason)
Q = TypeVar("Q")
T = TypeVar("T")
S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)
T_co = TypeVar("T_co", covariant=True)


class Decision(Protocol[S_contra, T_co]):
    """The use case of a decision; `seen` is what it is bound to."""

    def __call__(
        self,
        parts: Parts,
        tenant: int,
        thing_id: UUID,
        /,
        *,
        reason: str,
        seen: S_contra,
        by: Principal,
        then: Then[T_co],
    ) -> Awaitable[T_co]: ...


async def decide(
    door: Door,
    asked: Asked[B, Q],
    decision: Decision[S, T],
    thing_id: UUID,
    seen: S,
    answer: Callable[[T], Answer],
) -> Answer:
    """Raises: WattfleetError of `once` and of the decision."""
    return await once(
        door,
        asked,
        lambda then: decision(
            door.parts,
            asked.caller.tenant,
            thing_id,
            reason=asked.body.reason,
            seen=seen,
            by=asked.by,
            then=then,
        ),
        answer,
    )
