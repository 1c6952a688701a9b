"""What no rating ever does, over any session and any tariff."""

from collections.abc import Callable
from fractions import Fraction

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.rooms.pricing import ACTIVITY, Words, element, exact, price, tariff, units

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import SECOND_US, Instant, Span, Zone, parse_instant
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.explain import explain
from wattfleet.tariffs.lines import LineKind
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import show_tariff
from wattfleet.tariffs.shown import show_rating
from wattfleet.tariffs.tariff import ALWAYS, Tariff

VATS = st.sampled_from([None, "0", "5.2", "10", "19", "25"])
PRICES = st.integers(0, 9999).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
ZONES = st.sampled_from(["UTC", "Europe/Stockholm", "America/St_Johns", "Australia/Lord_Howe"])
KINDS = st.lists(st.sampled_from(["FLAT", "ENERGY", "TIME", "PARKING_TIME"]), min_size=1, unique=True)
STEPS = st.sampled_from([0, 1, 300, 1000])
BY_WH = st.just(1)
CHANGES = ["2026-01-14T12:00:00Z", "2026-03-28T18:00:00Z", "2026-10-24T18:00:00Z", "2026-04-03T18:00:00Z"]
DAYS = ["MONDAY", "WEDNESDAY", "SATURDAY", "SUNDAY"]
CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")


@st.composite
def components(draw: st.DrawFn, steps: st.SearchStrategy[int]) -> list[Words]:
    kinds = draw(KINDS)
    return [
        price(
            kind,
            draw(PRICES),
            vat=draw(VATS),
            step=draw(steps),
            free_s=draw(st.sampled_from([0, 0, 600])) if "TIME" in kind else 0,
        )
        for kind in kinds
    ]


@st.composite
def restrictions(draw: st.DrawFn) -> Words:
    out: Words = {}
    if draw(st.booleans()):
        start, end = draw(CLOCKS), draw(CLOCKS)
        out |= {"start_time": start} | ({"end_time": end} if start != end else {})
    if draw(st.booleans()):
        out["day_of_week"] = draw(st.lists(st.sampled_from(DAYS), unique=True))
    which = draw(st.sampled_from(["", "min_kwh", "max_kwh", "min_duration", "max_duration", "max_power"]))
    if which:
        out[which] = draw(st.integers(1, 20)) * (600 if "duration" in which else 1)
    return out


@st.composite
def tariffs(draw: st.DrawFn, *, steps: st.SearchStrategy[int] = STEPS) -> Tariff:
    elements = [
        element(*draw(components(steps)), **draw(restrictions())) for _ in range(draw(st.integers(1, 4)))
    ]
    more: Words = {
        "tax_included": draw(st.booleans()),
        "rounding": draw(st.sampled_from(["half_up", "down"])),
    }
    if draw(st.booleans()):
        low, span = draw(st.integers(0, 20)), draw(st.integers(0, 40))
        more["min_price"] = {"before_vat": str(low)}
        more["max_price"] = {"before_vat": str(low + span)}
        if draw(st.booleans()):
            more["min_price"] = {"before_vat": str(low), "with_vat": str(low * 2)}
            more["max_price"] = {"before_vat": str(low + span), "with_vat": str((low + span) * 2)}
    return tariff(*elements, currency=draw(st.sampled_from(["SEK", "JPY", "BHD"])), **more)


@st.composite
def usages(draw: st.DrawFn, *, even: bool = False) -> Usage:
    """Slices of whole seconds. `even`: whole mWh in every second, so that cuts divide energy exactly."""
    start = parse_instant(draw(st.sampled_from(CHANGES))) + draw(st.integers(0, 1440)) * 60 * SECOND_US
    at, slices = start, []
    for _ in range(draw(st.integers(0, 6))):
        seconds = draw(st.integers(1 if even else 0, 20_000))
        activity = draw(st.sampled_from(list(ACTIVITY.values())))
        flows = activity is not Activity.IDLE
        mwh = draw(st.integers(0, 6000)) * seconds if even else draw(st.integers(0, 30_000_000))
        end = at + seconds * SECOND_US
        slices.append(Slice(Span(at, end), Energy(mwh if flows else 0), activity))
        at = end
    return Usage(start, at, Zone(draw(ZONES)), tuple(slices))


