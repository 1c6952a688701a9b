"""A station's side of the conversation: what goes out, what comes back, and what was acknowledged.

It is written apart from the server's own `ocpp.dialogue`, so that one mistake cannot hide in both.
"""

from collections.abc import Callable
from enum import Enum, auto
from random import Random

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.versions import Version, actions
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.said import Mailbox, Payload, Said, Turn

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_FRAME = msgspec.json.Decoder(list[msgspec.Raw])


class Hangup(Enum):
    """The station ends the connection itself."""

    NOW = auto()


class Call(msgspec.Struct, frozen=True):
    """A command of the server, checked against its schema."""

    id: str
    action: str
    payload: bytes


class Acknowledged(msgspec.Struct, frozen=True):
    """One message that the server has answered: from then on it alone is responsible."""

    id: str
    action: str
    charge_key: str
    at: Instant


Witness = Callable[[str, Payload, Payload | None], None]
"""Sees each call as it goes out (action, payload, None) and again with its answer."""


class Post:
    """The frames of one station. Purely mechanical: no sockets, no clock of its own."""

    def __init__(self, version: Version, chance: Random, faults: tuple[Fault, ...] = ()) -> None:
        self.version: Version = version
        self.chance = chance
        self.faults = faults
        self.showed: set[int] = set()
        """The rows of the faults that have changed anything so far."""
        self.mailbox = Mailbox(most_ahead=max((one.ahead for one in faults), default=0))
        self.online = False
        self.booted = False
        self.skew_us = 0
        self.out: list[str | Hangup] = []
        self.acknowledged: list[Acknowledged] = []
        self.frames_sent = 0
        self.problems: list[str] = []  # what the server did wrong in our eyes
        self.witness: Witness | None = None
        self.complete: Callable[[Said], Payload] = lambda said: said.payload
        self._held: list[str] = []
        self._kept: dict[str, str] = {}

    def having(self, has: Callable[[Fault], bool]) -> bool:
        """Whether a fault is so; who asks does what it says, so it has shown."""
        found = {fault.row for fault in self.faults if has(fault)}
        self.showed |= found
        return bool(found)

    def stamp(self, at: Instant) -> str:
        """A moment as this station writes it."""
        at += self.skew_us
        for fault in self.faults:
            if fault.stamp is not None:
                self.showed.add(fault.row)
                return fault.stamp(at)
        return at.wire()

    def say(self, said: Said) -> None:
        """Put a message into the queue; who is offline forgets what does not last."""
        every = [said]
        for fault in self.faults:
            if fault.say is not None:
                before = [(id(one), one.payload) for one in every]
                every = [other for one in every for other in fault.say(one, self.chance)]
                if before != [(id(one), one.payload) for one in every]:
                    self.showed.add(fault.row)
        for one in every:
            if one.lasting or self.online:
                self.mailbox.put(one)
            elif one.otherwise is not None:
                one.otherwise()

    def pump(self, now: Instant) -> None:
        """Send what may be sent now."""
        while self.online and (taken := self.mailbox.next(now, self.booted)) is not None:
            if self.mailbox.flight is not None:
                self.having(lambda fault: fault.ahead > 0)
            self._send(*taken, now)

    def _send(self, order: tuple[int, int], said: Said, now: Instant) -> None:
        message_id = f"{self.chance.getrandbits(64):016x}"
        payload = self.complete(said)
        for fault in self.faults:
            if fault.send is not None:
                before, payload = payload, fault.send(said.action, payload, self.chance)
                self.showed |= {fault.row} if payload != before else set()
        texts = [_ENCODER.encode([2, message_id, said.action, payload]).decode()]
        for fault in self.faults:
            if fault.frame is not None:
                alone, texts = texts, [other for text in texts for other in fault.frame(said.action, text)]
                self.showed |= {fault.row} if texts != alone else set()
        said.sent = payload
        self.mailbox.sent(message_id, order, said, now)
        for text in texts:
            self.out.append(text)
            self.frames_sent += 1
            if self.witness is not None:
                self.witness(said.action, payload, None)

    def take(self) -> list[str | Hangup]:
        """What the socket has to do now, in order."""
        out, self.out = self.out, []
        return out

    def hear(self, text: str | bytes, now: Instant) -> Call | tuple[Said, Payload | None] | None:
        """A frame of the server: a command, an answer to us (None = an error), or nothing of interest."""
        try:
            parts = _FRAME.decode(text)
            kind = msgspec.json.decode(parts[0], type=int)
            message_id = msgspec.json.decode(parts[1], type=str)
            if kind == 2:
                action = msgspec.json.decode(parts[2], type=str)
                return self._checked(message_id, action, bytes(parts[3]))
            if kind == 3:
                return self._answered(message_id, bytes(parts[2]), now)
            if kind == 4:
                shown = text if isinstance(text, str) else text.decode()
                if not self._judged("", shown):
                    self.problems.append(f"error to us: {shown.encode()!r}")
                said = self.mailbox.refused(message_id, now)
                return None if said is None else (said, None)
        except (msgspec.MsgspecError, IndexError):
            self.problems.append(f"broken frame: {text!r}")
        return None

    def _answered(self, message_id: str, raw: bytes, now: Instant) -> tuple[Said, Payload | None] | None:
        said = self.mailbox.find(message_id)
        if said is None:
            return None
        if self.having(lambda fault: fault.deaf is not None and fault.deaf(said)):
            said.attempts += 1
            self.out.append(Hangup.NOW)
            return None
        payload = msgspec.json.decode(raw, type=dict[str, object])
        self._check_answer(said.action, raw)
        self._judged(said.action, raw.decode())
        self.mailbox.answered(message_id)
        key = said.charge.key if said.charge is not None else ""
        self.acknowledged.append(Acknowledged(message_id, said.action, key, now))
        if self.witness is not None:
            self.witness(said.action, said.sent or said.payload, payload)
        for fault in self.faults:
            if fault.accepted is not None:
                for extra in fault.accepted(said, self.chance):
                    self.showed.add(fault.row)
                    self.mailbox.put(extra)
        return said, payload

    def _judged(self, action: str, text: str) -> bool:
        """Let the faults that are strict look at an answer; whether any has."""
        judges = [fault for fault in self.faults if fault.judge is not None]
        for fault in judges:
            assert fault.judge is not None, "only those that judge were taken"
            wrong = fault.judge(action, text, self._kept)
            self.showed.add(fault.row)
            self.problems += [wrong] if wrong else []
        return bool(judges)

    def _check_answer(self, action: str, raw: bytes) -> None:
        kinds = actions(self.version).get(action)
        if kinds is None or kinds[1] is None:
            return
        try:
            msgspec.json.decode(raw, type=kinds[1])
        except msgspec.ValidationError as error:
            self.problems.append(f"answer to {action}: {error}")

    def _checked(self, message_id: str, action: str, raw: bytes) -> Call | None:
        kinds = actions(self.version).get(action)
        if kinds is None:
            self.error(message_id, "NotImplemented", f"{action} is not known here")
            return None
        try:
            msgspec.json.decode(raw, type=kinds[0])
        except msgspec.MsgspecError as error:
            self.problems.append(f"command {action}: {error}")
            code = "FormationViolation" if self.version == "1.6" else "FormatViolation"
            self.error(message_id, code, str(error)[:255])
            return None
        return Call(message_id, action, raw)

    def answer(self, call: Call, payload: Payload) -> None:
        for fault in self.faults:
            if fault.reply is not None:
                before, payload = payload, fault.reply(call.action, payload)
                self.showed |= {fault.row} if payload != before else set()
        texts = [_ENCODER.encode([3, call.id, payload]).decode()]
        for fault in self.faults:
            if fault.answer is not None:
                alone, texts = texts, [other for text in texts for other in fault.answer(text, self._held)]
                self.showed |= {fault.row} if texts != alone else set()
        self.out += texts

    def error(self, message_id: str, code: str, text: str) -> None:
        self.out.append(_ENCODER.encode([4, message_id, code, text, {}]).decode())

    def hung_up(self, now: Instant) -> None:
        """The connection is gone: passing messages are forgotten, and who waited for them is told."""
        self.online = self.booted = False
        self.out = []
        self._held = []
        for said in self.mailbox.hung_up(now):
            if said.otherwise is not None:
                said.otherwise()

    def overdue(self, now: Instant) -> None:
        """An answer did not come in time."""
        said = self.mailbox.unanswered(now)
        if said is None:
            return
        if said.turn is Turn.BOOT:
            if not self.having(lambda fault: fault.boots_once):
                self.mailbox.put(said)
        elif not said.lasting and said.otherwise is not None:
            said.otherwise()
