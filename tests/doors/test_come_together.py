"""Stations that come, and cars that begin, in one moment: the same as one after the other."""

import asyncio

import msgspec
import pytest
from sqlalchemy import select
from tests.doors.stage import TENANT, Line, Stage
from tests.places import AnyDatabase

from wattfleet.events import Token
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.placement import LookUp
from wattfleet.stations.station import Station
from wattfleet.storage import sessions, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.tables.stations import connections
from wattfleet.usecases.close_connection import Departures
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.looking import Looked, Looking, Question
from wattfleet.usecases.open_connection import Caller
from wattfleet.usecases.open_together import Arrivals

MANY = 6


async def _more(stage: Stage) -> list[Station]:
    names = [f"CP{number}" for number in range(2, MANY + 2)]
    made = [
        msgspec.structs.replace(stage.station, id=stage.ids.uuid(stage.clock.now()), identity=name)
        for name in names
    ]

    def fill(writer: Writer) -> None:
        for one in made:
            stations.add(writer, one)

    await stage.database.write(TENANT, fill)
    return made


def _caller(station: Station) -> Caller:
    return Caller(TENANT, station.id, "1.6", "127.0.0.1")


async def test_who_comes_together_finds_what_he_would_find_alone(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    others = await _more(stage)
    line = await stage.connect()
    status = {"connectorId": 1, "status": "Charging", "errorCode": "NoError"}
    await line.call("StatusNotification", status | {"timestamp": "2026-11-20T20:00:00Z"})
    start = {"connectorId": 1, "idTag": "CARD", "meterStart": 7, "timestamp": "2026-11-20T20:00:00Z"}
    await line.call("StartTransaction", start)
    await database.write(TENANT, lambda writer: stations.remove(writer, others[-1].id, stage.clock.now()))
    came = [stage.station, *others, stage.station]
    arrivals = Arrivals(stage.parts)
    told = await asyncio.gather(*(arrivals.open(_caller(one)) for one in came), return_exceptions=True)
    removed = told.pop(-2)
    assert isinstance(removed, WattfleetError)
    assert removed.code == "station_unknown"
    desks = [one for one in told if isinstance(one, Desk)]
    assert [desk.station.identity for desk in desks] == ["CP1", "CP2", "CP3", "CP4", "CP5", "CP6", "CP1"]
    assert [desk.epoch for desk in desks] == [2, 1, 1, 1, 1, 1, 3], "each is a connection of its own"
    (session,) = await stage.sessions()
    assert [list(desk.sessions.values()) for desk in desks] == [[session], [], [], [], [], [], [session]]
    assert [list(desk.connectors) for desk in desks] == [[(1, 1)], [], [], [], [], [], [(1, 1)]]
    assert all(desk.site == stage.site for desk in desks)

    def still_open(reader: Reader) -> int:
        left = select(connections).where(
            connections.c.station_id == stage.station.id, connections.c.closed_at.is_(None)
        )
        return len(reader.connection.execute(left).all())

    assert await database.read(TENANT, still_open) == 1, "the ones before have ended"


async def test_cars_that_begin_together_each_get_their_own_session(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    others = await _more(stage)
    arrivals = Arrivals(stage.parts)
    desks = await asyncio.gather(*(arrivals.open(_caller(one)) for one in others))
    lines = [Line(stage, desk) for desk in desks]
    at = {"timestamp": "2026-11-20T20:00:00Z"}
    start = {"connectorId": 1, "idTag": "CARD", "meterStart": 7, **at}
    begun = await asyncio.gather(*(one.call("StartTransaction", start) for one in lines))
    assert {one["idTagInfo"]["status"] for one in begun} == {"Accepted"}
    again = [await one.call("StartTransaction", start) for one in lines]
    assert again == begun, "a repeated start finds its session"
    fresh = [
        Line(stage, desk) for desk in await asyncio.gather(*(arrivals.open(_caller(one)) for one in others))
    ]
    for one in fresh:
        one.desk.sessions.clear()  # as if they had been let go of
    await asyncio.gather(
        *(
            one.call("StopTransaction", {"transactionId": told["transactionId"], "meterStop": 9, **at})
            for one, told in zip(fresh, begun, strict=True)
        )
    )

    def ended(reader: Reader) -> list[tuple[int, int]]:
        held = [sessions.open_and_recent(reader, one.id, Instant(0)) for one in others]
        return [(int(one.tx), one.energy.mwh) for some in held for one in some if one.ended_at is not None]

    found = await database.read(TENANT, ended)
    assert found == [(one["transactionId"], 2_000) for one in begun], "each stop found its own by its number"


@pytest.mark.parametrize("uid", ["CARD", "NOBODY"])
async def test_a_question_that_cannot_be_asked_harms_no_other(database: AnyDatabase, uid: str) -> None:
    stage = await Stage(database).furnish()
    looking = Looking(database)

    def asked(shown: str) -> Question:
        return Question(
            tenant=TENANT,
            station_id=stage.station.id,
            wanted=LookUp(start_key="never"),
            begins=True,
            token=Token(shown),
            drawn="77",
        )

    ask = (looking.ask(asked(one), first=False) for one in ("one first", uid, "\0", uid))
    _, before, bad, after = await asyncio.gather(*ask, return_exceptions=True)
    assert isinstance(before, Looked)
    assert before == after
    assert before.tx == "77"
    assert before.shown is not None
    assert (before.shown.record is not None) == (uid == "CARD")
    assert isinstance(bad, Looked) == isinstance(database, SqliteDatabase), "PostgreSQL keeps no zero bytes"


async def test_an_end_that_cannot_be_written_harms_no_other(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    others = await _more(stage)
    arrivals, departures = Arrivals(stage.parts), Departures(stage.parts)
    desks = await asyncio.gather(*(arrivals.open(_caller(one)) for one in others))
    newer = await arrivals.open(_caller(others[-1]))
    reasons = ["1006", "one first", "1001 \0", "1000", "1006", "1006"]
    ends = (departures.close(desk, why) for desk, why in zip(desks, reasons, strict=True))
    told = await asyncio.gather(*ends, return_exceptions=True)
    bad = told.pop(2)
    assert told == [None] * 5
    assert (bad is None) == isinstance(database, SqliteDatabase), "PostgreSQL keeps no zero bytes"

    def connected(reader: Reader) -> list[bool]:
        return [stations.demand(reader, one.id).connected for one in others]

    assert await database.read(TENANT, connected) == [False, False, bad is not None, False, False, True]
    assert newer.epoch == 2
