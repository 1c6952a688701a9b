"""Nouns for tests: each with what it must have, the rest as the test says."""

from typing import Any
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.access.tokens import RegisteredToken
from wattfleet.events import Measurand, Reading, Token, Value
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import SECOND_US, Instant, Zone
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access, Station
from wattfleet.storage.ratings import StoredRating
from wattfleet.storage.recording import Direction, FrameRow, ReadingRow, Recording, SessionChange

NOON = Instant(1_795_176_000_000_000)  # 2026-11-20T12:00:00Z
_IDS = CountedIds(7)
TESTER = Principal("key", "test", "tester")


def new_id() -> UUID:
    return _IDS.uuid(NOON)


def after(seconds: int) -> Instant:
    return NOON + seconds * SECOND_US


def a_site(**rest: Any) -> Site:
    facts: dict[str, Any] = {
        "name": "Depot",
        "country": "SE",
        "zone": Zone("Europe/Stockholm"),
        "currency": Currency("SEK"),
    }
    return Site(**({"id": new_id()} | facts | rest))


def a_station(site: Site, **rest: Any) -> Station:
    station_id = new_id()
    facts: dict[str, Any] = {
        "identity": f"CP-{station_id.hex[-6:]}",
        "site_id": site.id,
        "access": Access.PUBLIC,
    }
    return Station(**({"id": station_id} | facts | rest))


def a_token(uid: str, **rest: Any) -> RegisteredToken:
    facts: dict[str, Any] = {"id": new_id(), "uid": uid}
    return RegisteredToken(**(facts | rest))


def a_session(station: Station, **rest: Any) -> Session:
    session_id = new_id()
    facts: dict[str, Any] = {
        "evse": 1,
        "connector": 1,
        "tx": session_id.hex[-8:],
        "start_key": session_id.hex,
        "state": SessionState.ACTIVE,
        "started_at": NOON,
        "first_at": NOON,
        "first_received_at": NOON,
        "token": Token("04AABBCC"),
        "version": 1,
    }
    return Session(**({"id": session_id, "station_id": station.id} | facts | rest))


def a_reading(seconds: int, wh: int) -> Reading:
    return Reading(
        after(seconds),
        (
            Value(Measurand.ENERGY_IMPORT, wh * 1000, step_milli=1000),
            Value(Measurand.POWER_IMPORT, 11_000_000),
            Value(Measurand.SOC, 50_000, location="ev"),
        ),
    )


def a_frame(text: str = '[2,"1","MeterValues",{}]', **rest: Any) -> FrameRow:
    facts: dict[str, Any] = {
        "at": NOON,
        "direction": Direction.IN,
        "kind": "call",
        "message_id": "1",
        "action": "MeterValues",
        "raw": text.encode(),
        "answer": b'[3,"1",{}]',
    }
    return FrameRow(**(facts | rest))


def a_recording(station: Station, **rest: Any) -> Recording:
    facts: dict[str, Any] = {
        "tenant": 1,
        "station_id": station.id,
        "epoch": station.epoch,
        "frame": a_frame(),
    }
    return Recording(**(facts | rest))


def metered(session: Session, seconds: int, wh: int, **rest: Any) -> tuple[Session, ReadingRow]:
    """The session one reading on, and the reading's row."""
    further = msgspec.structs.replace(
        session, version=session.version + 1, energy=Energy(wh * 1000), last_at=after(seconds), **rest
    )
    reading = a_reading(seconds, wh)
    return further, ReadingRow(session.id, session.evse, reading.at, reading.at, reading)


def a_change(session: Session, expected: int) -> tuple[SessionChange, ...]:
    return (SessionChange(session, expected),)


def a_rating(session: Session) -> StoredRating:
    """Of a session that nobody sells."""
    return StoredRating(
        id=new_id(),
        session_id=session.id,
        session_version=session.version,
        rated_at=NOON,
        rating=None,
        cost_reason="not_sold",
    )
