"""Where implementations of OCPI disagree: our decision on each point, by its number.

Source: reference/tariff-semantics.md §11; docs/spec/rating.md. A21 (credit CDRs) comes
with what it decides.
"""

from fractions import Fraction

import pytest
from msgspec.structs import replace
from tests.rooms.pricing import Seg, Words, due, element, exact, price, table, tariff, units, usage

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US, Span, parse_instant
from wattfleet.sessions.usage import Reserved
from wattfleet.tariffs.rating import Note, rate
from wattfleet.tariffs.restrictions import plan_of
from wattfleet.tariffs.tariff import Restrictions, Tariff, version_at

NOON = "2026-01-14T12:00:00Z"  # a Wednesday
HOUR = 3600
KWH = price("ENERGY", "1")


def cost(terms: Tariff, start: str, *segs: Seg, zone: str = "UTC") -> Fraction:
    return exact(rate(usage(start, *segs, zone=zone), terms))[0]


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ([element(price("FLAT", "2"))], "2"),
        ([element(price("FLAT", "2"), end_time="12:00"), element(price("FLAT", "3"))], "2"),
        ([element(price("FLAT", "2"), start_time="12:00")], "2"),
        ([element(price("FLAT", "2"), start_time="13:00")], "0"),
    ],
)
def test_a1_flat_is_charged_once_by_the_first_that_becomes_active(
    elements: list[Words], expected: str
) -> None:
    assert cost(tariff(*elements), "2026-01-14T11:00:00Z", (2 * HOUR, "5", "c")) == Fraction(expected)


def test_a2_parking_is_rounded_even_when_charging_follows() -> None:
    terms = tariff(element(price("TIME", "1", step=300), price("PARKING_TIME", "3", step=420)))
    assert cost(terms, NOON, (360, "0", "p"), (180, "0", "c")) == Fraction("0.40")


def test_a3_a_step_counts_only_what_is_charged() -> None:
    terms = tariff(
        element(price("FLAT", "10"), end_time="17:00"),
        element(price("TIME", "1", step=900), start_time="17:00"),
    )
    assert cost(terms, "2026-01-14T16:35:00Z", (35 * 60, "0", "c")) == Fraction("10.25")


def test_a4_a_free_tail_is_not_charged_by_a_step() -> None:
    terms = tariff(
        element(price("TIME", "2.40", step=900), price("PARKING_TIME", "1.00", step=900), end_time="20:00"),
        element(price("TIME", "2.40", step=900), start_time="20:00"),
    )
    assert cost(terms, "2026-01-14T19:40:00Z", (720, "0", "c"), (1200, "0", "p")) == Fraction("0.73")


@pytest.mark.parametrize(
    ("limits", "kwh", "expected"),
    [
        ({"min_price": {"before_vat": "0.50"}}, "0.25", ("0.50", "0.00", "0.50")),
        ({"max_price": {"before_vat": "10.00"}}, "13", ("10.00", "0.00", "10.00")),
        (
            {"min_price": {"before_vat": "2"}, "max_price": {"before_vat": "10"}},
            "5",
            ("5.00", "0.00", "5.00"),
        ),
        ({"min_price": {"before_vat": "2"}}, "0", ("2.00", "0.00", "2.00")),
    ],
)
def test_a5_a_session_costs_no_less_and_no_more(
    limits: Words, kwh: str, expected: tuple[str, str, str]
) -> None:
    assert due(usage(NOON, (HOUR, kwh, "c")), tariff(element(KWH), **limits)) == expected


VAT25 = price("ENERGY", "1", vat="25")


