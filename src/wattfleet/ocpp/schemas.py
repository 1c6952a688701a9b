"""The official JSON schemas, as the package `ocpp` ships them, compiled when first needed."""

from functools import lru_cache
from importlib.resources import files

import jsonschema_rs
import msgspec

from wattfleet.ocpp.versions import Version

MOST_PROBLEMS = 20
_FOLDERS: dict[Version, str] = {"1.6": "v16", "2.0.1": "v201", "2.1": "v21"}


def problems(version: Version, name: str, payload: bytes) -> tuple[str, ...]:
    """What the schema of a message (`MeterValuesRequest`) finds wrong; values are not repeated."""
    try:
        value = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ("The payload is not JSON.",)
    found = validator(version, name)
    if found.is_valid(value):
        return ()
    wrong: list[str] = []
    for error in found.iter_errors(value):
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
        wrong.append(f"${place}: {error.message}")
        if len(wrong) == MOST_PROBLEMS:
            break
    return tuple(wrong)


@lru_cache(maxsize=512)
def validator(version: Version, name: str) -> jsonschema_rs.Validator:
    file = name.removesuffix("Request") if version == "1.6" else name
    schema = files("ocpp").joinpath(_FOLDERS[version], "schemas", f"{file}.json").read_text("utf-8-sig")
    return jsonschema_rs.validator_for(schema, mask="(the value)", offline=True)
