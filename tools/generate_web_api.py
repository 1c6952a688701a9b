"""Write the browser's types and calls from docs/openapi.json; `--check` says whether they are stale.

`shapes.ts` (one type for each schema), `calls.ts` (for each route its parameters, its body and its answer),
`plugs.ts` (what a car makes of its plug) and, among the words, `told.ts` (what alarms and findings say),
`troubles.ts` (why something failed), `faults.ts` (what a plug says is wrong), `invariants.ts` (what must
hold, and what does not), `signed.ts` (what is wrong with signed values) and `proved.ts` (what was looked at
in a bundle). Nothing of them is said by hand.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wattfleet.billing.proved import PROVED
from wattfleet.billing.unmeasured import UNMEASURED
from wattfleet.kernel.sentences import Phrase
from wattfleet.metrology.found import FOUND
from wattfleet.operations.broken import BROKEN
from wattfleet.operations.plug_faults import FAULTS
from wattfleet.operations.promised import PROMISED
from wattfleet.operations.told import TOLD
from wattfleet.operations.troubles import TROUBLES
from wattfleet.stations.status import OF_THE_CAR, VAGUE

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "openapi.json"
FOLDER = ROOT / "web" / "packages" / "api" / "src" / "generated"
WORDS = ROOT / "web" / "packages" / "words" / "src" / "generated"
HEAD = "// Generated from docs/openapi.json by tools/generate_web_api.py. Do not edit.\n"
SCALARS = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
VERBS = ("get", "post", "put", "patch", "delete")

Doc = dict[str, Any]


def main() -> int:
    document = json.loads(SOURCE.read_text(encoding="utf-8"))
    wanted = {
        FOLDER / "shapes.ts": shapes(document),
        FOLDER / "calls.ts": calls(document),
        FOLDER / "plugs.ts": plugs(),
        WORDS / "told.ts": told(),
        WORDS / "troubles.ts": _book("troubles", "operations/troubles.py", TROUBLES),
        WORDS / "faults.ts": _book("faults", "operations/plug_faults.py", FAULTS),
        WORDS / "invariants.ts": invariants(),
        WORDS / "signed.ts": signed(),
        WORDS / "proved.ts": _book("proved", "billing/proved.py", PROVED),
    }
    stale = [path for path, text in wanted.items() if _read(path) != text]
    if "--check" in sys.argv:
        if stale:
            names = ", ".join(path.name for path in stale)
            print(f"Stale: {names}. Run: {sys.executable} tools/generate_web_api.py")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    WORDS.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    return 0


def plugs() -> str:
    """What a plug shows while its car does something, and which of its own words are less exact."""
    cars = "".join(f"  {car.value}: '{plug.value}',\n" for car, plug in OF_THE_CAR.items())
    vague = ", ".join(f"'{one.value}'" for one in sorted(VAGUE, key=lambda one: one.value))
    head = "// Generated from stations/status.py by tools/generate_web_api.py. Do not edit.\n"
    return (
        f"{head}\nexport const AS_A_PLUG: Readonly<Record<string, string>> = {{\n{cars}}}\n"
        f"\nexport const VAGUE: ReadonlySet<string> = new Set([{vague}])\n"
    )


def told() -> str:
    """The sentences of alarms and findings, as the server has them: what is the matter, and what to do."""
    return _book("told", "operations/told.py", _with_mends(TOLD))


def invariants() -> str:
    """What each invariant promises, how it is looked for, what that cannot see; and what violations say."""
    promised = {
        f"{number}{part}": phrase
        for number, phrases in PROMISED.items()
        for part, phrase in zip(("", "_how", "_blind"), phrases, strict=True)
        if phrase is not None
    }
    return _book("invariants", "operations/promised.py and broken.py", promised | _with_mends(BROKEN))


def signed() -> str:
    """What is wrong with signed values, and for what a session may not be billed."""
    return _book("signed", "metrology/found.py and billing/unmeasured.py", FOUND | _with_mends(UNMEASURED))


def _with_mends(table: dict[str, tuple[Phrase, Phrase]]) -> dict[str, Phrase]:
    return {
        f"{code}{part}": phrase
        for code, phrases in sorted(table.items())
        for part, phrase in zip(("", "_mend"), phrases, strict=True)
    }


def _book(name: str, source: str, phrases: dict[str, Phrase]) -> str:
    lines = [f"  {key}: {json.dumps(phrase, ensure_ascii=False)},\n" for key, phrase in phrases.items()]
    head = f"// Generated from {source} by tools/generate_web_api.py. Do not edit.\n"
    return (
        f"{head}import {{ book }} from '../words.ts'\n\nexport const {name} = book({{\n{''.join(lines)}}})\n"
    )


def shapes(document: Doc) -> str:
    """One exported type for each schema."""
    schemas: Doc = document["components"]["schemas"]
    return HEAD + "".join(
        f"\n{_comment(schema)}export type {_name(name)} = {type_of(schema)}\n"
        for name, schema in sorted(schemas.items())
    )


def calls(document: Doc) -> str:
    """Every route with a JSON answer: its parameters, its body, its answer."""
    lines = list(_routes(document))
    used = sorted({word for line in lines for word in re.findall(r"S\.(\w+)", line)})
    imports = "import type * as S from './shapes'\n" if used else ""
    return f"{HEAD}{imports}\nexport interface Calls {{\n{''.join(lines)}}}\n"


def _routes(document: Doc) -> Iterator[str]:
    for path, verbs in sorted(document["paths"].items()):
        for verb in VERBS:
            if verb in verbs and path.startswith("/api/"):
                yield _route(path, verb, verbs[verb])


def _route(path: str, verb: str, operation: Doc) -> str:
    parameters = operation.get("parameters", [])
    names = [one["name"] for one in parameters if one["in"] == "path"]
    fields = [
        f"{_key(one['name'])}{'' if one.get('required') else '?'}: {_spaced(type_of(one['schema'], 'S.'))}"
        for one in parameters
        if one["in"] == "query"
    ]
    path_type = "{ " + "; ".join(f"{name}: string" for name in names) + " }" if names else "null"
    query_type = "{ " + "; ".join(fields) + " }" if fields else "null"
    return (
        f"  '{verb.upper()} {path}': {{\n    path: {path_type}\n    query: {query_type}\n"
        f"    body: {_spaced(_body(operation))}\n    answer: {_spaced(_answer(operation))}\n  }}\n"
    )


def _body(operation: Doc) -> str:
    content: Doc = operation.get("requestBody", {}).get("content", {})
    if not content:
        return "null"
    schema = content.get("application/json", {}).get("schema")
    return type_of(schema, "S.") if schema else "Blob"


def _answer(operation: Doc) -> str:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for media, content in answer.get("content", {}).items():
                return type_of(content["schema"], "S.") if media == "application/json" else "string"
            return "null"
    return "null"


def type_of(schema: Doc, prefix: str = "") -> str:
    """A JSON schema as a TypeScript type. `prefix` stands before the names of other schemas."""
    if "$ref" in schema:
        return prefix + _name(schema["$ref"].rsplit("/", 1)[1])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return _union([type_of(one, prefix) for one in schema[word]])
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return _union([_literal(one) for one in schema["enum"]])
    kind = schema.get("type")
    if isinstance(kind, list):
        return _union([type_of({**schema, "type": one}, prefix) for one in kind])
    if kind == "array":
        return _array(schema, prefix)
    if kind == "object":
        return _object(schema, prefix)
    return SCALARS.get(str(kind), "unknown")


def _array(schema: Doc, prefix: str) -> str:
    if schema.get("prefixItems"):
        return "[" + ", ".join(type_of(one, prefix) for one in schema["prefixItems"]) + "]"
    items = schema.get("items")
    inner = type_of(items, prefix) if isinstance(items, dict) and items else "unknown"
    return f"readonly ({inner})[]" if " | " in inner else f"readonly {inner}[]"


def _object(schema: Doc, prefix: str) -> str:
    properties: Doc = schema.get("properties", {})
    if not properties:
        more = schema.get("additionalProperties")
        inner = type_of(more, prefix) if isinstance(more, dict) and more else "unknown"
        return f"Readonly<Record<string, {inner}>>"
    required = set(schema.get("required", ()))
    lines = []
    for name, one in properties.items():
        optional = "" if name in required else "?"
        comment = _comment(one)
        inner = _indent(type_of(one, prefix))
        lines.append(f"{_indent(comment, 1)}  {_key(name)}{optional}: {inner}\n")
    return "{\n" + "".join(lines) + "}"


def _union(parts: list[str]) -> str:
    seen = list(dict.fromkeys(parts))
    return " | ".join(seen)


def _literal(value: object) -> str:
    return "'" + value.replace("'", "\\'") + "'" if isinstance(value, str) else json.dumps(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else f"'{name}'"


def _name(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")


def _comment(schema: Doc) -> str:
    text = str(schema.get("description", "")).replace("*/", "* /").strip()
    return f"/** {' '.join(text.split())} */\n" if text else ""


def _indent(text: str, always: int = 0) -> str:
    if not text:
        return text
    first, *rest = text.splitlines()
    lines = [("  " if always else "") + first, *("  " + line for line in rest)]
    return "\n".join(lines) + ("\n" if text.endswith("\n") else "")


def _spaced(text: str) -> str:
    return text.replace("\n", "\n    ")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
