"""An event that was folded in is taken out again, and what came since stays."""

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.rooms.test_fold_properties import classic, facts_of
from tests.say import FACTS, Said, session_of, tell

from wattfleet.events import Metered, StatusReported, TransactionEnded
from wattfleet.sessions.course import left_by, pack, unpack
from wattfleet.sessions.fold import resettle
from wattfleet.sessions.readings import ReadingOf
from wattfleet.sessions.session import Session
from wattfleet.sessions.undoing import without


class Kept:
    """A session with the readings that a database would keep of it."""

    def __init__(self, first: Said) -> None:
        self.session = session_of([first])
        self.rows = self._left(first, None, self.session)

    def tell(self, event: Said) -> list[ReadingOf]:
        before, self.session = self.session, tell(self.session, event)
        rows = self._left(event, before, self.session)
        self.rows += rows
        return rows

    @staticmethod
    def _left(event: Said, before: Session | None, after: Session) -> list[ReadingOf]:
        return [] if isinstance(event, StatusReported) else list(left_by(event, before, after).session)

    def take_out(self, before: Session, after: Session, given_rows: list[ReadingOf]) -> Session:
        for row in given_rows:
            self.rows.remove(row)
        evidence = unpack(pack(without(self.session, before, after)), self.rows)
        return resettle(self.session, evidence, station=FACTS)


@given(st.data(), classic())
def test_never_does_an_undone_match_leave_anything_behind(data: st.DataObject, events: list[Said]) -> None:
    """Told with the event and without it again, a session has the facts of one that never heard of it."""
    first, rest = events[0], events[1:]
    telling = [one for one in rest if not isinstance(one, StatusReported)]
    assume(telling)
    matched = data.draw(st.sampled_from(telling))
    others = [one for one in rest if one != matched and not _repeats(one, matched)]
    place = data.draw(st.integers(0, len(others)))
    told = Kept(first)
    for event in others[:place]:
        told.tell(event)
    before = told.session
    given_rows = told.tell(matched)
    after = told.session
    for event in others[place:]:
        assume(not _is_left_out(event, after))  # what comes after a told end stays the station's own
        told.tell(event)
    plain = Kept(first)
    for event in others:
        plain.tell(event)
    undone = told.take_out(before, after, given_rows)
    assert comparable(undone) == comparable(plain.session)


def comparable(session: Session) -> Session:
    return msgspec.structs.replace(facts_of(session), tally=None)


def _repeats(one: Said, other: Said) -> bool:
    """Whether both bring the same evidence: then it stays with whoever brought it first."""
    if isinstance(one, StatusReported) or isinstance(other, StatusReported):
        return False
    told = {(r.at, r.values) for r in one.readings} & {(r.at, r.values) for r in other.readings}
    if isinstance(one, TransactionEnded) and isinstance(other, TransactionEnded):
        return True
    return bool(told)


def _is_left_out(event: Said, session: Session) -> bool:
    if not session.stops:
        return False
    moments = (
        [one.at for one in event.readings]
        if isinstance(event, Metered)
        else [event.at, *[one.at for one in event.readings]]
        if isinstance(event, TransactionEnded)
        else [event.at or session.started_at]
    )
    return any(moment > session.stops[0].at for moment in moments)
