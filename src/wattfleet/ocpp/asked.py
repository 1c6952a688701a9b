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
    """Raises: WattfleetError `number_out_of_range`."""
    present = told(**fields)
    _refuse_large(present, action)
    return Call(action, written(present))


def _refuse_large(value: Json, field: str) -> None:
    """Source: OCPP 2.0.1 part 2, primitive data types: integers have 32 bits. The schemas do not say so."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            _refuse_large(part, name)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_large(part, field)
    elif isinstance(value, int) and not -(2**31) <= value < 2**31:
        raise invalid(
            "number_out_of_range",
            f"{field} is larger than a station can read.",
            hint="Whole numbers travel in 32 bits.",
            field=field,
        )


def moment(at: Moment | None) -> str | None:
    """A moment as every station takes it. Raises: WattfleetError `moment_out_of_range`."""
    if at is None:
        return None
    if not 1970 < at.year < 2200:
        raise invalid(
            "moment_out_of_range", "No station knows that year.", hint="Use a year from 1971 to 2199."
        )
    return Instant.of(at).wire()


def missing_part(field: str, message: str, hint: str) -> WattfleetError:
    """A command that this version cannot send without the field."""
    return invalid("command_incomplete", message, hint=hint, field=field)
