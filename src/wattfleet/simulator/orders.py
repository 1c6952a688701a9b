"""What a station does when the server asks for something: the parts that all versions share."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.simulator import profiles
from wattfleet.simulator.evse import Evse
from wattfleet.simulator.post import Call, Hangup
from wattfleet.simulator.profiles import Profile
from wattfleet.simulator.said import Payload, Said, Turn
from wattfleet.simulator.station import Station


class Reply(msgspec.Struct, frozen=True):
    """The answer to a command, and what is done once it is given."""

    payload: Payload
    after: Callable[[], None] | None = None


Obey = Callable[[Station, bytes], Reply]


def hear(station: Station, text: str | bytes, now: Instant) -> None:
    """One frame of the server, and everything that follows from it at once."""
    call = station.hear(text, now)
    if call is not None:
        obey(station, call)
    station.post.pump(station.now)


def obey(station: Station, call: Call) -> None:
    from wattfleet.simulator import orders2x, orders16

    if _startled(station, call):
        return
    if station.post.having(lambda fault: call.action in fault.refuses):
        station.post.answer(call, {"status": "Rejected"})
        return
    if station.post.having(lambda fault: call.action in fault.idle):
        station.post.answer(call, {"status": "Accepted"})
        return
    table = orders16.ORDERS if station.plan.version == "1.6" else orders2x.ORDERS
    order = table.get(call.action)
    if order is None:
        code = "NotImplemented" if station.plan.version == "1.6" else "NotSupported"
        station.post.error(call.id, code, f"{call.action} is beyond this station")
        return
    reply = order(station, call.payload)
    station.post.answer(call, reply.payload)
    if reply.after is not None:
        reply.after()


def _startled(station: Station, call: Call) -> bool:
    """Whether a command brings the station down instead of being answered (rows 70, 85)."""
    seconds = (station.now - station.online_since) // SECOND_US
    for fault in station.post.faults:
        what = fault.startled(call.action, call.payload, seconds) if fault.startled is not None else ""
        if what == "restarts":
            station.restart("Reboot", "Watchdog")
        elif what == "hangs up":
            station.post.out.append(Hangup.NOW)
        if what:
            station.post.showed.add(fault.row)
            return True
    return False


def reply(status: str, after: Callable[[], None] | None = None) -> Reply:
    return Reply({"status": status}, after)


def either(done: bool, after: Callable[[], None] | None = None) -> Reply:
    return reply("Accepted", after) if done else reply("Rejected")


# ── charging ──────────────────────────────────────────────────────────────────


def for_remote_start(station: Station, evse_id: int | None, token: str) -> Evse | None:
    """The EVSE at which a remote start can begin: one with a waiting car first."""
    fitting = [
        one
        for one in station.evses
        if evse_id in (None, one.plan.evse_id)
        and one.operative
        and one.running is None
        and station.may_begin(one)
        and one.status not in {"Finishing", "Faulted"}
        and one.reserved_for in {"", token}
    ]
    return min(fitting, key=lambda one: one.battery is None, default=None)


def remote_start(station: Station, evse: Evse, token: str, number: int | None, kind: str = "") -> None:
    """Begin at once where a car waits; else wait for one, for a while."""
    evse.remote_start, evse.token_kind = number, kind
    if evse.battery is not None:
        station.begin(evse, token, "RemoteStart")
        return
    evse.token = token
    evse.token_until = station.now + station.variables.number("connect_s") * SECOND_US
    station.show(evse, "Preparing")


def with_transaction(station: Station, transaction: str) -> Evse | None:
    for evse in station.evses:
        if evse.running is not None and evse.running.transaction == transaction:
            return evse
    return None


def unlock(station: Station, evse_id: int) -> str:
    """What became of the cable; a running transaction ends with it."""
    evse = station.evse(evse_id)
    if evse is None:
        return "Unknown"
    if evse.running is not None:
        station.end(evse, "UnlockCommand")
    return "Unlocked"


def availability(station: Station, evse_id: int, operative: bool) -> str:
    """In or out of service; 0 = the whole station. A running charge is never cut."""
    evses = [one for one in station.evses if evse_id in (0, one.plan.evse_id)]
    if not evses:
        return "Rejected"
    scheduled = False
    for evse in evses:
        if not operative and evse.running is not None:
            evse.leaving_service = scheduled = True
            continue
        evse.leaving_service, evse.operative = False, operative
        if evse.battery is None:
            station.show(evse, "Available" if operative else "Unavailable")
        elif not operative or evse.status == "Unavailable":
            station.show(evse, "Preparing" if operative else "Unavailable")
    return "Scheduled" if scheduled else "Accepted"


def soon(station: Station, *messages: Said, every_s: int = 2) -> None:
    """Say some messages one after the other, as work goes on."""
    for number, said in enumerate(messages, 1):
        said.turn = Turn.URGENT
        station.later(number * every_s, lambda one=said: station.say(one))  # type: ignore[misc]


# ── profiles ──────────────────────────────────────────────────────────────────


def set_profile(station: Station, profile: Profile) -> bool:
    """Take a profile in the place of one with the same id, or the same purpose and stack level."""
    if profile.evse_id and station.evse(profile.evse_id) is None:
        return False
    if profile.purpose == "tx":
        evse = station.evse(profile.evse_id)
        if evse is None or evse.running is None:
            return False
        if profile.transaction is None:
            profile = msgspec.structs.replace(profile, transaction=evse.running.transaction or None)
        elif profile.transaction != evse.running.transaction:
            return False
    kept = [
        one
        for one in station.profiles
        if one.id != profile.id
        and (one.evse_id, one.stack_level, one.purpose)
        != (profile.evse_id, profile.stack_level, profile.purpose)
    ]
    station.profiles = (*kept, profile)
    settle(station)
    return True


def clear_profiles(
    station: Station, number: int | None, evse_id: int | None, purpose: str | None, stack_level: int | None
) -> bool:
    """Forget the profiles that fit all that is given; False when none did."""
    gone = [
        one
        for one in station.profiles
        if (one.id == number if number is not None else True)
        and (number is not None or evse_id is None or one.evse_id == evse_id)
        and (number is not None or purpose is None or one.wire_purpose == purpose)
        and (number is not None or stack_level is None or one.stack_level == stack_level)
    ]
    station.profiles = tuple(one for one in station.profiles if one not in gone)
    settle(station)
    return bool(gone)


def settle(station: Station) -> None:
    for evse in station.evses:
        station.settle(evse)


# ── reservations ──────────────────────────────────────────────────────────────


def reserve(station: Station, evse_id: int, token: str, until: Instant, number: int) -> str:
    """Keep an EVSE for a card; evse_id 0 = whichever is free."""
    fitting = [one for one in station.evses if evse_id in (0, one.plan.evse_id)]
    free = [one for one in fitting if one.status == "Available" or one.reservation == number]
    if not free:
        if not fitting:
            return "Rejected"
        return "Unavailable" if all(one.status == "Unavailable" for one in fitting) else "Occupied"
    evse = free[0]
    evse.reserved_for, evse.reserved_until, evse.reservation = token, until, number
    station.show(evse, "Reserved")
    return "Accepted"


def cancel_reservation(station: Station, number: int) -> bool:
    for evse in station.evses:
        if evse.reservation == number:
            station.release(evse)
            return True
    return False


# ── what several commands need ────────────────────────────────────────────────


def schedule(station: Station, evse: Evse, duration_s: int, unit: str) -> list[Payload]:
    """The limits of the coming seconds; where nothing limits, what the EVSE can give."""
    place = evse.place()
    out: list[Payload] = []
    for second, limit in profiles.composite(station.profiles, place, station.now, duration_s):
        most = evse.plan.most.w if limit is None else min(limit, evse.plan.most.w)
        shown = most if unit == "W" else most / (place.volts * place.phases)
        out.append({"startPeriod": second, "limit": shown.quantize(Decimal("0.1"))})
    return out


def write_list(station: Station, version: int, full: bool, entries: Mapping[str, str | None]) -> None:
    """Replace the local list, or change it card by card; a card without a status goes."""
    if full:
        station.local_list.clear()
    for token, status in entries.items():
        if status is None:
            station.local_list.pop(token, None)
        else:
            station.local_list[token] = status
    station.local_list_version = version


def install(station: Station, progress: list[Said]) -> None:
    """Tell how an update goes on, then come back with the new version."""
    soon(station, *progress)

    def done() -> None:
        major, _, minor = station.firmware.rpartition(".")
        station.firmware = f"{major}.{int(minor) + 1}" if minor.isdigit() else station.firmware + ".1"
        station.restart("Reboot", "FirmwareUpdate")

    station.later(2 * len(progress) + 1, done)
