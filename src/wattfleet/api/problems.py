"""Every error leaves as problem+json, from one table, in words for a person and with a code for a program.

Source: RFC 9457. Nothing of our insides is ever in it: what is not a `WattfleetError` becomes a bare 500.
"""

import msgspec

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


def of_broken_json(error: msgspec.DecodeError) -> WattfleetError:
    said = str(error)
    detail = "The body is empty." if "truncated" in said else f"The body is not JSON: {said}."
    return WattfleetError("body_malformed", "invalid", detail, hint="Send a JSON object in UTF-8.")


def encode(problem: Problem) -> bytes:
    return msgspec.json.encode(problem)
