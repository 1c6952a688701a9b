"""What a station answered when single keys were read: the answers of 1.6 and 2.x in one shape."""

from collections.abc import Mapping

from wattfleet.stations.templates import name_of
from wattfleet.stations.variables import Told


def told_of(answer: Mapping[str, object]) -> dict[str, Told]:
    """Key → what was said of it; a key that the station does not know is not in it. Never raises.

    Source: OCPP 1.6 §5.8 (configurationKey), OCPP 2.0.1 part 2 B06 (getVariableResult).
    """
    told = {}
    for one in _pieces(answer, "configurationKey"):
        name = _text(one.get("key"))
        if name:
            value = one.get("value")
            told[name] = Told(value if isinstance(value, str) else None, one.get("readonly") is True)
    for one in _pieces(answer, "getVariableResult"):
        component, variable = one.get("component"), one.get("variable")
        if isinstance(component, dict) and isinstance(variable, dict) and _is_known(one):
            name = name_of(
                _text(component.get("name")), _text(variable.get("name")), _text(variable.get("instance"))
            )
            value = one.get("attributeValue")
            told[name] = Told(value if isinstance(value, str) else None)
    return told


def _is_known(result: Mapping[str, object]) -> bool:
    return _text(result.get("attributeStatus")) not in {"UnknownComponent", "UnknownVariable"}


def _pieces(answer: Mapping[str, object], key: str) -> list[dict[str, object]]:
    found = answer.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
