"""Our calls to one station that are not settled yet, and what came of each."""

import asyncio
from typing import assert_never

import msgspec

from wattfleet.bus.port import Ask, Told
from wattfleet.gateway import metrics
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp import effects as fx


class Expected(msgspec.Struct):
    """A call of ours on its way; `sent_at` is set when it goes out."""

    action: str
    message_id: str
    payload: bytes
    told: "asyncio.Future[Told]"
    quiet: bool = False
    sent_at: Instant | None = None


class Calls:
    """What one connection has asked of its station."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._number = 0
        self._expected: dict[str, Expected] = {}
        self._triggered: set[str] = set()
        self.misses = 0
        """Calls in a row that were sent and not answered."""

    def expect(self, question: Ask, message_id: str) -> tuple[str, "asyncio.Future[Told]"]:
        """A new call: its id for the dialogue, and what will be told of it."""
        self._number += 1
        told: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        call_id = str(self._number)
        self._expected[call_id] = Expected(
            question.action, message_id, question.payload, told, question.quiet
        )
        return call_id, told

    def dispatched(self, call_id: str | None) -> Expected | None:
        """The call that has just gone out."""
        call = self._expected.get(call_id or "")
        if call is not None and call.sent_at is None:
            call.sent_at = self._clock.now()
            if call.action == "TriggerMessage":
                self._triggered.add(_requested(call.payload))
            return call
        return None

    def settle(self, call_id: str, outcome: fx.Outcome) -> Expected | None:
        """Tell whoever asked. None for a call that nobody expects."""
        call = self._expected.pop(call_id, None)
        if call is None:
            return None
        told = self._told(call, outcome)
        if told.how == "timed_out":
            self.misses += not call.quiet
            metrics.CALL_TIMEOUTS.labels(call.action).inc()
        elif told.how in {"answered", "refused", "malformed"}:
            self.misses = 0
            if call.sent_at is not None and told.answered_at is not None:
                metrics.CALL_SECONDS.labels(call.action).observe(
                    (told.answered_at - call.sent_at) / 1_000_000
                )
        if not call.told.done():
            call.told.set_result(told)
        return call

    def triggered(self, action: str) -> bool:
        """Whether we asked for this message; each request lets one through."""
        if action in self._triggered:
            self._triggered.discard(action)
            return True
        return False

    def _told(self, call: Expected, outcome: fx.Outcome) -> Told:
        now, sent = self._clock.now(), call.sent_at
        match outcome:
            case fx.Answered(payload):
                return Told("answered", bytes(payload), "", "", call.message_id, sent, now)
            case fx.Refused(code, text):
                return Told("refused", b"", code, text, call.message_id, sent, now)
            case fx.Malformed():
                return Told("malformed", message_id=call.message_id, sent_at=sent, answered_at=now)
            case fx.TimedOut():
                return Told("timed_out", message_id=call.message_id, sent_at=sent)
            case fx.Lost():
                return Told("lost", message_id=call.message_id, sent_at=sent)
            case fx.NotSent(reason):
                return Told("not_connected", text=reason)
            case _:
                assert_never(outcome)


def _requested(payload: bytes) -> str:
    try:
        asked = msgspec.json.decode(payload, type=dict[str, object]).get("requestedMessage")
    except msgspec.DecodeError:
        return ""
    return asked if isinstance(asked, str) else ""
