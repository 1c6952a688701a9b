"""What people ask for about stored charging profiles, which are numbered by us where they are not."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.commands import ChargingProfile
from wattfleet.stations.orders import StoredProfile

Description = Annotated[str, Meta(max_length=500)]


class ProfileWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A profile and what it is for; it is found by its description, which never travels."""

    profile: ChargingProfile
    description: Description = ""


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; a profile is replaced whole, and keeps its number where it brings none."""

    profile: ChargingProfile | UnsetType = UNSET
    description: Description | UnsetType = UNSET


def new_profile(wish: ProfileWish, profile_id: UUID, number: int) -> StoredProfile:
    """`number` is what travels, where the profile brings none itself."""
    given = number if wish.profile.id is None else wish.profile.id
    described = wish.description or wish.profile.description
    return StoredProfile(
        id=profile_id, number=given, description=described, profile=_plain(wish.profile, given)
    )


def changed_profile(stored: StoredProfile, change: ProfileChange) -> StoredProfile:
    """One version on."""
    number, profile = stored.number, stored.profile
    if not isinstance(change.profile, UnsetType):
        number = stored.number if change.profile.id is None else change.profile.id
        profile = _plain(change.profile, number)
    return msgspec.structs.replace(
        stored,
        number=number,
        profile=profile,
        description=stored.description if isinstance(change.description, UnsetType) else change.description,
        version=stored.version + 1,
    )


def _plain(profile: ChargingProfile, number: int) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(profile, id=number, description=""))
    return plain
