"""What the engine joins, looks up and remembers is what the rule says when it is written out."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.pricing import ACTIVITY, element, price, tariff, usage
from tests.rooms.test_rating_never import CHANGES, ZONES, tariffs

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import DAY_US, HOUR_US, SECOND_US, Instant, Span, Zone, parse_instant
from wattfleet.sessions.usage import Slice, Usage
from wattfleet.tariffs import explain as telling
from wattfleet.tariffs.eras import eras
from wattfleet.tariffs.explain import explain
from wattfleet.tariffs.pieces import pieces
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.restrictions import first_matches, plan_of
from wattfleet.tariffs.steps import Charges, charges
from wattfleet.tariffs.tariff import Tariff

LENGTHS = st.sampled_from([900 * SECOND_US] * 6 + [0, 1, 400_000, 999_999, SECOND_US, 1_500_001, HOUR_US])


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    """Many slices that are alike, from any microsecond on; some without energy, some very short."""
    start = at = parse_instant(draw(st.sampled_from(CHANGES))) + draw(st.integers(0, DAY_US))
    slices = []
    for _ in range(draw(st.integers(0, 4))):
        activity, flows = draw(st.sampled_from(list(ACTIVITY.values()))), draw(st.booleans())
        for length in draw(st.lists(LENGTHS, min_size=1, max_size=8)):
            energy = draw(st.integers(0, 3_000_000)) if flows else 0
            slices.append(Slice(Span(at, at + length), Energy(energy), activity))
            at = at + length
    return Usage(start, at, Zone(draw(ZONES)), tuple(slices))


ALL = tariff(
    element(price("ENERGY", "1"), price("TIME", "2"), end_time="13:00"),
    element(price("ENERGY", "3"), price("TIME", "4"), price("PARKING_TIME", "5", free_s=900, step=300)),
)


@given(usages(), st.one_of(st.just(ALL), tariffs()))
@settings(max_examples=300, deadline=None)
def test_a_run_of_slices_is_charged_as_its_slices_one_by_one(used: Usage, terms: Tariff) -> None:
    plan = plan_of(terms)

    def charged(*, joined: bool) -> Charges:
        return charges(pieces(used, plan, joined=joined), used.start.us)

    assert charged(joined=True) == charged(joined=False)


def test_a_session_of_quarter_hours_is_one_piece_for_each_price_and_each_kind_of_time() -> None:
    terms = tariff(element(price("ENERGY", "1"), end_time="14:00"), element(price("ENERGY", "2")))
    used = usage("2026-01-14T12:00:00Z", *[(900, "1", "c")] * 13, *[(900, "0", "p")] * 3)
    found = [(one.end_us - one.start_us) // SECOND_US for one in pieces(used, plan_of(terms))]
    assert found == [8 * 900, 5 * 900, 3 * 900]


@given(usages(), tariffs(), st.integers(0, 10**6))
@settings(max_examples=200, deadline=None)
def test_the_elements_of_an_era_are_those_that_hold_at_each_of_its_moments(
    used: Usage, terms: Tariff, share: int
) -> None:
    plan = plan_of(terms)
    found = eras(used.start.us, used.end.us, used.zone, plan)
    assert found[0].start_us == used.start.us
    assert found[-1].end_us == used.end.us
    assert all(one.end_us == following.start_us for one, following in pairwise(found))
    for era in found:
        at = era.start_us + (era.end_us - era.start_us) * share // (10**6 + 1)
        moment = datetime(1970, 1, 1) + timedelta(microseconds=at) + offset(at, used.zone)  # noqa: DTZ001
        local_us = (moment - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001
        held = tuple(one for one in plan.rules if one.holds_at(local_us, at - used.start.us))
        assert era.rules == held
        assert era.active == (None if any(one.flow for one in held) else first_matches(held))


def offset(us: int, zone: Zone) -> timedelta:
    """As the standard library says."""
    found = Instant(us).local(zone).utcoffset()
    assert found is not None
    return found


WHENS = [
    ("2026-01-14T17:00:00Z", 0, "2026-01-14 18:00"),
    ("2026-01-14T17:00:59.999999Z", 1, "2026-01-14 18:00–18:01"),
    ("2026-01-14T22:59:59Z", 1, "2026-01-14 23:59 – 2026-01-15 00:00"),
    ("2026-10-24T23:30:00Z", 7200, "2026-10-25 01:30 CEST – 2026-10-25 02:30 CET"),
    ("2026-10-25T00:30:00Z", 3600, "2026-10-25 02:30 CEST – 2026-10-25 02:30 CET"),
    ("2026-03-29T00:59:59Z", 1, "2026-03-29 01:59 CET – 2026-03-29 03:00 CEST"),
    ("2026-01-14T17:00:00Z", 365 * 86_400, "2026-01-14 18:00 – 2027-01-14 18:00"),
]


@pytest.mark.parametrize(("start", "seconds", "text"), WHENS)
def test_when_is_said_by_the_clock_of_the_site(start: str, seconds: int, text: str) -> None:
    used = usage(start, (seconds, "1", "c"), zone="Europe/Stockholm")
    lines = explain(rate(used, tariff(element(price("ENERGY", "1"), price("FLAT", "1")))), used.zone)
    assert lines[1].when == text


@given(usages(), tariffs())
@settings(max_examples=120, deadline=None)
def test_when_is_what_the_standard_library_says(used: Usage, terms: Tariff) -> None:
    rating = rate(used, terms)
    for line, said in zip(rating.lines, explain(rating, used.zone), strict=True):
        start, end = (one.local(used.zone) for one in (line.span.start, line.span.end))
        last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
        if start.utcoffset() != end.utcoffset():
            written = f"{start:%Y-%m-%d %H:%M %Z} – {end:%Y-%m-%d %H:%M %Z}"
        elif line.span.us == 0:
            written = f"{start:%Y-%m-%d %H:%M}"
        else:
            written = f"{start:%Y-%m-%d %H:%M}{'–' if start.date() == end.date() else ' – '}{last}"
        assert said.when == written


@given(st.lists(st.tuples(usages(), tariffs(), st.sampled_from(["en", "sv", "de"])), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_words_that_are_kept_are_those_of_their_own_price(told: list[tuple[Usage, Tariff, str]]) -> None:
    ratings = [(rate(used, terms), used.zone, language) for used, terms, language in told]
    kept = [explain(*one) for one in ratings]
    for one, lines in zip(ratings, kept, strict=True):
        telling._words.cache_clear()
        telling._vat.cache_clear()
        assert explain(*one) == lines
