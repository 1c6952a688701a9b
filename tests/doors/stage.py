"""A station's frames without a socket: the dialogue and `record_frame` on a real database."""

import json
from typing import Any

from tests.places import AnyDatabase

from wattfleet.access.tokens import RegisteredToken
from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import SECOND_US, Instant, Zone, parse_instant
from wattfleet.ocpp.dialogue import Dialogue
from wattfleet.ocpp.effects import Arrived, Effects, Transmit
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.versions import Version
from wattfleet.sessions.session import Session
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access, Station
from wattfleet.storage import sessions, sites, stations, tokens
from wattfleet.storage.database import Writer
from wattfleet.storage.journal import Journal
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.open_connection import Caller, open_connection
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.record_frame import record_frame

NOON = parse_instant("2026-11-20T12:00:00Z")
EVENING = parse_instant("2026-11-20T20:00:00Z")
TENANT = 1


class Stage:
    """One installation with one public station and the card CARD."""

    def __init__(self, database: AnyDatabase, start: Instant = EVENING) -> None:
        self.clock = ManualClock(start)
        self.ids = CountedIds()
        self.database = database
        self.parts = Parts(database, Journal(database), MemoryBus(), self.clock, self.ids, Looking(database))
        self.site = Site(
            id=self.ids.uuid(start),
            name="Depot",
            country="SE",
            zone=Zone("Europe/Stockholm"),
            currency=Currency("SEK"),
        )
        self.station = Station(
            id=self.ids.uuid(start), identity="CP1", site_id=self.site.id, access=Access.PUBLIC
        )

    async def furnish(self) -> "Stage":
        card = RegisteredToken(id=self.ids.uuid(NOON), uid="CARD")

        def fill(writer: Writer) -> None:
            sites.add(writer, self.site)
            stations.add(writer, self.station)
            tokens.add(writer, card)

        await self.database.write(TENANT, fill)
        return self

    async def connect(self, version: Version = "1.6") -> "Line":
        caller = Caller(TENANT, self.station.id, version, "127.0.0.1")
        return Line(self, await open_connection(self.parts, caller))

    async def sessions(self) -> list[Session]:
        long_ago = Instant(0)
        return await self.database.read(
            TENANT, lambda reader: sessions.open_and_recent(reader, self.station.id, long_ago)
        )


class Line:
    """One connection; every call moves the clock on by one second."""

    def __init__(self, stage: Stage, desk: Desk) -> None:
        self.stage = stage
        self.desk = desk
        self.dialogue = Dialogue(desk.version)
        self.number = 0

    async def call(self, action: str, payload: dict[str, Any], message_id: str = "") -> Any:
        """What the station gets for a call: the payload, or the error's code."""
        self.stage.clock.advance(SECOND_US)
        self.number += 1
        frame = json.dumps([2, message_id or f"m{self.number}", action, payload]).encode()
        sent = await self._work(self.dialogue.receive(frame, self.stage.clock.monotonic_us()))
        answer = json.loads(sent[-1])
        return answer[2]

    async def _work(self, effects: Effects) -> list[bytes]:
        sent: list[bytes] = []
        for effect in effects:
            if isinstance(effect, Transmit):
                sent.append(effect.frame)
            elif isinstance(effect, Arrived):
                answer = await self.record(effect)
                if isinstance(answer, Fault):
                    sent += await self._work(self.dialogue.refuse(effect.message_id, answer))
                else:
                    sent += await self._work(self.dialogue.answer(effect.message_id, answer))
        return sent

    async def record(self, arrived: Arrived) -> bytes | Fault:
        return await record_frame(self.stage.parts, self.desk, arrived)
