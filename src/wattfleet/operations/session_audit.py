"""The invariants of one session: its row, its course, its ratings and its tariff must tell the same story.

Pure: everything is handed in. Each rule yields what does not hold; a session that is as it should be yields
nothing (reliability §3, I3 to I6, I19, I20).
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.timeline import Span, Zone
from wattfleet.operations.audit import Violation, violation
from wattfleet.sessions.energy import bound_mwh
from wattfleet.sessions.session import Session, SessionState, StationFacts, Tally
from wattfleet.sessions.settle import settle
from wattfleet.sessions.usage_of import usage
from wattfleet.tariffs.rating import ENGINE, Rating, rate
from wattfleet.tariffs.restrictions import followed
from wattfleet.tariffs.tariff import Tariff

WH = 1000
_ENERGY_FLAGS = frozenset(
    {
        Flag.REGISTER_RESET,
        Flag.PLACEHOLDER_BEGIN,
        Flag.IMPLAUSIBLE_ENERGY,
        Flag.IMPLAUSIBLE_GUESSED,
        Flag.ZERO_ENERGY,
        Flag.SOURCES_DISAGREE,
        Flag.NO_METER,
        Flag.NEGATIVE_ENERGY,
        Flag.UNIT_ASSUMED,
        Flag.CONFLICTING_STOP,
        Flag.END_INFERRED,
        Flag.AMENDED,
        Flag.CLOCK_SKEWED,
        Flag.CLOCK_UNSET,
    }
)
"""With one of them the registers alone do not say what the energy is."""
_TIME_FLAGS = frozenset({Flag.END_BEFORE_START, Flag.CLOCK_UNSET, Flag.CLOCK_SKEWED, Flag.TIME_UNREADABLE})


class Rated(msgspec.Struct, frozen=True, kw_only=True):
    """A rating as it is kept: what its columns say, and what its body holds."""

    id: UUID
    session_version: int
    newest: bool
    before_vat_minor: int | None
    vat_minor: int | None
    amount_minor: int | None
    cost_reason: str
    rating: Rating | None


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A session with all that is kept of it. `columns` are its row's, as our values.

    `max_power_w` and `counts_for_life` are the station's; `tariff` the version that its newest rating names;
    `neighbours` the spans of other billable sessions of its EVSE that touch it, `held` when we held it back.
    """

    session: Session
    columns: Mapping[str, Any]
    to_rate: bool
    zone: Zone
    max_power_w: int | None = None
    counts_for_life: bool = False
    ratings: tuple[Rated, ...] = ()
    tariff: Tariff | None = None
    neighbours: tuple[tuple[UUID, Span], ...] = ()
    held: tuple[Span, ...] = ()


def check(one: Stored) -> list[tuple[str, Violation]]:
    """What does not hold, each with its invariant's number."""
    mine = f"sessions:{one.session.id}"
    return [
        (number, msgspec.structs.replace(found, rows=(mine, *found.rows)))
        for number, rule in RULES
        for found in _applied(rule, one)
    ]


def _applied(rule: "Rule", one: Stored) -> list[Violation]:
    """Data that should not be there may break the rules' own sums: that too is a violation, not an end."""
    try:
        return list(rule(one))
    except Exception as error:  # noqa: BLE001 - whatever it is, the data made it
        return [violation("session_incalculable", problem=f"{type(error).__name__}: {error}")]


def unreadable(session_id: UUID, why: str) -> tuple[str, Violation]:
    """A session whose body is none."""
    return "I19", violation("session_unreadable", rows=(f"sessions:{session_id}",), problem=why)


# ── what the session is ───────────────────────────────────────────────────────


def _columns(one: Stored) -> Iterator[Violation]:
    session = one.session
    told = {
        "id": session.id,
        "station_id": session.station_id,
        "evse": session.evse,
        "connector": session.connector,
        "tx": session.tx,
        "start_key": session.start_key,
        "state": session.state,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "energy_mwh": session.energy,
        "reason": session.reason,
        "flags": tuple(flag.value for flag in session.flags),
        "remote_start": session.remote_start,
        "version": session.version,
        "token": "" if session.token is None else session.token.uid,
    }
    apart = [name for name, value in told.items() if one.columns[name] != value]
    if apart:
        yield violation("columns_apart", names=", ".join(apart))


def _follows(one: Stored) -> Iterator[Violation]:
    """Settled once more from its own evidence and its stored readings, it is the same."""
    session = one.session
    if session.tally is None:
        return
    basis = session.tally.basis
    facts = StationFacts(
        station_id=session.station_id,
        p_max_mw=basis.p_max_mw,
        stated=basis.stated,
        register_mode="session" if basis.resets else "unknown",
    )
    again = settle(session, facts)
    names = ("energy", "started_at", "ended_at", "energy_end_at", "begin_register", "end_register")
    apart = [name for name in names if getattr(again, name) != getattr(session, name)]
    if _sums(again.tally) != _sums(session.tally):
        apart.append("tally")
    if apart:
        yield violation("readings_apart", names=", ".join(apart), again=again.energy, kept=session.energy)


def _sums(tally: Tally | None) -> Tally | None:
    """Without what only remembers how far the settling has come."""
    if tally is None:
        return None
    return msgspec.structs.replace(tally, basis=msgspec.structs.replace(tally.basis, firm=False))


# ── energy ────────────────────────────────────────────────────────────────────


