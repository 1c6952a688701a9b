"""Each fault does what its row says, and nothing else about the charge changes."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from tests.pretending import answered

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant, read_instant
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import car, faults, orders
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.fault import Dial, dialled
from wattfleet.simulator.post import Hangup
from wattfleet.simulator.station import Station, StationPlan

START = read_instant("2026-06-01T12:00:00Z") or Instant(0)
Sent = list[tuple[str, Any]]


def charged(version: Version, *rows: int) -> Sent:
    """What a station with these faults says of an hour of charging, when somebody listens at last."""
    plan = StationPlan(
        identity="S1", version=version, register=Energy.from_wh(909_948), sample_s=600, aligned_s=900
    )
    one = Station(plan, START, Random(1), faults.chosen(rows, version))
    one.plug_in(1, car.battery(FAMILY, 500), "CARD")
    one.advance(START + HOUR_US)
    one.swipe(1, "CARD")
    one.unplug(1)
    seen: Sent = []
    one.connected(one.now)
    for _ in range(200):
        new = answered(one)
        if not new and one.post.take() == []:
            break
        seen += new
    return seen


def of(sent: Sent, action: str) -> list[Any]:
    return [payload for name, payload in sent if name == action]


def values(sent: Sent) -> list[Any]:
    return [
        value
        for payload in of(sent, "MeterValues") + of(sent, "TransactionEvent")
        for reading in payload.get("meterValue", [])
        for value in reading["sampledValue"]
    ]


def starts(sent: Sent) -> list[Any]:
    return of(sent, "StartTransaction")


def stops(sent: Sent) -> list[Any]:
    return of(sent, "StopTransaction")


CASES: list[tuple[int, Version, Callable[[Sent], bool]]] = [
    (1, "1.6", lambda sent: len(starts(sent)) == 3 and starts(sent)[0] == starts(sent)[2]),
    (4, "1.6", lambda sent: len(starts(sent)) == 2 and starts(sent)[0] == starts(sent)[1]),
    (5, "1.6", lambda sent: len({stop["transactionId"] for stop in stops(sent)}) == 2),
    (6, "1.6", lambda sent: stops(sent)[0]["transactionId"] == -1),
    (7, "1.6", lambda sent: stops(sent)[0]["transactionId"] == 0),
    (8, "1.6", lambda sent: {one["transactionId"] for one in of(sent, "MeterValues")} == {0, 77}),
    (9, "1.6", lambda sent: stops(sent)[0]["transactionId"] == 2**63 - 1),
    (10, "1.6", lambda sent: not starts(sent) and stops(sent)[0]["transactionId"] == -1),
    (11, "1.6", lambda sent: not stops(sent)),
    (11, "2.0.1", lambda sent: all(one["eventType"] != "Ended" for one in of(sent, "TransactionEvent"))),
    (12, "1.6", lambda sent: stops(sent)[-1]["meterStop"] - stops(sent)[0]["meterStop"] == 1500),
    (13, "1.6", lambda sent: stops(sent)[0]["transactionId"] == 1),
    (18, "1.6", lambda sent: sent.index(("StopTransaction", stops(sent)[0])) < len(sent) - 1),
    (19, "1.6", lambda sent: any("transactionId" not in one for one in of(sent, "MeterValues"))),
    (20, "2.0.1", lambda sent: of(sent, "TransactionEvent")[-1]["eventType"] == "Updated"),
    (22, "2.0.1", lambda sent: "connectorId" not in of(sent, "TransactionEvent")[0]["evse"]),
    (29, "1.6", lambda sent: len(of(sent, "MeterValues")) < 10),
    (23, "1.6", lambda sent: "idTag" not in stops(sent)[0]),
    (32, "1.6", lambda sent: starts(sent)[0]["meterStart"] == 0),
    (32, "2.0.1", lambda sent: values(sent)[0]["value"] == 0),
    (33, "1.6", lambda sent: values(sent)[0]["value"] == "1840"),
    (38, "1.6", lambda sent: stops(sent)[0]["meterStop"] == starts(sent)[0]["meterStart"]),
    (39, "1.6", lambda sent: starts(sent)[0]["meterStart"] == 909_952),
    (48, "1.6", lambda sent: all(one["unit"] == "Wh" for one in values(sent))),
    (80, "1.6", lambda sent: [len(one["data"]) for one in of(sent, "DataTransfer")] == [20_000]),
    (87, "1.6", lambda sent: len(of(sent, "StatusNotification")) == 4),
    (94, "1.6", lambda sent: starts(sent)[0]["idTag"] == "CARD0000"),
    (34, "1.6", lambda sent: any(float(one["value"]) < 20 for one in values(sent) if one["unit"] == "Wh")),
    (35, "1.6", lambda sent: values(sent)[0]["context"] == "Transaction.Begin"),
    (
        36,
        "1.6",
        lambda sent: (values(sent)[0]["value"][:4], values(sent)[0]["unit"]) == ("911.", "kWh"),
    ),
    (37, "1.6", lambda sent: all(set(one) == {"value"} for one in values(sent))),
    (40, "1.6", lambda sent: values(sent)[0].get("phase") == "N"),
    (41, "1.6", lambda sent: any(isinstance(one["value"], float | int) for one in values(sent))),
    (42, "1.6", lambda sent: stops(sent)[0]["transactionData"][0]["sampledValue"] == []),
    (49, "1.6", lambda sent: starts(sent)[0]["timestamp"] == "2026-06-01T12:00:00"),
    (50, "1.6", lambda sent: starts(sent)[0]["timestamp"] == "2026-06-01T14:00:00+02"),
    (51, "1.6", lambda sent: starts(sent)[0]["timestamp"] == "2026-06-01T14:00:00.000Z"),
    (52, "1.6", lambda sent: starts(sent)[0]["timestamp"] == "1970-01-01T00:00:00.000Z"),
    (56, "1.6", lambda sent: stops(sent)[0]["timestamp"] == "2026-06-01T11:00:00.000Z"),
    (58, "1.6", lambda sent: "timestamp" not in of(sent, "StatusNotification")[0]),
    (82, "1.6", lambda sent: of(sent, "StatusNotification")[0]["errorCode"] == "Error"),
]


@pytest.mark.parametrize(("row", "version", "shows"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_it_does_what_its_row_says(row: int, version: Version, shows: Callable[[Sent], bool]) -> None:
    assert shows(charged(version, row))
    assert not shows(charged(version))


def test_a_long_tag_stands_in_the_stop() -> None:
    one = Station(StationPlan(identity="S1"), START, Random(1), faults.chosen((24,)))
    one.plug_in(1, car.battery(FAMILY, 500), "CARD")
    one.swipe(1, "CARD")
    one.connected(one.now)
    sent: Sent = []
    while new := answered(one):
        sent += new
    assert len(stops(sent)[0]["idTag"]) == 25


def test_the_answer_to_a_start_is_lost_once() -> None:
    one = Station(StationPlan(identity="S1"), START, Random(1), faults.chosen((2,)))
    one.plug_in(1, car.battery(FAMILY, 500), "CARD")
    one.connected(one.now)
    first: Sent = []
    while new := answered(one):
        first += new
    assert Hangup.NOW in one.post.out or not one.charges[0].transaction
    one.disconnected(one.now)
    one.connected(one.now)
    second: Sent = []
    while new := answered(one):
        second += new
    assert starts(first) == starts(second)
    assert one.charges[0].transaction == "77"


DIAL = Dial(base="ws://x/ocpp", path="Box", user="Box", password="p", subprotocol="ocpp1.6")


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        (59, {"subprotocol": ""}),
        (62, {"path": "//Box/"}),
        (61, {"subprotocol": "ocpp2.0.1"}),
        (63, {"path": "bOX", "user": "bOX"}),
        (64, {"pongs": False}),
        (68, {"keeps_old": True}),
    ],
)
def test_how_it_calls(row: int, changed: dict[str, object]) -> None:
    import msgspec

    assert dialled(faults.chosen((row,)), DIAL) == msgspec.structs.replace(DIAL, **changed)


ASKED = '[2,"q1","GetConfiguration",{"key":["NumberOfConnectors"]}]'


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (66, lambda out: out == []),
        (74, lambda out: len(out) == 1 and not _readable(out[0])),
        (75, lambda out: out == []),
        (76, lambda out: len(out) == 2 and json.loads(out[0])[1] == "nobody-asked-for-this"),
        (83, lambda out: "1850027108" in out[0]),
    ],
)
def test_how_it_answers(row: int, said: Callable[[list[str]], bool]) -> None:
    one = Station(StationPlan(identity="S1"), START, Random(1), faults.chosen((row,)))
    one.connected(START)
    one.post.take()
    orders.hear(one, ASKED, START + MINUTE_US // 60)
    assert said([text for text in one.post.take() if isinstance(text, str)])


PROFILE = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}],
    },
}


@pytest.mark.parametrize(
    ("row", "action", "payload", "answer"),
    [
        (88, "RemoteStartTransaction", {"idTag": "CARD", "connectorId": 1}, "Accepted"),
        (90, "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": PROFILE}, "Rejected"),
        (91, "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": PROFILE}, "Accepted"),
        (92, "UnlockConnector", {"connectorId": 1}, "NotSupported"),
    ],
)
def test_what_it_says_to_commands_and_what_it_does(
    row: int, action: str, payload: dict[str, object], answer: str
) -> None:
    one = Station(StationPlan(identity="S1"), START, Random(1), faults.chosen((row,)))
    one.plug_in(1, car.battery(FAMILY, 500))
    one.connected(START)
    one.post.take()
    orders.hear(one, json.dumps([2, "q1", action, payload]), START)
    assert f'[3,"q1",{{"status":"{answer}"}}]' in one.post.take()
    assert one.charges == []


def test_a_refused_card_charges_on() -> None:
    for row, runs in ((0, False), (30, True)):
        chosen = faults.chosen((row,)) if row else ()
        one = Station(StationPlan(identity="S1"), START, Random(1), chosen)
        one.plug_in(1, car.battery(FAMILY, 500), "CARD")
        refused = {"idTagInfo": {"status": "Invalid"}, "transactionId": 5}
        one.connected(START)
        while new := answered(one, replies={"StartTransaction": refused}):
            assert new
        assert (one.evses[0].running is not None) is runs


def test_two_calls_at_once_and_words_before_the_boot() -> None:
    for row, first in ((79, "BootNotification"), (77, "StatusNotification")):
        one = Station(StationPlan(identity="S1"), START, Random(1), faults.chosen((row,)))
        one.connected(START)
        calls = [json.loads(text) for text in one.post.take() if isinstance(text, str)]
        assert calls[0][2] == first
    one = Station(StationPlan(identity="S1", boots_always=False), START, Random(1), faults.chosen((79,)))
    one.boot_due = False
    one.connected(START)
    assert len(one.post.take()) == 2


def _readable(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_an_unknown_row_is_named() -> None:
    with pytest.raises(WattfleetError, match="No fault has the number 999"):
        faults.chosen((1, 999))


def test_every_fault_is_told_in_a_sentence() -> None:
    assert len(faults.FAULTS) >= 58
    for row, fault in faults.FAULTS.items():
        assert fault.row == row
        assert fault.does.endswith(".")
    assert len({fault.name for fault in faults.FAULTS.values()}) == len(faults.FAULTS)
