"""Where a request says who sends it: a key as a bearer token, or the cookie of somebody who is signed in.

A request by cookie that changes something must carry the token that goes with the cookie: another site can
make a browser send a cookie, but cannot read our answers. Failures are counted by address; whoever shows
something valid is never held up by the failures of others.
"""

import hmac
from collections.abc import Mapping

import msgspec

from wattfleet.access.roles import Deed, refusal
from wattfleet.api.auth import Caller, KeyRing, bearer
from wattfleet.api.sign_ins import SAFE, Entrance, SignIns, cookie_of
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.errors import WattfleetError, forbidden
from wattfleet.kernel.throttle import Throttle

FAILURES = 60
"""How many failed attempts an address has at once; one more comes back each second."""
LINKS = 10
"""How many links an address may try at once; one more comes back every ten seconds."""


class Knock(msgspec.Struct, frozen=True):
    """A request at the door. `secure`: it came over TLS, to us or to a proxy that we trust."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: bytes
    address: str
    secure: bool


class Reception:
    """Admits callers."""

    def __init__(self, keys: KeyRing, sign_ins: SignIns, clock: Clock) -> None:
        self.keys = keys
        self.sign_ins = sign_ins
        self._failures = Throttle(clock, burst=FAILURES, per_s=1)
        self._links = Throttle(clock, burst=LINKS, per_s=0.1)

    async def admit(self, knock: Knock, deed: Deed) -> Caller:
        """Raises: WattfleetError `key_required`, `key_invalid`, `key_in_query`, `sign_in_over`,
        `csrf_invalid`, `too_many_attempts`, or what `refusal` says."""
        self.keys.check_query(knock.query)
        caller = await self._caller(knock)
        refused = refusal(caller.role, caller.scopes, deed)
        if refused is not None:
            raise refused
        return caller

    async def still(self, caller: Caller) -> bool:
        """Whether somebody who was let in would be let in again: for streams that last for days."""
        if caller.signed is not None:
            return await self.sign_ins.still(caller.signed)
        return self.keys.still(caller.principal.id)

    def check_link(self, address: str) -> None:
        """One more try of a link from this address. Raises: WattfleetError `too_many_attempts`."""
        if not self._links.take(address):
            raise _too_many()

    async def _caller(self, knock: Knock) -> Caller:
        header = knock.headers.get("authorization")
        if header:
            text = bearer(header)
            if not self.keys.is_known(text):
                self._count(knock)
            return await self.keys.admit(text)
        cookie = cookie_of(knock.headers.get("cookie", ""), knock.path, secure=knock.secure)
        if cookie is None:
            return await self.keys.admit(bearer(None))
        if not self.sign_ins.is_known(cookie):
            self._count(knock)
        entrance = await self.sign_ins.look(cookie)
        if entrance is None:
            raise WattfleetError(
                "sign_in_over", "forbidden", "You are not signed in any more.", hint="Ask for a new link."
            )
        check_same_site(knock.headers)
        if knock.method not in SAFE:
            _check_token(knock.headers, entrance)
        return _signed_caller(entrance)

    def _count(self, knock: Knock) -> None:
        """What must be looked up may fail, and each look costs."""
        if not self._failures.take(knock.address):
            raise _too_many()


def check_same_site(headers: Mapping[str, str]) -> None:
    """Browsers say where a request comes from; ours come from our own pages. Raises: `csrf_invalid`."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise forbidden("csrf_invalid", "Another site sent this request.", hint="Use our own pages.")


def _check_token(headers: Mapping[str, str], entrance: Entrance) -> None:
    given = headers.get("x-csrf-token", "")
    if not hmac.compare_digest(given.encode(), entrance.csrf.encode()):
        raise forbidden(
            "csrf_invalid",
            "The token of this sign-in is missing.",
            hint="Send `csrf` of GET /api/v1/me as the header X-CSRF-Token.",
        )


def _signed_caller(entrance: Entrance) -> Caller:
    signed = entrance.signed
    return Caller(
        tenant=signed.sign_in.tenant,
        principal=signed.principal,
        role=signed.role,
        expires_at=signed.sign_in.expires_at,
        signed=signed,
        csrf=entrance.csrf,
    )


def _too_many() -> WattfleetError:
    return WattfleetError(
        "too_many_attempts",
        "unavailable",
        "Too many failed attempts came from your address.",
        hint="Wait a moment; what is valid is let in meanwhile once it is known.",
    )
