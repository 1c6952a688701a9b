"""A route: what is asked, who may ask, what comes back; the server and the OpenAPI file are made from it.

A handler is a plain coroutine from a `Door` and an `Asked` to an answer. Bodies and queries are decoded
strictly into Structs here, so that no handler ever sees a field that it does not know.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.access.roles import Deed
from wattfleet.api.auth import Caller
from wattfleet.api.door import Door
from wattfleet.api.problems import of_broken_json
from wattfleet.api.reception import Knock
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.fields import told

JSON = "application/json"

_JSON_ENOUGH = {JSON, "", "application/x-www-form-urlencoded"}
"""`curl -d` says urlencoded unless it is told otherwise; what counts is whether the body is JSON."""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No body, or no query."""


B = TypeVar("B")
Q = TypeVar("Q")


class Asked(msgspec.Struct, Generic[B, Q], frozen=True):
    """A request, read and checked. `headers` have lower-case names; `url` is the path as it was asked for."""

    caller: Caller
    knock: Knock
    method: str
    url: str
    names: Mapping[str, str]
    headers: Mapping[str, str]
    query: Q
    body: B
    raw: bytes

    @property
    def by(self) -> Principal:
        """Who acts, for the chain of acts."""
        return self.caller.principal


class Answer(msgspec.Struct, frozen=True):
    """What goes back, already encoded."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    media: str = JSON


class Stream(msgspec.Struct, frozen=True):
    """An answer that goes on: server-sent events, or a file in pieces."""

    events: AsyncIterator[bytes]
    media: str = "text/event-stream"
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[Door, Asked[B, Q]], Awaitable[Answer | Stream]]


class Received(msgspec.Struct, frozen=True):
    """A request before its body and query are understood."""

    caller: Caller
    knock: Knock
    method: str
    url: str
    names: Mapping[str, str]
    headers: Mapping[str, str]
    query: bytes
    raw: bytes


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the documentation says. `refuses` are the statuses beyond the usual ones; `example` is a body.

    `accepts` names the media types of a body that is no JSON: a file. `versioned`: it answers with an ETag,
    and a change or a decision takes If-Match; `of_seen`: it takes that, and answers with another thing.
    """

    summary: str
    description: str = ""
    answer: type = Nothing
    status: int = 200
    example: str = ""
    answer_example: str = ""
    refuses: tuple[int, ...] = ()
    paged: bool = False
    versioned: bool = False
    of_seen: bool = False
    media: str = JSON
    accepts: tuple[str, ...] = ()


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `deed` None = open to everybody, without a key."""

    method: str
    path: str
    name: str
    tag: str
    deed: Deed | None
    body: type
    query: type
    about: About
    run: Callable[[Door, Received], Awaitable[Answer | Stream]]


def route(
    method: str,
    path: str,
    handle: Callable[[Door, Asked[B, Q]], Awaitable[Answer | Stream]],
    *,
    deed: Deed | None,
    body: type[B],
    query: type[Q],
    about: About,
) -> Route:
    """A line of the table from a handler and the shapes that it takes."""
    decoder = msgspec.json.Decoder(body)
    empty = body is Nothing

    def is_bare(received: Received) -> bool:
        return empty and (not received.raw or bool(about.accepts))

    async def run(door: Door, received: Received) -> Answer | Stream:
        return await handle(
            door,
            Asked(
                caller=received.caller,
                knock=received.knock,
                method=received.method,
                url=received.url,
                names=received.names,
                headers=received.headers,
                query=_read_query(received.query, query),
                body=decoder.decode(b"{}") if is_bare(received) else _read_body(received, decoder, body),
                raw=received.raw,
            ),
        )

    name = f"{handle.__module__.rpartition('.')[2]}_{handle.__name__}"
    tag = path.removeprefix("/api/v1/").split("/")[0]
    return Route(
        method=method, path=path, name=name, tag=tag, deed=deed, body=body, query=query, about=about, run=run
    )


def _read_body(received: Received, decoder: msgspec.json.Decoder[B], shape: type[B]) -> B:
    media = received.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media not in _JSON_ENOUGH and not media.endswith("+json"):
        raise WattfleetError(
            "media_type_unsupported", "invalid", f"The body is {media}.", hint="Send application/json."
        )
    if b"\\u0000" in received.raw:
        raise invalid("text_invalid", "A text holds a NUL, which no database keeps.", hint="Leave it out.")
    try:
        return decoder.decode(received.raw)
    except msgspec.ValidationError as error:
        raise told(error, shape) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        if isinstance(error, msgspec.DecodeError):
            raise of_broken_json(error) from error
        raise invalid(
            "body_malformed", "The body is not JSON that can be read.", hint="Send a JSON object in UTF-8."
        ) from error


def _read_query(raw: bytes, shape: type[Q]) -> Q:
    found: dict[str, str] = {}
    if raw:
        for name, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=50):
            if name in found:
                raise invalid("query_repeated", f"“{name}” is given twice.", hint="Give it once.", field=name)
            if "\0" in value:
                raise invalid("text_invalid", f"“{name}” holds a NUL.", hint="Leave the NUL out.", field=name)
            found[name] = value
    try:
        return msgspec.convert(found, shape, strict=False)
    except msgspec.ValidationError as error:
        raise told(error, shape, place="query") from error


def json_answer(view: object, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """A view as JSON."""
    return Answer(status, msgspec.json.encode(view), headers)


NO_CONTENT = Answer(204)