@pytest.mark.parametrize(
    ("limits", "kwh", "expected"),
    [
        # The limit that is given keeps its VAT.
        ({"max_price": {"before_vat": "10"}}, "20", ("10.00", "2.50", "12.50")),
        ({"max_price": {"with_vat": "10"}}, "20", ("8.00", "2.00", "10.00")),
        ({"min_price": {"with_vat": "10"}}, "0", ("8.00", "2.00", "10.00")),
        # Each amount is held by its own limit.
        ({"max_price": {"before_vat": "10", "with_vat": "12"}}, "20", ("10.00", "2.00", "12.00")),
        ({"max_price": {"before_vat": "10", "with_vat": "20"}}, "20", ("10.00", "2.50", "12.50")),
        ({"max_price": {"before_vat": "30", "with_vat": "30"}}, "28", ("28.00", "2.00", "30.00")),
        ({"min_price": {"before_vat": "10", "with_vat": "13"}}, "1", ("10.00", "3.00", "13.00")),
    ],
)
def test_a6_each_amount_by_its_own_limit_and_vat_never_below_nothing(
    limits: Words, kwh: str, expected: tuple[str, str, str]
) -> None:
    assert due(usage(NOON, (HOUR, kwh, "c")), tariff(element(VAT25), **limits)) == expected


@pytest.mark.parametrize(
    ("limits", "kwh", "expected"),
    [
        ({"max_price": {"before_vat": "8", "with_vat": "10"}}, "20", ("8.00", "2.00", "10.00")),
        ({"max_price": {"with_vat": "10"}}, "20", ("8.00", "2.00", "10.00")),
        ({"max_price": {"before_vat": "8"}}, "20", ("8.00", "2.00", "10.00")),
        ({"max_price": {"before_vat": "7", "with_vat": "10"}}, "20", ("7.00", "3.00", "10.00")),
        ({"min_price": {"before_vat": "8"}}, "0", ("8.00", "2.00", "10.00")),
    ],
)
def test_a6_where_prices_include_vat(limits: Words, kwh: str, expected: tuple[str, str, str]) -> None:
    terms = tariff(element(VAT25), tax_included=True, **limits)
    assert due(usage(NOON, (HOUR, kwh, "c")), terms) == expected


def test_a7_a_slice_is_cut_at_a_threshold() -> None:
    by_energy = tariff(element(KWH, max_kwh=10), element(price("ENERGY", "2")))
    assert cost(by_energy, NOON, (HOUR, "20", "c")) == 30
    by_time = tariff(element(price("TIME", "1"), min_duration=3 * HOUR))
    assert cost(by_time, NOON, (4 * HOUR, "20", "c")) == 1


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-01-12T08:01:00Z", 1),  # Monday
        ("2026-01-13T08:00:00Z", 0),  # Tuesday
        ("2026-01-12T14:59:59Z", 1),
        ("2026-01-12T15:00:00Z", 0),
        ("2026-01-12T20:00:00Z", 1),
        ("2026-01-11T21:00:00Z", 0),
    ],
)
def test_a8_a_weekday_is_that_of_the_moment(moment: str, expected: int) -> None:
    terms = tariff(element(KWH, start_time="20:00", end_time="15:00", day_of_week=["MONDAY"]))
    assert cost(terms, moment, (1, "1", "c")) == expected


def test_a9_a_window_that_ends_when_it_starts_is_refused() -> None:
    for clock in ("10:00", "00:00"):
        with pytest.raises(WattfleetError) as caught:
            tariff(element(KWH, start_time=clock, end_time=clock), received=False)
        assert caught.value.code == "tariff_window_empty"
        assert caught.value.field == "elements[0].restrictions.end_time"


@pytest.mark.parametrize(("second", "holds"), [(36_000, False), (0, True)])
def test_a9_received_it_never_matches_but_midnight_to_midnight_is_the_day(second: int, holds: bool) -> None:
    given = tariff(element(KWH))
    first = given.elements[0]
    changed = replace(
        given, elements=(replace(first, restrictions=Restrictions(from_s=second, to_s=second)),)
    )
    rule = plan_of(changed).rules[0]
    assert [rule.holds_at(hour * HOUR * 10**6, 0) for hour in range(24)] == [holds] * 24


