"""What a batch plans before it asks the database."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.things import NOON, a_session, a_site, a_station, after

from wattfleet.events import ChargingState, Flag, Token
from wattfleet.kernel.energy import Energy, Power
from wattfleet.sessions.session import SessionState
from wattfleet.storage import postgres_rows
from wattfleet.storage.rows import Tip, is_slight

SESSION = a_session(a_station(a_site()), token=None)

moments = st.sampled_from([NOON, after(1), after(2)])
changes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "evse": st.integers(0, 2),
        "connector": st.integers(0, 2),
        "tx": st.sampled_from(["", "1", "2"]),
        "start_key": st.sampled_from(["", "a", "b"]),
        "state": st.sampled_from(SessionState),
        "started_at": moments,
        "ended_at": st.none() | moments,
        "token": st.none() | st.sampled_from([Token("A"), Token("B")]),
        "energy": st.builds(Energy, st.integers(0, 3)),
        "power": st.none() | st.builds(Power, st.integers(0, 3)),
        "last_at": moments,
        "charging": st.none() | st.sampled_from(ChargingState),
        "reason": st.sampled_from(["", "local"]),
        "flags": st.sampled_from([(), (Flag.OFFLINE,), (Flag.OFFLINE, Flag.GAP)]),
        "remote_start": st.none() | st.integers(0, 2),
        "version": st.integers(1, 3),
    },
)


@given(first=changes, then=changes)
def test_a_slight_change_changes_no_column_but_its_four(first: dict[str, Any], then: dict[str, Any]) -> None:
    before = msgspec.structs.replace(SESSION, **first)
    after_it = msgspec.structs.replace(before, **then)
    rows = [
        dict(zip(postgres_rows.SESSIONS, line, strict=True))
        for one in (before, after_it)
        for line in postgres_rows.session_lines([Tip(1, 0, one, NOON, False)], new=True)
    ]
    moved = {name for name in rows[0] if rows[0][name] != rows[1][name]}
    slight = set(postgres_rows.SLIGHT) - {"tenant_id", "id"}
    if is_slight(before, after_it):
        assert moved <= slight
        assert not rows[1]["to_rate"]
    elif before.state is after_it.state is SessionState.ACTIVE:
        assert moved - slight or before.token is not after_it.token
