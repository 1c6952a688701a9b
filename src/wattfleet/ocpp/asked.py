"""What goes out: a CALL ready to travel, or why a version cannot say it; and how payloads are written."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from wattfleet.commands import Moment
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import Instant

Json = None | bool | int | str | Decimal | Sequence["Json"] | Mapping[str, "Json"]


class Call(msgspec.Struct, frozen=True):
    """An action and its payload as it will travel."""

    action: str
    payload: bytes


class Unsupported(msgspec.Struct, frozen=True):
    """The station's version has no such message; in words for a person."""

    reason: str


class Numbers(msgspec.Struct, frozen=True):
    """The numbers that we give: `remote_start` links a 2.x start to its order; `request` names whatever else
    travels with a number that the command leaves open (request, reservation, charging profile).
    """

    remote_start: int
    request: int


_ENCODER = msgspec.json.Encoder(decimal_format="number")


def told(**fields: Json) -> dict[str, Json]:
    """The fields that are there: absent for us is absent on the wire."""
    return {name: value for name, value in fields.items() if value is not None}


def written(fields: Mapping[str, Json]) -> bytes:
    return _ENCODER.encode(fields)


def calling(action: str, **fields: Json) -> Call:
    return Call(action, written(told(**fields)))


def moment(at: Moment | None) -> str | None:
    """A moment as every station takes it."""
    return None if at is None else Instant.of(at).wire()


def missing_part(field: str, message: str, hint: str) -> WattfleetError:
    """A command that this version cannot send without the field."""
    return invalid("command_incomplete", message, hint=hint, field=field)
