"""Recorded together or one by one: the same rows, and the same answers."""

import asyncio
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.doors.stage import Line, Stage

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.ocpp import translate
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.versions import Version
from wattfleet.storage.database import Reader
from wattfleet.storage.scratch import in_memory
from wattfleet.storage.tables.base import metadata
from wattfleet.usecases.record_frame import ConnectionFenced, record_frame
from wattfleet.usecases.record_together import Together
from wattfleet.usecases.record_usual import Usual, usual

Told = bytes | Fault | ConnectionFenced | WattfleetError | None
TABLES = ("frames", "readings", "events", "outbox", "sessions", "doubts", "connectors")


class Recorder:
    """How a line records: with others, where that goes at once; `at_once` counts how often it did."""

    def __init__(self, stage: Stage, *, together: bool) -> None:
        self.stage = stage
        self.together = Together(stage.parts) if together else None
        self.at_once = 0

    async def record(self, line: Line, arrived: Arrived) -> bytes | Fault:
        if self.together is not None:
            told: asyncio.Future[bytes | Fault | ConnectionFenced | WattfleetError | None]
            told = asyncio.get_running_loop().create_future()
            self.together.offer(line.desk, arrived, told.set_result)
            outcome = await told
            if outcome is not None:
                assert isinstance(outcome, bytes | Fault)
                self.at_once += 1
                return outcome
        return await record_frame(self.stage.parts, line.desk, arrived)


class OwnLine(Line):
    recorder: Recorder

    async def record(self, arrived: Arrived) -> bytes | Fault:
        return await self.recorder.record(self, arrived)


words = st.one_of(
    st.tuples(st.just("start"), st.integers(0, 5_000)),
    st.tuples(st.just("meter"), st.integers(-50, 3_000)),
    st.tuples(st.just("stranger"), st.integers(0, 3_000)),
    st.tuples(st.just("nameless"), st.integers(0, 3_000)),
    st.tuples(st.just("odd"), st.integers(0, 3)),
    st.tuples(st.just("status"), st.sampled_from([0, 1, 2])),
    st.tuples(st.just("beat"), st.just(0)),
    st.tuples(st.just("stop"), st.integers(0, 3_000)),
    st.tuples(st.just("pause"), st.integers(1, 4_000)),
)
ODD: list[dict[str, Any]] = [
    {"connectorId": 1, "meterValue": []},
    {"connectorId": "one", "transactionId": 0, "meterValue": [{"sampledValue": [{"value": "12.5x"}]}]},
    {
        "connectorId": 1,
        "meterValue": [{"timestamp": "1970-01-01T00:00Z", "sampledValue": [{"value": "7"}]}],
    },
    {},
]
STATUSES = ["Charging", "SuspendedEV", "Available"]


