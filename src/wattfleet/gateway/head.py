"""The head of an upgrade request, as stations send it, and the answers to it. No socket in here.

Lenient where it costs nothing (`Connection: keep-alive, Upgrade`), strict where leniency is an attack (two
lengths, a body, control characters). Source: RFC 9112 §2, §3, RFC 6455 §4; field-faults rows 59, 60.
"""

import base64
import binascii
import hashlib
import re
from functools import lru_cache
from http import HTTPStatus

import msgspec

HEAD_LIMIT = 8_192
MANY_HEADERS = 64
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # Source: RFC 6455 §1.3
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+").fullmatch
_BLANK = " \t"
_SINGLE = ("host", "authorization", "sec-websocket-key", "sec-websocket-version", "origin")


class Head(msgspec.Struct, frozen=True):
    """An upgrade request: its target, and its headers by lower-case name, repeated ones joined by commas."""

    target: bytes
    headers: dict[str, str]

    def get(self, name: str) -> str:
        return self.headers.get(name, "")

    def listed(self, name: str) -> list[str]:
        """A header that is a list, such as Sec-WebSocket-Protocol."""
        return [part for part in (one.strip() for one in self.get(name).split(",")) if part]


class NoHead(msgspec.Struct, frozen=True):
    """Not a request for a WebSocket: the status to answer, and why, for the log of attempts.

    `head` is there where it was meant to be one, so that its sender can be shown who knocked (row 60).
    """

    status: int
    why: str
    head: Head | None = None


def read_head(raw: bytes) -> Head | NoHead:
    """Read everything before the empty line. Never raises."""
    first, *lines = raw.split(b"\r\n")
    parts = first.split(b" ")
    if len(parts) != 3 or not parts[2].startswith(b"HTTP/1."):
        return NoHead(400, "no HTTP/1.1 request line")
    method, target, protocol = parts
    if method != b"GET":
        return NoHead(405, "not a GET")
    if protocol != b"HTTP/1.1":
        return NoHead(505, "not HTTP/1.1")
    headers = _read_headers(lines)
    if isinstance(headers, NoHead):
        return headers
    wrong, head = _wrong(headers), Head(target, headers)
    if wrong is None:
        return head
    meant = "websocket" in headers.get("upgrade", "").lower() and not headers.get("origin")
    return NoHead(wrong.status, wrong.why, head if meant else None)


def _read_headers(lines: list[bytes]) -> dict[str, str] | NoHead:
    headers: dict[str, str] = {}
    if len(lines) > MANY_HEADERS:
        return NoHead(431, "too many headers")
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or _TOKEN(name) is None:
            return NoHead(400, "a header that is none")
        if _CONTROL.search(value):
            return NoHead(400, "a control character in a header")
        key, text = name.decode("ascii").lower(), value.decode("latin-1").strip(_BLANK)
        if key in headers:
            if key in _SINGLE:
                return NoHead(400, f"{key} twice")
            text = f"{headers[key]}, {text}"
        headers[key] = text
    return headers


def _wrong(headers: dict[str, str]) -> NoHead | None:
    """Why it is no upgrade to a WebSocket of version 13, or smells of smuggling."""
    if "transfer-encoding" in headers or headers.get("content-length", "0").strip("0"):
        return NoHead(400, "a body")
    if "websocket" not in headers.get("upgrade", "").lower():
        return NoHead(426, "no Upgrade header")
    if "upgrade" not in headers.get("connection", "").lower():
        return NoHead(400, "no Connection: Upgrade header")  # row 60
    if headers.get("sec-websocket-version") != "13":
        return NoHead(426, "not WebSocket version 13")
    try:
        nonce = base64.b64decode(headers.get("sec-websocket-key", ""), validate=True)
    except (binascii.Error, ValueError):
        nonce = b""
    return None if len(nonce) == 16 else NoHead(400, "no Sec-WebSocket-Key")


_WORDS = {
    401: "Stations sign in with their identity and password.\n",
    403: "Stations connect here, browsers do not.\n",
    404: "No station connects here.\n",
    426: "This is a door for OCPP stations: WebSocket only.\n",
    429: "Too many attempts. Wait a minute.\n",
    503: "Come back soon.\n",
}
_EXTRA = {
    401: 'WWW-Authenticate: Basic realm="ocpp"\r\n',
    426: "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
}
_AGAIN_S = {429: 60, 503: 10}


@lru_cache(maxsize=256)
def refusal(status: int, again_s: int = 0) -> bytes:
    """The whole answer. It says nothing of who knocked: two refusals with one status are equal bytes, but for
    the time after which to come again."""
    phrase = HTTPStatus(status).phrase
    body = _WORDS.get(status, phrase + "\n")
    again_s = again_s or _AGAIN_S.get(status, 0)
    again = f"Retry-After: {again_s}\r\n" if again_s else ""
    return (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n{_EXTRA.get(status, '')}{again}Connection: close\r\n\r\n{body}"
    ).encode()


def mute(head: Head) -> bytes:
    """A completed handshake without a subprotocol, and a close frame (1002).

    Source: OCPP 2.1-J §3.1, row 59.
    """
    key = head.get("sec-websocket-key").encode()
    accept = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest()).decode()
    reason = b"no common OCPP version"
    return (
        (
            f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n"
        ).encode()
        + bytes((0x88, len(reason) + 2, 0x03, 0xEA))
        + reason
    )


def plain_upgrade(head: Head) -> bytes:
    """The same request in its plainest form, for a library that insists on it."""
    return (
        "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {head.get('sec-websocket-key')}\r\n\r\n"
    ).encode()
