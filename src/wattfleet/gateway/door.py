"""The decision at the door: who may come in, with which version, and what a refusal looks like.

Every refusal of a credential has the same status, the same bytes and takes the same time; why it was refused
stands in the inbox alone. A correct credential is always admitted, however often a wrong one was tried.
Source: security §3 rules 1–3, §11 tests 1–6 and 13–15; field-faults rows 59, 62, 63, 71.
"""

from collections.abc import Callable
from uuid import UUID

import msgspec

from wattfleet.gateway import metrics
from wattfleet.gateway.admission import Admission
from wattfleet.gateway.deflate import negotiate
from wattfleet.gateway.inbox import Inbox
from wattfleet.gateway.port import Deflate, Ears, Knock, Mute, Turned, Verdict, Wait, Welcome
from wattfleet.gateway.register import Register
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.throttle import Throttle
from wattfleet.ocpp.versions import SUBPROTOCOLS, Version
from wattfleet.stations.commissioning import Attempt, Refusal
from wattfleet.stations.credentials import Basic, Known, digest, matches, read_basic, weak
from wattfleet.stations.identity import Address, Aliases, NoAddress, read_path

WRONG_BURST, WRONG_PER_S = 10, 0.2
"""Wrong attempts of one identity from one address before they are no longer looked into."""
SPRAY_BURST, SPRAY_PER_S = 200, 5.0
"""Wrong attempts of one address, whatever the identity; a site's stations may share one."""
LONGEST_TEXT = 200


class Proof(msgspec.Struct, frozen=True):
    """With which password a station proved who it is: its digest, and whether it is weak."""

    digest: bytes
    weak: bool


MakeEars = Callable[[Knock, Known, Version, Proof | None], Ears]
"""Of a knock, the station that it is, its version, and how it proved that (None: by its waiver)."""