def test_a10_a_duration_counts_from_the_start_of_the_session_not_of_the_window() -> None:
    terms = tariff(element(KWH, start_time="13:00", min_duration=HOUR))
    assert cost(terms, NOON, (2 * HOUR, "2", "c")) == 1


@pytest.mark.parametrize(
    ("segs", "charged_min", "free_min"),
    [
        ([(HOUR, "1", "c"), (34 * 60, "0", "p")], 20, 14),
        ([(HOUR, "1", "c"), (10 * 60, "0", "p")], 0, 10),
        # Grace is once per session: idling again does not begin a new one.
        ([(600, "0", "p"), (600, "1", "c"), (600, "0", "p")], 6, 14),
    ],
)
def test_a11_grace_is_free_at_the_beginning_of_idling(
    segs: list[Seg], charged_min: int, free_min: int
) -> None:
    rating = rate(usage(NOON, *segs), tariff(element(price("PARKING_TIME", "6", free_s=14 * 60))))
    assert [(one.quantity, one.why.free) for one in rating.lines] == [(charged_min * 60, free_min * 60)]
    assert exact(rating)[0] == Fraction(charged_min, 10)


def test_a11_grace_runs_while_idling_costs_nothing_too() -> None:
    """Full at 06:50, idle fee from 07:00, 15 minutes of grace: five of them are left at seven."""
    terms = tariff(element(price("PARKING_TIME", "60", free_s=900), start_time="07:00", end_time="22:00"))
    assert cost(terms, "2026-01-14T06:50:00Z", (1800, "0", "p")) == 15


def test_a11_time_that_somebody_else_paused_is_never_idle() -> None:
    terms = tariff(element(price("PARKING_TIME", "60"), price("TIME", "1")))
    assert table(rate(usage(NOON, (600, "1", "c"), (HOUR, "0", "w")), terms)) == [("TIME", "70")]


def test_a12_dates_and_clock_are_a_daily_window_within_the_dates() -> None:
    terms = tariff(
        element(KWH, start_date="2026-01-14", end_date="2026-01-16", start_time="12:00", end_time="13:00")
    )
    assert cost(terms, "2026-01-13T00:00:00Z", (4 * 24 * HOUR, "96", "c")) == 2


def test_a13_a_price_without_vat_is_added_as_it_is() -> None:
    rating = rate(
        usage(NOON, (HOUR, "10", "c")), tariff(element(price("FLAT", "2"), price("ENERGY", "1", vat="25")))
    )
    assert exact(rating) == (Fraction(12), Fraction("14.5"))
    assert [(one.rate, str(one.before_vat), str(one.vat)) for one in rating.vat_totals] == [
        (None, "2.00", "0.00"),
        (250_000, "10.00", "2.50"),
    ]


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("half_up", ("0.13", "0.03", "0.16")),  # 0.125 and 0.0325
        ("half_even", ("0.12", "0.03", "0.15")),
        ("up", ("0.13", "0.03", "0.16")),
        ("down", ("0.12", "0.03", "0.15")),
    ],
)
def test_a14_money_is_made_once_per_vat_rate(rounding: str, expected: tuple[str, str, str]) -> None:
    terms = tariff(element(price("ENERGY", "0.125", vat="25")), rounding=rounding)
    assert due(usage(NOON, (HOUR, "1", "c")), terms) == expected


def test_a14_vat_comes_from_the_rounded_net_or_out_of_the_rounded_gross() -> None:
    """1.994 net is 1.99 and 0.50; 1.996 gross is 2.00, of which 0.40."""
    net = tariff(element(price("ENERGY", "1.994", vat="25")))
    assert due(usage(NOON, (HOUR, "1", "c")), net) == ("1.99", "0.50", "2.49")
    gross = tariff(element(price("ENERGY", "1.996", vat="25")), tax_included=True)
    assert due(usage(NOON, (HOUR, "1", "c")), gross) == ("1.60", "0.40", "2.00")


