"""Idempotency: a POST that is sent again with its key answers with the first result and has no second effect.

The answer is kept in the transaction of the effect, without its secrets: a replay shows a password to nobody.
Source: security §6.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from wattfleet.api.door import Door
from wattfleet.api.route import Answer, Asked
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.storage import idempotency
from wattfleet.storage.database import Writer
from wattfleet.storage.idempotency import Kept
from wattfleet.usecases.then import Then, nothing

LONGEST_KEY = 255

B = TypeVar("B")
Q = TypeVar("Q")
T = TypeVar("T")

REPLAYED = ("idempotency-replayed", "true")


class _Mark(msgspec.Struct, frozen=True):
    """Who asks what under which key."""

    principal: str
    key: str
    digest: bytes


async def once(
    door: Door,
    asked: Asked[B, Q],
    do: Callable[[Then[T]], Awaitable[T]],
    answer: Callable[[T], Answer],
    *,
    replayed: Callable[[T], Answer] | None = None,
) -> Answer:
    """Do it, or answer again. `replayed` makes the answer without secrets, where there are any.

    Raises: WattfleetError `idempotency_key_reused`, `idempotency_key_invalid`, or what `do` raises.
    """
    mark = _mark(asked)
    if mark is None:
        return answer(await do(nothing))
    tenant = asked.caller.tenant
    known = await door.parts.database.read(
        tenant, lambda reader: idempotency.find(reader, mark.principal, mark.key)
    )
    if known is not None:
        return _again(known, mark)

    def keep(writer: Writer, effect: T) -> None:
        left = (replayed or answer)(effect)
        kept = Kept(mark.digest, left.status, _packed(left))
        if not idempotency.keep(writer, mark.principal, mark.key, kept, door.parts.clock.now()):
            raise _ASKED_AT_ONCE

    return answer(await do(keep))


async def once_after(
    door: Door,
    asked: Asked[B, Q],
    do: Callable[[], Awaitable[T]],
    answer: Callable[[T], Answer],
    *,
    replayed: Callable[[T], Answer] | None = None,
) -> Answer:
    """The same for what takes many transactions, each safe to repeat: the answer is kept after the last."""

    async def run(then: Then[T]) -> T:
        effect = await do()
        await door.parts.database.write(asked.caller.tenant, lambda writer: then(writer, effect))
        return effect

    return await once(door, asked, run, answer, replayed=replayed)


def _mark(asked: Asked[B, Q]) -> _Mark | None:
    key = asked.headers.get("idempotency-key")
    if key is None:
        return None
    if not key.strip() or len(key) > LONGEST_KEY or not key.isprintable():
        raise invalid(
            "idempotency_key_invalid",
            f"An Idempotency-Key has 1 to {LONGEST_KEY} printable characters.",
            hint="A new UUID for each thing to be done is a good one.",
            field="Idempotency-Key",
        )
    assert asked.caller.principal.id, "a POST is made by somebody"
    query = msgspec.json.encode(asked.query, order="sorted")
    digest = hashlib.sha256(
        b"\0".join([asked.method.encode(), asked.url.encode(), query, asked.raw])
    ).digest()
    return _Mark(asked.caller.principal.id, key, digest)


def _again(known: Kept, mark: _Mark) -> Answer:
    if known.request_hash != mark.digest:
        raise invalid(
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request.",
            hint="Take a new key for each thing to be done.",
            field="Idempotency-Key",
        )
    headers, body = msgspec.msgpack.decode(known.response, type=tuple[tuple[tuple[str, str], ...], bytes])
    return Answer(known.status, body, (*headers, REPLAYED))


def _packed(answer: Answer) -> bytes:
    return msgspec.msgpack.encode((answer.headers, answer.body))


_ASKED_AT_ONCE = conflict(
    "idempotency_key_busy",
    "The same request is being done at this moment.",
    hint="Ask again: the answer will then be the first one's.",
)
