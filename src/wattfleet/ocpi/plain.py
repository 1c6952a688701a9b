"""Reading OCPI's JSON: numbers as decimals, and a refusal that names the field."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import Instant, parse_instant

Plain = Mapping[str, object]


def read_json(text: str | bytes, what: str) -> Plain:
    """An OCPI object, also in the envelope of an answer (`{"data": …, "status_code": …}`).

    Numbers become decimals, since a price is not a float. Raises: WattfleetError `ocpi_invalid`.
    """
    found = _decoded(text, what)
    if isinstance(found, dict) and "status_code" in found and isinstance(found.get("data"), dict):
        found = found["data"]
    if not isinstance(found, dict):
        raise refused(what, "is not an object", "")
    return found


def read_records(text: str | bytes) -> list[Plain]:
    """A list of OCPI objects, bare or in the envelope of an answer; an object alone is a list of one.

    Raises: WattfleetError `ocpi_invalid`.
    """
    found = _decoded(text, "file")
    if isinstance(found, dict):
        found = found["data"] if isinstance(found.get("data"), list) else [found]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise refused("file", "is not a list of objects", "")
    return found


def _decoded(text: str | bytes, what: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        hint = "Send it as it is."
        raise invalid("ocpi_invalid", f"The {what} is not JSON: {error}.", hint=hint) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def refused(what: str, why: str, field: str) -> WattfleetError:
    return invalid(
        "ocpi_invalid",
        f"The {what} cannot be priced: {field + ' ' if field else ''}{why}.",
        hint="See the object's description in OCPI 2.2.1 or 2.3.0.",
        field=field,
    )


def objects(given: Plain, name: str, field: str) -> list[tuple[Plain, str]]:
    """A list of objects with the path of each; absent is empty."""
    found = given.get(name) or []
    path = f"{field}.{name}" if field else name
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise refused("object", "is not a list of objects", path)
    return [(one, f"{path}[{at}]") for at, one in enumerate(found)]


def text(given: Plain, name: str) -> str:
    """A text; empty where there is none."""
    found = given.get(name)
    return found if isinstance(found, str) else ""


def number(given: Plain, name: str, field: str) -> Decimal | None:
    """A number, also one that was sent as a text. Raises: WattfleetError `ocpi_invalid`."""
    found = given.get(name)
    if found is None:
        return None
    if not isinstance(found, bool) and isinstance(found, (int, Decimal, str)):
        try:
            value = Decimal(found)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite():
            return value
    raise refused("object", f"“{found}” is not a number", f"{field}.{name}" if field else name)


def moment(given: Plain, name: str, field: str) -> Instant | None:
    """A moment; OCPI's times are UTC also where they do not say so. Raises: WattfleetError `time_invalid`."""
    found = text(given, name)
    if not found:
        return None
    path = f"{field}.{name}" if field else name
    zoned = found[-1] in "Zz" or "+" in found or found.count("-") > 2
    return parse_instant(found if zoned else found + "Z", field=path)
