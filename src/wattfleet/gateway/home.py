"""What a connection needs of the use cases: a seat for a station, and everything recorded from it."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import msgspec

from wattfleet.bus.port import StationKey
from wattfleet.kernel.errors import WattfleetError
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.versions import Version
from wattfleet.storage.recording import FrameRow
from wattfleet.usecases.record_frame import ConnectionFenced


class Caller(msgspec.Struct, frozen=True):
    """Who has connected and proved who it is, as the door saw it."""

    tenant: int
    station_id: UUID
    identity: str
    version: Version
    address: str
    user_agent: str = ""
    secure: bool = False

    @property
    def key(self) -> StationKey:
        return StationKey(self.tenant, self.station_id)


Answer = bytes | Fault
"""What a durable call is answered with: its CALLRESULT, the whole frame (b"" after a SEND), or a CALLERROR
with this fault: never for a business reason (field-faults §1.2)."""

Told = Callable[[Answer | ConnectionFenced | WattfleetError | None], None]
"""Hears what came of a call that was offered: durable, or not; None = record it by itself. Never raises."""


class Seat(Protocol):
    """One authenticated connection of a station, under its epoch."""

    @property
    def epoch(self) -> int: ...

    @property
    def accepted(self) -> bool:
        """Whether the station may speak of more than its boot. 1.6 reconnects without one (row 77)."""
        ...

    @property
    def heartbeat_s(self) -> int: ...

    async def record(self, arrived: Arrived, *, first: bool = False) -> Answer:
        """Commit a CALL or SEND with all that follows from it; `first`, before those that come from queues.

        Raises: ConnectionFenced; WattfleetError `storage_unavailable` (then nothing may be answered).
        """
        ...

    async def note(self, row: FrameRow, order_id: UUID | None = None) -> None:
        """Commit a frame that is not answered: our calls (of which order), their answers, broken ones.

        Raises: as above.
        """
        ...

    async def alarm(self, kind: str, detail: str) -> None:
        """A line in the station's history that a person should see. Raises: as above."""
        ...

    async def pin_16(self) -> None:
        """From its next connection on it is taken for a 1.6 station (row 61). Raises: as above."""
        ...

    async def close(self, why: str) -> None:
        """The end of this connection. Touches nothing if a newer one owns the station."""
        ...


class Home(Protocol):
    """Where connections get their seats."""

    async def open(self, caller: Caller) -> Seat:
        """A new epoch. Raises: WattfleetError `station_unknown`, `storage_unavailable`."""
        ...

    def offer(self, seat: Seat, arrived: Arrived, told: Told, *, first: bool = False) -> None:
        """As `Seat.record`, together with what others say in this turn of the loop, as far as that goes at
        once: `told` hears None where it does not."""
        ...
