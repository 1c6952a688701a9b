"""What people ask for about tokens and keys, checked and made into values. Absent is not null."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.keys import ApiKey, Role
from wattfleet.access.people import checked_role
from wattfleet.access.roles import checked_scopes
from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.commands import Moment
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.timeline import DAY_US, Instant

Kind = Literal["rfid", "app", "emaid", "direct_payment", "mac", "central", "local", "other"]
Uid = Annotated[str, Meta(min_length=1, max_length=255)]
Short = Annotated[str, Meta(max_length=64)]
Text = Annotated[str, Meta(max_length=1000)]

KEY_LIFE_US = 365 * DAY_US


class TokenWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new token. `expires_at` may lie in the past: the token is then expired."""

    uid: Uid
    kind: Kind = "rfid"
    group: Short = ""
    state: TokenState = TokenState.VALID
    expires_at: Moment | None = None
    parent: Annotated[str, Meta(max_length=255)] = ""
    driver: Text = ""
    note: Text = ""


class TokenChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different. The uid stays: it is the token."""

    kind: Kind | UnsetType = UNSET
    group: Short | UnsetType | None = UNSET
    state: TokenState | UnsetType = UNSET
    expires_at: Moment | UnsetType | None = UNSET
    parent: Annotated[str, Meta(max_length=255)] | UnsetType | None = UNSET
    driver: Text | UnsetType | None = UNSET
    note: Text | UnsetType | None = UNSET


class KeyWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new key. Without `expires_at` it lives a year; without `scopes` it may all that its role may."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    role: Role
    scopes: tuple[str, ...] = ()
    expires_at: Moment | None = None


def new_token(wish: TokenWish, token_id: UUID) -> RegisteredToken:
    """Raises: WattfleetError `uid_invalid`."""
    uid = wish.uid.strip()
    if not uid or not uid.isprintable():
        raise invalid(
            "uid_invalid",
            "A uid has 1 to 255 printable characters.",
            hint="Write the uid as the reader of the station shows it.",
            field="uid",
        )
    return RegisteredToken(
        id=token_id,
        uid=uid,
        kind=wish.kind,
        group=wish.group.strip(),
        state=wish.state,
        expires_at=None if wish.expires_at is None else Instant.of(wish.expires_at),
        parent=wish.parent.strip(),
        driver=wish.driver,
        note=wish.note,
    )


def changed_token(token: RegisteredToken, change: TokenChange) -> RegisteredToken:
    """The token as it will stand, one version on. A token that a person has touched is registered."""
    expiry = change.expires_at
    values: dict[str, object] = {
        "kind": change.kind,
        "group": _or_empty(change.group),
        "state": change.state,
        "parent": _or_empty(change.parent),
        "driver": _or_empty(change.driver),
        "note": _or_empty(change.note),
    }
    if not isinstance(expiry, UnsetType):
        values["expires_at"] = None if expiry is None else Instant.of(expiry)
    told = {name: value for name, value in values.items() if value is not UNSET}
    return msgspec.structs.replace(token, version=token.version + 1, seen_unknown=False, **told)


def new_key(wish: KeyWish, key_id: str, *, digest: bytes, tenant: int, id: UUID, now: Instant) -> ApiKey:  # noqa: A002
    """Raises: WattfleetError `scope_unknown`, `expiry_past`."""
    expires_at = now + KEY_LIFE_US if wish.expires_at is None else Instant.of(wish.expires_at)
    if expires_at <= now:
        raise invalid(
            "expiry_past",
            "A key that has expired already would open nothing.",
            hint="Give a moment in the future, or none for one year.",
            field="expires_at",
        )
    return ApiKey(
        id=id,
        key_id=key_id,
        digest=digest,
        tenant=tenant,
        name=wish.name.strip(),
        role=checked_role(wish.role),
        created_at=now,
        expires_at=expires_at,
        scopes=checked_scopes(wish.scopes),
    )


def _or_empty(value: str | UnsetType | None) -> str | UnsetType:
    return "" if value is None else value
