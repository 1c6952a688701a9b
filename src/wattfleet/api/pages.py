"""Lists in pages, and versions of single things: cursors, ETag and If-Match.

A cursor is opaque and signed: it holds the sort and the place after which the next page begins, and the
filters that it was made for, so that it cannot be moved to another list.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Annotated

import msgspec

from wattfleet.kernel.errors import invalid

Limit = Annotated[int, msgspec.Meta(ge=1, le=1000, description="How many at most; 1 to 1000.")]
Cursor = Annotated[str, msgspec.Meta(description="`next` of the page before.")]

_BAD = invalid(
    "cursor_invalid",
    "This cursor is not one of ours, or was made for other filters.",
    hint="Take `next` of the page before, unchanged, with the same filters and sort.",
    field="cursor",
)


class Cursors:
    """Makes and reads cursors with a secret of the installation."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, place: str, scope: str) -> str:
        """`place` is the store's own cursor; `scope` names the tenant, the list, its filters and its sort."""
        body = place.encode()
        return base64.urlsafe_b64encode(self._seal(body, scope) + body).decode().rstrip("=")

    def read(self, text: str, scope: str) -> str:
        """Raises: WattfleetError `cursor_invalid`."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise _BAD from None
        seal, body = raw[:12], raw[12:]
        if not hmac.compare_digest(seal, self._seal(body, scope)):
            raise _BAD
        return body.decode()

    def _seal(self, body: bytes, scope: str) -> bytes:
        return hmac.digest(self._secret, scope.encode() + b"\0" + body, hashlib.sha256)[:12]


def page_body(items: Sequence[bytes], following: str | None) -> bytes:
    """`{"items":[…],"next":…}` from items that are JSON already."""
    last = b"null" if following is None else msgspec.json.encode(following)
    return b'{"items":[' + b",".join(items) + b'],"next":' + last + b"}"


def etag(version: int) -> str:
    """A weak tag: the same version may be written in other bytes."""
    return f'W/"{version}"'


def expected_version(if_match: str | None) -> int | None:
    """What If-Match asks for; None when it asks for nothing or takes any version.

    Raises: WattfleetError `if_match_invalid`.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise invalid(
            "if_match_invalid",
            "If-Match is not a version of ours.",
            hint='Send the ETag of the thing as it was read, such as W/"3".',
            field="If-Match",
        )
    return int(text)
