"""The rating against a second, plain method: the session minute by minute, with datetime and Fraction.

The oracle knows nothing of eras, cuts and integers: each minute it asks the local clock of the standard
library which element holds, writes the minute down at its price, and rounds steps at the end. Limits and
money are checked apart. Source: reference/tariff-semantics.md §2, §3, §6, §14.
"""

from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.pricing import ACTIVITY, Words, element, exact, price, tariff

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import MINUTE_US, Span, Zone, parse_instant
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.shape import WEEKDAYS, ElementInput, RestrictionsInput, show_tariff
from wattfleet.tariffs.tariff import Tariff

ZONES = ["UTC", "Europe/Stockholm", "America/St_Johns", "Australia/Lord_Howe"]
STARTS = ["2026-01-14T12:00:00Z", "2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2026-04-04T10:00:00Z"]
KINDS = st.lists(st.sampled_from(["FLAT", "ENERGY", "TIME", "PARKING_TIME"]), min_size=1, unique=True)
CLOCKS = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    def components() -> list[Words]:
        return [
            price(
                kind,
                str(draw(st.integers(0, 9))),
                vat=draw(st.sampled_from(["10", "25", None])),
                step=draw(st.sampled_from([1, 300, 1000])),
                free_s=draw(st.sampled_from([0, 1800])) if "TIME" in kind else 0,
            )
            for kind in draw(KINDS)
        ]

    def asked() -> Words:
        out: Words = {}
        start, end = draw(CLOCKS), draw(CLOCKS)
        if draw(st.booleans()) and start != end:
            out |= {"start_time": start, "end_time": end}
        if draw(st.booleans()):
            out["day_of_week"] = draw(st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=4))
        which = draw(st.sampled_from(["", "min_kwh", "max_kwh", "min_duration", "max_duration", "min_power"]))
        if which:
            out[which] = draw(st.integers(1, 12)) * (1800 if "duration" in which else 1)
        return out

    return tariff(*(element(*components(), **asked()) for _ in range(draw(st.integers(1, 4)))))


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    """Slices of an even number of minutes at 0, 3 or 6 kW, so that every threshold falls on a minute."""
    start = at = parse_instant(draw(st.sampled_from(STARTS)))
    slices = []
    for _ in range(draw(st.integers(1, 5))):
        minutes = 2 * draw(st.integers(1, 240))
        activity = draw(st.sampled_from(list(ACTIVITY.values())))
        kw = draw(st.sampled_from([0, 3, 6])) if activity is Activity.CHARGING else 0
        end = at + minutes * MINUTE_US
        energy = Energy(kw * minutes * 1_000_000 // 60)
        slices.append(Slice(Span(at, end), energy, activity, Power(kw * 1_000_000)))
        at = end
    return Usage(start, at, Zone(draw(st.sampled_from(ZONES))), tuple(slices))


Entry = tuple[int, Fraction, int, Fraction]
"""Minutes or mWh, price, step, VAT rate: one minute at one price."""


def holds(asked: RestrictionsInput | None, clock: str, weekday: str, minutes: int, mwh: int, mw: int) -> bool:
    if asked is None:
        return True
    if asked.start_time is not None and asked.end_time is not None:
        start, end = asked.start_time, "24:00" if asked.end_time == "00:00" else asked.end_time
        inside = start <= clock < end if start < end else (clock >= start or clock < end)
        if not inside:
            return False
    return (
        (not asked.day_of_week or weekday in asked.day_of_week)
        and (asked.min_kwh is None or mwh >= asked.min_kwh * 10**6)
        and (asked.max_kwh is None or mwh < asked.max_kwh * 10**6)
        and (asked.min_duration is None or minutes * 60 >= asked.min_duration)
        and (asked.max_duration is None or minutes * 60 < asked.max_duration)
        and (asked.min_power is None or mw >= asked.min_power * 10**6)
    )


def rounded_up(entries: list[Entry], unit: int, *, steps: bool) -> tuple[Fraction, Fraction]:
    """Before VAT and VAT; the surplus of the step is charged like the last entry."""
    if not entries:
        return Fraction(0), Fraction(0)
    total = sum(one[0] for one in entries)
    _, last_price, step, last_vat = entries[-1]
    surplus = -total % (step * unit) if steps else 0
    cost = [(quantity * at, vat) for quantity, at, _, vat in entries] + [(surplus * last_price, last_vat)]
    return sum((one for one, _ in cost), Fraction(0)), sum((one * vat for one, vat in cost), Fraction(0))


def oracle(used: Usage, terms: Tariff) -> tuple[Fraction, Fraction]:
    """What the session costs before VAT, and its VAT."""
    elements: list[ElementInput] = show_tariff(terms).elements
    charged: dict[str, list[Entry]] = {"FLAT": [], "ENERGY": [], "TIME": [], "PARKING_TIME": []}
    minutes = mwh = 0
    counted = {"TIME": 0, "PARKING_TIME": 0}
    zone = ZoneInfo(used.zone.name)
    for one in used.slices:
        length = one.span.us // MINUTE_US
        kind = "PARKING_TIME" if one.activity is Activity.IDLE else "TIME"
        for _ in range(length):
            local = (used.start.moment + timedelta(minutes=minutes)).astimezone(zone)
            mw = one.power.mw if one.power is not None else 0
            for dimension, quantity in (("FLAT", 1), ("ENERGY", one.energy.mwh // length), (kind, 60)):
                for candidate in elements:
                    wanted = [c for c in candidate.price_components if c.type == dimension]
                    weekday = WEEKDAYS[local.weekday()]
                    clock = local.strftime("%H:%M")
                    if wanted and holds(candidate.restrictions, clock, weekday, minutes, mwh, mw):
                        component = wanted[0]
                        per = {"FLAT": 1, "ENERGY": 10**6}.get(dimension, 3600)
                        free = dimension in counted and counted[dimension] < component.free_s
                        if quantity and not free and not (dimension == "FLAT" and charged["FLAT"]):
                            vat = Fraction(component.vat or 0) / 100
                            at = Fraction(component.price or 0) / per
                            charged[dimension].append((quantity, at, component.step_size, vat))
                        break
            counted[kind] += 60
            minutes += 1
            mwh += one.energy.mwh // length
    parts = [
        rounded_up(charged["FLAT"], 1, steps=False),
        rounded_up(charged["ENERGY"], 1000, steps=True),
        rounded_up(charged["PARKING_TIME"], 1, steps=True),
        rounded_up(charged["TIME"], 1, steps=not charged["PARKING_TIME"]),
    ]
    return sum((net for net, _ in parts), Fraction(0)), sum((vat for _, vat in parts), Fraction(0))


@given(usages(), tariffs())
@settings(max_examples=60, deadline=None)
def test_the_rating_is_that_of_the_plain_method(used: Usage, terms: Tariff) -> None:
    before_vat, vat = oracle(used, terms)
    assert exact(rate(used, terms)) == (before_vat, before_vat + vat)
