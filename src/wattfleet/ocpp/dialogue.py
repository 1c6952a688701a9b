"""One station's conversation as a state machine: no clock, no socket, no ids of its own.

Promises, whatever comes in:

- One call of ours is in flight; others wait, at most `WAITING_MOST` and no longer than their time-out. Each
  settles exactly once, and only by an answer with its own id (field-faults rows 75, 76).
- The station's calls are worked on one by one, in their order, also if it does not wait for our answers (rows
  28, 79); neither direction waits for the other.
- A broken answer settles the call in flight (row 74); a late one is noted and never used (row 75).
- A repeated call is worked on once; if it carries a transaction, the answer it got is sent again (row 1).
- Nothing raises, and what is kept is bounded. A call that finds no room gets no answer: the station keeps it.

`held` tells how many of the station's messages wait: pause reading while it is `PAUSE_AT` or more.
"""

import msgspec

from wattfleet.ocpp import effects as fx
from wattfleet.ocpp.effects import Effects
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.frame import (
    Broken,
    Call,
    CallError,
    CallResult,
    CallResultError,
    Send,
    call_frame,
    error_frame,
    parse,
)
from wattfleet.ocpp.versions import Version

WAITING_MOST = 32
HELD_MOST = 1000
HELD_BYTES_MOST = 4 * 1024 * 1024
PAUSE_AT = 8
LATE_KEPT = 16
ANSWERS_KEPT = 4
LONGEST_KEPT_ANSWER = 4096
LONGEST_CODE = 60
LONGEST_TEXT = 255
UNREADABLE_ID = "-1"  # Source: OCPP 2.0.1 part 4 §4.2.3

# Their answers say what was decided, so the same call gets the same answer. Others (Heartbeat,
# BootNotification) answer with the time, and some stations use one id for ever.
ANSWER_STAYS = frozenset({"StartTransaction", "StopTransaction", "MeterValues", "TransactionEvent"})


class _Ours(msgspec.Struct, frozen=True, gc=False):
    """A call of ours, waiting or in flight."""

    call_id: str
    message_id: str
    frame: bytes
    timeout_us: int
    deadline_us: int


class _Given(msgspec.Struct, frozen=True, gc=False):
    """An answer of ours that may be wanted again."""

    message_id: str
    call: int
    frame: bytes


