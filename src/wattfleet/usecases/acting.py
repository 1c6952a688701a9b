"""The line that every privileged deed leaves, in its transaction: no deed is without it."""

from uuid import UUID

from wattfleet.access.acts import Act, difference
from wattfleet.access.principal import Principal
from wattfleet.storage import acts
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts


def act(  # noqa: PLR0913 - who, what, on what, before, after: each is a word of the act
    writer: Writer,
    parts: Parts,
    by: Principal,
    deed: tuple[str, str],
    thing: UUID | str,
    *,
    before: object | None = None,
    after: object | None = None,
    name: str = "",
    reason: str = "",
) -> None:
    """`deed` is verb and noun, such as ("change", "site"); what `before` and `after` share is left out."""
    acts.append(
        writer, [act_of(parts, by, deed, thing, before=before, after=after, name=name, reason=reason)]
    )


def act_of(
    parts: Parts,
    by: Principal,
    deed: tuple[str, str],
    thing: UUID | str,
    *,
    before: object | None = None,
    after: object | None = None,
    name: str = "",
    reason: str = "",
) -> Act:
    """The same act, to be written with others."""
    verb, noun = deed
    old, new = difference(before, after)
    return Act(
        at=parts.clock.now(),
        by=by,
        verb=verb,
        noun=noun,
        thing=str(thing),
        name=name,
        before=old,
        after=new,
        reason=reason,
    )
