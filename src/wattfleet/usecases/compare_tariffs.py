"""Past sessions under two tariffs, or under one beside what they were sold for. Nothing is changed.

A part of the sessions at a time, so that whoever asks sees how far it is and may stop. The bulk engine
prices where only the clock decides, the exact engine the rest (tariffs/bulk.py); what was sold is as kept.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec
import numpy as np

from wattfleet.kernel.timeline import SECOND_US, Instant, Span, Zone
from wattfleet.sessions.session import SessionState
from wattfleet.sessions.usage import Usage
from wattfleet.storage import series, session_list, sessions, sites, stations
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.session_list import SessionLine
from wattfleet.tariffs.bulk import price_group
from wattfleet.tariffs.comparison import Cost, Pair
from wattfleet.tariffs.course import course_of
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.series import PriceMissing, Prices
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.course_of_session import course_of_session
from wattfleet.usecases.price_session import IN_REVIEW, NOT_SOLD, PRICE_MISSING, WRITTEN_OFF

KEPT: str = "kept"
BULK: str = "bulk"
EXACT: str = "exact"
"""Who priced a session."""
ACTIVE, NOT_RATED, OTHER_CURRENCY = "active", "not_rated", "other_currency"


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which sessions: begun in a stretch of time, at some stations, or at some sites, or anywhere."""

    span: Span
    at_stations: tuple[UUID, ...] = ()
    at_sites: tuple[UUID, ...] = ()
    cursor: str | None = None
    limit: int = 500


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the sessions, in the order of their start; `left_out` counts those without two prices by why.

    `seen_until` is the start of the last one that was looked at; `next` leads to those behind it.
    """

    pairs: tuple[Pair, ...]
    looked_at: int
    left_out: dict[str, int]
    seen_until: Instant | None
    next: str | None


Side = dict[UUID, Cost | str]
"""What each session costs, or why it has no price."""


def compare(reader: Reader, chosen: Chosen, a: Tariff | None, b: Tariff | None) -> Part:
    """None as a tariff is what the sessions were sold for."""
    found = session_list.page(reader, _query(chosen))
    lines = [one for one in found.items if one.state == SessionState.CLOSED.value]
    used = _usages(reader, lines) if a is not None or b is not None else {}
    sides = [_as_sold(lines) if one is None else _priced(reader, one, used) for one in (a, b)]
    left = Counter(_state(one) for one in found.items if one.state != SessionState.CLOSED.value)
    pairs: list[Pair] = []
    for line in lines:
        pair = _pair(line, sides[0][line.id], sides[1][line.id])
        if isinstance(pair, Pair):
            pairs.append(pair)
        else:
            left[pair] += 1
    return Part(
        pairs=tuple(pairs),
        looked_at=len(found.items),
        left_out=dict(left),
        seen_until=found.items[-1].started_at if found.items else None,
        next=found.next,
    )


def _query(chosen: Chosen) -> PageQuery:
    filters: dict[str, object] = {"from": chosen.span.start, "to": chosen.span.end}
    if chosen.at_stations:
        filters["at_stations"] = chosen.at_stations
    if chosen.at_sites:
        filters["at_sites"] = chosen.at_sites
    return PageQuery(
        limit=chosen.limit, cursor=chosen.cursor, sort="started_at", descending=False, filters=filters
    )


def _state(line: SessionLine) -> str:
    return {"active": ACTIVE, "review": IN_REVIEW, "written_off": WRITTEN_OFF}[line.state]


def _pair(line: SessionLine, a: Cost | str, b: Cost | str) -> Pair | str:
    for one in (a, b):
        if isinstance(one, str):
            return one
    assert isinstance(a, Cost), "a side without a price was told above"
    assert isinstance(b, Cost), "a side without a price was told above"
    if a.currency != b.currency:
        return OTHER_CURRENCY
    return Pair(
        session_id=line.id, station=line.station, started_at=line.started_at, energy=line.energy, a=a, b=b
    )


def _as_sold(lines: Sequence[SessionLine]) -> Side:
    out: Side = {}
    for line in lines:
        cost = line.cost
        if cost is None:
            out[line.id] = line.cost_reason or (NOT_RATED if not line.rated_version else NOT_SOLD)
        else:
            out[line.id] = Cost(cost.before_vat.minor, cost.amount.minor, cost.before_vat.currency, KEPT)
    return out


def _priced(reader: Reader, tariff: Tariff, used: dict[UUID, Usage]) -> Side:
    """By the bulk engine in each zone; what that leaves, by the exact one."""
    if not used:
        return {}
    span = Span(min(one.start for one in used.values()), max(one.end for one in used.values()) + SECOND_US)
    prices = series.prices_of(reader, tariff, span)
    out: Side = {}
    for zone in sorted({one.zone for one in used.values()}, key=lambda one: one.name):
        ids = [session_id for session_id, one in used.items() if one.zone == zone]
        before_vat, vat, left = price_group(course_of([used[one] for one in ids]), tariff, zone, prices)
        for session_id, net, tax in zip(ids, before_vat.tolist(), vat.tolist(), strict=True):
            out[session_id] = Cost(net, net + tax, tariff.currency, BULK)
        for at in np.flatnonzero(left).tolist():
            out[ids[at]] = _exactly(used[ids[at]], tariff, prices)
    return out


def _exactly(one: Usage, tariff: Tariff, prices: Prices) -> Cost | str:
    try:
        rating = rate(one, tariff, prices)
    except PriceMissing:
        return PRICE_MISSING
    return Cost(rating.before_vat.minor, rating.amount.minor, tariff.currency, EXACT)


def _usages(reader: Reader, lines: Sequence[SessionLine]) -> dict[UUID, Usage]:
    """The course of each session in its site's time."""
    zones: dict[UUID, Zone] = {}
    out: dict[UUID, Usage] = {}
    for session in sessions.many(reader, [one.id for one in lines]):
        if session.station_id not in zones:
            zones[session.station_id] = _zone(reader, session.station_id)
        out[session.id] = course_of_session(reader, session, zones[session.station_id])
    return out


def _zone(reader: Reader, station_id: UUID) -> Zone:
    station = stations.get(reader, station_id)
    site = None if station is None else sites.get(reader, station.site_id)
    return Zone("UTC") if site is None else site.zone
