"""What can go wrong, in words for a person and a code for a program."""

from typing import Literal

Kind = Literal["missing", "conflict", "forbidden", "invalid", "unavailable"]


class WattfleetError(Exception):
    """A refusal: `code` is stable, `kind` says which family, `hint` says what to do.

    Doors translate `kind` into their own words (one table per door); nothing here knows HTTP.
    """

    def __init__(self, code: str, kind: Kind, message: str, *, hint: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.kind: Kind = kind
        self.message = message
        self.hint = hint
        self.field = field


def missing(code: str, message: str, *, hint: str = "", field: str = "") -> WattfleetError:
    return WattfleetError(code, "missing", message, hint=hint, field=field)


def conflict(code: str, message: str, *, hint: str = "", field: str = "") -> WattfleetError:
    return WattfleetError(code, "conflict", message, hint=hint, field=field)


def forbidden(code: str, message: str, *, hint: str = "", field: str = "") -> WattfleetError:
    return WattfleetError(code, "forbidden", message, hint=hint, field=field)


def invalid(code: str, message: str, *, hint: str = "", field: str = "") -> WattfleetError:
    return WattfleetError(code, "invalid", message, hint=hint, field=field)


def unavailable(code: str, message: str, *, hint: str = "", field: str = "") -> WattfleetError:
    return WattfleetError(code, "unavailable", message, hint=hint, field=field)
