"""What a station does when the server asks for something: the parts that all versions share."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.simulator import profiles
from wattfleet.simulator.outlet import Outlet
from wattfleet.simulator.post import Call
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

    if any(call.action in fault.idle for fault in station.post.faults):
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


def reply(status: str, after: Callable[[], None] | None = None) -> Reply:
    return Reply({"status": status}, after)


def either(done: bool, after: Callable[[], None] | None = None) -> Reply:
    return reply("Accepted", after) if done else reply("Rejected")


# ── charging ──────────────────────────────────────────────────────────────────


def for_remote_start(station: Station, evse: int | None, token: str) -> Outlet | None:
    """The outlet at which a remote start can begin: one with a waiting car first."""
    fitting = [
        one
        for one in station.outlets
        if evse in (None, one.plan.evse)
        and one.operative
        and one.running is None
        and one.status not in {"Finishing", "Faulted"}
        and one.reserved_for in {"", token}
    ]
    return min(fitting, key=lambda one: one.battery is None, default=None)


def remote_start(station: Station, outlet: Outlet, token: str, number: int | None, kind: str = "") -> None:
    """Begin at once where a car waits; else wait for one, for a while."""
    outlet.remote_start, outlet.token_kind = number, kind
    if outlet.battery is not None:
        station.begin(outlet, token, "RemoteStart")
        return
    outlet.token = token
    outlet.token_until = station.now + station.variables.number("connect_s") * SECOND_US
    station.show(outlet, "Preparing")


def with_transaction(station: Station, transaction: str) -> Outlet | None:
    for outlet in station.outlets:
        if outlet.running is not None and outlet.running.transaction == transaction:
            return outlet
    return None


def unlock(station: Station, evse: int) -> str:
    """What became of the cable; a running transaction ends with it."""
    outlet = station.outlet(evse)
    if outlet is None:
        return "Unknown"
    if outlet.running is not None:
        station.end(outlet, "UnlockCommand")
    return "Unlocked"


def availability(station: Station, evse: int, operative: bool) -> str:
    """In or out of service; 0 = the whole station. A running charge is never cut."""
    outlets = [one for one in station.outlets if evse in (0, one.plan.evse)]
    if not outlets:
        return "Rejected"
    scheduled = False
    for outlet in outlets:
        if not operative and outlet.running is not None:
            outlet.leaving_service = scheduled = True
            continue
        outlet.leaving_service, outlet.operative = False, operative
        if outlet.battery is None:
            station.show(outlet, "Available" if operative else "Unavailable")
        elif not operative or outlet.status == "Unavailable":
            station.show(outlet, "Preparing" if operative else "Unavailable")
    return "Scheduled" if scheduled else "Accepted"


def soon(station: Station, *messages: Said, every_s: int = 2) -> None:
    """Say some messages one after the other, as work goes on."""
    for number, said in enumerate(messages, 1):
        said.turn = Turn.URGENT
        station.later(number * every_s, lambda one=said: station.say(one))  # type: ignore[misc]


# ── profiles ──────────────────────────────────────────────────────────────────


def set_profile(station: Station, profile: Profile) -> bool:
    """Take a profile in the place of one with the same id, or the same purpose and stack level."""
    if profile.evse and station.outlet(profile.evse) is None:
        return False
    if profile.purpose == "tx":
        outlet = station.outlet(profile.evse)
        if outlet is None or outlet.running is None:
            return False
        if profile.transaction is None:
            profile = msgspec.structs.replace(profile, transaction=outlet.running.transaction or None)
        elif profile.transaction != outlet.running.transaction:
            return False
    kept = [
        one
        for one in station.profiles
        if one.id != profile.id
        and (one.evse, one.stack_level, one.purpose) != (profile.evse, profile.stack_level, profile.purpose)
    ]
    station.profiles = (*kept, profile)
    settle(station)
    return True


def clear_profiles(
    station: Station, number: int | None, evse: int | None, purpose: str | None, stack_level: int | None
) -> bool:
    """Forget the profiles that fit all that is given; False when none did."""
    gone = [
        one
        for one in station.profiles
        if (one.id == number if number is not None else True)
        and (number is not None or evse is None or one.evse == evse)
        and (number is not None or purpose is None or one.wire_purpose == purpose)
        and (number is not None or stack_level is None or one.stack_level == stack_level)
    ]
    station.profiles = tuple(one for one in station.profiles if one not in gone)
    settle(station)
    return bool(gone)


def settle(station: Station) -> None:
    for outlet in station.outlets:
        station.settle(outlet)


# ── reservations ──────────────────────────────────────────────────────────────


def reserve(station: Station, evse: int, token: str, until: Instant, number: int) -> str:
    """Keep an outlet for a card; evse 0 = whichever is free."""
    fitting = [one for one in station.outlets if evse in (0, one.plan.evse)]
    free = [one for one in fitting if one.status == "Available" or one.reservation == number]
    if not free:
        if not fitting:
            return "Rejected"
        return "Unavailable" if all(one.status == "Unavailable" for one in fitting) else "Occupied"
    outlet = free[0]
    outlet.reserved_for, outlet.reserved_until, outlet.reservation = token, until, number
    station.show(outlet, "Reserved")
    return "Accepted"


def cancel_reservation(station: Station, number: int) -> bool:
    for outlet in station.outlets:
        if outlet.reservation == number:
            station.release(outlet)
            return True
    return False


# ── what several commands need ────────────────────────────────────────────────


def schedule(station: Station, outlet: Outlet, duration_s: int, unit: str) -> list[Payload]:
    """The limits of the coming seconds; where nothing limits, what the outlet can give."""
    place = outlet.place()
    out: list[Payload] = []
    for second, limit in profiles.composite(station.profiles, place, station.now, duration_s):
        most = outlet.plan.most.w if limit is None else min(limit, outlet.plan.most.w)
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
