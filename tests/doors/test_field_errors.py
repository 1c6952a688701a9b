"""Whatever is wrong with a field of whatever route: the refusal says what to write instead."""

import msgspec
import pytest
from msgspec import inspect

from wattfleet.api.routes import ROUTES
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.fields import told

SHAPES = sorted(
    {
        shape
        for route in ROUTES
        for shape in (route.body, route.query)
        if isinstance(shape, type(msgspec.Struct))
    },
    key=lambda shape: (shape.__module__, shape.__qualname__),
)
WRONG: tuple[object, ...] = (
    None,
    True,
    -(10**30),
    "\N{CURRENCY SIGN}",
    "x" * 100_000,
    [],
    [[]],
    [None],
    {},
    {"no": 1},
    [{"no": 1}],
)


def refused(shape: type, wrong: object) -> WattfleetError | None:
    try:
        msgspec.json.decode(msgspec.json.encode(wrong), type=shape)
    except msgspec.ValidationError as error:
        return told(error, shape)
    return None


def is_helpful(error: WattfleetError) -> bool:
    return bool(error.hint) and "what /docs shows" not in error.hint and "Invalid" not in error.message


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.__module__}.{shape.__qualname__}")
def test_every_field_says_what_to_write(shape: type[msgspec.Struct]) -> None:
    found = inspect.type_info(shape)
    if not isinstance(found, inspect.StructType):
        return
    tag = {} if found.tag_field is None else {found.tag_field: found.tag}
    empty = refused(shape, tag)
    assert (empty is None) == (not any(one.required for one in found.fields))
    assert empty is None or is_helpful(empty), empty.hint
    whole = {one.encode_name: None for one in found.fields if one.required}
    for field in (one.encode_name for one in found.fields):
        for wrong in WRONG:
            error = refused(shape, {**tag, **{name: None for name in whole if name == field}, field: wrong})
            assert error is None or is_helpful(error), (field, error.message, error.hint)


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    """A part of `Outer`."""

    minor: int


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    """A shape with a list and a dictionary in it."""

    parts: list[Inner]
    rates: dict[str, Inner] = {}


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        ({}, "“parts” is missing.", "Write a list, each of it an object with minor."),
        (
            {"parts": 1},
            "“parts” must be a list, not a whole number.",
            "Write a list, each of it an object with minor.",
        ),
        ({"parts": [{}]}, "“parts[0].minor” is missing.", "Write a whole number."),
        (
            {"parts": [{"minor": "1"}]},
            "“parts[0].minor” must be a whole number, not a text.",
            "Write a whole number.",
        ),
        ({"parts": [{"minor": 1, "x": 1}]}, "“parts[0].x” is not known here.", "Known are: minor."),
        ({"parts": [], "rates": {"a": {}}}, "“rates[...].minor” is missing.", "Write a whole number."),
        ([], "The body must be an object, not a list.", "Write an object with parts."),
    ],
)
def test_what_stands_deep_inside_is_found_by_its_path(body: object, message: str, hint: str) -> None:
    error = refused(Outer, body)
    assert error is not None
    assert (error.message, error.hint) == (message, hint)
