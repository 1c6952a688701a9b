"""One station's connection: what it says is recorded first and answered second, in its order.

The dialogue decides about frames; this drives it. Inbound work never waits for our own calls. A station that
sends faster than we record is no longer read from, so that it feels it through TCP (row 28). If a commit
fails nothing is answered and the socket closes: the station keeps its copy (field-faults §1.3).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import assert_never
from uuid import UUID

import msgspec

from wattfleet.bus.port import Ask, Bus, Told
from wattfleet.gateway import metrics
from wattfleet.gateway.calls import Calls
from wattfleet.gateway.home import Answer, Caller, Home, Seat
from wattfleet.gateway.pace import Pace
from wattfleet.gateway.port import Socket
from wattfleet.gateway.registry import Registry
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.ids import Ids
from wattfleet.ocpp import effects as fx
from wattfleet.ocpp.dialogue import PAUSE_AT, Dialogue
from wattfleet.ocpp.errors import Fault
from wattfleet.ocpp.frame import result_frame
from wattfleet.ocpp.secrets import hidden_in
from wattfleet.ocpp.versions import actions
from wattfleet.stations.commissioning import silence_limit_s
from wattfleet.storage.recording import Direction, FrameRow
from wattfleet.usecases.record_frame import ConnectionFenced

PING_S = 60
NOTES_MOST = 200
"""Frames without an answer that may wait for the journal before the station is no longer read from."""
SILENT_S = 0.05
"""When a connection that has said nothing gets its seat too; one that only knocks costs nothing."""
PENDING_S = 60
PROBE, PROBE_US = "GetLocalListVersion", 30_000_000
"""A call that every version has and that changes nothing; its refusal is an answer too."""
SECRET_ACTIONS = frozenset({"GetDiagnostics", "GetLog", "UpdateFirmware", "SignedUpdateFirmware"})
"""Calls that carry an address with a right to it; not sent while two parties use the identity."""

REPLACED = "replaced by a newer connection"

_log = logging.getLogger("wattfleet.gateway")


class Shared(msgspec.Struct, frozen=True):
    """What all connections of a process share."""

    home: Home
    registry: Registry
    bus: Bus
    clock: Clock
    ids: Ids


class Note(msgspec.Struct, frozen=True):
    """A frame to be kept; of a call of ours also its order."""

    row: FrameRow
    order_id: UUID | None = None


class Connection:
    """An authenticated WebSocket of a station (`Ears` of its socket, `Held` by the registry)."""

    def __init__(self, shared: Shared, caller: Caller, chance: int) -> None:
        self._shared = shared
        self._caller = caller
        self._dialogue = Dialogue(caller.version)
        self._calls = Calls(shared.clock)
        self._socket: Socket | None = None
        self._seat: Seat | None = None
        self._todo: deque[fx.Arrived | Note] = deque()
        self._offered: fx.Arrived | None = None
        self._wake: asyncio.Future[None] | None = None
        self._silent: asyncio.TimerHandle | None = None
        self._unserve: Callable[[], None] | None = None
        self._jitter_s = chance % 30
        self._opened_us = self._heard_us = self._pinged_us = shared.clock.monotonic_us()
        self._pace = Pace(self._opened_us)
        self._paused = False
        self._over = False
        self._why = ""
        self._contended = False
        self._is_in_line = False

    # ── the socket tells (Ears) ───────────────────────────────────────────────

    def opened(self, socket: Socket) -> None:
        self._socket = socket
        self._shared.registry.sockets += 1
        self._shared.registry.in_line += 1
        self._is_in_line = True
        self._silent = asyncio.get_running_loop().call_later(SILENT_S, self._begin)

    def text(self, message: bytes) -> None:
        self._heard_us = self._shared.clock.monotonic_us()
        if self._over:
            return
        if self._silent is not None:
            self._begin()
        effects = self._dialogue.receive(message, self._heard_us)
        self._run(effects, message)
        if self._dialogue.held >= PAUSE_AT or len(self._todo) > NOTES_MOST:
            self._pause()

    def alive(self) -> None:
        self._heard_us = self._shared.clock.monotonic_us()

    def closed(self, code: int, reason: str) -> None:
        metrics.DISCONNECTS.labels(metrics.closing(code)).inc()
        self._why = self._why or f"{code} {reason}".strip()
        self._end()
        self._socket = None
        self._shared.registry.sockets -= 1
        self._leave_line()
        if self._silent is not None:
            self._silent.cancel()
        if self._seat is not None:
            metrics.CONNECTIONS.labels(self._caller.version, self._profile).dec()
            self._start(self._close(self._seat))

    # ── the registry asks (Held) ──────────────────────────────────────────────

    @property
    def epoch(self) -> int:
        return self._seat.epoch if self._seat is not None else 0

    @property
    def address(self) -> str:
        return self._caller.address

    @property
    def identity(self) -> str:
        return self._caller.identity

    @property
    def opened_us(self) -> int:
        return self._opened_us

    @property
    def heard_us(self) -> int:
        return self._heard_us

    @property
    def waiting_since_us(self) -> int | None:
        first = self._offered or (self._todo[0] if self._todo else None)
        return first.received_us if isinstance(first, fx.Arrived) else None

    @property
    def commandable(self) -> bool:
        """Whether our calls were answered lately; *receiving* alone is not enough (row 66)."""
        return self._calls.misses == 0

    def replaced(self) -> None:
        self._finish(1008, REPLACED)

    def expelled(self) -> None:
        self._finish(1008, "not registered any more")

    def leave(self) -> None:
        self._finish(1012, "the service restarts")

    def sweep(self, now_us: int) -> None:
        if self._over or self._seat is None or self._socket is None:
            return
        quiet_us = now_us - self._heard_us
        limit_s = silence_limit_s(self._seat.heartbeat_s, PING_S, self._jitter_s)
        if quiet_us > limit_s * 1_000_000 and not self._paused:
            self._finish(1008, "silent for too long")
            return
        if quiet_us > PING_S * 1_000_000 and now_us - self._pinged_us > PING_S * 1_000_000:
            self._pinged_us = now_us
            self._socket.ping()
        deadline_us = self._dialogue.deadline_us
        if deadline_us is not None and deadline_us <= now_us:
            self._run(self._dialogue.tick(now_us))

    # ── orders come down ──────────────────────────────────────────────────────

    async def ask(self, question: Ask) -> Told:
        """Call the station; returns when it has answered, or will not."""
        if self._over or self._seat is None:
            return Told(how="not_connected")
        if self._contended and question.action in SECRET_ACTIONS:
            return Told(how="refused", code="IdentityContention", text="Two parties use this identity.")
        message_id = str(question.order_id)
        call_id, told = self._calls.expect(question, message_id)
        self._run(
            self._dialogue.ask(
                call_id,
                message_id,
                question.action,
                question.payload,
                timeout_us=question.timeout_us,
                now_us=self._shared.clock.monotonic_us(),
            )
        )
        answer = await told
        if answer.how == "timed_out" and not question.quiet:
            self._missed()
        return answer

    def _missed(self) -> None:
        """After one miss a cheap call tells whether it hears at all; after two it is let go (row 66)."""
        if self._calls.misses >= 2:
            self._finish(1008, "does not answer calls")
        elif self._calls.misses == 1 and not self._over:
            self._start(self._probe())

    async def _probe(self) -> None:
        order_id = self._shared.ids.uuid(self._shared.clock.now())
        await self.ask(Ask(order_id, PROBE, b"{}", PROBE_US))

    # ── what the dialogue wants done ──────────────────────────────────────────

    def _run(self, effects: fx.Effects, message: bytes = b"") -> None:
        for effect in effects:
            match effect:
                case fx.Transmit(frame):
                    self._transmit(frame)
                case fx.Arrived():
                    self._arrived(effect)
                case fx.Settled(call_id, outcome):
                    self._settled(call_id, outcome, message)
                case fx.Noted(kind, detail, _, frame):
                    metrics.FRAMES.count("in", "", kind, "soft")
                    if frame:
                        self._keep(Direction.IN, "broken", frame, error=f"{kind} {detail}".strip())
                case _:
                    assert_never(effect)
        if self._todo:
            self._wake_up()

    def _transmit(self, frame: bytes) -> None:
        if self._socket is None or self._over:
            return
        if self._socket.clogged():
            self._finish(1008, "does not read")
            return
        self._socket.send(frame)
        if frame.startswith(b"[2,"):
            call = self._calls.dispatched(self._dialogue.in_flight)
            if call is not None:
                metrics.FRAMES.count("out", call.action, "call", "ok")
                row = FrameRow(
                    self._shared.clock.now(),
                    Direction.OUT,
                    "call",
                    call.message_id,
                    call.action,
                    hidden_in(frame),
                )
                self._todo.append(Note(row, UUID(call.message_id)))

    def _settled(self, call_id: str, outcome: fx.Outcome, message: bytes) -> None:
        call = self._calls.settle(call_id, outcome)
        if call is None:
            return
        match outcome:
            case fx.Answered():
                self._keep(Direction.IN, "result", message, call.message_id, call.action)
            case fx.Refused():
                self._keep(Direction.IN, "error", message, call.message_id, call.action)
            case fx.Malformed() | fx.TimedOut() | fx.Lost() | fx.NotSent():
                pass  # a malformed answer is noted as broken
            case _:
                assert_never(outcome)

    def _keep(
        self,
        direction: Direction,
        kind: str,
        frame: bytes,
        message_id: str = "",
        action: str = "",
        *,
        error: str = "",
    ) -> None:
        now = self._shared.clock.now()
        self._todo.append(Note(FrameRow(now, direction, kind, message_id, action, frame, error=error)))

    # ── recording ─────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        """Take a seat: with the first word, or when nothing was said for a moment."""
        if self._silent is not None:
            self._silent.cancel()
            self._silent = None
            self._start(self._open())

    async def _open(self) -> None:
        try:
            async with self._shared.registry.opening:
                if self._gone():  # while it stood in line
                    return
                seat = await self._shared.home.open(self._caller)
        except WattfleetError as failed:
            if failed.kind == "unavailable":
                self._put_boots_off()
            self._finish(1013 if failed.kind == "unavailable" else 1008, failed.code)
            return
        finally:
            self._leave_line()
        self._seat = seat
        if self._gone():  # while its seat was made
            await self._close(seat)
            return
        metrics.CONNECTIONS.labels(self._caller.version, self._profile).inc()
        fought = self._shared.registry.take(self._caller.key, self)
        if fought is None:
            self._finish(1008, REPLACED)
            return
        if self._shared.registry.ending:
            self.leave()
            return
        self._unserve = self._shared.bus.serve(self._caller.key, self.ask)
        self._contended = fought
        if fought:
            await self._guarded(seat.alarm("identity_contention", self._caller.address))
        self._resume()
        self._start(self._work(seat))

    def _put_boots_off(self) -> None:
        """A boot is always answered (row 78), also where nothing can be written now and no seat be taken."""
        for work in tuple(self._todo):
            if isinstance(work, fx.Arrived) and work.action == "BootNotification":
                self._run(self._dialogue.answer(work.message_id, self._pending(work)))

    def _leave_line(self) -> None:
        """Its place at the door is free again."""
        if self._is_in_line:
            self._is_in_line = False
            self._shared.registry.in_line -= 1

    def _arrived(self, arrived: fx.Arrived) -> None:
        """Recorded with what others say now, if it is of the kind that needs no more; else by itself."""
        self._pace.heard(arrived.received_us)
        seat = self._seat
        if seat is None or not self._is_idle() or not self._is_plain(seat, arrived):
            self._todo.append(arrived)
            return
        self._offered = arrived
        self._shared.home.offer(seat, arrived, self._told, first=self._pace.goes_first)

    def _is_idle(self) -> bool:
        waits = self._wake is not None and not self._wake.done()
        return waits and not self._todo and self._offered is None and not self._over

    def _is_plain(self, seat: Seat, arrived: fx.Arrived) -> bool:
        if arrived.action == "BootNotification" or (arrived.wants_answer and not seat.accepted):
            return False
        return self._caller.version == "1.6" or not _is_of_16(arrived)

    def _told(self, outcome: Answer | ConnectionFenced | WattfleetError | None) -> None:
        """What came of the call that was offered."""
        arrived, self._offered = self._offered, None
        assert arrived is not None, "only a call that was offered is told of"
        match outcome:
            case bytes() | Fault():
                self._answer(arrived, outcome)
            case None:
                self._todo.appendleft(arrived)
            case ConnectionFenced():
                self._finish(1008, REPLACED)
            case WattfleetError():
                self._finish(1013, outcome.code)
            case _:
                assert_never(outcome)
        if self._todo:
            self._wake_up()
        self._read_on()

    async def _work(self, seat: Seat) -> None:
        """Work on what waits, one after the other, as long as the connection stands.

        One task for all frames: it is woken, instead of a new one being made for each frame.
        """
        while not self._over:
            if not self._todo or self._offered is not None:
                self._wake = asyncio.get_running_loop().create_future()
                await self._wake
                continue
            work = self._todo.popleft()
            if isinstance(work, Note):
                await self._guarded(seat.note(work.row, work.order_id))
            else:
                await self._guarded(self._record(seat, work))
            self._read_on()

    def _read_on(self) -> None:
        """Read from the station again once there is room."""
        if self._paused and self._dialogue.held < PAUSE_AT // 2 and len(self._todo) < NOTES_MOST // 2:
            self._resume()

    def _wake_up(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    async def _record(self, seat: Seat, arrived: fx.Arrived) -> None:
        if self._caller.version != "1.6" and _is_of_16(arrived):
            self._keep(Direction.IN, "call", arrived.frame, arrived.message_id, arrived.action, error="1.6")
            await seat.pin_16()
            self._finish(1002, "speaks OCPP 1.6")
            return
        if not self._may_say(seat, arrived):
            self._keep(Direction.IN, "call", arrived.frame, arrived.message_id, arrived.action, error="early")
            if arrived.wants_answer:
                text = "Not before the boot is accepted."
                self._run(self._dialogue.refuse(arrived.message_id, Fault.SECURITY, text))
            return
        answer: Answer
        try:
            answer = await seat.record(arrived, first=self._pace.goes_first)
        except WattfleetError:
            if arrived.action != "BootNotification":
                raise
            answer = self._pending(arrived)  # a boot is always answered (row 78)
        self._answer(arrived, answer)

    def _answer(self, arrived: fx.Arrived, answer: Answer) -> None:
        if arrived.wants_answer and not self._over:
            if isinstance(answer, Fault):
                effects = self._dialogue.refuse(arrived.message_id, answer)
            else:
                effects = self._dialogue.answer(arrived.message_id, answer)
            self._run(effects)
        now_us = self._shared.clock.monotonic_us()
        self._pace.answered(now_us)
        action = arrived.action if arrived.action in actions(self._caller.version) else "unknown"
        metrics.FRAMES.handled(action, "soft" if arrived.remark else "ok", now_us - arrived.received_us)

    def _may_say(self, seat: Seat, arrived: fx.Arrived) -> bool:
        """Before an accepted boot a 2.x station says its boot, and what we triggered. Source: row 77."""
        return (
            seat.accepted
            or arrived.action == "BootNotification"
            or self._calls.triggered(arrived.action)
            or not arrived.wants_answer
        )

    def _pending(self, boot: fx.Arrived) -> bytes:
        now = self._shared.clock.now().wire()
        pending = {"status": "Pending", "currentTime": now, "interval": PENDING_S}
        return result_frame(boot.message_id, msgspec.json.encode(pending))

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        """Do it; if it cannot be committed, close without an answer."""
        try:
            await work
        except ConnectionFenced:
            self._finish(1008, REPLACED)
        except WattfleetError as failed:
            self._finish(1013, failed.code)

    # ── the end ───────────────────────────────────────────────────────────────

    def _finish(self, code: int, reason: str) -> None:
        if self._over:
            return
        self._why = f"{code} {reason}"
        self._end()
        if self._socket is not None:
            self._socket.close(code, reason)

    def _end(self) -> None:
        """From now on nothing is answered and nobody can ask; whoever waits for an answer is told."""
        self._over = True
        self._wake_up()
        self._shared.registry.drop(self._caller.key, self)
        if self._unserve is not None:
            self._unserve()
            self._unserve = None
        for effect in self._dialogue.closed():
            if isinstance(effect, fx.Settled):
                self._calls.settle(effect.call_id, effect.outcome)

    async def _close(self, seat: Seat) -> None:
        """Write what was still to be noted, and the end. Calls that were not answered yet come again."""
        notes = [work for work in self._todo if isinstance(work, Note)]
        self._todo.clear()
        try:
            for note in notes:
                await seat.note(note.row, note.order_id)
            await seat.close(self._why)
        except ConnectionFenced:
            await self._close(seat)
        except WattfleetError as failed:
            _log.warning("The end of a connection could not be written: %s", failed.code)

    def _pause(self) -> None:
        if not self._paused and self._socket is not None:
            self._paused = True
            self._socket.pause()

    def _resume(self) -> None:
        if self._paused and self._socket is not None:
            self._paused = False
            self._socket.resume()

    def _gone(self) -> bool:
        return self._socket is None

    @property
    def _profile(self) -> str:
        return "2" if self._caller.secure else "1"

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._shared.registry.working.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._shared.registry.working.discard(task)
        failed = None if task.cancelled() else task.exception()
        if failed is not None:
            _log.error("A connection failed", exc_info=failed)
            self._finish(1011, "internal error")


def _is_of_16(arrived: fx.Arrived) -> bool:
    """A boot in the shape of 1.6, or an action that 1.6 alone has, where 2.x was agreed on (row 61)."""
    if arrived.action == "BootNotification":
        return b'"chargePointVendor"' in bytes(arrived.payload)
    return arrived.action in {"StartTransaction", "StopTransaction"}
