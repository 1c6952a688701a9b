"""What the law on measures says of sessions as a list shows them: nothing, not yet, yes, or why not.

A verdict is never kept with a session (ADR 21). A process remembers what it found for a line, the keys of its
meter and what is asked; whenever one of them differs, the signed values are looked at anew.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.access.tokens import fold_uid
from wattfleet.billing.measuring import (
    Charge,
    Demand,
    MeasuringFacts,
    Metrology,
    Use,
    demand_of,
    judge,
)
from wattfleet.billing.unmeasured import Problem
from wattfleet.kernel.timeline import Zone
from wattfleet.metrology.meter_key import MeterKey
from wattfleet.sessions.session import SessionState
from wattfleet.storage import meter_keys, ratings, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.session_list import Asking, SessionLine
from wattfleet.usecases.metrology import METROLOGY, metrology
from wattfleet.usecases.price_session import NOT_SOLD, WRITTEN_OFF
from wattfleet.usecases.signed_values import signed_values

MOST_KNOWN = 20_000


class Gate(Enum):
    """Pending until it has ended and has a price; then it may be billed as it was measured, or is held."""

    PENDING = "pending"
    PASSED = "passed"
    HELD = "held"


class Verdict(msgspec.Struct, frozen=True):
    """`why` says who asks for signed values; `problems` are the reasons of what is held, the first counts."""

    gate: Gate
    why: str
    problems: tuple[Problem, ...] = ()


class _Seen(msgspec.Struct, frozen=True):
    """Everything that a verdict follows from, besides the signed values of that very version."""

    line: SessionLine
    demand: Demand
    keys: list[MeterKey]


class Verdicts:
    """What was found, by session; tenants are kept apart by their ids."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[_Seen, Verdict]] = {}

    def known(self, seen: _Seen) -> Verdict | None:
        kept = self._known.get(seen.line.id)
        return kept[1] if kept is not None and kept[0] == seen else None

    def keep(self, seen: _Seen, verdict: Verdict) -> Verdict:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[seen.line.id] = (seen, verdict)
        return verdict


def asking(law: MeasuringFacts) -> Asking:
    """What makes a list look up the places of its sessions."""
    return Asking(tuple(sorted({one.country for one in law.rules})), METROLOGY)


def verdicts(
    reader: Reader, law: MeasuringFacts, lines: Sequence[SessionLine], known: Verdicts
) -> dict[UUID, Verdict]:
    """Of those lines of which something is asked; where no site is asked for anything, nothing is read."""
    placed = [line for line in lines if line.place is not None and _is_sold(line)]
    if not placed:
        return {}
    said = metrology(reader)
    asked = {line.id: demand for line in placed if (demand := _demand(law, said, line)) is not None}
    found = {
        line.id: Verdict(Gate.PENDING, asked[line.id].why)
        for line in placed
        if line.id in asked and _is_pending(line)
    }
    ended = [line for line in placed if line.id in asked and line.id not in found]
    keys = meter_keys.of_stations(reader, {line.station_id for line in ended})
    seen = [_Seen(line, asked[line.id], keys.get(line.station_id, [])) for line in ended]
    fresh = [one for one in seen if known.known(one) is None]
    judged = _judged(reader, law, fresh)
    for one in seen:
        found[one.line.id] = known.known(one) or known.keep(one, judged[one.line.id])
    return found


def _is_sold(line: SessionLine) -> bool:
    return line.rated_version != line.version or line.cost_reason not in {NOT_SOLD, WRITTEN_OFF}


def _is_pending(line: SessionLine) -> bool:
    return line.state == SessionState.ACTIVE.value or line.rated_version != line.version


def _demand(law: MeasuringFacts, said: Metrology, line: SessionLine) -> Demand | None:
    place = line.place
    assert place is not None, "only lines with their place are asked"
    day = line.started_at.local(Zone(place.zone)).date()
    use = Use(place.access)
    return demand_of(law, said, site_id=place.site_id, country=place.country, use=use, day=day)


def _judged(reader: Reader, law: MeasuringFacts, seen: Sequence[_Seen]) -> Mapping[UUID, Verdict]:
    ids = [one.line.id for one in seen]
    whole = {one.id: one for one in sessions.sums(reader, ids)} if ids else {}
    rated = ratings.newest_of(reader, ids)
    found: dict[UUID, Verdict] = {}
    for one in seen:
        line, session = one.line, whole[one.line.id]
        stored = rated.get(line.id)
        charge = Charge(
            evse=line.evse,
            token=fold_uid(line.token),
            started_at=line.started_at,
            ended_at=line.ended_at or line.started_at,
            energy=line.energy,
            rating=None if stored is None else stored.rating,
        )
        values = [told.value for told in signed_values(reader, session)]
        problems = judge(one.demand, charge, values, one.keys, law.tolerance).problems
        found[line.id] = Verdict(Gate.HELD if problems else Gate.PASSED, one.demand.why, problems)
    return found
