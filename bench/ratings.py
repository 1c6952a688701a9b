"""How quickly sessions are priced: one by one with every line in words, and in bulk; beside a Decimal loop.

Sessions have 16 quarter-hours, three of them idle; 200 tariffs with a night window, a weekend, and idle time
after 15 free minutes. Both engines use both cores: the exact one two processes, the bulk one two threads.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from bench.table import Row, times
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant, Span, Zone, parse_instant
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.bulk import price_all
from wattfleet.tariffs.course import Course, Whole
from wattfleet.tariffs.explain import explain
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.tariff import Tariff

QUARTERS = 16
IDLE_FROM = 13
QUARTER_US = 900_000_000
ZONE = Zone("Europe/Stockholm")
MONTH = parse_instant("2026-10-01T00:00:00Z").us
TARIFFS = 200


def rows(bulk_sessions: int = 1_000_000, exact_sessions: int = 20_000) -> list[Row]:
    """The table's lines."""
    course, which = courses(bulk_sessions)
    begun = time.process_time()
    decimal = _rate_of(1000, partial(_decimally, course, which, 1000))
    peers_us = (time.process_time() - begun) / 1000 * 1e6
    with ProcessPoolExecutor(2) as pool:
        halves = [exact_sessions // 2] * 2
        list(pool.map(_explained, halves))
        cpu_s: list[float] = []
        exact = _rate_of(exact_sessions, lambda: cpu_s.extend(pool.map(_explained, halves)))
    own_us = sum(cpu_s) / exact_sessions * 1e6
    _in_bulk(course, which, 2)
    bulk = _rate_of(bulk_sessions, partial(_in_bulk, course, which, 2))
    return [
        (
            "a plain Decimal loop, one core",
            f"{decimal:,.0f} sessions/s",
            "the peer",
            "1.0 ×",
            "explains nothing",
        ),
        _row(
            "ratings, every line explained",
            exact,
            20_000,
            decimal,
            f"two processes; {own_us:.0f} µs of a core a session (the Decimal loop {peers_us:.0f})",
        ),
        _row("ratings in bulk", bulk, 300_000, decimal, "two threads; 0 % to the exact engine"),
    ]


def _row(name: str, per_s: float, target: int, peer: float, note: str) -> Row:
    beside = f"{note}; {per_s / peer:.1f} × the Decimal loop"
    return (name, f"{per_s:,.0f} sessions/s", f"target {target:,}/s", times(per_s / target), beside)


def _rate_of(count: int, work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


def tariffs() -> list[Tariff]:
    """200 tariffs that differ in price: by night, by weekend, else; idle time is dear after 15 minutes."""
    return [_tariff(n) for n in range(TARIFFS)]


def _tariff(n: int) -> Tariff:
    def kwh(base: float) -> dict[str, object]:
        return {"type": "ENERGY", "price": f"{base + n / 100:.2f}", "vat": "25"}

    idle = {"type": "PARKING_TIME", "price": "30", "vat": "25", "free_s": 900}
    night = {"start_time": "22:00", "end_time": "06:00"}
    source = {
        "name": f"T{n}",
        "currency": "SEK",
        "elements": [
            {"price_components": [kwh(2)], "restrictions": night},
            {"price_components": [kwh(3)], "restrictions": {"day_of_week": ["SATURDAY", "SUNDAY"]}},
            {"price_components": [kwh(3.5), idle]},
        ],
    }
    return read_tariff(source, tariff_id=UUID(int=n))


def courses(count: int) -> tuple[Course, Whole]:
    """Sessions from all over a month, and the tariff of each."""
    rng = np.random.default_rng(1)
    begun = MONTH + rng.integers(0, 30 * 86_400, count) * 1_000_000
    starts = (begun[:, None] + np.arange(QUARTERS) * QUARTER_US).ravel()
    idle = np.tile(np.arange(QUARTERS) >= IDLE_FROM, count)
    course = Course(
        first=np.arange(0, count * QUARTERS + 1, QUARTERS),
        start_us=starts,
        end_us=starts + QUARTER_US,
        mwh=np.where(idle, 0, rng.integers(0, 2_750_000, count * QUARTERS)),
        idle=idle,
        plain=np.ones(count, np.bool_),
    )
    return course, rng.integers(0, TARIFFS, count)


def usage_of(course: Course, index: int) -> Usage:
    slices = tuple(
        Slice(
            Span(Instant(int(course.start_us[at])), Instant(int(course.end_us[at]))),
            Energy(int(course.mwh[at])),
            Activity.IDLE if course.idle[at] else Activity.CHARGING,
        )
        for at in range(int(course.first[index]), int(course.first[index + 1]))
    )
    return Usage(slices[0].span.start, slices[-1].span.end, ZONE, slices)


def _in_bulk(course: Course, which: Whole, threads: int) -> None:
    """Each thread has a part of the tariffs; chunks keep the memory small."""
    terms = [(one, ZONE) for one in tariffs()]

    def part(mine: Whole) -> None:
        price_all(course.pick(mine), terms, which[mine], partial(usage_of, course))

    chunks = np.array_split(np.argsort(which, kind="stable"), 2 * threads)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, chunks))


def _explained(count: int) -> float:
    """Some sessions, priced and told line by line: the seconds of CPU that it took."""
    sessions = _sessions(count)
    begun = time.process_time()
    told = sum(
        len(explain(rate(usage, tariff), ZONE, ("en", "sv", "de")[n % 3]))
        for n, (usage, tariff) in enumerate(sessions)
    )
    took_s = time.process_time() - begun
    assert told >= len(sessions), "every session of this bench has a line at least"
    return took_s


@lru_cache(maxsize=1)
def _sessions(count: int) -> list[tuple[Usage, Tariff]]:
    """A process makes its sessions in its first, uncounted round."""
    course, which = courses(count)
    terms = tariffs()
    return [(usage_of(course, n), terms[which[n]]) for n in range(count)]


def _decimally(course: Course, which: Whole, count: int) -> None:
    """The same tariffs by hand: no explanation, one datetime a quarter-hour, Decimal throughout."""
    zone = ZoneInfo(ZONE.name)
    for index in range(count):
        add = Decimal(int(which[index])) / 100
        net, idle = Decimal(0), 0
        for at in range(int(course.first[index]), int(course.first[index + 1])):
            local = Instant(int(course.start_us[at])).moment.astimezone(zone)
            night = local.hour >= 22 or local.hour < 6
            price = add + (Decimal(2) if night else Decimal(3) if local.weekday() >= 5 else Decimal("3.5"))
            net += Decimal(int(course.mwh[at])) / 1_000_000 * price
            if course.idle[at]:
                idle += 900
                if idle > 900 and not night and local.weekday() < 5:
                    net += Decimal(900) / 3600 * 30
        cent = Decimal("0.01")
        before_vat = net.quantize(cent, ROUND_HALF_UP)
        (before_vat * Decimal("0.25")).quantize(cent, ROUND_HALF_UP)


if __name__ == "__main__":
    for line in rows():
        print("  ".join(line))
