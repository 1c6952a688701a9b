"""A pretend station: what happens to it, what it does about it, and what it says.

It is a machine without sockets and without a clock of its own: whoever drives it says what time it is. So a
month can pass in a second while it is offline, and everything that it would have said waits in its queue.
"""

import heapq
from collections.abc import Callable
from random import Random

import msgspec

from wattfleet.kernel.energy import NO_ENERGY, Energy
from wattfleet.kernel.timeline import SECOND_US, Instant, Zone
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import car, meter, profiles
from wattfleet.simulator.car import Battery
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.evse import Evse, EvsePlan, fresh, offer_within
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.meter import Meter, Mode
from wattfleet.simulator.post import Call, Hangup, Post
from wattfleet.simulator.profiles import Profile
from wattfleet.simulator.said import Payload, Said, Turn
from wattfleet.simulator.variables import Variables
from wattfleet.simulator.voice import Context, Make, Sample, Status, Voice
from wattfleet.simulator.voice2x import Voice2x
from wattfleet.simulator.voice16 import Voice16

ACCEPTED = "Accepted"


class StationPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a station is built and set up."""

    identity: str
    version: Version = "1.6"
    evses: tuple[EvsePlan, ...] = (EvsePlan(),)
    make: Make = Make()
    zone: Zone = Zone("UTC")
    sample_s: int = 900
    aligned_s: int = 0
    mode: Mode = Mode.LIFETIME
    step_mwh: int = 1000
    register: Energy = NO_ENERGY  # what the meters have counted before
    boots_always: bool = True  # a new connection begins with a boot, not only a restart (usual in 1.6)


class Station:
    """One station. `now` only moves forward; nothing here waits."""

    def __init__(
        self, plan: StationPlan, at: Instant, chance: Random, faults: tuple[Fault, ...] = ()
    ) -> None:
        self.plan = plan
        self.now = at
        self.chance = chance
        self.voice: Voice = Voice16() if plan.version == "1.6" else Voice2x()
        self.post = Post(plan.version, chance, faults)
        self.post.complete = self.voice.complete
        self.variables = Variables(plan.version, sample_s=str(plan.sample_s), aligned_s=str(plan.aligned_s))
        if plan.version == "1.6":
            self.variables.values["NumberOfConnectors"] = str(len(plan.evses))
        mode = next((Mode(one.register_mode) for one in faults if one.register_mode), plan.mode)
        first = Meter(mode, plan.step_mwh, plan.register)
        self.evses = [fresh(one, at, first) for one in plan.evses]
        self.charges: list[Charge] = []
        self.profiles: tuple[Profile, ...] = ()
        self.profiles_told: dict[int, Payload] = {}  # as they came, to be told again
        self.local_list: dict[str, str] = {}
        self.local_list_version = 0
        self.cache: dict[str, str] = {}
        self.firmware = plan.make.firmware
        self.boot_reason = "PowerUp"
        self.boot_due = True
        self.dark_until: Instant | None = None
        self.reset_when_idle = False
        self.beat_at: Instant | None = None
        self.aligned_at: Instant | None = None
        self._later: list[tuple[Instant, int, Callable[[], None]]] = []
        self._count = 0
        self.online_since = at
        if self.post.having(lambda fault: fault.unset_clock):
            self.post.skew_us = -at.us
        self._align()

    # ── time ──────────────────────────────────────────────────────────────────

    def advance(self, to: Instant) -> None:
        """Let time pass, and do on the way whatever falls due."""
        while (due := self.due_at()) is not None and due <= to:
            self._move(max(due, self.now))
            self._do_due()
        self._move(to)
        self.post.pump(self.now)

    def due_at(self) -> Instant | None:
        """When this station wants to be woken next."""
        moments = [self._later[0][0] if self._later else None, self.aligned_at]
        if self.post.online:
            moments += [self.post.mailbox.due_at(), self.beat_at]
        for one in self.evses:
            moments += [one.sample_at, one.full_at, one.change_at, one.token_until, one.reserved_until]
        return min((one for one in moments if one is not None), default=None)

    def later(self, seconds: int, action: Callable[[], None]) -> None:
        """Do something after a while."""
        self._count += 1
        heapq.heappush(self._later, (self.now + seconds * SECOND_US, self._count, action))

    def _move(self, to: Instant) -> None:
        for evse in self.evses:
            evse.flow(to)
        self.now = max(self.now, to)

    def _do_due(self) -> None:
        now = self.now
        if _due(self.post.mailbox.due_at() if self.post.online else None, now):
            if self.post.mailbox.flight is not None:
                self.post.overdue(now)
            else:
                self.post.mailbox.resume()
            self.post.pump(now)
        if _due(self.beat_at, now):
            self.beat_at = self._next_beat()
            self.beat()
        while self._later and self._later[0][0] <= now:
            heapq.heappop(self._later)[2]()
        for evse in self.evses:
            self._evse_due(evse)
        if _due(self.aligned_at, now):
            self._clock_aligned()

    def _evse_due(self, evse: Evse) -> None:
        if _due(evse.token_until, self.now):
            evse.token, evse.token_until, evse.remote_start = "", None, None
        if _due(evse.reserved_until, self.now):
            self.release(evse)
        if _due(evse.full_at, self.now) or _due(evse.change_at, self.now):
            self.settle(evse)
        if _due(evse.sample_at, self.now) and evse.sample_at is not None:
            evse.sample_at += max(1, self.variables.number("sample_s")) * SECOND_US
            self.sample(evse, "Sample.Periodic", "sampled")

    def _align(self) -> None:
        seconds = self.variables.number("aligned_s")
        step = seconds * SECOND_US
        self.aligned_at = Instant((self.now.us // step + 1) * step) if seconds > 0 else None

    def _clock_aligned(self) -> None:
        for evse in self.evses:
            if evse.running is not None or self.post.online:
                self.sample(evse, "Sample.Clock", "aligned")
        self._align()

    # ── the connection ────────────────────────────────────────────────────────

    def say(self, said: Said | None) -> None:
        if said is not None:
            self.post.say(said)
            self.post.pump(self.now)

    def connected(self, now: Instant) -> None:
        self.advance(now)
        self.online_since = self.now
        self.post.online = True
        if isinstance(self.voice, Voice2x):
            self.voice.offline = False
        if self.boot_due or self.plan.boots_always:
            if self.post.having(lambda fault: fault.speaks_early):
                self.welcome()
            self.boot()
        else:
            self.welcome()
        self.post.pump(self.now)

    def disconnected(self, now: Instant) -> None:
        self.advance(now)
        self.post.hung_up(now)
        self.beat_at = None
        if isinstance(self.voice, Voice2x):
            self.voice.offline = True

    def boot(self) -> None:
        make = msgspec.structs.replace(self.plan.make, firmware=self.firmware)
        said = self.voice.boot(make, self.boot_reason)
        said.then = self._heard_boot
        self.say(said)

    def _heard_boot(self, answer: Payload) -> None:
        interval = answer.get("interval")
        seconds = interval if isinstance(interval, int) and interval > 0 else 60
        self._heard_time(answer)
        if answer.get("status") != ACCEPTED:
            self.later(seconds, self.boot)
            return
        self.boot_due, self.boot_reason = False, "Unknown"
        self.variables.values[self.variables.wire_name("heartbeat_s")] = str(seconds)
        self.welcome()

    def _heard_time(self, answer: Payload) -> None:
        """Our clock is the server's from now on, as we understand what it says."""
        told = str(answer.get("currentTime", ""))
        for fault in self.post.faults:
            if fault.hears_time is not None:
                self.post.showed.add(fault.row)
                skew = fault.hears_time(told, self.now)
                self.post.skew_us = self.post.skew_us if skew is None else skew
                return
        self.post.skew_us = 0

    def _next_beat(self) -> Instant:
        every = max((one.beats_every for one in self.post.faults), default=1)
        if every > 1:
            self.post.having(lambda fault: fault.beats_every > 1)
        return self.now + max(1, self.variables.number("heartbeat_s")) * every * SECOND_US

    def welcome(self) -> None:
        """The server accepts us: tell where everything stands, then what waits."""
        self.post.booted = True
        self.beat_at = self._next_beat()
        if self.plan.version == "1.6":
            word: Status = "Available" if any(one.operative for one in self.evses) else "Unavailable"
            self.tell_status(0, 0, word)
        for evse in self.evses:
            self.tell_status(evse.plan.evse_id, evse.plan.connector, evse.status)
        self.post.pump(self.now)

    def beat(self) -> None:
        self.say(Said(action="Heartbeat", payload={}, then=self._heard_time))

    def reconfigured(self) -> None:
        """A setting was written: follow it."""
        self.post.mailbox.attempts = max(1, self.variables.number("attempts"))
        self.post.mailbox.retry_s = self.variables.number("retry_s")
        if self.beat_at is not None:
            self.beat_at = self._next_beat()
        seconds = self.variables.number("sample_s")
        for evse in self.evses:
            if evse.running is not None:
                evse.sample_at = self.now + seconds * SECOND_US if seconds > 0 else None
        self._align()

    def tell_status(self, evse_id: int, connector: int, status: Status) -> None:
        said = self.voice.status(evse_id, connector, status, self.post.stamp(self.now))
        said.turn = Turn.URGENT if self.post.mailbox.lasting > 5 else Turn.USUAL
        self.say(said)

    def hear(self, text: str | bytes, now: Instant) -> Call | None:
        """One frame of the server; a command is handed back, for `orders` to obey."""
        self.advance(now)
        heard = self.post.hear(text, now)
        if isinstance(heard, tuple):
            said, answer = heard
            if answer is not None:
                self._heard_about(said, answer)
                if said.then is not None:
                    said.then(answer)
            elif not said.lasting and said.otherwise is not None:
                said.otherwise()
        self.post.pump(self.now)
        return heard if isinstance(heard, Call) else None

    def _heard_about(self, said: Said, answer: Payload) -> None:
        """What an answer says of a transaction: its number, and whether its token may charge."""
        one = said.charge
        if one is None or said.action not in {"StartTransaction", "TransactionEvent"}:
            return
        status = self.voice.heard_start(one, answer)
        if status and status != ACCEPTED and said.payload.get("eventType") != "Ended":
            one.refused = True
            evse = self.evse(one.evse_id)
            anyway = self.post.having(lambda fault: fault.charges_anyway)
            if evse is not None and evse.running is one and not anyway:
                self.end(evse, "DeAuthorized")

    # ── cars and cards ────────────────────────────────────────────────────────

    def evse(self, evse_id: int) -> Evse | None:
        return next((one for one in self.evses if one.plan.evse_id == evse_id), None)

    def plug_in(self, evse_id: int, battery: Battery, token: str = "") -> None:
        """A car arrives; with `token` its driver shows a card at once."""
        evse = self.evse(evse_id)
        assert evse is not None, "a car needs an EVSE"
        assert evse.battery is None, "a car needs a free EVSE"
        evse.battery, evse.plugged_at = battery, self.now
        if not evse.operative:
            return
        self.show(evse, "Preparing")
        if evse.token:
            self.begin(evse, evse.token, "RemoteStart" if evse.remote_start is not None else "CablePluggedIn")
        elif token:
            self.swipe(evse_id, token)
        if any(fault.needs_replug for fault in self.post.faults):
            visit = evse.plugged_at
            self.later(self.variables.number("connect_s"), lambda: self._gives_up(evse, visit))

    def _gives_up(self, evse: Evse, plugged_at: Instant) -> None:
        """Nobody began in time: only a car that is plugged in anew can (row 89)."""
        if evse.plugged_at == plugged_at and evse.charge is None:
            self.show(evse, "Finishing")

    def may_begin(self, evse: Evse) -> bool:
        """Whether the car that stands there may charge without being plugged in anew."""
        stale = evse.status == "Finishing" or evse.charge is not None
        return not (stale and self.post.having(lambda fault: fault.needs_replug))

    def swipe(self, evse_id: int, token: str) -> None:
        """A card is shown: it starts a charge, or stops the one that it started."""
        evse = self.evse(evse_id)
        assert evse is not None, "a card is shown at an EVSE"
        one = evse.running
        if one is not None:
            if one.token == token:
                one.stop_token = token
                self.end(evse, "Local")
            return
        if evse.battery is None or not evse.operative or not self.may_begin(evse):
            return
        if not self.post.online or not self.post.booted:
            self._swiped_offline(evse, token)
            return
        said = self.voice.authorise(token)
        said.then = lambda answer: self._authorised(evse, token, answer)
        said.otherwise = lambda: self._swiped_offline(evse, token)
        self.say(said)

    def _authorised(self, evse: Evse, token: str, answer: Payload) -> None:
        info = answer.get("idTagInfo", answer.get("idTokenInfo"))
        status = str(info.get("status", "")) if isinstance(info, dict) else ""
        self.cache[token] = status
        if status == ACCEPTED and evse.battery is not None and evse.running is None:
            self.begin(evse, token, "Authorized")

    def _swiped_offline(self, evse: Evse, token: str) -> None:
        """Nobody to ask: the local list and the cache decide, and a stranger may charge."""
        known = self.local_list.get(token, self.cache.get(token, ACCEPTED))
        if known == ACCEPTED and evse.battery is not None and evse.running is None:
            self.begin(evse, token, "Authorized")

    def unplug(self, evse_id: int) -> None:
        """The car leaves."""
        evse = self.evse(evse_id)
        assert evse is not None, "a car leaves an EVSE"
        if evse.running is not None:
            self.end(evse, "EVDisconnected")
        if evse.charge is not None:
            evse.charge.unplugged_at = self.now
        evse.battery, evse.plugged_at, evse.charge = None, None, None
        if evse.leaving_service:
            evse.operative, evse.leaving_service = False, False
        self.show(evse, "Available" if evse.operative else "Unavailable")
        self._reset_if_idle()

    def release(self, evse: Evse) -> None:
        """A reservation ends."""
        evse.reserved_for, evse.reserved_until, evse.reservation = "", None, None
        if evse.status == "Reserved":
            self.show(evse, "Available")

    # ── a charge ──────────────────────────────────────────────────────────────

    def begin(self, evse: Evse, token: str, trigger: str) -> None:
        """The transaction starts and energy may flow."""
        assert evse.plugged_at is not None, "a transaction needs a car"
        leak = Energy(sum(fault.leak_mwh for fault in self.post.faults))
        if leak.mwh:
            self.post.having(lambda fault: fault.leak_mwh > 0)
        if evse.meter.mode is not self.plan.mode:
            self.post.having(lambda fault: fault.register_mode != "")
        evse.meter = meter.session_begins(meter.counted(evse.meter, leak))
        one = Charge(
            identity=self.plan.identity,
            evse_id=evse.plan.evse_id,
            connector=evse.plan.connector,
            token=token,
            car=evse.battery.car.name if evse.battery is not None else "",
            plugged_at=evse.plugged_at,
            begun_at=self.now,
            begin=self._shown(evse),
            key=f"{self.chance.getrandbits(96):024x}",
            trigger=trigger,
            remote_start=evse.remote_start,
            reservation=evse.reservation if evse.reserved_for == token else None,
            token_kind=evse.token_kind,
            offline=not self.post.online,
        )
        evse.token, evse.token_until, evse.remote_start, evse.token_kind = "", None, None, ""
        if one.reservation is not None:
            self.release(evse)
        evse.charge = one
        self.charges.append(one)
        self.say(self.voice.started(one, self._sample(evse, "Transaction.Begin", "begun")))
        evse.sample_at = self.now + max(1, self.variables.number("sample_s")) * SECOND_US
        if self.variables.number("sample_s") == 0:
            evse.sample_at = None
        self.settle(evse)

    def settle(self, evse: Evse) -> None:
        """Work out anew what is offered, what is drawn, and tell if that is a new state."""
        one = evse.running
        place = evse.place()
        evse.offer = offer_within(evse.plan, profiles.limit_w(self.profiles, place, self.now))
        evse.full_at = evse.change_at = None
        if one is None or evse.battery is None:
            return
        evse.change_at = profiles.next_change(self.profiles, place, self.now)
        left = car.until_full_us(evse.battery, evse.offer)
        evse.full_at = self.now + left if left else None
        state = evse.state()
        if state == "SuspendedEV" and one.energy_end_at is None:
            one.energy_end_at = self.now
        if state != one.state:
            one.state = state
            self.show(evse, _status(state))
            self.say(self.voice.changed(one, self._sample(evse, "Sample.Periodic", "sampled")))

    def sample(self, evse: Evse, context: Context, which: str) -> None:
        """Tell a reading."""
        said = self.voice.sampled(
            evse.running, evse.plan.evse_id, evse.plan.connector, self._sample(evse, context, which)
        )
        self.say(said)

    def end(self, evse: Evse, reason: str) -> None:
        """The transaction ends; the car may stay."""
        one = evse.running
        assert one is not None, "only what runs can end"
        evse.flow(self.now)
        last = self._sample(evse, "Transaction.End", "ended")
        one.end, one.ended_at, one.reason = self._shown(evse), self.now, reason
        one.energy_end_at = one.energy_end_at or self.now
        one.state = "EVConnected"
        evse.sample_at = evse.full_at = evse.change_at = None
        begun = msgspec.structs.replace(last.reading, register=one.begin)
        first = msgspec.structs.replace(
            last, reading=begun, context="Transaction.Begin", at=self.post.stamp(one.begun_at)
        )
        self.say(self.voice.ended(one, (first, last) if last.measurands else (last,)))
        self.show(evse, "Finishing")

    def show(self, evse: Evse, status: Status) -> None:
        if evse.status != status:
            evse.status = status
            self.tell_status(evse.plan.evse_id, evse.plan.connector, status)

    def _sample(self, evse: Evse, context: Context, which: str) -> Sample:
        return Sample(evse.reading(), context, self.post.stamp(self.now), self.variables.measurands(which))

    def _shown(self, evse: Evse) -> Energy:
        """The register as the start and the end tell it: whole Wh in 1.6."""
        shown = evse.meter.register.mwh
        return Energy(shown - shown % 1000 if self.plan.version == "1.6" else shown)

    # ── power and resets ──────────────────────────────────────────────────────

    def restart(self, reason: str, boot_reason: str, dark_s: int = 2) -> None:
        """End what runs, hang up, and come back a little later."""
        for evse in self.evses:
            if evse.running is not None:
                self.end(evse, reason)
        self.boot_due, self.boot_reason = True, boot_reason
        self.dark_until = self.now + dark_s * SECOND_US
        self.post.out.append(Hangup.NOW)

    def power_cut(self, *, keeps: bool = True) -> None:
        """The power goes: no farewell. What a good station keeps, it says when it is back."""
        for evse in self.evses:
            evse.meter = meter.power_lost(evse.meter)
            if evse.running is not None and self.post.having(lambda fault: fault.resumes):
                continue
            if evse.running is not None and keeps:
                self.end(evse, "PowerLoss")
            elif evse.running is not None:
                evse.running.ended_at = self.now
                evse.sample_at = evse.full_at = evse.change_at = None
        if not keeps:
            self.post.mailbox.forget()
        self.boot_due, self.boot_reason = True, "PowerUp"
        self.post.out.append(Hangup.NOW)

    def _reset_if_idle(self) -> None:
        if self.reset_when_idle and not any(one.running for one in self.evses):
            self.reset_when_idle = False
            self.restart("SoftReset", "ScheduledReset")


def _due(moment: Instant | None, now: Instant) -> bool:
    return moment is not None and moment <= now


def _status(state: str) -> Status:
    match state:
        case "Charging" | "SuspendedEV" | "SuspendedEVSE":
            return state
        case _:
            return "Preparing"
