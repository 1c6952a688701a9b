"""Every error leaves as problem+json, from one table, in words for a person and with a code for a program.

Source: RFC 9457. Nothing of our insides is ever in it: what is not a `WattfleetError` becomes a bare 500.
"""

import re

import msgspec
from msgspec import inspect

from wattfleet.kernel.errors import Kind, WattfleetError

MEDIA_TYPE = "application/problem+json"

STATUS: dict[Kind, int] = {
    "missing": 404,
    "conflict": 409,
    "forbidden": 403,
    "invalid": 422,
    "unavailable": 503,
}

BY_CODE = {
    "key_required": 401,
    "key_invalid": 401,
    "key_in_query": 401,
    "sign_in_over": 401,
    "too_many_attempts": 429,
    "version_required": 428,
    "version_stale": 412,
    "too_large": 413,
    "method_not_allowed": 405,
    "media_type_unsupported": 415,
    "too_many_listeners": 429,
    "request_malformed": 400,
}
"""Codes that HTTP knows a word of its own for."""

TITLES = {
    400: "Malformed request",
    401: "Who are you?",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "Conflict",
    412: "Changed in the meantime",
    413: "Too large",
    415: "Unsupported media type",
    422: "Cannot be done as asked",
    428: "Which version?",
    429: "Too many",
    500: "Our mistake",
    503: "Not available now",
}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong: `code` is stable, `hint` says what to do, `field` is the path of the wrong part."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str = ""
    field: str = ""
    fields: tuple[str, ...] = ()
    instance: str = ""


def status_of(error: WattfleetError) -> int:
    return BY_CODE.get(error.code) or STATUS[error.kind]


def problem_of(error: WattfleetError, instance: str) -> Problem:
    """The refusal as it leaves."""
    status = status_of(error)
    return Problem(
        type=f"urn:wattfleet:problem:{error.code}",
        title=TITLES[status],
        status=status,
        code=error.code,
        detail=error.message,
        hint=error.hint,
        field=error.field,
        fields=(error.field,) if error.field else (),
        instance=instance,
    )


INTERNAL = WattfleetError(
    "internal",
    "unavailable",
    "Something went wrong on our side; the request may or may not have had its effect.",
    hint="Ask again with the same Idempotency-Key. The log has the reason.",
)


def internal_problem(instance: str) -> Problem:
    """A bug, told without its insides."""
    return Problem(
        type="urn:wattfleet:problem:internal",
        title=TITLES[500],
        status=500,
        code="internal",
        detail=INTERNAL.message,
        hint=INTERNAL.hint,
        instance=instance,
    )


# ── what is wrong with a body or a query, in words ────────────────────────────

_AT = re.compile(r"^(.*?)(?: - at `([^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")
_MISSING = re.compile(r"Object missing required field `([^`]*)`")
_ENUM = re.compile(r"Invalid (?:enum )?value (.*)")
_EXPECTED = re.compile(r"Expected `([^`]*)`(.*?)(?:, got `([^`]*)`)?$")
_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
    "datetime": "a moment such as 2026-11-20T12:00:00Z",
    "date": "a date such as 2026-11-20",
    "uuid": "an id",
    "float": "a number",
    "decimal": "a decimal number as text",
}


def of_validation(error: msgspec.ValidationError, shape: type, *, place: str = "body") -> WattfleetError:
    """A message of the decoder as a refusal that names the field by its path."""
    match = _AT.match(str(error))
    assert match is not None, "the pattern takes any text"
    said, path = match.group(1), _plain_path(match.group(2) or "$")
    if unknown := _UNKNOWN.match(said):
        field = _join(path, unknown.group(1))
        return WattfleetError(
            "field_unknown",
            "invalid",
            f"“{field}” is not known here.",
            hint=_known_fields(shape, path),
            field=field,
        )
    if lacking := _MISSING.match(said):
        field = _join(path, lacking.group(1))
        return WattfleetError("field_missing", "invalid", f"“{field}” is missing.", field=field)
    where = f"“{path}”" if path else f"The {place}"
    if choice := _ENUM.match(said):
        return WattfleetError(
            "field_invalid",
            "invalid",
            f"{where} cannot be {choice.group(1)}.",
            hint=_choices(shape, path),
            field=path,
        )
    if expected := _EXPECTED.match(said):
        wanted = " or ".join(_WORDS.get(word.strip(), word.strip()) for word in expected.group(1).split("|"))
        got = expected.group(3)
        detail = f"{where} must be {wanted}{expected.group(2)}" + (
            f", not {_WORDS.get(got, got)}." if got else "."
        )
        return WattfleetError("field_invalid", "invalid", detail, field=path)
    return WattfleetError("field_invalid", "invalid", f"{where}: {said}.", field=path)


def of_broken_json(error: msgspec.DecodeError) -> WattfleetError:
    said = str(error)
    detail = "The body is empty." if "truncated" in said else f"The body is not JSON: {said}."
    return WattfleetError("body_malformed", "invalid", detail, hint="Send a JSON object in UTF-8.")


def _plain_path(path: str) -> str:
    """`$.elements[0].price` → `elements[0].price`."""
    return path.removeprefix("$").removeprefix(".")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _known_fields(shape: type, path: str) -> str:
    found = _walk(shape, path)
    if isinstance(found, inspect.StructType):
        return f"Known are: {', '.join(one.encode_name for one in found.fields)}."
    return ""


def _choices(shape: type, path: str) -> str:
    found = _walk(shape, path)
    match found:
        case inspect.EnumType():
            return f"One of: {', '.join(str(one.value) for one in found.cls)}."
        case inspect.LiteralType():
            return f"One of: {', '.join(str(one) for one in found.values)}."
        case inspect.UnionType():
            tags = [str(one.tag) for one in found.types if isinstance(one, inspect.StructType)]
            return f"One of: {', '.join(sorted(tags))}." if tags else ""
        case _:
            return ""


def _walk(shape: type, path: str) -> inspect.Type | None:
    """The part of a type that a path points to; the last step of a tagged union is the union itself."""
    here: inspect.Type = inspect.type_info(shape)
    for step in re.findall(r"\[[^\]]*\]|[^.\[\]]+", path):
        here = _bare(here)
        if isinstance(here, inspect.UnionType) and step == _tag_field(here):
            return here
        inner = _inside(here, step)
        if inner is None:
            return None
        here = inner
    return _bare(here)


def _inside(here: inspect.Type, step: str) -> inspect.Type | None:
    match here:
        case inspect.StructType():
            return next((one.type for one in here.fields if one.encode_name == step), None)
        case inspect.VarTupleType() | inspect.ListType():
            return here.item_type
        case inspect.DictType():
            return here.value_type
        case inspect.UnionType():
            for option in here.types:
                found = _inside(option, step)
                if found is not None:
                    return found
            return None
        case _:
            return None


def _bare(found: inspect.Type) -> inspect.Type:
    """Without `Annotated` and without None and UNSET beside one real type."""
    if isinstance(found, inspect.Metadata):
        return _bare(found.type)
    if isinstance(found, inspect.UnionType):
        real = [one for one in found.types if not isinstance(one, inspect.NoneType)]
        if len(real) == 1:
            return _bare(real[0])
    return found


def _tag_field(union: inspect.UnionType) -> str:
    first = union.types[0]
    return (first.tag_field or "") if isinstance(first, inspect.StructType) else ""


def encode(problem: Problem) -> bytes:
    return msgspec.json.encode(problem)
