"""People of the house, and how they come in: by a one-time link, then by a cookie until the sign-in ends.

Of links and cookies only keyed hashes are kept. A driver is nobody's row: a link for a token signs in whoever
holds it, and that sign-in sees what belongs to the token.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.keys import STAFF, Role
from wattfleet.access.principal import DRIVER, PERSON, Principal
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant

LINK_LIFE_US = DAY_US
LINK_HOURS = 24
MOST_LINK_HOURS = 168
SIGN_IN_LIFE_US = 30 * DAY_US
"""How long a sign-in lasts at most."""
IDLE_US = 7 * DAY_US
"""After how long without a request a sign-in ends."""

Language = Literal["en", "sv", "de"]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Email = Annotated[str, Meta(max_length=254)]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works with this installation. Names need not differ; ids do."""

    id: UUID
    name: str
    role: Role
    email: str = ""
    language: str = "en"
    created_at: Instant
    blocked_at: Instant | None = None
    version: int = 1


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link, for one person or for the driver of one token. `link_id` stands in its text."""

    id: UUID
    link_id: str
    digest: bytes
    tenant: int
    person_id: UUID | None = None
    token_id: UUID | None = None
    made_by: str
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None = None


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that is signed in. `cookie_id` stands in its cookie."""

    id: UUID
    cookie_id: str
    digest: bytes
    tenant: int
    person_id: UUID | None = None
    token_id: UUID | None = None
    created_at: Instant
    expires_at: Instant
    seen_at: Instant
    ended_at: Instant | None = None
    address: str = ""
    user_agent: str = ""


class Signed(msgspec.Struct, frozen=True):
    """A sign-in with whose it is: a person, or the uid of a driver's token."""

    sign_in: SignIn
    person: Person | None
    uid: str = ""

    @property
    def role(self) -> Role:
        return Role.DRIVER if self.person is None else self.person.role

    @property
    def principal(self) -> Principal:
        if self.person is not None:
            return Principal(PERSON, str(self.person.id), self.person.name)
        return Principal(DRIVER, str(self.sign_in.token_id), self.uid)


class PersonWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new person. `email` is for alarms; nobody signs in with it."""

    name: Name
    role: Role
    email: Email = ""
    language: Language = "en"


class PersonChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different. `blocked` true ends her sign-ins and links at once."""

    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    email: Email | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET


def new_person(wish: PersonWish, person_id: UUID, now: Instant) -> Person:
    """Raises: WattfleetError `role_invalid`, `name_invalid`, `email_invalid`."""
    return Person(
        id=person_id,
        name=_name(wish.name),
        role=checked_role(wish.role),
        email=checked_email(wish.email),
        language=wish.language,
        created_at=now,
    )


def changed_person(person: Person, change: PersonChange, now: Instant) -> Person:
    """The person as she will stand. Raises: WattfleetError as `new_person`."""
    told: dict[str, object] = {}
    if change.name is not UNSET:
        told["name"] = _name(change.name)
    if change.role is not UNSET:
        told["role"] = checked_role(change.role)
    if change.email is not UNSET:
        told["email"] = checked_email(change.email or "")
    if change.language is not UNSET:
        told["language"] = change.language
    if change.blocked is not UNSET:
        told["blocked_at"] = (person.blocked_at or now) if change.blocked else None
    return msgspec.structs.replace(person, version=person.version + 1, **told)


def not_herself(doer: Principal, person_id: UUID, change: PersonChange | None) -> WattfleetError | None:
    """Nobody shuts herself out: why she may not do this to herself; None when she may. `change` None =
    removal."""
    if doer.kind is not PERSON or doer.id != str(person_id):
        return None
    if change is not None and change.blocked is not True and change.role is UNSET:
        return None
    return WattfleetError(
        "person_self",
        "conflict",
        "Nobody changes her own role, blocks or removes herself.",
        hint="Let another admin do it, or use `wattfleet person` on the server.",
    )


def checked_role(role: Role, field: str = "role") -> Role:
    """A role of the house. Raises: WattfleetError `role_invalid`."""
    if role not in STAFF:
        raise invalid(
            "role_invalid",
            "A driver comes in by the link of her token, and has no key and no account.",
            hint=f"One of: {', '.join(one.value for one in STAFF)}.",
            field=field,
        )
    return role


def checked_email(text: str) -> str:
    """An address as mail servers take it, or "". Raises: WattfleetError `email_invalid`."""
    text = text.strip()
    local, at, domain = text.rpartition("@")
    plain = text.isprintable() and not any(one in text for one in ' ,;<>()"\\')
    if text and not (at and local and plain and "." in domain.strip(".") + "." and domain):
        raise invalid(
            "email_invalid",
            f"“{text[:80]}” is not a mail address.",
            hint="Write one as anna@example.org.",
            field="email",
        )
    return text


def link_expiry(now: Instant, hours: int) -> Instant:
    """Raises: WattfleetError `hours_invalid`."""
    if not 1 <= hours <= MOST_LINK_HOURS:
        raise invalid(
            "hours_invalid",
            f"A link lives 1 to {MOST_LINK_HOURS} hours, not {hours}.",
            hint="Leave it out for a day, or say fewer hours.",
            field="hours",
        )
    return now + hours * HOUR_US


def is_open(sign_in: SignIn, now: Instant) -> bool:
    """Whether it still lets in: not ended, not over, not forgotten."""
    return sign_in.ended_at is None and now < sign_in.expires_at and now - sign_in.seen_at < IDLE_US


def _name(text: str) -> str:
    name = text.strip()
    if not name or not name.isprintable():
        raise invalid(
            "name_invalid",
            "A name has 1 to 100 printable characters.",
            hint="Write the name as it stands on a door, without line breaks.",
            field="name",
        )
    return name
