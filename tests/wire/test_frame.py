"""Frames: read as they come, written as they must be."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wattfleet.ocpp import frame as f
from wattfleet.ocpp.errors import Fault, spelled
from wattfleet.ocpp.versions import VERSIONS, Version


def shown(text: bytes) -> str:
    """A frame in one line: its kind, its elements, its remark."""
    frame, remark = f.parse(text)
    parts: list[str] = []
    match frame:
        case f.Call() | f.Send():
            parts = [repr(frame.message_id), frame.action, bytes(frame.payload).decode()]
        case f.CallResult():
            parts = [repr(frame.message_id), bytes(frame.payload).decode()]
        case f.CallError() | f.CallResultError():
            parts = [repr(frame.message_id), frame.code, frame.text, bytes(frame.details).decode()]
        case f.Broken():
            parts = [frame.reason, str(frame.kind), repr(frame.message_id)]
    return " ".join([type(frame).__name__, *parts, *([f"({remark})"] if remark else [])])


FRAMES: list[tuple[bytes, str]] = [
    # as they should be
    (b'[2,"a","Heartbeat",{}]', "Call 'a' Heartbeat {}"),
    (b' [ 2 , "a" , "M" , {"x": [1, 2]} ] ', "Call 'a' M {\"x\": [1, 2]}"),
    (b'[3,"a",{"status":"Accepted"}]', 'CallResult \'a\' {"status":"Accepted"}'),
    (b'[4,"a","NotSupported","no",{"why":1}]', "CallError 'a' NotSupported no {\"why\":1}"),
    (b'[5,"a","FormatViolation","no",{}]', "CallResultError 'a' FormatViolation no {}"),
    (b'[6,"a","NotifyPeriodicEventStream",{}]', "Send 'a' NotifyPeriodicEventStream {}"),
    # surplus and missing elements
    (b'[2,"a","Heartbeat",{},"more",1]', "Call 'a' Heartbeat {}"),
    (b'[2,"a","Heartbeat"]', "Call 'a' Heartbeat {}"),
    (b'[3,"a"]', "CallResult 'a' {}"),
    (b'[4,"a"]', "CallError 'a'   {}"),
    (b'[4,"a","GenericError"]', "CallError 'a' GenericError  {}"),
    (b'[4,"a","GenericError",null,"text"]', "CallError 'a' GenericError  \"text\" (odd_frame)"),
    # odd elements
    (b'[2,17,"Heartbeat",{}]', "Call '17' Heartbeat {} (odd_frame)"),
    (b'["3","a",{}]', "CallResult 'a' {} (odd_frame)"),
    (b'[2.0,"a","Heartbeat",{}]', "Call 'a' Heartbeat {} (odd_frame)"),
    # nearly JSON
    (b'[2,"a","M",{"v":NaN,"w":-Infinity}]', 'Call \'a\' M {"v":null,"w":null} (salvaged_json)'),
    (b'[2,"a","M",{"v":1.50}]\x00\x00', "Call 'a' M {\"v\":1.50} (salvaged_json)"),
    (b'[2,"a","M",{"v":1}]]', "Call 'a' M {\"v\":1} (salvaged_json)"),
    (b'\xef\xbb\xbf[2,"a","M",{}]', "Call 'a' M {} (salvaged_json)"),
    (b'[2,"a","M",{"v":"x\xff\ny"}]', 'Call \'a\' M {"v":"x\ufffd\\ny"} (salvaged_json)'),
    (b'[2,"a","M",{"v":"\\ud83d"}]', 'Call \'a\' M {"v":"?"} (salvaged_json)'),
    (b'[2,"\\ud83d","M",{}]', "Broken no_message_id 2 None"),  # mended it would be another id
    (b'[2,"a\tb","M",{}]', "Call 'a\\tb' M {} (salvaged_json)"),
    # broken
    (b"", "Broken not_json 0 None"),
    (b"{}", "Broken not_a_list 0 None"),
    (b'"[2]"', "Broken not_a_list 0 None"),
    (b"[]", "Broken unknown_message_type 0 None"),
    (b"[2]", "Broken no_message_id 2 None"),
    (b"[3]", "Broken no_message_id 3 None"),
    (b'[2,"x"]', "Broken no_action 2 'x'"),
    (b'[2,"x",{},{}]', "Broken no_action 2 'x'"),
    (b'[2,null,"M",{}]', "Broken no_message_id 2 None"),
    (b'[2,"%s","M",{}]' % (b"x" * 300), "Broken long_message_id 2 None"),
    (b'[9,"x",{}]', "Broken unknown_message_type 9 'x'"),
    (b'[-2,"x",{}]', "Broken unknown_message_type 0 'x'"),
    (b'[3,"abc",{"status":"Acc', "Broken not_json 3 'abc'"),
    (b'[3,"abc",{"status":"Accepted"', "Broken not_json 3 'abc'"),
    (b'[3,12,{"status":"Accepted"', "Broken not_json 3 '12'"),
    (b'[3,"ab', "Broken not_json 3 None"),
    (b'[2,"a","M",' + b"[" * 10_000, "Broken not_json 2 'a'"),
    (b'[2,"a","M",%s]' % (b'{"a":' * 10_000 + b"1" + b"}" * 10_000), "Broken not_json 2 'a'"),
]


@pytest.mark.parametrize(("text", "line"), FRAMES, ids=[line[:60] for _, line in FRAMES])
def test_every_text_is_some_frame(text: bytes, line: str) -> None:
    assert shown(text) == line


@pytest.mark.parametrize("number", [b"1e400", b"-0", b"1e309", b"9" * 400, b"9" * 100_000])
def test_no_number_stops_a_frame(number: bytes) -> None:
    frame, remark = f.parse(b'[2,"a","M",{"v":%b}]' % number)
    assert isinstance(frame, f.Call)
    assert remark == ""
    assert bytes(frame.payload) == b'{"v":%b}' % number


def test_a_number_for_an_id_goes_back_as_one() -> None:
    frame, _ = f.parse(b'[2,17,"Heartbeat",{}]')
    assert isinstance(frame, f.Call)
    assert f.result_frame(frame.message_id, b"{}") == b"[3,17,{}]"
    assert f.error_frame("1.6", frame.message_id, Fault.INTERNAL) == b'[4,17,"InternalError","",{}]'


def test_what_we_write_is_to_the_letter() -> None:
    assert f.call_frame("a-1", "Reset", b'{"type":"Hard"}') == b'[2,"a-1","Reset",{"type":"Hard"}]'
    assert f.result_frame('"\n', b"{}") == b'[3,"\\"\\n",{}]'
    assert f.send_frame("a", "X", b"{}") == b'[6,"a","X",{}]'
    assert f.error_frame("1.6", "a", Fault.FORMAT, "no") == b'[4,"a","FormationViolation","no",{}]'
    assert f.error_frame("2.1", "a", Fault.FORMAT, "no") == b'[4,"a","FormatViolation","no",{}]'
    assert f.result_error_frame("2.1", "a", Fault.TYPE) == b'[5,"a","TypeConstraintViolation","",{}]'
    assert len(json.loads(f.error_frame("2.1", "a", Fault.INTERNAL, "x" * 999))[3]) == 255


@pytest.mark.parametrize(
    ("version", "fault", "code"),
    [
        ("1.6", Fault.FORMAT, "FormationViolation"),
        ("1.6", Fault.OCCURRENCE, "OccurenceConstraintViolation"),
        ("1.6", Fault.FRAMEWORK, "FormationViolation"),
        ("2.0.1", Fault.OCCURRENCE, "OccurrenceConstraintViolation"),
        ("2.0.1", Fault.FRAMEWORK, "RpcFrameworkError"),
        ("2.1", Fault.MESSAGE_TYPE, "MessageTypeNotSupported"),
        ("2.1", Fault.SECURITY, "SecurityError"),
    ],
)
def test_each_version_spells_its_errors(version: Version, fault: Fault, code: str) -> None:
    assert spelled(version, fault) == code


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([text for text, _ in FRAMES if len(text) < 400]), st.data())
def test_no_bent_frame_raises(text: bytes, data: st.DataObject) -> None:
    cut, width = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 4))
    bent = text[:cut] + data.draw(st.binary(max_size=6)) + text[cut + width :]
    frame, _ = f.parse(bent)
    assert isinstance(frame, f.Frame)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(VERSIONS), st.text(max_size=40), st.sampled_from(Fault), st.text(max_size=300))
@example("1.6", "\x00\ud7ff", Fault.GENERIC, '"]')
def test_what_we_write_we_can_read(version: Version, message_id: str, fault: Fault, text: str) -> None:
    written, remark = f.parse(f.error_frame(version, message_id, fault, text))
    assert written == f.CallError(message_id, spelled(version, fault), text[:255])
    assert remark == ""