def test_a14_hours_are_never_rounded_before_they_are_multiplied() -> None:
    terms = tariff(element(price("TIME", "3")))
    assert cost(terms, NOON, (660, "0", "c")) == Fraction("0.55")


def test_a14_a_currency_keeps_its_own_digits() -> None:
    assert due(usage(NOON, (HOUR, "1", "c")), tariff(element(price("ENERGY", "99.5")), currency="JPY")) == (
        "100",
        "0",
        "100",
    )


def test_a15_energy_and_time_are_both_charged() -> None:
    terms = tariff(element(price("ENERGY", "2"), price("TIME", "3")))
    assert cost(terms, NOON, (HOUR, "10", "c")) == 23


def test_a16_step_0_is_step_1() -> None:
    assert tariff(element(price("TIME", "1", step=0))) == tariff(element(price("TIME", "1", step=1)))


def version(number: int, valid_from: str | None) -> Tariff:
    since = None if valid_from is None else parse_instant(valid_from)
    return replace(tariff(element(KWH)), version=number, valid_from=since)


@pytest.mark.parametrize(
    ("versions", "started", "expected"),
    [
        ([version(1, None)], "1970-01-01T00:00:00Z", 1),
        ([version(1, "2026-01-01T00:00:00Z")], "2025-12-31T23:59:59Z", None),
        ([version(1, "2026-01-01T00:00:00Z")], "2026-01-01T00:00:00Z", 1),
        ([version(1, None), version(2, "2026-01-01T00:00:00Z")], "2025-06-01T00:00:00Z", 1),
        ([version(1, None), version(2, "2026-01-01T00:00:00Z")], "2026-06-01T00:00:00Z", 2),
        ([version(2, None), version(1, None)], "2026-06-01T00:00:00Z", 2),
        (
            [version(1, None), version(3, "2025-12-01T00:00:00Z"), version(2, "2026-01-01T00:00:00Z")],
            "2026-06-01T00:00:00Z",
            2,
        ),
        ([], "2026-06-01T00:00:00Z", None),
    ],
)
def test_a17_a18_the_version_is_that_of_the_start(
    versions: list[Tariff], started: str, expected: int | None
) -> None:
    chosen = version_at(versions, parse_instant(started))
    assert (None if chosen is None else chosen.version) == expected


def test_a19_the_surplus_of_a_step_goes_to_the_last_price() -> None:
    terms = tariff(
        element(price("ENERGY", "5", step=10_000), min_kwh=3, max_kwh=6),
        element(price("ENERGY", "2", step=10_000)),
    )
    rating = rate(usage(NOON, (HOUR, "9", "c")), terms)
    assert table(rating) == [("ENERGY", "3"), ("ENERGY", "3"), ("ENERGY", "4")]
    assert exact(rating)[0] == 29


RESERVED = "RESERVATION"
EXPIRED = "RESERVATION_EXPIRES"
SESSION = element(price("FLAT", "0.50", vat="20"), price("ENERGY", "0.25", vat="10"))


def kept(price_: str, step: int) -> Words:
    return price("TIME", price_, vat="20", step=step)


RESERVATIONS: list[tuple[str, list[Words], int, bool, str, str]] = [
    ("R1", [element(kept("5", 60), reservation=RESERVED)], 15, False, "6.75", "7.60"),
    (
        "R2",
        [element(price("FLAT", "2", vat="20"), kept("5", 300), reservation=RESERVED)],
        13,
        False,
        "8.75",
        "10.00",
    ),
    (
        "R3",
        [
            element(price("FLAT", "4", vat="20"), reservation=EXPIRED),
            element(kept("2", 600), reservation=RESERVED),
        ],
        22,
        False,
        "6.50",
        "7.30",
    ),
    (
        "R4",
        [
            element(price("FLAT", "4", vat="20"), reservation=EXPIRED),
            element(kept("2", 600), reservation=RESERVED),
        ],
        60,
        True,
        "6.00",
        "7.20",
    ),
    (
        "R5",
        [element(kept("6", 600), reservation=EXPIRED), element(kept("3", 600), reservation=RESERVED)],
        22,
        False,
        "7.00",
        "7.90",
    ),
    (
        "R6",
        [element(kept("3", 600), reservation=RESERVED), element(kept("6", 600), reservation=EXPIRED)],
        90,
        True,
        "9.00",
        "10.80",
    ),
]
"""Source: reference/tariff-semantics.md §13.4; an expired one's own time counts wherever it stands."""


