"""The seats of real stations: `gateway.home` over the use cases."""

from uuid import UUID

from wattfleet.gateway.home import Answer, Caller, Seat, Told
from wattfleet.ocpp.effects import Arrived
from wattfleet.storage.recording import FrameRow
from wattfleet.usecases import open_connection as opening
from wattfleet.usecases.close_connection import Departures
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.hear_event import HEARTBEAT_S
from wattfleet.usecases.open_together import Arrivals
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.pin_version import pin_version
from wattfleet.usecases.record_frame import record_frame
from wattfleet.usecases.record_other import record_alarm, record_other
from wattfleet.usecases.record_together import Together


class StationHome:
    """`Home` on the database."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._together = Together(parts)
        self._arrivals = Arrivals(parts)
        self._departures = Departures(parts)

    async def open(self, caller: Caller) -> Seat:
        arrival = opening.Caller(
            caller.tenant, caller.station_id, caller.version, caller.address, caller.user_agent
        )
        return StationSeat(self._parts, await self._arrivals.open(arrival), self._departures)

    def offer(self, seat: Seat, arrived: Arrived, told: Told, *, first: bool = False) -> None:
        assert isinstance(seat, StationSeat), "a seat of this home"
        seat.desk.goes_first = first
        self._together.offer(seat.desk, arrived, told)


class StationSeat:
    """`Seat` with a desk."""

    def __init__(self, parts: Parts, desk: Desk, departures: Departures) -> None:
        self._parts = parts
        self._departures = departures
        self.desk = desk

    @property
    def epoch(self) -> int:
        return self.desk.epoch

    @property
    def accepted(self) -> bool:
        """A 2.x station that has ever been accepted reconnects without a boot (OCPP 2.0.1 part 4 §5.3)."""
        return self.desk.accepted or self.desk.station.booted_at is not None

    @property
    def heartbeat_s(self) -> int:
        return HEARTBEAT_S

    async def record(self, arrived: Arrived, *, first: bool = False) -> Answer:
        self.desk.goes_first = first
        return await record_frame(self._parts, self.desk, arrived)

    async def note(self, row: FrameRow, order_id: UUID | None = None) -> None:
        await record_other(self._parts, self.desk, row, order_id=order_id)

    async def alarm(self, kind: str, detail: str) -> None:
        await record_alarm(self._parts, self.desk, kind, detail)

    async def pin_16(self) -> None:
        await record_alarm(self._parts, self.desk, "speaks_1_6", f"offered {self.desk.version}")
        await pin_version(self._parts, self.desk.tenant, self.desk.station.id)

    async def close(self, why: str) -> None:
        await self._departures.close(self.desk, why)
