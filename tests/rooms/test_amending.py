"""What a person puts in the place of what was told: stands, excuses the doubt it is about, and goes again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.test_fold_properties import classic, facts_of
from tests.say import FACTS, Said, at, said, session_of, tell

from wattfleet.events import Flag, StatusReported, Token
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, Instant, Zone
from wattfleet.sessions.amending import Wish, amend
from wattfleet.sessions.fold import reinstate, write_off
from wattfleet.sessions.revision import facts_of as bill_facts
from wattfleet.sessions.revision import final_from
from wattfleet.sessions.session import Session, SessionState, held_by
from wattfleet.sessions.usage_of import usage

CHARGE = """
10:00 start A 1000
10:30 sample 2000
11:00 stop 3000
"""
CONFLICT = CHARGE + "11:00 stop 4000\n"


def changed(events: str, **wish: Any) -> Session:
    return amend(session_of(said(events)), Wish(**wish), station=FACTS)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"energy": Energy.from_wh(1500)}, ("10:00", "11:00", 1500, "A", "")),
        ({"ended_at": at("10:45")}, ("10:00", "10:45", 2000, "A", "")),
        ({"started_at": at("09:50")}, ("09:50", "11:00", 2000, "A", "")),
        ({"token": Token("B")}, ("10:00", "11:00", 2000, "B", "")),
        ({"driver": "Kim"}, ("10:00", "11:00", 2000, "A", "Kim")),
    ],
)
def test_what_is_named_is_the_persons_and_the_rest_stays(wish: dict[str, Any], told: tuple[Any, ...]) -> None:
    one = changed(CHARGE, **wish)
    assert one.ended_at is not None
    assert one.token is not None
    start, end, wh, uid, driver = told
    assert (one.started_at, one.ended_at, one.energy) == (at(start), at(end), Energy.from_wh(wh))
    assert (one.token.uid, one.driver, one.flags) == (uid, driver, (Flag.AMENDED,))
    assert usage(one, Zone("UTC")).energy == one.energy


@pytest.mark.parametrize(
    ("events", "wish", "held"),
    [
        (CONFLICT, {"energy": Energy.from_wh(2000)}, ()),
        (CONFLICT, {"driver": "Kim"}, (Flag.CONFLICTING_STOP,)),
        (CONFLICT, {"ended_at": at("10:50")}, (Flag.CONFLICTING_STOP,)),
        ("10:00 start A 1000\n09:00 stop 3000", {"ended_at": at("11:00")}, ()),
        ("10:00 start A 1000\n10:30 stop null", {"energy": Energy.from_wh(700)}, ()),
    ],
)
def test_it_excuses_the_doubt_that_it_is_about(
    events: str, wish: dict[str, Any], held: tuple[Flag, ...]
) -> None:
    one = changed(events, **wish)
    assert held_by(one) == held
    assert one.state is (SessionState.REVIEW if held else SessionState.CLOSED)


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, Any]:
    return draw(
        st.fixed_dictionaries(
            {},
            optional={
                "energy": st.integers(0, 50_000).map(Energy.from_wh),
                "started_at": st.integers(0, 59).map(lambda minute: at(f"09:{minute:02}")),
                "ended_at": st.integers(0, 59).map(lambda minute: at(f"15:{minute:02}")),
                "token": st.sampled_from([Token("B"), Token("C")]),
                "driver": st.sampled_from(["Kim", "Robin"]),
            },
        )
    )


@given(st.data(), classic(), wishes())
def test_never_does_later_evidence_change_what_a_person_said(
    data: st.DataObject, events: list[Said], wish: dict[str, Any]
) -> None:
    place = data.draw(st.integers(1, len(events)))
    one = amend(session_of(events[:place]), Wish(**wish), station=FACTS)
    for event in events[place:]:
        one = tell(one, event)
    for name, value in wish.items():
        assert getattr(one, name) == value


@given(st.data(), classic(), wishes())
def test_never_does_an_amendment_that_was_taken_back_leave_anything(
    data: st.DataObject, events: list[Said], wish: dict[str, Any]
) -> None:
    told: list[Said] = [one for one in events if not isinstance(one, StatusReported)]
    place = data.draw(st.integers(1, len(told)))
    one = amend(session_of(told[:place]), Wish(**wish), station=FACTS)
    for event in told[place:]:
        one = tell(one, event)
    back = amend(one, Wish(**dict.fromkeys(wish)), station=FACTS)
    assert facts_of(back) == facts_of(session_of(told))


@given(classic())
def test_never_is_what_is_written_off_anything_else_until_it_is_reinstated(events: list[Said]) -> None:
    one = write_off(session_of(events), station=FACTS)
    if one.ended_at is not None:
        assert one.state is SessionState.WRITTEN_OFF
    assert facts_of(reinstate(one, station=FACTS)) == facts_of(session_of(events))


def _final_from(session: Session) -> Instant | None:
    facts = bill_facts(session)
    return final_from(facts.ended_at, facts.flags)


def test_an_inferred_end_is_final_after_72_hours() -> None:
    from wattfleet.sessions.fold import infer_end
    from wattfleet.sessions.session import Inferred

    told = session_of(said(CHARGE))
    assert _final_from(told) == told.ended_at
    silent = session_of(said("10:00 start A 1000\n10:30 sample 2000"))
    assert _final_from(silent) is None
    ended = infer_end(silent, Inferred(at("10:30"), None, "unplugged"), station=FACTS)
    assert _final_from(ended) == at("10:30") + 72 * HOUR_US