@given(usages(), tariffs())
@settings(max_examples=120, deadline=None)
def test_lines_add_up_and_amount_is_net_plus_vat(used: Usage, terms: Tariff) -> None:
    rating = rate(used, terms)
    assert rating.amount == rating.before_vat + rating.vat
    assert rating.before_vat.minor == sum(one.before_vat.minor for one in rating.vat_totals)
    assert rating.vat.minor == sum(one.vat.minor for one in rating.vat_totals)
    assert rating.exact_before_vat.n == sum(one.before_vat.n for one in rating.lines)
    assert rating.exact_vat.n == sum(one.vat.n for one in rating.lines)
    parts = (rating.energy, rating.time, rating.parking, rating.fixed)
    limits = [one for one in rating.lines if one.kind in {LineKind.MIN_PRICE, LineKind.MAX_PRICE}]
    unclamped = rating.exact_before_vat.n - sum(one.before_vat.n for one in limits)
    assert unclamped == sum(one.before_vat.n for one in parts)


@given(usages(), tariffs())
@settings(max_examples=120, deadline=None)
def test_nothing_is_negative_and_no_limit_is_stepped_over(used: Usage, terms: Tariff) -> None:
    rating = rate(used, terms)
    assert min(rating.before_vat.minor, rating.vat.minor, rating.exact_before_vat.n, rating.exact_vat.n) >= 0
    assert all(one.quantity >= 0 and one.why.surplus >= 0 for one in rating.lines)
    ten = 10**terms.currency.exponent
    for limit, keeps in ((terms.min_price, int.__ge__), (terms.max_price, int.__le__)):
        if limit is not None and not terms.tax_included:
            assert limit.before_vat_micro is not None
            assert keeps(rating.before_vat.minor, limit.before_vat_micro * ten // 10**6)
        if limit is not None and limit.with_vat_micro is not None:
            assert keeps(rating.amount.minor, limit.with_vat_micro * ten // 10**6)


@given(usages(), tariffs())
@settings(max_examples=80, deadline=None)
def test_money_is_within_a_minor_unit_per_rate_of_the_exact_sum(used: Usage, terms: Tariff) -> None:
    rating = rate(used, terms)
    rates = max(1, len(rating.vat_totals))
    minor = Fraction(1, 10**terms.currency.exponent)
    before_vat, with_vat = exact(rating)
    assert abs(Fraction(rating.before_vat.decimal) - before_vat) <= 2 * rates * minor
    assert abs(Fraction(rating.amount.decimal) - with_vat) <= 2 * rates * minor


def cut(used: Usage, at: Callable[[Slice], int]) -> Usage:
    """Every slice in two, energy in proportion."""
    out = []
    for one in used.slices:
        middle = Instant(at(one))
        energy = one.energy.mwh * (middle - one.span.start) // one.span.us
        out.append(replace(one, span=Span(one.span.start, middle), energy=Energy(energy)))
        out.append(replace(one, span=Span(middle, one.span.end), energy=Energy(one.energy.mwh - energy)))
    return replace(used, slices=tuple(out))


@given(usages(even=True), tariffs(), st.integers(0, 10**6))
@settings(max_examples=120, deadline=None)
def test_cutting_a_slice_changes_nothing(used: Usage, terms: Tariff, share: int) -> None:
    """M3: at any whole second, where energy divides exactly."""

    def at(one: Slice) -> int:
        return one.span.start.us + (one.span.us // SECOND_US * share // 10**6) * SECOND_US

    finer = cut(used, at)
    assert rate(finer, terms) == rate(used, terms)


@given(usages(), st.integers(0, 10**6))
@settings(max_examples=100, deadline=None)
def test_cutting_anywhere_loses_no_energy(used: Usage, share: int) -> None:
    """Where energy does not divide, a cut rounds it down to the mWh; the rest of the slice has the rest."""
    long = replace(used, slices=tuple(one for one in used.slices if one.span.us))
    finer = cut(long, lambda one: one.span.start.us + one.span.us * share // 10**6)
    terms = tariff(
        element(price("ENERGY", "1"), start_time="03:15", end_time="17:45"), element(price("ENERGY", "2"))
    )
    for one in (long, finer):
        assert sum(line.why.measured for line in rate(one, terms).lines) == long.energy.mwh


def one_price(terms: Tariff) -> Tariff:
    """The tariff's first element alone, and always."""
    return replace(terms, elements=(replace(terms.elements[0], restrictions=ALWAYS),))


@given(usages(), st.integers(1, 5_000_000), tariffs(steps=BY_WH))
@settings(max_examples=100, deadline=None)
def test_more_energy_never_costs_less(used: Usage, more: int, terms: Tariff) -> None:
    """With one price of energy, in what the prices mean: before VAT, or with it.

    (A limit of the other half moves with the mix of VAT rates, so that there the sum may fall.)
    """
    terms = one_price(terms)
    if terms.tax_included and terms.min_price is not None and terms.min_price.with_vat_micro is None:
        terms = replace(terms, min_price=None, max_price=None)
    slices = tuple(replace(one, energy=Energy(one.energy.mwh + more)) for one in used.slices)
    less, richer = rate(used, terms), rate(replace(used, slices=slices), terms)
    if terms.tax_included:
        assert richer.amount.minor >= less.amount.minor
    else:
        assert richer.before_vat.minor >= less.before_vat.minor


@given(usages(), tariffs(steps=BY_WH))
@settings(max_examples=60, deadline=None)
def test_the_running_cost_never_falls_and_ends_as_the_final_cost(used: Usage, terms: Tariff) -> None:
    terms = replace(one_price(terms), min_price=None, max_price=None)
    running = [
        rate(replace(used, end=one.span.end, slices=used.slices[: at + 1]), terms)
        for at, one in enumerate(used.slices)
    ]
    costs = [one.amount.minor for one in running]
    assert costs == sorted(costs)
    assert not running or running[-1] == rate(used, terms)


EVERY_SECOND = tariff(
    element(price("TIME", "1"), price("PARKING_TIME", "2", free_s=600), start_time="02:30", end_time="14:00"),
    element(price("TIME", "3"), price("PARKING_TIME", "4"), day_of_week=["SUNDAY"]),
    element(price("TIME", "5"), price("PARKING_TIME", "6")),
)


@given(usages())
@settings(max_examples=120, deadline=None)
def test_every_second_of_a_session_is_on_one_line_on_days_of_23_and_25_hours_too(used: Usage) -> None:
    """I20."""
    rating = rate(used, EVERY_SECOND)
    assert sum(one.why.measured for one in rating.lines) == (used.end - used.start) // SECOND_US


@given(tariffs())
@settings(max_examples=80, deadline=None)
def test_a_tariff_is_shown_as_it_was_read(terms: Tariff) -> None:
    shown = show_tariff(terms)
    assert read_tariff(shown, tariff_id=terms.id, received=True) == terms
    through_json = msgspec.json.decode(msgspec.json.encode(shown), type=type(shown))
    assert read_tariff(through_json, tariff_id=terms.id, received=True) == terms


@given(usages(), tariffs(), st.sampled_from(["en", "sv", "de", "xx"]))
@settings(max_examples=80, deadline=None)
def test_every_line_can_be_told_shown_and_kept(used: Usage, terms: Tariff, language: str) -> None:
    rating = rate(used, terms)
    told = explain(rating, used.zone, language)
    assert len(told) == len(rating.lines)
    assert all(one.text and one.when and one.vat and "{" not in one.text for one in told)
    shown = show_rating(rating, used.zone, language)
    assert len(shown.lines) == len(rating.lines)
    assert msgspec.json.decode(msgspec.json.encode(rating), type=Rating) == rating


@given(usages(), tariffs(steps=st.sampled_from([1, 7, 300, 1000])))
@settings(max_examples=80, deadline=None)
def test_a_step_adds_less_than_itself_once_to_energy_and_once_to_time(used: Usage, terms: Tariff) -> None:
    lines = rate(used, terms).lines
    energy = [one for one in lines if one.kind is LineKind.ENERGY and one.why.surplus]
    times = [one for one in lines if one.kind in {LineKind.TIME, LineKind.PARKING_TIME} and one.why.surplus]
    assert len(energy) <= 1
    assert len(times) <= 1
    assert all(one.why.surplus < one.why.step * 1000 for one in energy)
    assert all(one.why.surplus < one.why.step for one in times)
    total = sum(one.quantity for one in lines if one.kind is LineKind.ENERGY)
    assert not energy or total % (energy[0].why.step * 1000) == 0


def test_a_line_is_its_quantity_times_its_price() -> None:
    used = Usage(
        parse_instant(CHANGES[0]),
        parse_instant(CHANGES[0]) + 5400 * SECOND_US,
        Zone("UTC"),
        (
            Slice(
                Span(parse_instant(CHANGES[0]), parse_instant(CHANGES[0]) + 5400 * SECOND_US),
                Energy(12_345_000),
                Activity.CHARGING,
            ),
        ),
    )
    lines = rate(used, tariff(element(price("ENERGY", "2.5", vat="25"), price("TIME", "7", vat="5.2")))).lines
    assert [(units(one.before_vat), units(one.vat)) for one in lines] == [
        (Fraction("30.8625"), Fraction("7.715625")),
        (Fraction("10.5"), Fraction("0.546")),
    ]
