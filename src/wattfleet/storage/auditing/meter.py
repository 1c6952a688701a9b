"""I2: each plain register of an answered message is found again among its station's readings."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.registers import ACTIONS, plain_registers
from wattfleet.operations.audit import Violation, violation
from wattfleet.storage.database import Reader
from wattfleet.storage.readings import of
from wattfleet.storage.tables.journal import frames, readings
from wattfleet.storage.tables.sessions import doubts


class Meter(msgspec.Struct, frozen=True):
    """How many registers were looked for, and which are not there."""

    looked_at: int
    missing: list[Violation]


def check(reader: Reader, low: int, high: int) -> Meter:
    """One chunk of frames. A unit that was mended shows as a factor of a thousand, which is no loss."""
    told = list(_told(reader, low, high))
    if not told:
        return Meter(0, [])
    kept = _kept(reader, min(one[2] for one in told), max(one[2] for one in told))
    missing: list[Violation] = []
    for number, station, _, session, register in told:
        if any((station, one) in kept for one in _forms(register)):
            continue
        if not _elsewhere(reader, number, station, session, register):
            missing.append(
                violation(
                    "register_lost",
                    rows=(f"stations:{station}", *(() if session is None else (f"sessions:{session}",))),
                    frames=(number,),
                    wh=f"{Energy(register).mwh / 1000:.3f}",
                )
            )
    return Meter(len(told), missing)


def _forms(register: int) -> tuple[int, int]:
    return register, register * 1000


def _told(reader: Reader, low: int, high: int) -> Iterable[tuple[int, UUID, Instant, UUID | None, int]]:
    rows = reader.connection.execute(
        select(frames.c.id, frames.c.station_id, frames.c.at, frames.c.session_id, frames.c.raw).where(
            frames.c.tenant_id == reader.tenant,
            frames.c.id > low,
            frames.c.id <= high,
            frames.c.direction == 0,
            frames.c.action.in_(ACTIONS),
            frames.c.error == "",
        )
    )
    for number, station, at, session, raw in rows:
        for register in plain_registers(raw):
            yield number, station, at, session, register


def _kept(reader: Reader, first: Instant, last: Instant) -> set[tuple[UUID, int]]:
    """Station and register of what was received in that time: readings grow as frames do."""
    numbers = _numbers(reader, first)
    rows = reader.connection.execute(
        select(readings.c.station_id, readings.c.register_mwh).where(
            readings.c.tenant_id == reader.tenant,
            readings.c.id > numbers,
            readings.c.received_at >= first,
            readings.c.received_at <= last,
            readings.c.register_mwh.is_not(None),
        )
    )
    return {(station, register.mwh) for station, register in rows}


def _numbers(reader: Reader, since: Instant) -> int:
    from wattfleet.storage.auditing.journal import bounds

    return bounds(reader, "readings", since)[0]


def _elsewhere(reader: Reader, frame_id: int, station: UUID, session: UUID | None, register: int) -> bool:
    """A repeated message: its register came before. Or the whole message waits in the doubts."""
    wanted = [Energy(one) for one in _forms(register)]
    told = readings.c.register_mwh.in_(wanted)
    loose = (
        readings.c.tenant_id == reader.tenant,
        readings.c.station_id == station,
        readings.c.session_id.is_(None),
    )
    places = [select(func.count()).where(told, *loose)]
    if session is not None:
        places.insert(0, select(func.count()).where(told, *of(reader, session)))
    places.append(
        select(func.count()).where(
            doubts.c.tenant_id == reader.tenant, doubts.c.station_id == station, doubts.c.frame_id == frame_id
        )
    )
    return any(reader.connection.execute(one).scalar_one() for one in places)
