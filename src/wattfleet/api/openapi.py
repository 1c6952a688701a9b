"""The OpenAPI 3.1 file, made from the table of routes: the same Structs that the server decodes with."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from wattfleet.access.keys import Role
from wattfleet.access.roles import role_may
from wattfleet.api.problems import MEDIA_TYPE, TITLES, Problem
from wattfleet.api.route import JSON, Nothing, Route

Doc = dict[str, Any]
"""A piece of the file; this module is the codec's edge."""

_DESCRIPTION = """\
Stations, sessions and prices of one Wattfleet installation.

* Programs send `Authorization: Bearer wfk_…` with every request; `wattfleet key create` prints a key.
* Browsers of people who are signed in send their cookie, and with everything but GET the header
  `X-CSRF-Token` with `csrf` of `GET /api/v1/me`.
* Lists are `{"items": […], "next": cursor or null}`; `limit` is 1 to 1000, 50 by default.
* Times are RFC 3339 in UTC; energy and money are decimal strings; nothing is a float.
* What can be changed carries an `ETag`; send it back as `If-Match` to change only what you have seen.
* `Idempotency-Key` on a POST makes a repeat safe: the same key answers with the first result.
* Errors are `application/problem+json` with a stable `code` and a `hint`.
* A value of an enumeration that you do not know is new, not wrong: show it as it is.
"""

_PARAMETERS = {
    "identity": "The station's identity, in any case of letters.",
    "id": "The id, as a list or a creation answered it.",
}


def document(routes: Sequence[Route], version: str) -> Doc:
    """The whole file, as plain values."""
    shapes = [*_shapes(routes), Problem]
    _, components = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    paths: Doc = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wattfleet",
            "version": version,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in sorted({route.tag for route in routes})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(components.items())),
            "responses": {str(status): _problem(status) for status in sorted(TITLES)},
            "headers": {
                "ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}},
            },
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "bearerFormat": "wfk_…"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "wattfleet"},
            },
        },
    }


def encoded(routes: Sequence[Route], version: str) -> bytes:
    """The file as it is served and kept."""
    return msgspec.json.format(msgspec.json.encode(document(routes, version), order="sorted"), indent=1)


def _shapes(routes: Iterable[Route]) -> Iterator[type]:
    for route in routes:
        for shape in (route.body, route.about.answer):
            if shape is not Nothing:
                yield shape


def _operation(route: Route) -> Doc:
    about = route.about
    operation: Doc = {
        "operationId": route.name,
        "summary": about.summary,
        "description": _description(route),
        "tags": [route.tag],
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)],
        "responses": _responses(route),
        "security": [] if route.deed is None else [{"key": []}, {"cookie": []}],
    }
    if route.deed is not None:
        operation["x-roles"] = [role.value for role in Role if role_may(role, route.deed)]
        if route.deed.area is not None:
            operation["x-scope"] = route.deed.scope
    if about.accepts:
        operation["requestBody"] = {"required": True, "content": {one: {} for one in about.accepts}}
    if route.body is not Nothing:
        content: Doc = {"schema": _ref(route.body)}
        if about.example:
            content["example"] = msgspec.json.decode(about.example)
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    return operation


def _description(route: Route) -> str:
    lines = [route.about.description or route.about.summary + "."]
    if route.deed is not None:
        roles = ", ".join(role.value for role in Role if role_may(role, route.deed))
        lines.append(f"Roles: {roles}.")
    return "\n\n".join(lines)


def _path_parameters(route: Route) -> Iterator[Doc]:
    for name in re.findall(r"\{(\w+)\}", route.path):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARAMETERS.get(name, "As a list answered it."),
            "schema": {"type": "string"},
        }


def _query_parameters(route: Route) -> Iterator[Doc]:
    found = inspect.type_info(route.query)
    assert isinstance(found, inspect.StructType), "a query is a Struct"
    schema, components = msgspec.json.schema_components([route.query], ref_template="#/x/{name}")
    properties = components[_short(route.query)].get("properties", {}) if schema else {}
    for field in found.fields:
        described = _inline(properties[field.encode_name], components)
        yield {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "description": described.pop("description", ""),
            "schema": described,
        }


def _inline(schema: Doc, components: Doc) -> Doc:
    """A query's schema without references and without null, which no query can say."""
    if "$ref" in schema:
        schema = {**components[schema["$ref"].rsplit("/", 1)[1]], **schema}
        del schema["$ref"]
    options = [_inline(one, components) for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    plain = {name: value for name, value in schema.items() if name not in {"anyOf", "title"}}
    if len(options) == 1:
        plain = {**options[0], **plain}
    elif options:
        plain["anyOf"] = options
    if plain.get("default", 0) is None:
        del plain["default"]
    return plain


def _header_parameters(route: Route) -> Iterator[Doc]:
    if route.method == "POST":
        yield _header(
            "Idempotency-Key", "Makes a repeat safe: the same key and body answer with the first result."
        )
    if _of_what_was_seen(route):
        yield _header("If-Match", "The ETag that was read; 412 when it has changed since.")


def _of_what_was_seen(route: Route) -> bool:
    """Whether it takes If-Match: a change, and a decision about one thing."""
    about = route.about
    decides = route.method == "POST" and route.path.count("{") == 1 and about.status == 200
    return about.of_seen or (about.versioned and (decides or route.method in {"PATCH", "DELETE", "PUT"}))


def _header(name: str, description: str) -> Doc:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}


def _responses(route: Route) -> Doc:
    about = route.about
    good: Doc = {"description": about.summary}
    if about.status != 204:
        content: Doc = {"schema": _good_schema(route)}
        if about.answer_example:
            content["example"] = msgspec.json.decode(about.answer_example)
        good["content"] = {about.media: content}
    if about.versioned and route.method != "DELETE":
        good["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
    statuses = {500, 503, *about.refuses}
    if route.deed is not None:
        statuses |= {401, 403, 429}
    if route.body is not Nothing or route.query is not Nothing:
        statuses.add(422)
    if "{" in route.path:
        statuses.add(404)
    if _of_what_was_seen(route):
        statuses.add(412)
    problems = {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}
    return {str(about.status): good, **problems}


def _good_schema(route: Route) -> Doc:
    about = route.about
    if about.answer is Nothing:
        return {"type": "string"} if about.media != JSON else {"type": "object"}
    if not about.paged:
        return _ref(about.answer)
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": _ref(about.answer)},
            "next": {"type": ["string", "null"], "description": "The cursor of the page after this one."},
        },
    }


def _problem(status: int) -> Doc:
    return {
        "description": TITLES[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _ref(shape: type) -> Doc:
    (schema,), _ = msgspec.json.schema_components([shape], ref_template="#/components/schemas/{name}")
    return schema


def _short(shape: type) -> str:
    return shape.__name__
