"""Who calls with a key: keys in memory, read again within a second and at once when an unknown one knocks."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import msgspec

from wattfleet.access.key_text import KEY_PREFIX, key_digest, key_id_of
from wattfleet.access.keys import ApiKey, Role
from wattfleet.access.people import Signed
from wattfleet.access.principal import KEY, Principal
from wattfleet.access.principal import NOBODY as NO_PRINCIPAL
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant

CHALLENGE = 'Bearer realm="wattfleet"'


class Caller(msgspec.Struct, frozen=True):
    """Who was admitted, or nobody on a route that is open to everybody. `signed` where it is by cookie."""

    tenant: int
    principal: Principal
    role: Role
    scopes: tuple[str, ...] = ()
    expires_at: Instant = Instant(0)
    signed: Signed | None = None
    csrf: str = ""

    @property
    def by(self) -> str:
        """How the caller stands in records: `key:ab12… (name)`."""
        return self.principal.text


NOBODY = Caller(0, NO_PRINCIPAL, Role.VIEWER)


class KeyRing:
    """All keys of the installation by their public id."""

    def __init__(self, read: Callable[[], Awaitable[Sequence[ApiKey]]], clock: Clock, pepper: bytes) -> None:
        self._read = read
        self._clock = clock
        self._pepper = pepper
        self._keys: dict[str, ApiKey] = {}
        self._reading = asyncio.Lock()
        self._reads = 0
        self._used: dict[tuple[int, UUID], Instant] = {}

    def check_query(self, query: bytes) -> None:
        """Raises: WattfleetError `key_in_query`."""
        if KEY_PREFIX.encode() in query:
            raise _refused("key_in_query", "A key never belongs in an address: it would stand in logs.")

    def is_known(self, text: str) -> bool:
        """Whether it opens something without a look into the database."""
        return self._valid(text) is not None

    def still(self, key_id: str) -> bool:
        """Whether the key of this id opens anything by now."""
        key = self._keys.get(key_id)
        return key is not None and key.revoked_at is None and self._clock.now() < key.expires_at

    async def admit(self, text: str) -> Caller:
        """Whose key this is. Raises: WattfleetError `key_invalid`."""
        key = self._valid(text) or await self._read_and_look(text)
        if key is None:
            raise _refused("key_invalid", "This key is unknown, expired or revoked.")
        self._used[key.tenant, key.id] = self._clock.now()
        who = Principal(KEY, key.key_id, key.name)
        return Caller(key.tenant, who, key.role, key.scopes, key.expires_at)

    async def reread(self) -> None:
        """Take over all keys as they stand in the database; no look overtakes a newer one."""
        async with self._reading:
            await self._take_over()

    async def _take_over(self) -> None:
        self._keys = {key.key_id: key for key in await self._read()}
        self._reads += 1

    def take_used(self) -> dict[tuple[int, UUID], Instant]:
        """When keys (by tenant and id) were used since this was last asked."""
        used, self._used = self._used, {}
        return used

    def _valid(self, text: str) -> ApiKey | None:
        key = self._keys.get(key_id_of(text) or "")
        if key is None or not hmac.compare_digest(key.digest, key_digest(self._pepper, text)):
            return None
        if key.revoked_at is not None or key.expires_at <= self._clock.now():
            return None
        return key

    async def _read_and_look(self, text: str) -> ApiKey | None:
        """One read serves all who wait; a text that is no key costs none."""
        key_id = key_id_of(text)
        if key_id is None or key_id in self._keys:
            return None
        before = self._reads
        async with self._reading:
            if self._reads <= before + 1 and key_id not in self._keys:
                await self._take_over()
        return self._valid(text)


def bearer(header: str | None) -> str:
    """The key in an Authorization header. Raises: WattfleetError `key_required`."""
    if not header:
        raise _refused("key_required", "This needs a key.")
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _refused("key_required", "This needs a key as a bearer token.")
    return text.strip()


def _refused(code: str, message: str) -> WattfleetError:
    return WattfleetError(
        code, "forbidden", message, hint="Send the header “Authorization: Bearer wfk_…” with a valid key."
    )