class Dialogue:
    """The conversation over one connection. Every method returns what is to be done, in order."""

    __slots__ = (
        "_closed",
        "_current",
        "_flying",
        "_given",
        "_held",
        "_held_bytes",
        "_late",
        "_version",
        "_waiting",
    )

    def __init__(self, version: Version) -> None:
        self._version: Version = version
        self._flying: _Ours | None = None
        self._waiting: list[_Ours] = []
        self._late: tuple[_Ours, ...] = ()
        self._current: fx.Arrived | None = None
        self._held: list[fx.Arrived] = []
        self._held_bytes = 0
        self._given: tuple[_Given, ...] = ()
        self._closed = False

    @property
    def version(self) -> Version:
        return self._version

    @property
    def held(self) -> int:
        """The station's messages that wait behind the one being worked on."""
        return len(self._held)

    @property
    def in_flight(self) -> str | None:
        """The call_id of ours that awaits the station's answer."""
        return None if self._flying is None else self._flying.call_id

    @property
    def deadline_us(self) -> int | None:
        """When `tick` is next needed."""
        times = [ours.deadline_us for ours in self._waiting]
        if self._flying is not None:
            times.append(self._flying.deadline_us)
        return min(times, default=None)

    def receive(self, text: bytes, now_us: int) -> Effects:
        """One whole websocket message from the station."""
        if self._closed:
            return ()
        frame, remark = parse(text)
        match frame:
            case Call():
                return self._called(
                    fx.Arrived(frame.message_id, frame.action, frame.payload, text, now_us, True, remark)
                )
            case CallResult():
                return self._replied(frame.message_id, fx.Answered(frame.payload), text, now_us)
            case CallError():
                refused = fx.Refused(frame.code[:LONGEST_CODE], frame.text[:LONGEST_TEXT])
                return self._replied(frame.message_id, refused, text, now_us)
            case CallResultError() if self._version == "2.1":
                detail = f"{frame.code[:LONGEST_CODE]}: {frame.text[:LONGEST_TEXT]}"
                return (fx.Noted("answer_refused", detail, frame=text),)
            case Send() if self._version == "2.1":
                return self._called(
                    fx.Arrived(frame.message_id, frame.action, frame.payload, text, now_us, False, remark)
                )
            case CallResultError():
                return (fx.Noted("unsupported_type", "5", frame=text),)
            case Send():
                return self._broken(Broken("unknown_message_type", 6, frame.message_id), text, now_us)
            case Broken():
                return self._broken(frame, text, now_us)

    def ask(
        self, call_id: str, message_id: str, action: str, payload: bytes, *, timeout_us: int, now_us: int
    ) -> Effects:
        """Call the station when its turn comes. `timeout_us` holds for the wait, and again for the answer."""
        if self._closed:
            return (fx.Settled(call_id, fx.NotSent("closed")),)
        if any(message_id == ours.message_id for ours in (*self._mine(), *self._late)):
            return (fx.Settled(call_id, fx.NotSent("repeated_id")),)
        if len(self._waiting) >= WAITING_MOST:
            return (fx.Settled(call_id, fx.NotSent("queue_full")),)
        frame = call_frame(message_id, action, payload)
        self._waiting.append(_Ours(call_id, message_id, frame, timeout_us, now_us + timeout_us))
        return self._next_of_ours(now_us)

    def answer(self, message_id: str, frame: bytes) -> Effects:
        """Our CALLRESULT (`result_frame`) to the message being worked on, and the station's next one if one
        waits."""
        done = self._finish(message_id)
        if done is None:
            return (fx.Noted("answer_to_nothing", message_id),)
        if done.action in ANSWER_STAYS and len(frame) <= LONGEST_KEPT_ANSWER:
            self._given = (*self._given[-ANSWERS_KEPT + 1 :], _Given(done.message_id, _mark(done), frame))
        return (fx.Transmit(frame), *self._next_of_theirs()) if self._held else (fx.Transmit(frame),)

    def refuse(self, message_id: str, fault: Fault, text: str = "") -> Effects:
        """Our CALLERROR to the message being worked on."""
        done = self._finish(message_id)
        if done is None:
            return (fx.Noted("answer_to_nothing", message_id),)
        frame = error_frame(self._version, done.message_id, fault, text)
        return (fx.Transmit(frame), *self._next_of_theirs())

    def tick(self, now_us: int) -> Effects:
        """Time has come: what waited too long ends."""
        over: list[fx.Effect] = []
        flying = self._flying
        if flying is not None and flying.deadline_us <= now_us:
            self._flying = None
            self._late = (*self._late[-LATE_KEPT + 1 :], flying)
            over.append(fx.Settled(flying.call_id, fx.TimedOut()))
        tired = [ours for ours in self._waiting if ours.deadline_us <= now_us]
        over += [fx.Settled(ours.call_id, fx.NotSent("waited_too_long")) for ours in tired]
        self._waiting = [ours for ours in self._waiting if ours.deadline_us > now_us]
        return (*over, *self._next_of_ours(now_us))

    def closed(self) -> Effects:
        """The connection has ended; nothing more happens here."""
        over: list[fx.Effect] = []
        if self._flying is not None:
            over.append(fx.Settled(self._flying.call_id, fx.Lost()))
        over += [fx.Settled(ours.call_id, fx.NotSent("closed")) for ours in self._waiting]
        self._flying, self._current, self._closed = None, None, True
        self._waiting, self._held, self._held_bytes = [], [], 0
        self._late, self._given = (), ()
        return tuple(over)

    def _mine(self) -> tuple[_Ours, ...]:
        return tuple(self._waiting) if self._flying is None else (self._flying, *self._waiting)

    def _next_of_ours(self, now_us: int) -> Effects:
        if self._flying is not None or not self._waiting:
            return ()
        ours = self._waiting.pop(0)
        self._flying = msgspec.structs.replace(ours, frame=b"", deadline_us=now_us + ours.timeout_us)
        return (fx.Transmit(ours.frame),)

    def _settle(self, outcome: fx.Outcome, now_us: int) -> Effects:
        """The call in flight ends this way, and the next one flies."""
        flying = self._flying
        assert flying is not None, "only a call in flight settles by an answer"
        self._flying = None
        return (fx.Settled(flying.call_id, outcome), *self._next_of_ours(now_us))

    def _replied(self, message_id: str, outcome: fx.Outcome, text: bytes, now_us: int) -> Effects:
        flying = self._flying
        unread = message_id == UNREADABLE_ID and isinstance(outcome, fx.Refused) and self._version != "1.6"
        if flying is not None and (message_id == flying.message_id or unread):
            return self._settle(outcome, now_us)
        late = next((ours for ours in self._late if ours.message_id == message_id), None)
        if late is not None:
            self._late = tuple(ours for ours in self._late if ours is not late)
            return (fx.Noted("late_answer", message_id, late.call_id, text),)
        return (fx.Noted("unknown_answer", message_id, frame=text),)

    def _called(self, arrived: fx.Arrived) -> Effects:
        """A message of the station: worked on now, held, or known already."""
        if not arrived.remark and self._current is None and not self._has_answered(arrived.message_id):
            return self._start(arrived)
        note: Effects = (
            (fx.Noted(arrived.remark, arrived.message_id, frame=arrived.frame),) if arrived.remark else ()
        )
        if arrived.wants_answer:
            known = self._known(arrived)
            if known is not None:
                return (*note, *known)
            note = (*note, *self._reused(arrived))
        if self._current is None:
            return (*note, *self._start(arrived))
        if len(self._held) >= HELD_MOST or self._held_bytes + len(arrived.frame) > HELD_BYTES_MOST:
            return (*note, fx.Noted("overflow", arrived.message_id))
        self._held.append(arrived)
        self._held_bytes += len(arrived.frame)
        return note

    def _has_answered(self, message_id: str) -> bool:
        """Whether a call with this id was answered lately."""
        return message_id in [given.message_id for given in self._given]

    def _known(self, arrived: fx.Arrived) -> Effects | None:
        """What to do about a call that is being worked on, waits, or was answered; None for a new one."""
        for other in self._unanswered():
            if other.message_id == arrived.message_id and _same(other, arrived):
                return (fx.Noted("repeated_call", arrived.message_id, frame=arrived.frame),)
        for given in self._given:
            if given.message_id == arrived.message_id and given.call == _mark(arrived):
                noted = fx.Noted("repeated_call", arrived.message_id, frame=arrived.frame)
                return (noted, fx.Transmit(given.frame))
        return None

    def _reused(self, arrived: fx.Arrived) -> Effects:
        ids = (
            *(other.message_id for other in self._unanswered()),
            *(given.message_id for given in self._given),
        )
        return (
            (fx.Noted("reused_id", arrived.message_id, frame=arrived.frame),)
            if arrived.message_id in ids
            else ()
        )

    def _unanswered(self) -> tuple[fx.Arrived, ...]:
        return () if self._current is None else (self._current, *self._held)

    def _start(self, arrived: fx.Arrived) -> Effects:
        if arrived.wants_answer:
            self._current = arrived
        return (arrived,)

    def _next_of_theirs(self) -> Effects:
        """The next message to work on, after all SENDs before it."""
        started: list[fx.Effect] = []
        while self._current is None and self._held:
            arrived = self._held.pop(0)
            self._held_bytes -= len(arrived.frame)
            started += self._start(arrived)
        return tuple(started)

    def _finish(self, message_id: str) -> fx.Arrived | None:
        current = self._current
        if current is None or current.message_id != message_id:
            return None
        self._current = None
        return current

    def _broken(self, broken: Broken, text: bytes, now_us: int) -> Effects:
        note = fx.Noted("broken_frame", broken.reason, frame=text)
        match broken.kind:
            case 3 | 4:
                flying = self._flying
                if flying is not None and broken.message_id in (None, flying.message_id):
                    return (note, *self._settle(fx.Malformed(text), now_us))
                return (note,)
            case 5:
                return (note,)
            case 6 if self._version == "2.1":
                return (note,)
            case _:
                return (note, *self._complain(broken))

    def _complain(self, broken: Broken) -> Effects:
        """CALLERROR to what is no frame, or silence. 1.6 ignores what it cannot name."""
        if self._version == "1.6" and (broken.message_id is None or broken.kind != 2):
            return ()
        if broken.message_id is None or broken.reason == "no_action":
            fault = Fault.FRAMEWORK
        elif broken.reason == "unknown_message_type":
            fault = Fault.MESSAGE_TYPE
        else:
            fault = Fault.FORMAT
        message_id = UNREADABLE_ID if broken.message_id is None else broken.message_id
        return (fx.Transmit(error_frame(self._version, message_id, fault, broken.reason)),)


def _same(one: fx.Arrived, other: fx.Arrived) -> bool:
    return one.action == other.action and bytes(one.payload) == bytes(other.payload)


def _mark(arrived: fx.Arrived) -> int:
    """A short mark of what a call said, to know it again."""
    return hash((arrived.action, bytes(arrived.payload)))