def _energy(one: Stored) -> Iterator[Violation]:
    session = one.session
    if session.energy.mwh < 0:
        yield violation("energy_negative", kwh=session.energy)
    begin, end = session.begin_register, session.end_register
    plain = session.state is SessionState.CLOSED and not _ENERGY_FLAGS & set(session.flags)
    if plain and begin is not None and end is not None:
        apart = abs(end.mwh - begin.mwh - session.energy.mwh)
        if apart > WH:
            yield violation("registers_apart", wh=apart // WH)
    if one.max_power_w is None or session.ended_at is None or session.state is not SessionState.CLOSED:
        return
    most = bound_mwh(one.max_power_w * 1000, session.ended_at - session.started_at, 2 * WH)
    if session.energy.mwh > most and not _ENERGY_FLAGS & set(session.flags):
        yield violation("energy_impossible", kwh=session.energy)


def _connector(one: Stored) -> Iterator[Violation]:
    session = one.session
    known, begin = session.known_register, session.begin_register
    if not one.counts_for_life or known is None or begin is None or session.state is not SessionState.CLOSED:
        return
    if begin.mwh < known.mwh - WH and not _ENERGY_FLAGS & set(session.flags):
        yield violation("register_below", begin=begin, known=known)


# ── one charge, one session ───────────────────────────────────────────────────


def _alone(one: Stored) -> Iterator[Violation]:
    for other, span in one.neighbours:
        yield violation("sessions_together", rows=(f"sessions:{other}",), n=span.us // 1_000_000)


# ── time ──────────────────────────────────────────────────────────────────────


def _time(one: Stored) -> Iterator[Violation]:
    session = one.session
    ended = session.ended_at
    if ended is None:
        return
    if ended < session.started_at:
        if not _TIME_FLAGS & set(session.flags):
            yield violation("end_before_begin")
        return
    used = usage(session, one.zone, held=one.held)
    if used.energy != session.energy:
        yield violation("slices_energy", sum=used.energy, kwh=session.energy)
    spans = [piece.span for piece in used.slices]
    whole = not spans or (spans[0].start, spans[-1].end) == (session.started_at, ended)
    if not whole or any(a.end != b.start for a, b in pairwise(spans)) or any(span.us < 0 for span in spans):
        yield violation("slices_apart")
    rating = _newest(one)
    lines = rating.lines if rating is not None and _is_current(one) else ()
    if any(line.span.start < session.started_at or line.span.end > ended for line in lines):
        yield violation("line_outside")


# ── what it costs ─────────────────────────────────────────────────────────────


def _rated(one: Stored) -> Iterator[Violation]:
    session = one.session
    newest = [rated for rated in one.ratings if rated.newest]
    if one.ratings and len(newest) != 1:
        yield violation("ratings_newest", rows=tuple(f"ratings:{kept.id}" for kept in newest), n=len(newest))
    if session.state is SessionState.ACTIVE or one.to_rate:
        return
    if not _is_current(one):
        yield violation("version_unrated", n=session.version)
    seen: dict[tuple[Any, ...], UUID] = {}
    for rated in one.ratings:
        key = (rated.session_version, rated.cost_reason, rated.rating)
        if rated.rating is not None and key in seen:
            both = (f"ratings:{seen[key]}", f"ratings:{rated.id}")
            yield violation("rated_twice", rows=both, n=rated.session_version)
        seen[key] = rated.id


def _adds_up(one: Stored) -> Iterator[Violation]:
    for kept in one.ratings:
        rating = kept.rating
        columns = (kept.before_vat_minor, kept.vat_minor, kept.amount_minor)
        if rating is None:
            if columns != (None, None, None):
                yield violation("rating_of_nothing", rows=(f"ratings:{kept.id}",))
            continue
        if columns != (rating.before_vat.minor, rating.vat.minor, rating.amount.minor):
            yield violation("rating_row", rows=(f"ratings:{kept.id}",))
        exact = (sum(line.before_vat.n for line in rating.lines), sum(line.vat.n for line in rating.lines))
        totals = [
            sum(total.before_vat.minor for total in rating.vat_totals),
            sum(total.vat.minor for total in rating.vat_totals),
        ]
        adds = exact == (rating.exact_before_vat.n, rating.exact_vat.n)
        adds = adds and totals == [rating.before_vat.minor, rating.vat.minor]
        if not adds or rating.before_vat + rating.vat != rating.amount:
            yield violation("rating_sum", rows=(f"ratings:{kept.id}",))


def _priced_again(one: Stored) -> Iterator[Violation]:
    """The same evidence and the same tariff version give the same price.

    A price that follows a series needs what was told of the series by then, which is not here.
    """
    rating = _newest(one)
    if rating is None or one.tariff is None or not _is_current(one) or rating.engine != ENGINE:
        return
    if one.session.ended_at is None or followed(one.tariff):
        return
    again = rate(usage(one.session, one.zone, held=one.held), one.tariff)
    if again != rating:
        yield violation(
            "price_apart", again=again.amount, kept=rating.amount, currency=rating.amount.currency.code
        )


def _newest(one: Stored) -> Rating | None:
    return next((kept.rating for kept in one.ratings if kept.newest), None)


def _is_current(one: Stored) -> bool:
    return any(kept.newest and kept.session_version == one.session.version for kept in one.ratings)


Rule = Callable[[Stored], Iterator[Violation]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("I3", _alone),
    ("I4", _rated),
    ("I4", _adds_up),
    ("I4", _priced_again),
    ("I5", _energy),
    ("I6", _connector),
    ("I19", _columns),
    ("I19", _follows),
    ("I20", _time),
)
