"""Golden frames: conversations as they stand on the wire, one file per version.

Every frame is read without a mend, is valid by the official schema, and is written again as it was.
"""

import json
from pathlib import Path

import pytest

from wattfleet.ocpp import frame as f
from wattfleet.ocpp.codec import decode, decode_answer, encode, validate
from wattfleet.ocpp.versions import VERSIONS, Version, station_may_send, we_may_send

GOLDEN = Path(__file__).parents[1] / "golden" / "ocpp"


def rows(version: Version) -> list[tuple[str, bytes]]:
    lines = (GOLDEN / f"{version}.txt").read_text("utf-8").splitlines()
    return [(line[0], line[2:].encode()) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("version", VERSIONS)
def test_golden_frames_are_read_and_written_as_they_stand(version: Version) -> None:
    asked: dict[str, str] = {}
    for side, text in rows(version):
        frame, remark = f.parse(text)
        assert remark == ""
        match frame:
            case f.Call(message_id, action, payload) | f.Send(message_id, action, payload):
                assert (station_may_send if side == "←" else we_may_send)(version, action), text
                asked[message_id] = action
                answer = False
                found = decode(version, action, payload)
            case f.CallResult(message_id, payload):
                action = asked.pop(message_id)
                answer = True
                found = decode_answer(version, action, payload)
            case _:
                raise AssertionError(f"no golden frame: {text!r}")
        assert found.mends == (), text
        assert found.message is not None
        assert validate(version, action, bytes(payload), answer=answer) == (), text
        written = encode(version, action, found.message)
        assert json.loads(written) == json.loads(bytes(payload))
    assert all(action == "NotifyPeriodicEventStream" for action in asked.values()), (
        "every call has its answer"
    )
