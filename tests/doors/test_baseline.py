"""A station is brought to its baseline and gets a strong password, over its socket, on both databases."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import msgspec
import pytest
from tests.doors.house import BOOT, PASSWORD, PEPPER, dial, say
from tests.doors.installation import Installation, installation
from tests.places import AnyDatabase

from wattfleet.kernel.timeline import HOUR_US
from wattfleet.stations.templates import parse
from wattfleet.storage import configuration, directory, frames
from wattfleet.storage.database import DEFAULT_TENANT
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.apply_baseline import MARK, UNFINISHED, apply_baseline
from wattfleet.usecases.rotate_password import rotate_password

BASELINES = parse(
    """
    [[baseline]]
    versions = ["1.6"]
    [[baseline.wish]]
    name = "MeterValueSampleInterval"
    value = "900"
    rule = "at_most"
    why = "the load curve"
    [[baseline.wish]]
    name = "StopTxnSampledData"
    value = "Energy.Active.Import.Register"
    why = "the end"
    [[baseline.wish]]
    name = "ClockAlignedDataInterval"
    value = "900"
    why = "the clock"
    """
)


class Box:
    """A 1.6 station's configuration; `fixed` keys say no, `deaf` stations say nothing."""

    def __init__(self, **keys: str) -> None:
        self.keys = keys
        self.fixed: set[str] = set()
        self.deaf = False
        self.heard: list[tuple[str, Any]] = []

    def answer(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        self.heard.append((action, payload))
        if action == "GetConfiguration":
            known = [
                {"key": key, "readonly": False, "value": self.keys[key]}
                for key in payload["key"]
                if key in self.keys
            ]
            return {
                "configurationKey": known,
                "unknownKey": [k for k in payload["key"] if k not in self.keys],
            }
        key = payload["key"]
        if key in self.fixed or (key not in self.keys and key != "AuthorizationKey"):
            return {"status": "Rejected" if key in self.fixed else "NotSupported"}
        self.keys[key] = payload["value"]
        return {"status": "Accepted"}


@asynccontextmanager
async def plugged_in(built: Installation, box: Box, password: str = PASSWORD) -> AsyncIterator[None]:
    async with dial(built.port, password=password) as client:
        await say(client, BOOT)

        async def listen() -> None:
            async for text in client:
                _, message_id, action, payload = msgspec.json.decode(text)
                if not box.deaf:
                    reply = [3, message_id, box.answer(action, payload)]
                    await client.send(msgspec.json.encode(reply).decode())

        running = asyncio.create_task(listen())
        try:
            yield
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


async def test_what_deviates_is_written_read_back_and_what_is_refused_is_kept(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        box = Box(MeterValueSampleInterval="60", StopTxnSampledData="", ClockAlignedDataInterval="0")
        box.fixed = {"ClockAlignedDataInterval"}
        async with plugged_in(built, box):
            left = await apply_baseline(built.parts, DEFAULT_TENANT, station.id, BASELINES, 0)
        assert [one.name for one in left] == ["ClockAlignedDataInterval"]
        assert box.keys["StopTxnSampledData"] == "Energy.Active.Import.Register"
        assert box.keys["MeterValueSampleInterval"] == "60", "what is good is not touched"
        assert all(len(payload["key"]) == 1 for action, payload in box.heard if action == "GetConfiguration")
        kept = {
            one.variable: (one.value, one.written, one.refused)
            for one in await database.read(
                DEFAULT_TENANT, partial(configuration.of_station, station_id=station.id)
            )
        }
        assert kept["StopTxnSampledData"] == (
            "Energy.Active.Import.Register",
            "Energy.Active.Import.Register",
            "",
        )
        assert kept["ClockAlignedDataInterval"] == ("0", "900", "Rejected")


async def test_a_station_is_looked_after_once_for_its_firmware(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station()
        later = built.clock.now() + HOUR_US

        async def lacking() -> int:
            found = await database.read(
                DEFAULT_TENANT,
                partial(configuration.lacking, mark=MARK, settled_before=later, tried_before=later, limit=9),
            )
            return len(found)

        assert await lacking() == 0, "it is not connected"
        box = Box(MeterValueSampleInterval="60")
        async with plugged_in(built, box):
            assert await lacking() == 1
            await apply_baseline(built.parts, DEFAULT_TENANT, station.id, BASELINES, 0)
            assert await lacking() == 0
        left = await apply_baseline(built.parts, DEFAULT_TENANT, station.id, BASELINES, 0)
        assert left == (), "nothing was told"
        mark = await database.read(
            DEFAULT_TENANT, partial(configuration.get, station_id=station.id, name=MARK)
        )
        assert mark is not None
        assert mark.value == UNFINISHED


@pytest.mark.parametrize(
    ("fixed", "outcome"), [(set(), "rotated"), ({"AuthorizationKey"}, "refused")], ids=["takes", "refuses"]
)
async def test_a_weak_password_is_replaced_where_the_station_takes_it(
    database: AnyDatabase, fixed: set[str], outcome: str
) -> None:
    async with installation(database) as built:
        station = await built.station(password="weak-one")
        assert station.weak_password
        box = Box()
        box.fixed = fixed
        async with plugged_in(built, box, "weak-one"):
            assert await rotate_password(built.parts, DEFAULT_TENANT, station.id, pepper=PEPPER) == outcome
        known = await database.read(DEFAULT_TENANT, partial(directory.get, station_id=station.id))
        assert known is not None
        assert len(known.digests) == 1
        now = box.keys.get("AuthorizationKey", "weak-one")
        async with plugged_in(built, box, now):
            assert (await built.read_station(station.id)).weak_password is (outcome == "refused")
        out = await database.read(
            DEFAULT_TENANT,
            lambda reader: frames.page(reader, PageQuery(filters={"station": station.id, "direction": 1})),
        )
        asked = box.heard[-1][1]["value"]
        assert asked.encode() not in b"".join(row.raw for row in out.items)


async def test_after_no_answer_both_passwords_open_until_one_is_used(database: AnyDatabase) -> None:
    async with installation(database) as built:
        station = await built.station(password="weak-one")
        box = Box()
        box.deaf = True
        async with dial(built.port, password="weak-one") as client:
            await say(client, BOOT)
            rotating = asyncio.create_task(
                rotate_password(built.parts, DEFAULT_TENANT, station.id, pepper=PEPPER)
            )
            call = msgspec.json.decode(await client.recv())
        assert await rotating == "unknown"
        known = await database.read(DEFAULT_TENANT, partial(directory.get, station_id=station.id))
        assert known is not None
        assert len(known.digests) == 2
        async with plugged_in(built, Box(), call[3]["value"]):
            pass
        await built.parts.errands.settle()
        known = await database.read(DEFAULT_TENANT, partial(directory.get, station_id=station.id))
        assert known is not None
        assert len(known.digests) == 1
        assert not (await built.read_station(station.id)).weak_password
