"""The first day of a fleet, as rows of each table: what `bench.years` copies for all days after it."""

import os
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from bench.journal import first_session
from bench.ratings import tariffs
from wattfleet.events import Measurand, Reading, Value
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant, Zone
from wattfleet.sessions.course import pack
from wattfleet.sessions.session import Session, SessionState
from wattfleet.sessions.usage_of import usage
from wattfleet.storage.rows import pack_reading, token_of
from wattfleet.tariffs.rating import rate

A_DAY = 2
"""Sessions of a station and day."""
SAMPLES = 24
"""Readings of a session: two hours, one each five minutes."""
HEARTBEATS = 48
METER = (
    b'[2,"%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"2026-11-20T12:00:00Z",'
    b'"sampledValue":[{"value":"%d","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"10912.4",'
    b'"measurand":"Power.Active.Import","unit":"W"},{"value":"15.8","measurand":"Current.Import","unit":"A",'
    b'"phase":"L1"},{"value":"54","measurand":"SoC","unit":"Percent","location":"EV"}]}]}]'
)
BEAT = b'[2,"%d","Heartbeat",{}]'
Rows = Iterator[dict[str, Any]]


def _id_at(at: Instant) -> UUID:
    """As the server makes them: the milliseconds, then chance."""
    return UUID(bytes=(at.us // 1000).to_bytes(6, "big") + os.urandom(10))


class Fleet:
    """What is written on the first day."""

    def __init__(self, stations: list[UUID], day: Instant) -> None:
        self.stations = stations
        self.charges: list[tuple[UUID, UUID, Instant]] = []
        self._number = 0
        self._chance = Random(1)
        template = self._session(stations[0], day, 1)
        self._rating = rate(usage(template, Zone("Europe/Stockholm"), day), tariffs()[0])
        self._rating_body = msgspec.json.encode(self._rating).decode()

    def _session(self, station: UUID, at: Instant, number: int) -> Session:
        return msgspec.structs.replace(
            first_session(station),
            id=_id_at(at),
            tx=str(number),
            started_at=at,
            first_at=at,
            first_received_at=at,
            last_at=at + 2 * HOUR_US,
            ended_at=at + 2 * HOUR_US,
            state=SessionState.CLOSED,
            energy=Energy(21_824_000),
            begin_register=Energy(1_000_000),
            end_register=Energy(22_824_000),
            reason="EVDisconnected",
            version=SAMPLES + 2,
        )

    def sessions_of(self, day: Instant) -> Rows:
        for station in self.stations:
            for turn in range(A_DAY):
                self._number += 1
                at = day + (6 + 8 * turn) * HOUR_US + (self._number % 60) * MINUTE_US
                one = self._session(station, at, self._number)
                self.charges.append((one.id, station, at))
                yield {
                    "id": one.id,
                    "station_id": station,
                    "evse": 1,
                    "connector": 1,
                    "tx": one.tx,
                    "start_key": one.start_key,
                    "token": token_of(one),
                    "state": one.state,
                    "started_at": at,
                    "ended_at": one.ended_at,
                    "energy_mwh": one.energy,
                    "reason": one.reason,
                    "flags": (),
                    "remote_start": None,
                    "version": one.version,
                    "changed_at": one.ended_at,
                    "body": pack(one),
                    "to_rate": False,
                }

    def ratings(self) -> Rows:
        one = self._rating
        for session, _, at in self.charges:
            yield {
                "id": session,
                "session_id": session,
                "session_version": SAMPLES + 2,
                "tariff_id": one.tariff_id,
                "tariff_version": one.tariff_version,
                "before_vat_minor": one.before_vat.minor,
                "vat_minor": one.vat.minor,
                "amount_minor": one.amount.minor,
                "currency": one.currency,
                "cost_reason": "",
                "body": self._rating_body,
                "rated_at": at + 2 * HOUR_US,
                "newest": True,
                "posted": True,
                "billed": True,
            }

    def readings(self) -> Rows:
        for number in range(SAMPLES):
            for session, station, start in self.charges:
                at = start + number * 5 * MINUTE_US
                wh = 1_000_000 + number * 909_000 + self._chance.randrange(900_000)
                values = (
                    Value(Measurand.ENERGY_IMPORT, wh, step_milli=1000),
                    Value(Measurand.POWER_IMPORT, 10_912_400 + self._chance.randrange(90_000)),
                    Value(Measurand.CURRENT_IMPORT, 15_800, phase="L1"),
                    Value(Measurand.SOC, 54_000, location="ev"),
                )
                yield {
                    "session_id": session,
                    "station_id": station,
                    "evse": 1,
                    "at": at,
                    "received_at": at + 300_000,
                    "register_mwh": Energy(wh),
                    "power_mw": Power(10_912_400),
                    "soc_milli": 54_000,
                    "source": 1,
                    "sequence": -1,
                    "reading": pack_reading(Reading(at, values)),
                }

    def frames(self, day: Instant) -> Rows:
        found: list[tuple[int, UUID, UUID | None, str, bytes]] = []
        for turn, (session, station, start) in enumerate(self.charges):
            for number in range(SAMPLES + 2):
                us = start.us + number * 5 * MINUTE_US
                wh = number * 909 + self._chance.randrange(900)
                raw = METER % (self._chance.getrandbits(60), turn, wh)
                found.append((us, station, session, "MeterValues", raw))
        for station in self.stations:
            for number in range(HEARTBEATS):
                us = day.us + number * 30 * MINUTE_US
                found.append((us, station, None, "Heartbeat", BEAT % self._chance.getrandbits(60)))
        for number, (us, station, of_session, action, raw) in enumerate(
            sorted(found, key=lambda one: one[0])
        ):
            yield {
                "station_id": station,
                "epoch": 1,
                "at": Instant(us),
                "direction": 0,
                "kind": "call",
                "message_id": raw[4:24].decode().partition('"')[0],
                "action": action,
                "raw": raw,
                "answer": b'[3,"%d",{"currentTime":"2026-11-20T12:00:00.000Z"}]' % number,
                "error": "",
                "session_id": of_session,
            }

    def events(self) -> Rows:
        for session, station, at in self.charges:
            for kind in ("status_reported", "transaction_began", "status_reported", "transaction_ended"):
                yield {
                    "station_id": station,
                    "at": at,
                    "received_at": at,
                    "kind": kind,
                    "body": '{"evse":1,"connector":1,"status":"charging","at":"2026-11-20T12:00:00Z"}',
                    "session_id": session,
                }
