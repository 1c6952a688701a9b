"""The public keys of a station's meters, with the time for which each holds and who vouches for it.

A key that came with a value is only `seen`: it proves nothing until a person has compared it with the plate
of the meter or with the maker's list, and approved it. Source: reference/ocpp-interop.md §9.2, rule 4.
"""

import hashlib
from collections.abc import Sequence
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import Instant
from wattfleet.metrology.keys import read_key


class KeyState(Enum):
    """Seen with a value, approved by a person, or taken back."""

    SEEN = "seen"
    APPROVED = "approved"
    REVOKED = "revoked"


class KeyFrom(Enum):
    """How it came here."""

    REGISTERED = "registered"
    FIRST_SIGHT = "first_sight"


class MeterKey(msgspec.Struct, frozen=True, kw_only=True):
    """`evse` 0 = of every EVSE of the station; `meter` the serial that its values name, "" = whatever."""

    id: UUID
    station_id: UUID
    evse: int
    text: str
    fingerprint: str
    curve: str
    meter: str
    valid_from: Instant
    valid_until: Instant | None
    state: KeyState
    came: KeyFrom
    note: str = ""
    version: int = 1

    def holds(self, evse: int, at: Instant) -> bool:
        until = self.valid_until
        in_time = self.valid_from <= at and (until is None or at < until)
        return self.state is KeyState.APPROVED and self.evse in {0, evse} and in_time


def fingerprint_of(text: str) -> tuple[str, str]:
    """SHA-256 of the key itself, however it is written, and its curve.

    Raises: WattfleetError `meter_key_invalid`.
    """
    try:
        key = read_key(text)
    except WattfleetError as error:
        raise invalid("meter_key_invalid", error.message, hint=error.hint, field="public_key") from error
    return hashlib.sha256(key.der).hexdigest(), key.curve


def holding(keys: Sequence[MeterKey], evse: int, at: Instant) -> list[MeterKey]:
    """The keys that may sign at a moment; those of the EVSE itself first."""
    return sorted((one for one in keys if one.holds(evse, at)), key=lambda one: -one.evse)