class Player:
    """A 1.6 or 2.0.1 station that says what was drawn."""

    def __init__(self, line: OwnLine) -> None:
        self.line = line
        self.register = 10_000
        self.sequence = 0
        self.tx: Any = "t1"
        self.answers: list[Any] = []

    @property
    def at(self) -> str:
        return self.line.stage.clock.now().wire()

    async def say(self, word: str, number: int) -> None:
        if word == "pause":
            self.line.stage.clock.advance(number * SECOND_US)
            return
        action, payload = (self._of_16 if self.line.desk.version == "1.6" else self._of_2x)(word, number)
        answer = await self.line.call(action, payload)
        self.answers.append(answer)
        if action == "StartTransaction":
            self.tx = answer["transactionId"]

    def _of_16(self, word: str, number: int) -> tuple[str, dict[str, Any]]:
        self.register += number
        match word:
            case "start":
                start = {"connectorId": 1, "idTag": "CARD", "meterStart": self.register, "timestamp": self.at}
                return "StartTransaction", start
            case "stop":
                stop = {"transactionId": self.tx, "meterStop": self.register, "timestamp": self.at}
                return "StopTransaction", stop | {"transactionId": self.tx if self.tx != "t1" else 0}
            case "beat":
                return "Heartbeat", {}
            case "status":
                told = {"connectorId": 1, "errorCode": "NoError", "status": STATUSES[number]}
                return "StatusNotification", told
            case "odd":
                return "MeterValues", ODD[number]
        sampled = [{"value": str(self.register)}, {"value": "11000", "measurand": "Power.Active.Import"}]
        told = {"connectorId": 1, "meterValue": [{"timestamp": self.at, "sampledValue": sampled}]}
        if word == "meter" and self.tx != "t1":
            told["transactionId"] = self.tx
        elif word == "stranger":
            told["transactionId"] = 77
        return "MeterValues", told

    def _of_2x(self, word: str, number: int) -> tuple[str, dict[str, Any]]:
        self.register += number
        kinds = {"start": "Started", "stop": "Ended"}
        if word == "beat":
            return "Heartbeat", {}
        if word == "status":
            told = {"timestamp": self.at, "connectorStatus": "Occupied", "evseId": 1, "connectorId": 1}
            return "StatusNotification", told
        self.sequence += 1
        event: dict[str, Any] = {
            "eventType": kinds.get(word, "Updated"),
            "timestamp": self.at,
            "triggerReason": "MeterValuePeriodic",
            "seqNo": self.sequence,
            "transactionInfo": {"transactionId": "other" if word == "stranger" else "t1"},
            "meterValue": [{"timestamp": self.at, "sampledValue": [{"value": self.register}]}],
        }
        if word in {"start", "nameless"}:
            event |= {"evse": {"id": 1, "connectorId": 1}}
        if word == "start":
            event |= {"idToken": {"idToken": "CARD", "type": "ISO14443"}}
        if word == "odd":
            event["transactionInfo"]["chargingState"] = ["Charging", "SuspendedEV", "EVConnected", "?"][
                number
            ]
        return "TransactionEvent", event


def _everything(reader: Reader) -> dict[str, list[Any]]:
    found = {}
    for name in TABLES:
        table = metadata.tables[name]
        rows = list(reader.connection.execute(select(table)))
        found[name] = sorted(rows, key=repr)
    return found


async def _played(version: Version, said: list[tuple[str, int]], *, together: bool) -> Any:
    database = await in_memory()
    stage = await Stage(database).furnish()
    plain = await stage.connect(version)
    plain.desk.accepted = True
    line = OwnLine(stage, plain.desk)
    line.recorder = Recorder(stage, together=together)
    player = Player(line)
    for word, number in said:
        await player.say(word, number)
    kept = await database.read(1, _everything)
    await database.close()
    desk = (line.desk.sessions, line.desk.clock, line.desk.heard_at, line.desk.connectors)
    return player.answers, kept, line.recorder.at_once, desk


RUNNING = [("start", 0), ("meter", 100), ("meter", 100), ("pause", 60), ("meter", 100)]
"""A session of which enough is known for a further sample to be the usual one."""


@settings(max_examples=40, deadline=None)
@given(
    version=st.sampled_from(["1.6", "2.0.1"]),
    before=st.sampled_from([[], RUNNING]),
    said=st.lists(words, max_size=14),
)
def test_together_is_the_same_as_one_by_one(
    version: Version, before: list[tuple[str, int]], said: list[tuple[str, int]]
) -> None:
    alone = asyncio.run(_played(version, before + said, together=False))
    others = asyncio.run(_played(version, before + said, together=True))
    assert others[0] == alone[0]
    assert others[3] == alone[3], "what the desk knows"
    for name in TABLES:
        assert others[1][name] == alone[1][name], name


def test_a_sample_of_a_running_transaction_needs_no_more() -> None:
    said = [("start", 0), ("meter", 100), ("status", 0), ("beat", 0), ("stranger", 5), ("stop", 100)]
    assert asyncio.run(_played("1.6", said, together=True))[2] == 3


