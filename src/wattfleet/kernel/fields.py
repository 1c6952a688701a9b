"""What is wrong with a field, and what it must be instead, in words: from a decoder's message and the shape.

`told` names the field by its path; its hint says what form is expected, with an example.
"""

import re

import msgspec
from msgspec import inspect

from wattfleet.kernel.errors import WattfleetError, invalid

_AT = re.compile(r"^(.*?)(?: - at `([^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")
_MISSING = re.compile(r"Object missing required field `([^`]*)`")
_ENUM = re.compile(r"Invalid (?:enum )?value (.*)")
_EXPECTED = re.compile(r"Expected `([^`]*)`(.*?)(?:, got `([^`]*)`)?$")
_NO_SUCH = re.compile(r"Invalid (.*)")
_SPOKEN = {
    "UUID": "an id",
    "RFC3339 encoded datetime": "a moment",
    "RFC3339 encoded date": "a date",
    "RFC3339 encoded time": "a time",
    "decimal string": "a decimal number",
    "base64 encoded string": "base64",
    "UTF-8 characters": "UTF-8",
}
_PLAIN: dict[type[inspect.Type], str] = {
    inspect.BoolType: "true or false",
    inspect.DateTimeType: "a moment with its zone, such as 2026-11-20T12:00:00Z",
    inspect.DateType: "a date such as 2026-11-20",
    inspect.UUIDType: "an id as lists tell it, such as 01970000-0000-7000-8000-000000000001",
    inspect.DecimalType: "a decimal number as text, such as 4.90",
    inspect.NoneType: "null",
    inspect.AnyType: "any JSON",
}
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


def told(error: msgspec.ValidationError, shape: type, *, place: str = "body") -> WattfleetError:
    """A message of the decoder as a refusal that names the field by its path."""
    match = _AT.match(str(error))
    assert match is not None, "the pattern takes any text"
    said, path = match.group(1), _plain_path(match.group(2) or "$")
    if unknown := _UNKNOWN.match(said):
        field = _join(path, unknown.group(1))
        hint = _known_fields(shape, path)
        return invalid("field_unknown", f"“{field}” is not known here.", hint=hint, field=field)
    if lacking := _MISSING.match(said):
        field = _join(path, lacking.group(1))
        return invalid("field_missing", f"“{field}” is missing.", hint=how(shape, field), field=field)
    where = f"“{path}”" if path else f"The {place}"
    return invalid("field_invalid", _wrong(where, said), hint=how(shape, path), field=path)


def how(shape: type, path: str) -> str:
    """What to write at a path of the shape, and what it is for, if that is said: “Write a date such as …”."""
    found = _walk(shape, path)
    if found is None:
        return "Leave it out, or look at the shape that is asked for at /docs."
    about = _about(found)
    return f"Write {_form(found)}." + (f" {about}" if about else "")


def _wrong(where: str, said: str) -> str:
    if choice := _ENUM.match(said):
        return f"{where} cannot be {choice.group(1)}."
    if expected := _EXPECTED.match(said):
        wanted = " or ".join(_WORDS.get(word.strip(), word.strip()) for word in expected.group(1).split("|"))
        got = expected.group(3)
        if "matching regex" in expected.group(2):
            return f"{where} is not written as it must be."
        wanted += expected.group(2)
        return (
            f"{where} must be {wanted}, not {_WORDS.get(got, got)}." if got else f"{where} must be {wanted}."
        )
    if form := _NO_SUCH.match(said):
        return f"{where} is not {_SPOKEN.get(form.group(1), 'written as it must be')}."
    return f"{where} cannot be read: {said}."


def _plain_path(path: str) -> str:
    """`$.elements[0].price` → `elements[0].price`."""
    return path.removeprefix("$").removeprefix(".")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _known_fields(shape: type, path: str) -> str:
    found = _walk(shape, path)
    found = None if found is None else _bare(found)
    if isinstance(found, inspect.StructType):
        names = ", ".join(one.encode_name for one in found.fields)
        return f"Known are: {names}." if names else "Leave it out: nothing is asked for here."
    return ""


def _form(found: inspect.Type) -> str:
    """A noun for what is expected, with an example."""
    match found:
        case inspect.Metadata():
            return _form(found.type)
        case inspect.EnumType():
            return f"one of: {', '.join(str(one.value) for one in found.cls)}"
        case inspect.LiteralType():
            return f"one of: {', '.join(str(one) for one in found.values)}"
        case inspect.UnionType():
            return _either(found)
        case inspect.StrType():
            return _text(found)
        case inspect.IntType() | inspect.FloatType():
            return _number(found)
        case inspect.VarTupleType() | inspect.ListType() | inspect.SetType() | inspect.FrozenSetType():
            return f"a list, each of it {_form(found.item_type)}"
        case inspect.DictType():
            return f"an object from names to values, each value {_form(found.value_type)}"
        case inspect.StructType():
            return _object(found)
        case _:
            return _PLAIN.get(type(found), "what /docs shows")


def _either(found: inspect.UnionType) -> str:
    tags = [str(one.tag) for one in found.types if isinstance(one, inspect.StructType)]
    if len(tags) > 1:
        return f"an object whose “{_tag_field(found)}” is one of: {', '.join(sorted(tags))}"
    real = [one for one in found.types if not isinstance(one, inspect.NoneType | inspect.CustomType)]
    return " or ".join(_form(one) for one in real) or "null"


def _text(found: inspect.StrType) -> str:
    if found.pattern:
        return f"a text of the form {found.pattern}"
    least, most = found.min_length or 0, found.max_length
    if most is None:
        return f"a text of at least {least} characters" if least > 1 else "a text"
    if least and least == most:
        return f"a text of {most} characters"
    return f"a text of {least} to {most} characters" if least else f"a text of at most {most} characters"


def _number(found: inspect.IntType | inspect.FloatType) -> str:
    noun = "a whole number" if isinstance(found, inspect.IntType) else "a number"
    least = found.ge if found.ge is not None else found.gt
    most = found.le if found.le is not None else found.lt
    if least is not None and most is not None:
        return f"{noun} from {least} to {most}"
    if least is not None:
        return f"{noun} {'of at least' if found.ge is not None else 'above'} {least}"
    return noun if most is None else f"{noun} {'of at most' if found.le is not None else 'below'} {most}"


def _object(found: inspect.StructType) -> str:
    names = [one.encode_name for one in found.fields if one.required]
    rest = [one.encode_name for one in found.fields if not one.required]
    return f"an object with {', '.join(names)}" if names else f"an object of any of: {', '.join(rest)}"


def _about(found: inspect.Type) -> str:
    """What the shape itself says of it, with its examples."""
    extra = (found.extra_json_schema or {}) if isinstance(found, inspect.Metadata) else {}
    said = str(extra.get("description", ""))
    examples = ", ".join(str(one) for one in extra.get("examples", ()))
    shown = f"For example: {examples}." if examples else ""
    return " ".join(one for one in (said, shown) if one)


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
    return here


def _inside(here: inspect.Type, step: str) -> inspect.Type | None:
    match here:
        case inspect.Metadata():
            return _inside(here.type, step)
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