class Door:
    """Decides about knocks."""

    def __init__(
        self,
        *,
        register: Register,
        inbox: Inbox,
        clock: Clock,
        pepper: bytes,
        aliases: Aliases,
        ears: MakeEars,
        admission: Admission,
    ) -> None:
        self._register = register
        self._inbox = inbox
        self._clock = clock
        self._pepper = pepper
        self._aliases = aliases
        self._ears = ears
        self._admission = admission
        self._wrong = Throttle(clock, burst=WRONG_BURST, per_s=WRONG_PER_S)
        self._spray = Throttle(clock, burst=SPRAY_BURST, per_s=SPRAY_PER_S)
        self.open = False
        """Whether stations are let in at all: not before the start is complete, and not while we drain."""

    @property
    def has_room(self) -> bool:
        """Whether anybody may come in; while nobody may, nothing needs to be read of who knocks."""
        return self._admission.has_room

    def turned_away(self) -> Turned:
        """What the next one who finds no place is told."""
        metrics.HANDSHAKE_FAILURES.labels("full").inc()
        return Turned(503, self._admission.turn_away())

    def decide(self, knock: Knock) -> Verdict:
        """At once, from memory. `Wait` where a refusal may rest on old knowledge: see `again`."""
        read = self._address(knock)
        if isinstance(read, Turned):
            return read
        known, proof = self._credential(knock, read)
        if isinstance(known, Known):
            return self._welcome(knock, read, known, proof)
        by_identity = self._wrong.take((read.identity, knock.address))
        return Wait(look_up=self._spray.take(knock.address) and by_identity)

    async def again(self, knock: Knock, wait: Wait) -> Verdict:
        """The second look at a knock that was to be refused, after its identity was read anew."""
        read = self._address(knock)
        if isinstance(read, Turned):
            return read
        if wait.look_up:
            await self._register.look_up(read.identity)
        else:
            await self._register.next_look()
        known, proof = self._credential(knock, read)
        if isinstance(known, Known):
            return self._welcome(knock, read, known, proof)
        if not wait.look_up:
            metrics.HANDSHAKE_FAILURES.labels("throttled").inc()
            return Turned(429)
        self._note(knock, read, known, proof)
        return Turned(401)

    def malformed(self, knock: Knock) -> None:
        """A request that was meant for us and is not as the standard wants it: seen, and never let in."""
        read = self._address(knock)
        if isinstance(read, Address) and self._spray.take(knock.address):
            self._note(knock, read, Refusal.REQUEST, None)

    def _address(self, knock: Knock) -> Address | Turned:
        if not self.open:
            return Turned(503)
        if knock.head.get("origin"):
            metrics.HANDSHAKE_FAILURES.labels("origin").inc()
            return Turned(403)
        read = read_path(knock.head.target, self._aliases)
        if isinstance(read, NoAddress):
            metrics.HANDSHAKE_FAILURES.labels("path").inc()
            return Turned(400 if read.malformed else 404)
        return read

    def _credential(self, knock: Knock, read: Address) -> tuple[Known | Refusal, Proof | None]:
        """The station that this is, or why it is none, and what it showed. The same work for all outcomes."""
        basic = read_basic(knock.head.get("authorization"), read.identity)
        password = basic.password if basic else b""
        shown = Proof(digest(self._pepper, read.identity, password), weak(password))
        return self._proved(knock, read, basic, shown.digest), shown if basic else None

    def _proved(self, knock: Knock, read: Address, basic: Basic | None, presented: bytes) -> Known | Refusal:
        candidates = self._register.find(read.identity, read.tenant)
        proved = [known for known in candidates or (_NOBODY,) if matches(presented, known.digests)]
        if basic is None and knock.private and not knock.head.get("authorization"):
            waived = [known for known in candidates if known.passwordless]
            proved = waived if len(waived) == 1 else []
        elif basic is None:
            return Refusal.NO_PASSWORD if candidates else Refusal.UNKNOWN
        elif not basic.same_user:
            return Refusal.OTHER_USER if candidates else Refusal.UNKNOWN
        if len(proved) > 1:
            return Refusal.AMBIGUOUS
        if not proved:
            if not candidates:
                return Refusal.UNKNOWN
            return Refusal.BAD_PASSWORD if basic else Refusal.NO_PASSWORD
        known = proved[0]
        if known.blocked:
            return Refusal.BLOCKED
        if known.tls_only and not knock.secure:
            return Refusal.PLAIN
        return known

    def _welcome(self, knock: Knock, read: Address, known: Known, proof: Proof | None) -> Verdict:
        offered = knock.head.listed("sec-websocket-protocol")
        chosen = choose(offered, assume_16=known.assume_16)
        if chosen is None:
            self._note(knock, read, Refusal.SUBPROTOCOL, None)
            return Mute()
        if not self.has_room:
            return self.turned_away()
        self._inbox.forget(known.identity, known.tenant_name)
        version, spelled = chosen
        agreed = negotiate_for(version, knock)
        return Welcome(known, version, spelled, self._ears(knock, known, version, proof), agreed)

    def _note(self, knock: Knock, read: Address, reason: Refusal, proof: Proof | None) -> None:
        metrics.HANDSHAKE_FAILURES.labels(reason.value).inc()
        self._inbox.take(
            Attempt(
                identity=read.identity,
                tenant_name=read.tenant,
                address=knock.address,
                subprotocols=", ".join(knock.head.listed("sec-websocket-protocol"))[:LONGEST_TEXT],
                user_agent=knock.head.get("user-agent")[:LONGEST_TEXT],
                reason=reason,
                at=self._clock.now(),
                credential=b"" if proof is None else proof.digest,
            )
        )


def choose(offered: list[str], *, assume_16: bool) -> tuple[Version, str] | None:
    """The first version in the station's own order that we speak, and how the station spells it.

    A station whose record says so speaks 1.6, whether it names no version (row 59) or another one (row 61).
    """
    if assume_16:
        own = next((name for name in offered if SUBPROTOCOLS.get(name.lower()) == "1.6"), None)
        return "1.6", own or (offered[0] if offered else "")
    for name in offered:
        version = SUBPROTOCOLS.get(name.lower())
        if version is not None:
            return version, name
    return None


def negotiate_for(version: Version, knock: Knock) -> Deflate | None:
    """Compression: never in 1.6, where it is asked for in 2.x. Source: row 71."""
    if version == "1.6":
        return None
    return negotiate(knock.head.listed("sec-websocket-extensions"))


_NOBODY = Known(tenant=0, station_id=UUID(int=0), identity="")
