"""Whether what the server says is right: every frame against the schemas, and against what it was told."""

import json
from typing import Any

from tests.fuzz.grammar import validator

from wattfleet.ocpp.errors import Fault, spelled
from wattfleet.ocpp.versions import Version, from_station, we_may_send

UNREADABLE = "-1"
LONGEST_TEXT = 255
WITHOUT_ANSWER = {"NotifyPeriodicEventStream"}
"""Meant to be sent (2.1); a station that calls with it waits for an answer that no schema describes."""


class Hearing:
    """One connection: what was sent over it, and what is wrong with the answers."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.sent: dict[str, list[tuple[Any, bytes]]] = {}  # id → actions and frames
        self.unread: list[bytes] = []  # what is no JSON: some of it is mended, or refused under its id
        self.acknowledged: list[bytes] = []
        self.answers = 0
        self.wrong: list[str] = []
        self._codes = {spelled(version, fault) for fault in Fault}

    def says(self, frame: bytes) -> None:
        """The station is about to send this."""
        try:
            told = json.loads(frame.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError):
            self.unread.append(frame)
            return
        if isinstance(told, list) and len(told) >= 2 and not isinstance(told[1], list | dict):
            action = told[2] if len(told) > 2 else None
            self.sent.setdefault(_name(told[1]), []).append((action, frame))

    def hears(self, text: str) -> tuple[str, str] | None:
        """Judge a frame of the server; a call of it is returned, to be answered."""
        frame = json.loads(text)
        match frame:
            case [3, str() | int() | float() as message_id, dict(payload)]:
                self._result(_name(message_id), payload, text)
            case [4, str() | int() | float() as message_id, str(code), str(told), dict()]:
                self.answers += 1
                if code not in self._codes or len(told) > LONGEST_TEXT:
                    self.wrong.append(f"a refusal that nobody knows: {text[:300]}")
                if not self._may_mean(message_id):
                    self.wrong.append(f"a refusal of nothing: {text[:300]}")
            case [2, str(message_id), str(action), dict(payload)] if we_may_send(self.version, action):
                problems = [one.message for one in validator(self.version, action).iter_errors(payload)]
                if problems:
                    self.wrong.append(f"a call that its schema refuses: {problems[:2]} {text[:300]}")
                return message_id, action
            case _:
                self.wrong.append(f"no frame at all: {text[:300]}")
        return None

    def _result(self, message_id: str, payload: dict[str, Any], text: str) -> None:
        self.answers += 1
        asked = [
            (action, frame) for action, frame in self.sent.get(message_id, ()) if isinstance(action, str)
        ]
        fits = [frame for action, frame in asked if self._fits(action, payload)]
        if not fits and self._mended(message_id, payload):
            return
        if not asked:
            self.wrong.append(f"an answer to nothing: {text[:300]}")
        elif not fits:
            self.wrong.append(f"an answer to {asked[0][0]} that its schema refuses: {text[:300]}")
        elif len(asked) == 1:
            self.acknowledged.append(fits[0])

    def _may_mean(self, message_id: str | float) -> bool:
        """A refusal names a message, or says that it could not read its name."""
        if message_id == UNREADABLE or _name(message_id) in self.sent:
            return True
        return any(_mentions(frame, message_id) for frame in self.unread)

    def _mended(self, message_id: str, payload: dict[str, Any]) -> bool:
        """Whether it answers a frame that is no JSON as it stands."""
        return any(
            action.encode() in frame and self._fits(action, payload)
            for frame in self.unread
            if _mentions(frame, message_id)
            for action in from_station(self.version)
        )

    def _fits(self, action: str, payload: dict[str, Any]) -> bool:
        if action not in from_station(self.version):
            return False
        if action in WITHOUT_ANSWER:
            return payload == {}
        return validator(self.version, action, answer=True).is_valid(payload)


def _mentions(frame: bytes, message_id: str | float) -> bool:
    """Whether a frame that is no JSON may have this id: however it is written, and with stray backslashes."""
    told = str(message_id)
    forms = (told, json.dumps(told)[1:-1], json.dumps(told, ensure_ascii=False)[1:-1])
    plain = frame.replace(b"\\", b"")
    return any(form.encode("utf-8", "replace").replace(b"\\", b"") in plain for form in forms)


def _name(message_id: Any) -> str:
    """The id as we would say it again."""
    return message_id if isinstance(message_id, str) else json.dumps(message_id)
