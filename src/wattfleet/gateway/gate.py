"""The whole gateway of a process: doors, register, inbox, connections, and what keeps them going."""

import asyncio
import contextlib
from functools import partial

import msgspec

from wattfleet.bus.port import StationKey
from wattfleet.gateway.admission import Admission
from wattfleet.gateway.connection import Connection, Shared
from wattfleet.gateway.door import Door, Proof
from wattfleet.gateway.home import Caller
from wattfleet.gateway.inbox import Inbox
from wattfleet.gateway.listener import Bind, Listener
from wattfleet.gateway.port import Knock
from wattfleet.gateway.register import Register, StoredDirectory
from wattfleet.gateway.registry import Held, Registry
from wattfleet.gateway.seats import StationHome
from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.versions import Version
from wattfleet.stations.credentials import Known
from wattfleet.stations.identity import read_alias
from wattfleet.usecases.follow_orders import recover_orders
from wattfleet.usecases.keep_inbox import keep_inbox, read_inbox
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_presence import record_presence
from wattfleet.usecases.recover_connections import recover_connections
from wattfleet.usecases.rotate_password import settle_password

PRESENCE_US = 60_000_000
GOODBYE_US = 3_000_000


class GateSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the composition root decides. An alias is a path prefix of a former back end, such as
    `/steve/websocket/CentralSystemService/`, or `prefix=tenant`."""

    binds: tuple[Bind, ...]
    pepper: bytes
    aliases: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()


class Gate:
    """Open it, let `run` run, close it."""

    def __init__(self, parts: Parts, settings: GateSettings) -> None:
        self._parts = parts
        self.inbox = Inbox(parts.clock, partial(keep_inbox, parts))
        self.registry = Registry(parts.clock)
        self.register = Register(
            StoredDirectory(parts.database), parts.clock, self._registered, self._look_for_strangers
        )
        admission = Admission(self.registry)
        self.places = admission.places
        home = StationHome(parts)
        self._shared = Shared(home, self.registry, parts.bus, parts.clock, parts.ids)
        self._door = Door(
            register=self.register,
            inbox=self.inbox,
            clock=parts.clock,
            pepper=settings.pepper,
            aliases=dict(map(_alias, settings.aliases)),
            ears=self._ears,
            admission=admission,
        )
        self._listeners = [
            Listener(bind, self._door, parts.clock, trusted=settings.trusted_proxies)
            for bind in settings.binds
        ]

    async def open(self) -> None:
        """Everything is read, then the doors open. Raises: OSError, WattfleetError `storage_unavailable`."""
        await recover_connections(self._parts)
        await recover_orders(self._parts)
        self.inbox.restore(await read_inbox(self._parts))
        await self.register.load()
        for listener in self._listeners:
            await listener.start()
        self._door.open = True

    @property
    def ports(self) -> list[int]:
        """The port of each bind."""
        return [listener.port for listener in self._listeners]

    async def run(self) -> None:
        """Keep everything going, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.register.keep_fresh(), name="register")
            group.create_task(self.registry.keep_swept(), name="sweep")
            group.create_task(self.inbox.keep_flushed(), name="inbox")
            group.create_task(self._keep_presence(), name="presence")

    async def close(self, drain_us: int) -> None:
        """Take no more stations, say goodbye to those that are here, and write what is left to write."""
        self._door.open = False
        for listener in self._listeners:
            await listener.stop()
        await self.registry.drain(drain_us)
        await self.registry.settled(GOODBYE_US)
        with contextlib.suppress(WattfleetError):
            await self.inbox.flush()

    async def _keep_presence(self) -> None:
        while True:
            await pause(self._parts.clock, PRESENCE_US)
            with contextlib.suppress(WattfleetError):
                await record_presence(self._parts, self._heard())

    def _heard(self) -> list[tuple[StationKey, Instant]]:
        now, now_us = self._parts.clock.now(), self._parts.clock.monotonic_us()
        return [(key, now + (heard_us - now_us)) for key, heard_us in self.registry.heard()]

    def _look_for_strangers(self) -> None:
        strangers = self.registry.strangers(self.register.welcome())
        if strangers:
            self._parts.errands.start(self._expel(strangers))

    async def _expel(self, strangers: list[tuple[StationKey, Held]]) -> None:
        """Removed or blocked stations go; the second look is for those who came in while we were reading."""
        for key, held in strangers:
            with contextlib.suppress(WattfleetError):
                await self.register.read_one(held.identity)
                if key not in self.register.welcome():
                    held.expelled()

    def _registered(self, known: Known) -> None:
        self.inbox.forget(known.identity, known.tenant_name)

    def _ears(self, knock: Knock, known: Known, version: Version, proof: Proof | None) -> Connection:
        if proof is not None and (proof.weak or len(known.digests) > 1):
            settling = settle_password(
                self._parts, known.tenant, known.station_id, proof.digest, is_weak=proof.weak
            )
            self._parts.errands.start(settling)
        caller = Caller(
            known.tenant,
            known.station_id,
            known.identity,
            version,
            knock.address,
            knock.head.get("user-agent")[:200],
            knock.secure,
        )
        return Connection(self._shared, caller, self._parts.ids.below(1 << 16))


def _alias(text: str) -> tuple[tuple[str, ...], str]:
    prefix, _, tenant = text.partition("=")
    return read_alias(prefix), tenant