@pytest.mark.parametrize(
    ("elements", "minutes", "expired", "excl", "incl"),
    [case[1:] for case in RESERVATIONS],
    ids=[case[0] for case in RESERVATIONS],
)
def test_a20_a_reservation_has_prices_of_its_own(
    elements: list[Words], minutes: int, expired: bool, excl: str, incl: str
) -> None:
    segs: list[Seg] = [] if expired else [(HOUR, "20", "c")]
    used = usage(NOON, *segs)
    before = Span(used.start + -minutes * 60 * SECOND_US, used.start)
    rating = rate(replace(used, reserved=Reserved(before, expired)), tariff(*elements, SESSION))
    assert exact(rating) == (Fraction(excl), Fraction(incl))
    session = Fraction("5.50") if not expired else 0
    assert units(rating.reservation.before_vat) == Fraction(excl) - session


def test_a20_a_session_without_a_reservation_pays_for_none() -> None:
    terms = tariff(element(kept("5", 60), reservation=RESERVED), SESSION)
    assert cost(terms, NOON, (HOUR, "20", "c")) == Fraction("5.50")


def test_a_power_that_nobody_told_is_the_mean_of_its_slice() -> None:
    terms = tariff(element(price("ENERGY", "1"), max_power=11), element(price("ENERGY", "3")))
    assert cost(terms, NOON, (HOUR, "10.999", "c"), (HOUR, "11", "c")) == Fraction("43.999")


def test_a_current_that_nobody_told_matches_no_limit_and_is_noted() -> None:
    terms = tariff(element(price("ENERGY", "1"), max_current=32), element(price("ENERGY", "3")))
    rating = rate(usage(NOON, (HOUR, "10", "c")), terms)
    assert exact(rating)[0] == 30
    assert rating.notes == (Note.FLOW_UNKNOWN,)


def test_a_session_that_has_not_lasted_yet_costs_its_start_fee() -> None:
    rating = rate(usage(NOON), tariff(element(price("FLAT", "2", vat="25"), KWH)))
    assert (str(rating.amount), rating.lines[0].span.start) == ("2.50", parse_instant(NOON))


def test_a_limit_is_met_to_the_cent_whatever_the_rounding() -> None:
    """Two rates of 3.335 and 6.665 each lose half a cent when rounded down, and gain it when rounded up."""
    prices = (price("FLAT", "5", vat="10"), price("ENERGY", "10", vat="25"))
    for rounding in ("down", "half_up", "up"):
        terms = tariff(element(*prices), max_price={"before_vat": "10.00"}, rounding=rounding)
        rating = rate(usage(NOON, (HOUR, "0.9985", "c")), terms)
        assert str(rating.before_vat) == "10.00"


def test_a_slice_of_no_length_and_no_energy_changes_nothing() -> None:
    terms = tariff(element(price("FLAT", "5"), max_power=1), element(price("FLAT", "7")))
    assert cost(terms, NOON, (0, "0", "c"), (HOUR, "11", "c")) == 7


def test_begun_seconds_do_not_count() -> None:
    used = usage(NOON, (60, "0", "c"))
    one = used.slices[0]
    late = one.span.end + 999_999
    longer = replace(used, end=late, slices=(replace(one, span=Span(used.start, late)),))
    assert table(rate(longer, tariff(element(price("TIME", "1", step=60))))) == [("TIME", "1")]
