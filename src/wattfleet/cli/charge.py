"""`wattfleet charge`: one charge of a pretend station that was off line, told at once over the real wire.

The station counts as a real one does, and says everything in order: boot, status, the transaction with its
readings, the end. What the server makes of it can then be looked at.
"""

import argparse
import asyncio
import sys
from decimal import Decimal, InvalidOperation
from random import Random

from wattfleet.cli.remote import REFUSED, UNREACHABLE, USAGE, fail
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, Instant, parse_instant
from wattfleet.ocpp.versions import VERSIONS
from wattfleet.simulator.car import Battery, Car
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import Station, StationPlan

PATIENCE_S = 20
LOOK_S = 0.1
REGISTER = Energy(1_000_000_000)
"""What the meter has counted before: 1 MWh."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "charge",
        help="one charge of a pretend station, told over the real wire",
        description="A car takes 11.04 kW (three phases, 16 A) until it has what it wants, and then stands.",
        epilog="example: wattfleet charge DEPOT-07 --password PASSWORD --token 04AABBCC --kwh 8 --minutes 60",
    )
    parser.add_argument("station", help="its identity")
    parser.add_argument("--password", required=True, help="that of the station")
    parser.add_argument("--token", default="04AABBCC", help="the card that is shown (default %(default)s)")
    parser.add_argument("--kwh", default="8", help="what the car wants (default %(default)s)")
    parser.add_argument("--minutes", type=int, default=60, help="how long it stands (default %(default)s)")
    parser.add_argument("--ended", metavar="WHEN", help="RFC 3339; a minute ago if absent")
    parser.add_argument("--ocpp", choices=VERSIONS, default="1.6", help="its version (default %(default)s)")
    parser.add_argument("--url", default="ws://127.0.0.1:9000/ocpp", help="where stations connect")
    parser.set_defaults(alone=run)


def run(given: argparse.Namespace) -> int:
    now = SystemClock().now()
    ended = parse_instant(given.ended, field="--ended") if given.ended else now + -MINUTE_US
    station = charged(given, ended)
    return asyncio.run(_told(given, station))


def charged(given: argparse.Namespace, ended: Instant) -> Station:
    """The station as it stands after the charge, with all of it still to be said."""
    wanted = _energy(given.kwh)
    car = Car(name="car", battery=Energy(wanted.mwh * 2), taper_from_milli=1000, efficiency_milli=1000)
    begun = ended + -given.minutes * MINUTE_US
    plan = StationPlan(identity=given.station, version=given.ocpp, register=REGISTER, sample_s=600)
    station = Station(plan, begun, Random(begun.us))  # noqa: S311 - the same charge, said twice, is one
    station.plug_in(1, Battery(car, Energy(0), wanted), given.token)
    station.advance(ended)
    station.unplug(1)
    return station


async def _told(given: argparse.Namespace, station: Station) -> int:
    link = Link(station, given.url, given.password, SystemClock(), Random(1))  # noqa: S311
    telling = asyncio.create_task(link.say_all())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while link.refused == 0 and not telling.done():
                await asyncio.wait((telling,), timeout=LOOK_S)
            if link.refused and not telling.done():
                raise TimeoutError
            await telling
    except TimeoutError:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        return _untold(given, link)
    one = station.charges[-1]
    print(
        f"{one.delivered.mwh // 1000} Wh in {given.minutes} minutes, "
        f"told in {station.post.frames_sent} messages, all answered."
    )
    return 0


def _untold(given: argparse.Namespace, link: Link) -> int:
    if "401" in link.problem:
        print(
            f"{given.station} is refused: it is not registered, or this is not its password.\n"
            "`wattfleet inbox list` shows it.",
            file=sys.stderr,
        )
        return REFUSED
    why = link.problem or "no answer"
    print(f"{given.station} could not say it all to {given.url}: {why}.", file=sys.stderr)
    return UNREACHABLE if link.connections == 0 else REFUSED


def _energy(text: str) -> Energy:
    try:
        kwh = Decimal(text)
    except InvalidOperation:
        kwh = Decimal(0)
    if not 0 < kwh <= 1000:
        fail(f"--kwh takes a number up to 1000, not “{text}”.", code=USAGE)
    return Energy(int(kwh * 1_000_000))
