"""Who is signed in: cookies that were looked up, kept in memory until credentials change anywhere.

A sign-in that was ended, a person who was blocked or a role that was changed holds within a second in every
process, and at once in the one that did it.
"""

import hmac
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from uuid import UUID

import msgspec

from wattfleet.access.link_text import cookie_digest, cookie_id_of, csrf_of
from wattfleet.access.people import Signed, SignIn, is_open
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import sign_ins
from wattfleet.storage.database import INSTALLATION, Database
from wattfleet.usecases.sign_in import whose

MOST_KNOWN = 20_000
COOKIE = "wattfleet"
DRIVER_COOKIE = "wattfleet-driver"
DRIVER_PATHS = "/api/v1/my"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Entrance(msgspec.Struct, frozen=True):
    """Somebody who is signed in, with the token that goes with her cookie."""

    signed: Signed
    csrf: str


class SignIns:
    """The sign-ins of all tenants by the id in their cookie."""

    def __init__(self, database: Database, clock: Clock, pepper: bytes) -> None:
        self._database = database
        self._clock = clock
        self._pepper = pepper
        self._known: OrderedDict[str, Signed] = OrderedDict()
        self._used: dict[tuple[int, UUID], Instant] = {}
        self._seen: dict[str, Instant] = {}

    def forget(self) -> None:
        """Look everybody up again: something has changed."""
        self._known.clear()

    def is_known(self, cookie: str) -> bool:
        return cookie_id_of(cookie) in self._known

    def take_used(self) -> dict[tuple[int, UUID], Instant]:
        """When sign-ins (by tenant and id) were used since this was last asked."""
        used, self._used = self._used, {}
        return used

    async def look(self, cookie: str) -> Entrance | None:
        """Whom this cookie lets in by now."""
        cookie_id = cookie_id_of(cookie)
        if cookie_id is None:
            return None
        signed = self._known.get(cookie_id) or await self._read(cookie_id)
        if signed is None or not hmac.compare_digest(
            signed.sign_in.digest, cookie_digest(self._pepper, cookie)
        ):
            return None
        now = self._clock.now()
        if not is_open(self._as_seen(signed.sign_in), now):
            return None
        self._seen[cookie_id] = now
        self._used[signed.sign_in.tenant, signed.sign_in.id] = now
        return Entrance(signed, csrf_of(self._pepper, cookie))

    async def still(self, signed: Signed) -> bool:
        """Whether this sign-in lets in as what it was: it has not ended, and its role is the same."""
        cookie_id = signed.sign_in.cookie_id
        known = self._known.get(cookie_id) or await self._read(cookie_id)
        if known is None or known.role is not signed.role:
            return False
        now = self._clock.now()
        self._seen[cookie_id] = now
        self._used[signed.sign_in.tenant, signed.sign_in.id] = now
        return is_open(self._as_seen(known.sign_in), now)

    def _as_seen(self, sign_in: SignIn) -> SignIn:
        """With its last use by us, which the database may not know yet."""
        seen = self._seen.get(sign_in.cookie_id)
        return sign_in if seen is None or seen <= sign_in.seen_at else _seen_at(sign_in, seen)

    async def _read(self, cookie_id: str) -> Signed | None:
        found = await self._database.read(INSTALLATION, lambda reader: sign_ins.find(reader, cookie_id))
        if found is None:
            return None
        signed = await self._database.read(found.tenant, lambda reader: whose(reader, found))
        if signed is not None:
            self._known[cookie_id] = signed
            while len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
            if len(self._seen) > 2 * MOST_KNOWN:
                self._seen.clear()
        return signed


def _seen_at(sign_in: SignIn, at: Instant) -> SignIn:
    return msgspec.structs.replace(sign_in, seen_at=at)


# ── cookies ───────────────────────────────────────────────────────────────────


def cookie_of(header: str, path: str, *, secure: bool) -> str | None:
    """The cookie that counts for this path: below /api/v1/my a driver's, elsewhere a person's before it."""
    if not header:
        return None
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return None
    names = (DRIVER_COOKIE, COOKIE) if path.startswith(DRIVER_PATHS) else (COOKIE, DRIVER_COOKIE)
    for name in names:
        found = jar.get(_named(name, secure=secure))
        if found is not None:
            return found.value
    return None


def set_cookie(signed: Signed, text: str, now: Instant, *, secure: bool) -> tuple[str, str]:
    """The header that leaves a cookie in a browser: no script reads it, no other site makes it travel."""
    life_s = (signed.sign_in.expires_at - now) // 1_000_000
    name = _named(COOKIE if signed.person is not None else DRIVER_COOKIE, secure=secure)
    return ("set-cookie", f"{name}={text}; Path=/; Max-Age={life_s}; {_MARKS}{_secure(secure=secure)}")


def clear_cookie(signed: Signed, *, secure: bool) -> tuple[str, str]:
    name = _named(COOKIE if signed.person is not None else DRIVER_COOKIE, secure=secure)
    return ("set-cookie", f"{name}=; Path=/; Max-Age=0; {_MARKS}{_secure(secure=secure)}")


_MARKS = "HttpOnly; SameSite=Strict"


def _secure(*, secure: bool) -> str:
    return "; Secure" if secure else ""


def _named(name: str, *, secure: bool) -> str:
    """Over TLS with the prefix that no plain page and no other host can set."""
    return f"__Host-{name}" if secure else name