@pytest.mark.parametrize(
    ("said", "is_usual"),
    [
        (("meter", 100), True),
        (("meter", 0), True),
        (("pause", 4_000), None),
        (("stranger", 5), False),
        (("nameless", 5), False),
        (("odd", 2), False),
        (("beat", 0), False),
    ],
)
def test_which_call_is_the_usual_one(said: tuple[str, int], is_usual: bool | None) -> None:
    """After a pause a sample is usual too, unless its time tells something of the station's clock."""
    found = asyncio.run(_usual_after(said))
    assert (found is not None) == (True if is_usual is None else is_usual)


@pytest.mark.parametrize(
    ("said", "is_usual"),
    [
        (("meter", 100), True),
        (("meter", 0), True),
        (("nameless", 5), True),  # it names the EVSE that is known
        (("stranger", 5), False),
        (("odd", 0), False),  # the car does something else than before
        (("beat", 0), False),
    ],
)
def test_which_update_is_the_usual_one(said: tuple[str, int], is_usual: bool) -> None:
    found = asyncio.run(_usual_after(said, version="2.0.1"))
    assert (found is not None) == is_usual


def test_an_update_that_only_brings_readings_is_no_line_of_the_history() -> None:
    said = [*RUNNING, ("odd", 0), ("meter", 100), ("stop", 100)]
    kept = asyncio.run(_played("2.0.1", said, together=True))[1]
    assert len(kept["readings"]) == 7
    kinds = sorted(row.kind for row in kept["events"])
    assert kinds == ["transaction_began", "transaction_ended", "transaction_went"]


@pytest.mark.parametrize("first", [True, False])
def test_the_usual_call_goes_first_where_its_station_does(first: bool) -> None:
    found = asyncio.run(_usual_after(("meter", 100), first=first))
    assert found is not None
    assert found.recording.first is first


async def _usual_after(
    said: tuple[str, int], *, first: bool = False, version: Version = "1.6"
) -> Usual | None:
    database = await in_memory()
    stage = await Stage(database).furnish()
    plain = await stage.connect(version)
    plain.desk.accepted = True
    line = OwnLine(stage, plain.desk)
    line.recorder = Recorder(stage, together=False)
    player = Player(line)
    for word, number in [*RUNNING, said] if said[0] == "pause" else RUNNING:
        await player.say(word, number)
    stage.clock.advance(SECOND_US)
    word, number = ("meter", 100) if said[0] in {"meter", "pause"} else said
    action, payload = (player._of_16 if version == "1.6" else player._of_2x)(word, number)
    now = stage.clock.now()
    raw = msgspec.Raw(msgspec.json.encode(payload))
    arrived = Arrived("m", action, raw, bytes(raw), 0)
    heard = translate.read(version, action, raw, line.desk.quirks, now)
    line.desk.goes_first = first
    found = usual(line.desk, arrived, heard, now)
    await database.close()
    return found


def test_a_frame_that_breaks_its_reader_harms_nobody_else() -> None:
    """A version without a reader stands for a fault of ours; both are offered in one turn."""
    broken, beat = asyncio.run(_beats_beside_a_broken_one())
    assert broken is None, "`record_frame` has to say what is wrong with it"
    assert isinstance(beat, bytes)


async def _beats_beside_a_broken_one() -> list[Told]:
    database = await in_memory()
    stage = await Stage(database).furnish()
    together = Together(stage.parts)
    loop = asyncio.get_running_loop()
    waiting: list[asyncio.Future[Told]] = []
    for version in ("9.9", "1.6"):
        desk = (await stage.connect("1.6")).desk
        desk.version = version  # type: ignore[assignment]
        told: asyncio.Future[Told] = loop.create_future()
        beat = Arrived(f"m{version}", "Heartbeat", msgspec.Raw(b"{}"), b'[2,"m","Heartbeat",{}]', 0)
        together.offer(desk, beat, told.set_result)
        waiting.append(told)
    async with asyncio.timeout(30):
        found = [await one for one in waiting]
    await database.close()
    return found
