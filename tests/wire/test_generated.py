"""The generated types are those of the schemas: complete, fresh, and exact in what they write."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from wattfleet.ocpp.versions import VERSIONS, Version, actions, from_station, station_may_send, we_may_send

ROOT = Path(__file__).parents[2]


def test_the_committed_types_are_fresh() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "tools/generate_ocpp.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(("version", "pairs", "sends"), [("1.6", 39, 0), ("2.0.1", 64, 0), ("2.1", 90, 1)])
def test_every_message_has_its_type(version: Version, pairs: int, sends: int) -> None:
    answered = [action for action, (_, answer) in actions(version).items() if answer is not None]
    assert len(answered) == pairs
    assert len(actions(version)) - len(answered) == sends


@pytest.mark.parametrize("version", VERSIONS)
def test_every_action_has_a_sender(version: Version) -> None:
    assert from_station(version) <= set(actions(version))
    for action in actions(version):
        both = action == "DataTransfer"
        assert station_may_send(version, action) + we_may_send(version, action) == (2 if both else 1), action


def test_absent_stays_absent_and_required_stays() -> None:
    from wattfleet.ocpp.v16 import messages as m

    stop = m.StopTransactionRequest(transaction_id=0, meter_stop=0, timestamp="2026-11-20T12:00:00Z")
    assert json.loads(msgspec.json.encode(stop)) == {
        "transactionId": 0,
        "meterStop": 0,
        "timestamp": "2026-11-20T12:00:00Z",
    }
