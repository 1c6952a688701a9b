"""The table of routes as a Litestar application: admits, reads, answers, and turns refusals into problems."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

import structlog
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream as LitestarStream
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send

from wattfleet.access.keys import Role
from wattfleet.api import problems
from wattfleet.api.auth import CHALLENGE, NOBODY
from wattfleet.api.door import Door
from wattfleet.api.headers import SECURITY_HEADERS, TLS_ONLY
from wattfleet.api.metrics import HTTP_REQUESTS, HTTP_SECONDS
from wattfleet.api.pages import etag
from wattfleet.api.reception import Knock
from wattfleet.api.route import Answer, Received, Route, Stream
from wattfleet.kernel.errors import WattfleetError, invalid, missing
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.usecases.note_read import note_read

MAX_BODY = 32 * 1024 * 1024
"""A file of 3,000 stations is about half a megabyte; this leaves room for very large ones."""

AnyRequest: TypeAlias = Request[None, None, State]

log = structlog.get_logger()


DOOR = "wattfleet.door"
"""Where a request carries the door that it came to."""


def make_app(routes: Sequence[Route]) -> Litestar:
    """The application over a table of routes, for any door (`with_door`). It costs a quarter of a second.

    OpenAPI comes from the table, not from Litestar.
    """
    handlers: list[ControllerRouterHandler] = [_handler(one) for one in routes]
    return Litestar(
        handlers,
        openapi_config=None,
        exception_handlers={
            WattfleetError: _refused,
            HTTPException: _of_litestar,
            Exception: _bug,
        },
        request_max_body_size=MAX_BODY,
        logging_config=None,
    )


def with_door(app: ASGIApp, door: Door) -> ASGIApp:
    """The application as one door's own."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        scope[DOOR] = door  # type: ignore[literal-required]
        await app(scope, receive, send)

    return serve


def _handler(route: Route) -> HTTPRouteHandler:
    return HTTPRouteHandler(
        _litestar_path(route.path),
        http_method=[route.method],  # type: ignore[list-item]
        name=f"{route.method} {route.path}",
        status_code=200,
        include_in_schema=False,
    )(_serve(route))


def _serve(route: Route) -> Callable[[AnyRequest], Awaitable[Response[bytes]]]:
    seconds = HTTP_SECONDS.labels(route.path)

    async def serve(request: AnyRequest) -> Response[bytes]:
        scope = request.scope
        door: Door = scope[DOOR]  # type: ignore[literal-required]
        clock = door.parts.clock
        began = clock.monotonic_us()
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = scope.get("query_string", b"")
        if "\0" in scope["path"]:
            raise _nothing_at(scope["path"])
        knock = _knock(door, request, route.method, headers)
        caller = NOBODY if route.deed is None else await door.reception.admit(knock, route.deed)
        if caller.role is Role.AUDITOR:
            await note_read(
                door.parts, caller.tenant, caller.by, route.method, scope["path"], query.decode("latin-1")
            )
        received = Received(
            caller=caller,
            knock=knock,
            method=route.method,
            url=scope["path"],
            names=scope["path_params"],
            headers=headers,
            query=query,
            raw=await request.body() if route.method != "GET" else b"",
        )
        answer = await route.run(door, received)
        seconds.observe((clock.monotonic_us() - began) / SECOND_US)
        return _leave(route, answer, (TLS_ONLY,) if knock.secure else ())

    return serve


def _knock(door: Door, request: AnyRequest, method: str, headers: Mapping[str, str]) -> Knock:
    scope = request.scope
    client = scope.get("client")
    return Knock(
        method=method,
        path=scope["path"],
        headers=headers,
        query=scope.get("query_string", b""),
        address=client[0] if client else "",
        secure=scope["scheme"] == "https" or door.public_url.startswith("https://"),
    )


def _leave(route: Route, answer: Answer | Stream, more: tuple[tuple[str, str], ...]) -> Response[bytes]:
    if isinstance(answer, Stream):
        HTTP_REQUESTS.labels(route.method, route.path, "200").inc()
        return LitestarStream(  # type: ignore[return-value]
            answer.events,
            media_type=answer.media,
            headers={**SECURITY_HEADERS, **dict(more), "x-accel-buffering": "no", **dict(answer.headers)},
        )
    HTTP_REQUESTS.labels(route.method, route.path, str(answer.status)).inc()
    return Response(
        answer.body,
        status_code=answer.status,
        media_type=answer.media,
        headers={**SECURITY_HEADERS, **dict(more), **dict(answer.headers)},
    )


def versioned(version: int) -> tuple[str, str]:
    """The header that names a thing's version."""
    return ("etag", etag(version))


def _litestar_path(path: str) -> str:
    return path.replace("}", ":str}")


# ── refusals ──────────────────────────────────────────────────────────────────


def _refused(request: AnyRequest, error: WattfleetError) -> Response[bytes]:
    return _as_response(request, problems.problem_of(error, request.scope["path"]))


def _of_litestar(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """What the server refuses before a handler is found: unknown paths, wrong methods, huge bodies."""
    path = request.scope["path"]
    match error.status_code:
        case 404:
            refusal = _nothing_at(path)
        case 405:
            allowed = (error.headers or {}).get("allow", "")
            refusal = WattfleetError(
                "method_not_allowed",
                "invalid",
                f"{request.method} is not possible at {path}.",
                hint=f"Possible: {allowed}." if allowed else "GET /openapi.json lists what is possible.",
            )
        case 413:
            refusal = invalid(
                "too_large", f"The body is larger than {MAX_BODY} bytes.", hint="Send it in parts."
            )
        case status if status >= 500:
            return _bug(request, error)
        case _:
            refusal = invalid(
                "request_malformed",
                "The request is not HTTP as we read it.",
                hint="Send HTTP/1.1 as RFC 9112 has it.",
            )
    return _as_response(request, problems.problem_of(refusal, path), error.headers)


def _nothing_at(path: str) -> WattfleetError:
    shown = path.replace("\0", "�")
    return missing("route_unknown", f"There is nothing at {shown}.", hint="GET /openapi.json lists all.")


def _bug(request: AnyRequest, error: Exception) -> Response[bytes]:
    path = request.scope["path"]
    log.error("request_failed", method=request.method, path=path, exc_info=error)
    return _as_response(request, problems.internal_problem(path))


def _as_response(
    request: AnyRequest, problem: problems.Problem, more: dict[str, str] | None = None
) -> Response[bytes]:
    template = str(request.scope.get("path_template", "unknown")).replace(":str}", "}")
    HTTP_REQUESTS.labels(_known_method(request.method), template, str(problem.status)).inc()
    headers = {**SECURITY_HEADERS, **{name: value for name, value in (more or {}).items() if name == "allow"}}
    if problem.status == 401:
        headers["www-authenticate"] = CHALLENGE
    if problem.status in _RETRY_S:
        headers["retry-after"] = _RETRY_S[problem.status]
    return Response(
        problems.encode(problem), status_code=problem.status, media_type=problems.MEDIA_TYPE, headers=headers
    )


_RETRY_S = {429: "10", 503: "1"}


def _known_method(method: str) -> str:
    return method if method in {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"} else "other"
