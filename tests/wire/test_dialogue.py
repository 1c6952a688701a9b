"""One station's conversation: what comes in and goes out, line by line, and what holds whatever comes."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wattfleet.ocpp import effects as fx
from wattfleet.ocpp.dialogue import HELD_MOST, WAITING_MOST, Dialogue
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.frame import result_frame
from wattfleet.ocpp.versions import VERSIONS, Version

SECOND = 1_000_000


def line(effect: fx.Effect) -> str:
    match effect:
        case fx.Transmit():
            return f"→ {effect.frame.decode()}"
        case fx.Arrived():
            send = "" if effect.wants_answer else " (no answer)"
            return f"work {effect.message_id} {effect.action} {bytes(effect.payload).decode()}{send}"
        case fx.Noted():
            return " ".join(part for part in ("note", effect.kind, effect.detail, effect.call_id) if part)
        case fx.Settled():
            return f"settled {effect.call_id} {outcome(effect.outcome)}"


def outcome(ended: fx.Outcome) -> str:
    match ended:
        case fx.Answered():
            return f"answered {bytes(ended.payload).decode()}"
        case fx.Refused():
            return f"refused {ended.code} {ended.text}".strip()
        case fx.NotSent():
            return f"not sent {ended.reason}"
        case _:
            return type(ended).__name__


def play(version: Version, script: str) -> list[str]:
    """Each line of the script is a deed; its effects follow it. Deeds: `←` a frame comes in, `ask`, `answer`,
    `refuse`, `wait` seconds, `closed`."""
    dialogue, now = Dialogue(version), 0
    shown: list[str] = []
    ids: dict[str, str] = {}  # as they came: one that was a number goes back as one
    for deed in (row.strip() for row in script.strip().splitlines()):
        word, _, rest = deed.partition(" ")
        effects: fx.Effects = ()
        match word:
            case "←":
                effects = dialogue.receive(rest.encode(), now)
            case "ask":
                call_id, message_id, action = rest.split()
                effects = dialogue.ask(call_id, message_id, action, b"{}", timeout_us=30 * SECOND, now_us=now)
            case "answer":
                message_id, _, payload = rest.partition(" ")
                message_id = ids.get(message_id, message_id)
                effects = dialogue.answer(message_id, result_frame(message_id, payload.encode() or b"{}"))
            case "refuse":
                effects = dialogue.refuse(rest, Fault.INTERNAL, "no")
            case "wait":
                now += int(rest) * SECOND
                effects = dialogue.tick(now)
            case "closed":
                effects = dialogue.closed()
            case _:
                continue
        ids |= {effect.message_id: effect.message_id for effect in effects if isinstance(effect, fx.Arrived)}
        shown += [deed, *(f"    {line(effect)}" for effect in effects)]
    return shown


def told(version: Version, story: str) -> None:
    rows = [row.strip() for row in story.strip().splitlines()]
    deeds = "\n".join(row for row in rows if not row.startswith(("→", "work", "note", "settled")))
    assert [row.strip() for row in play(version, deeds)] == rows


STORIES: dict[str, tuple[Version, str]] = {
    "a call and its answer": (
        "1.6",
        """
        ← [2,"a","Heartbeat",{}]
        work a Heartbeat {}
        answer a {"currentTime":"T"}
        → [3,"a",{"currentTime":"T"}]
        """,
    ),
    "our call and its answer": (
        "1.6",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ← [3,"m1",{"status":"Accepted"}]
        settled c1 answered {"status":"Accepted"}
        """,
    ),
    "our call and its refusal": (
        "1.6",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ← [4,"m1","NotImplemented","never heard of",{}]
        settled c1 refused NotImplemented never heard of
        """,
    ),
    "one of ours at a time": (
        "2.0.1",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ask c2 m2 ClearCache
        ← [3,"m1",{}]
        settled c1 answered {}
        → [2,"m2","ClearCache",{}]
        """,
    ),
    "row 79: a second call before our answer is worked on second": (
        "1.6",
        """
        ← [2,"a","Heartbeat",{}]
        work a Heartbeat {}
        ← [2,"b","Authorize",{"idTag":"X"}]
        ← [2,"c","Heartbeat",{}]
        answer a
        → [3,"a",{}]
        work b Authorize {"idTag":"X"}
        refuse b
        → [4,"b","InternalError","no",{}]
        work c Heartbeat {}
        """,
    ),
    "row 79: crossing calls do not wait for each other": (
        "1.6",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ← [2,"a","Heartbeat",{}]
        work a Heartbeat {}
        answer a
        → [3,"a",{}]
        ← [3,"m1",{}]
        settled c1 answered {}
        """,
    ),
    "row 75: a late answer is not that of the next call": (
        "1.6",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ask c2 m2 Reset
        wait 29
        wait 1
        settled c1 TimedOut
        settled c2 not sent waited_too_long
        ask c3 m3 Reset
        → [2,"m3","Reset",{}]
        ← [3,"m1",{"status":"Accepted"}]
        note late_answer m1 c1
        ← [3,"m1",{"status":"Accepted"}]
        note unknown_answer m1
        ← [3,"m3",{"status":"Rejected"}]
        settled c3 answered {"status":"Rejected"}
        """,
    ),
    "row 76: an answer to nothing": (
        "1.6",
        """
        ← [3,"zz",{}]
        note unknown_answer zz
        ← [4,"zz","GenericError","",{}]
        note unknown_answer zz
        """,
    ),
    "row 74: a cut answer settles the call at once": (
        "1.6",
        """
        ask c1 m1 GetConfiguration
        → [2,"m1","GetConfiguration",{}]
        ask c2 m2 ClearCache
        ← [3,"m1",{"configurationKey":[
        note broken_frame not_json
        settled c1 Malformed
        → [2,"m2","ClearCache",{}]
        ← [3,"m1",{"configurationKey":[
        note broken_frame not_json
        ← [3,"m
        note broken_frame not_json
        settled c2 Malformed
        """,
    ),
    "row 1: the same call again, before and after its answer": (
        "1.6",
        """
        ← [2,"a","StartTransaction",{"idTag":"X"}]
        work a StartTransaction {"idTag":"X"}
        ← [2,"a","StartTransaction",{"idTag":"X"}]
        note repeated_call a
        answer a {"transactionId":7}
        → [3,"a",{"transactionId":7}]
        ← [2,"a","StartTransaction",{"idTag":"X"}]
        note repeated_call a
        → [3,"a",{"transactionId":7}]
        """,
    ),
    "the same id, another payload: another call": (
        "1.6",
        """
        ← [2,"a","StartTransaction",{"idTag":"X"}]
        work a StartTransaction {"idTag":"X"}
        answer a {"transactionId":7}
        → [3,"a",{"transactionId":7}]
        ← [2,"a","StartTransaction",{"idTag":"Y"}]
        note reused_id a
        work a StartTransaction {"idTag":"Y"}
        """,
    ),
    "one id for ever: the time in an answer stays fresh": (
        "1.6",
        """
        ← [2,"1","Heartbeat",{}]
        work 1 Heartbeat {}
        answer 1 {"currentTime":"T1"}
        → [3,"1",{"currentTime":"T1"}]
        ← [2,"1","Heartbeat",{}]
        work 1 Heartbeat {}
        """,
    ),
    "an answer to what is not being worked on goes nowhere": (
        "1.6",
        """
        answer a
        note answer_to_nothing a
        refuse b
        note answer_to_nothing b
        """,
    ),
    "1.6 names what it can and ignores the rest": (
        "1.6",
        """
        ← [2]
        note broken_frame no_message_id
        ← [2,"x"]
        note broken_frame no_action
        → [4,"x","FormationViolation","no_action",{}]
        ← {}
        note broken_frame not_a_list
        ← [5,"x","FormatViolation","",{}]
        note unsupported_type 5
        ← [6,"x","NotifyPeriodicEventStream",{}]
        note broken_frame unknown_message_type
        ← [9,"x"]
        note broken_frame unknown_message_type
        ← [2,"x","Heartbeat",{
        note broken_frame not_json
        → [4,"x","FormationViolation","not_json",{}]
        ← [4,"-1","RpcFrameworkError","",{}]
        note unknown_answer -1
        """,
    ),
    "2.0.1 complains by name, or to -1": (
        "2.0.1",
        """
        ← [2]
        note broken_frame no_message_id
        → [4,"-1","RpcFrameworkError","no_message_id",{}]
        ← [2,"x"]
        note broken_frame no_action
        → [4,"x","RpcFrameworkError","no_action",{}]
        ← {}
        note broken_frame not_a_list
        → [4,"-1","RpcFrameworkError","not_a_list",{}]
        ← [6,"x","NotifyPeriodicEventStream",{}]
        note broken_frame unknown_message_type
        → [4,"x","MessageTypeNotSupported","unknown_message_type",{}]
        ← [9,"x"]
        note broken_frame unknown_message_type
        → [4,"x","MessageTypeNotSupported","unknown_message_type",{}]
        ← [2,"x","Heartbeat",{
        note broken_frame not_json
        → [4,"x","FormatViolation","not_json",{}]
        ← [5,"x","FormatViolation","",{}]
        note unsupported_type 5
        """,
    ),
    "a station of 2.x that could not read our id": (
        "2.1",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ← [4,"-1","RpcFrameworkError","what?",{}]
        settled c1 refused RpcFrameworkError what?
        """,
    ),
    "2.1: sends are not answered and do not stop the line": (
        "2.1",
        """
        ← [6,"s1","NotifyPeriodicEventStream",{}]
        work s1 NotifyPeriodicEventStream {} (no answer)
        ← [2,"a","Heartbeat",{}]
        work a Heartbeat {}
        ← [6,"s2","NotifyPeriodicEventStream",{}]
        ← [6,"s3","NotifyPeriodicEventStream",{}]
        ← [2,"b","Heartbeat",{}]
        answer a
        → [3,"a",{}]
        work s2 NotifyPeriodicEventStream {} (no answer)
        work s3 NotifyPeriodicEventStream {} (no answer)
        work b Heartbeat {}
        ← [6,"x"]
        note broken_frame no_action
        """,
    ),
    "2.1: an answer of ours that was not taken": (
        "2.1",
        """
        ← [5,"a","FormatViolation","no time",{}]
        note answer_refused FormatViolation: no time
        """,
    ),
    "a number for an id goes back as one": (
        "1.6",
        """
        ← [2,17,"Heartbeat",{}]
        note odd_frame 17
        work 17 Heartbeat {}
        answer 17
        → [3,17,{}]
        """,
    ),
    "what is not a number is mended and noted": (
        "2.0.1",
        """
        ← [2,"a","MeterValues",{"v":NaN}]
        note salvaged_json a
        work a MeterValues {"v":null}
        """,
    ),
    "the end": (
        "1.6",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ask c2 m2 ClearCache
        ← [2,"a","Heartbeat",{}]
        work a Heartbeat {}
        closed
        settled c1 Lost
        settled c2 not sent closed
        answer a
        note answer_to_nothing a
        ask c3 m3 ClearCache
        settled c3 not sent closed
        ← [3,"m1",{}]
        wait 60
        closed
        """,
    ),
    "an id is used once": (
        "1.6",
        """
        ask c1 m1 ClearCache
        → [2,"m1","ClearCache",{}]
        ask c2 m1 ClearCache
        settled c2 not sent repeated_id
        wait 30
        settled c1 TimedOut
        ask c3 m1 ClearCache
        settled c3 not sent repeated_id
        """,
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_conversation(name: str) -> None:
    told(*STORIES[name])


def test_our_queue_has_an_end() -> None:
    dialogue = Dialogue("1.6")
    for place in range(WAITING_MOST + 1):
        dialogue.ask(f"c{place}", f"m{place}", "Reset", b"{}", timeout_us=SECOND, now_us=0)
    effects = dialogue.ask("last", "m-last", "Reset", b"{}", timeout_us=SECOND, now_us=0)
    assert effects == (fx.Settled("last", fx.NotSent("queue_full")),)


def test_what_finds_no_room_is_not_answered() -> None:
    dialogue = Dialogue("1.6")
    for place in range(HELD_MOST + 1):
        dialogue.receive(b'[2,"%d","Heartbeat",{}]' % place, 0)
    assert dialogue.held == HELD_MOST
    assert dialogue.receive(b'[2,"more","Heartbeat",{}]', 0) == (fx.Noted("overflow", "more"),)


def test_large_messages_fill_the_room_sooner() -> None:
    dialogue = Dialogue("1.6")
    for place in range(10):
        dialogue.receive(b'[2,"%d","DataTransfer",{"data":"%s"}]' % (place, b"x" * 1_000_000), 0)
    assert dialogue.held == 4


def test_it_says_when_it_is_next_needed() -> None:
    dialogue = Dialogue("1.6")
    assert dialogue.in_flight is None
    dialogue.ask("c1", "m1", "Reset", b"{}", timeout_us=30 * SECOND, now_us=5)
    dialogue.ask("c2", "m2", "Reset", b"{}", timeout_us=10 * SECOND, now_us=6)
    assert dialogue.deadline_us == 10 * SECOND + 6


WORDS = st.sampled_from(["Heartbeat", "StartTransaction", "MeterValues", "NotifyPeriodicEventStream"])
IDS = st.sampled_from([*(f"m{place}" for place in range(1, 9)), *(f"s{place}" for place in range(4)), "-1"])
GARBAGE = st.sampled_from(
    [b"", b"{}", b"[2]", b"[3]", b"[4]", b'[3,"m', b'[3,"m1",{', b'[2,"s1","X",{', b"[9,1]", b"[" * 5000]
)


class Conversation(RuleBasedStateMachine):
    """Any station against a caller who asks, answers, waits and leaves in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.version: Version = "2.1"
        self.dialogue = Dialogue(self.version)
        self.now = 0
        self.asked = 0
        self.message_of: dict[str, str] = {}
        self.settled: dict[str, fx.Outcome] = {}
        self.sent: list[str] = []
        self.work: list[str] = []
        self.received: list[str] = []
        self.started: list[str] = []
        self.over = False

    def see(self, effects: fx.Effects, *, about: str = "") -> None:
        for effect in effects:
            match effect:
                case fx.Settled(call_id, ended):
                    assert call_id not in self.settled, "a call settles once"
                    self.settled[call_id] = ended
                    if isinstance(ended, fx.Answered):
                        assert about == self.message_of[call_id], "an answer settles the call with its id"
                case fx.Transmit(frame):
                    parts = json.loads(frame)
                    if parts[0] == 2:
                        self.sent.append(parts[1])
                case fx.Arrived():
                    self.started.append(bytes(effect.payload).decode())
                    if effect.wants_answer:
                        self.work.append(effect.message_id)
                case fx.Noted():
                    assert effect.kind

    @rule(reused=st.none() | st.none() | IDS, seconds=st.integers(1, 5))
    def ask(self, reused: str | None, seconds: int) -> None:
        self.asked += 1
        message_id = reused or f"m{self.asked}"
        call_id = f"c{self.asked}"
        self.message_of[call_id] = message_id
        self.see(
            self.dialogue.ask(
                call_id, message_id, "Reset", b"{}", timeout_us=seconds * SECOND, now_us=self.now
            )
        )

    @rule(message_id=IDS, word=WORDS, kind=st.sampled_from([2, 2, 2, 6]), what=st.integers(0, 3))
    def station_calls(self, message_id: str, word: str, kind: int, what: int) -> None:
        text = json.dumps([kind, message_id, word, {"what": what}]).encode()
        self.see(self.dialogue.receive(text, self.now))

    @rule(message_id=IDS, kind=st.sampled_from([3, 3, 4, 5]))
    def station_answers(self, message_id: str, kind: int) -> None:
        rest: list[object] = [{}] if kind == 3 else ["GenericError", "no", {}]
        text = json.dumps([kind, message_id, *rest]).encode()
        self.see(self.dialogue.receive(text, self.now), about=message_id)

    @rule()
    def station_answers_well(self) -> None:
        if self.sent:
            text = json.dumps([3, self.sent[-1], {}]).encode()
            self.see(self.dialogue.receive(text, self.now), about=self.sent[-1])

    @rule(text=GARBAGE | st.binary(max_size=20))
    def station_babbles(self, text: bytes) -> None:
        self.see(self.dialogue.receive(text, self.now))

    @rule(well=st.booleans())
    def we_answer(self, well: bool) -> None:
        if self.work:
            message_id = self.work.pop(0)
            effects = (
                self.dialogue.answer(message_id, result_frame(message_id, b"{}"))
                if well
                else self.dialogue.refuse(message_id, Fault.INTERNAL)
            )
            assert self.over or isinstance(effects[0], fx.Transmit)
            self.see(effects)

    @rule(seconds=st.integers(0, 6))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * SECOND
        self.see(self.dialogue.tick(self.now))

    @rule()
    def it_ends(self) -> None:
        if self.asked > 5:
            self.see(self.dialogue.closed())
            self.over = True

    @invariant()
    def one_of_ours_flies(self) -> None:
        flying = self.dialogue.in_flight
        assert flying is None or flying not in self.settled
        open_calls = [call_id for call_id in self.message_of if call_id not in self.settled]
        assert len(open_calls) <= WAITING_MOST + 1
        assert flying is not None or not open_calls, "nothing waits while nothing flies"
        answered = [one for one in self.settled.values() if not isinstance(one, fx.NotSent)]
        assert len(self.sent) == len(answered) + (flying is not None), "sent means settled or in flight"

    @invariant()
    def one_of_theirs_is_worked_on(self) -> None:
        assert len(self.work) <= 1 or self.over
        assert not self.dialogue.held or self.work or self.over

    def teardown(self) -> None:
        self.see(self.dialogue.closed())
        assert set(self.settled) == set(self.message_of), "every call has its end"


Conversation.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestConversation = Conversation.TestCase


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(VERSIONS), st.lists(st.binary(max_size=40), max_size=10))
def test_no_bytes_make_it_raise(version: Version, texts: list[bytes]) -> None:
    dialogue = Dialogue(version)
    dialogue.ask("c", "m", "Reset", b"{}", timeout_us=SECOND, now_us=0)
    for text in texts:
        for effect in dialogue.receive(text, 0):
            if isinstance(effect, fx.Transmit):
                assert msgspec.json.decode(effect.frame)[0] == 4


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(6)), st.integers(0, 5))
def test_their_calls_are_worked_on_in_their_order(answer_after: list[int], sends: int) -> None:
    dialogue, started = Dialogue("2.1"), []
    open_ids: list[str] = []

    def see(effects: fx.Effects) -> None:
        for effect in effects:
            if isinstance(effect, fx.Arrived):
                started.append(effect.message_id)
                if effect.wants_answer:
                    open_ids.append(effect.message_id)

    def answer_next() -> None:
        message_id = open_ids.pop(0)
        see(dialogue.answer(message_id, result_frame(message_id, b"{}")))

    for place in range(6):
        kind = 6 if place == sends else 2
        see(dialogue.receive(json.dumps([kind, f"{place}", "X", {}]).encode(), place))
        if answer_after[place] % 2 and open_ids:
            answer_next()
    while open_ids:
        answer_next()
    assert started == [str(place) for place in range(6)]
