"""Instances of every generated message: the least that the type allows, and all of it."""

from decimal import Decimal

import msgspec
from msgspec import inspect

TIME = "2026-11-20T12:00:00.000Z"


def sample(kind: type[msgspec.Struct], *, full: bool) -> msgspec.Struct:
    """One instance: required fields only, or every field with texts at their longest."""
    plan = inspect.type_info(kind)
    assert isinstance(plan, inspect.StructType)
    built = _struct(plan, full=full)
    assert isinstance(built, kind)
    return built


def _struct(plan: inspect.StructType, *, full: bool) -> object:
    parts = {
        field.name: _value(field.type, field.name, full=full)
        for field in plan.fields
        if full or field.required
    }
    return plan.cls(**parts)


def _value(kind: inspect.Type, name: str, *, full: bool) -> object:
    match kind:
        case inspect.UnionType():
            plain = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
            return _value(plain, name, full=full)
        case inspect.StructType():
            return _struct(kind, full=full)
        case inspect.VarTupleType():
            count = max(kind.min_length or 0, 2 if full and (kind.max_length or 2) > 1 else 1)
            return tuple(_value(kind.item_type, name, full=full) for _ in range(count))
        case inspect.EnumType():
            return list(kind.cls)[1 if full and len(kind.cls) > 1 else 0]
        case inspect.StrType():
            return _text(kind, name, full=full)
        case inspect.IntType():
            return (kind.le if full else kind.ge) or 0
        case inspect.DecimalType():
            return Decimal("0.0")
        case inspect.BoolType():
            return full
        case inspect.RawType():
            return msgspec.Raw(b'{"vendorId":"example.org","more":[1,{"x":null}]}')
        case _:
            raise AssertionError(f"no generated type has a field of {kind}")


def _text(kind: inspect.StrType, name: str, *, full: bool) -> str:
    if kind.max_length is None:
        return "https://example.org/file" if name == "location" else TIME
    return "é" * kind.max_length if full else ""
