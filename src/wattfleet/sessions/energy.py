"""Energy from registers: never negative, never more than the station can deliver, never a mixture.

Problem. Registers lie in many ways: they reset at a reboot, start at a placeholder zero, jump between two
meters, come in steps of 0.1 kWh between registers in Wh, or in the wrong unit (field-faults rows 31-38).

Observation. A true register only rises, by no more than P_max · Δt; what does not fit is either noise of the
resolution, or a single lie, or a new beginning, and the next register tells which.

Method. `advance` walks over a stream of registers and keeps a running maximum. A dip no larger than the
coarser resolution is noise. A register that does not fit is set aside as `odd`: if the next one fits the
stream again it was a lie, if the next one fits the odd one the register has begun anew; if two then fit the
stream that was left, all between was the lie. `measure` then
decides: a begin/end pair without a reset is the energy and samples only check it; otherwise the sum of the
plausible segments is. Source: field-faults §5.

It refuses to count what lies above a stated P_max, and what a reset swallowed unless the station's register
is known to restart at zero.
"""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US
from wattfleet.sessions.session import SAMPLE, Basis, Point, StationFacts, Tally

WH = 1000
SLACK_MWH = 50 * WH
TOLERANCE_MWH = 100 * WH
FIRSTS = 3
SOON_US = 60 * MINUTE_US
GUESS_FACTOR = 10  # beyond this multiple of a guessed P_max nothing is believed (400 kW → 4 MW)
HOUR_US = 3_600_000_000
CARRYING_MW = 100_000  # a car that draws less than 100 W does not charge
SLOWEST_MW = 1_380_000  # 6 A at 230 V: the least that a charging car draws

MARK_RESET = 1  # the register fell and went on from there
MARK_BEYOND = 2  # a segment above the bound that was not counted
MARK_GUESSED = 4  # above what we guess that the station can deliver; counted
MARK_LIE = 8  # one register did not fit and the next one contradicted it

# Registers wrap in Wh at 32 bits, or where a display of six, seven or eight digits does (in Wh or in kWh).
_MODULI = tuple(m * WH for m in (10**6, 10**7, 10**8, 2**32, 10**9, 10**10))


class Measured(msgspec.Struct, frozen=True):
    """The energy of a session and the doubts about it; `tally` is the stream up to its end register."""

    energy: Energy
    flags: frozenset[Flag]
    tally: Tally


def bound_mwh(p_max_mw: int, us: int, step_mwh: int = 0) -> int:
    """The most that can flow in `us`: P_max · Δt · 1.1 + 50 Wh, plus the resolution of the registers.

    Stations cut times to whole seconds, so one second is added.
    """
    return p_max_mw * (max(us, 0) + SECOND_US) * 11 // (10 * HOUR_US) + SLACK_MWH + step_mwh


def tolerance_mwh(mwh: int) -> int:
    """How far two sources may differ: 100 Wh or 1 %."""
    return max(TOLERANCE_MWH, mwh // 100)


def begin_of(told: Point, facts: StationFacts, known: Energy | None, firsts: tuple[Point, ...]) -> Point:
    """What stands in place of a begin register that was told as zero (row 32): itself, or the one before it.

    A register that counts for life stands still between two sessions. Where the first sample comes soon, is
    beyond what a count from zero can have reached, and lies no further above the register before it than can
    have been charged since the begin, that register is the begin. A low register proves nothing: it may have
    begun anew, also where it never did before.
    """
    first = next((one for one in firsts if one.register is not None and one.register.mwh), None)
    if known is None or not known.mwh or first is None or first.register is None or facts.resets:
        return told
    lead_us, step = first.at.us - told.at.us, max(told.step_mwh, first.step_mwh)
    most = bound_mwh(facts.p_max_mw, lead_us, step)
    joins = -step <= first.register.mwh - known.mwh <= most
    if first.register.mwh <= most or not joins or lead_us > SOON_US:
        return told
    return msgspec.structs.replace(told, register=known)


def basis_of(
    facts: StationFacts,
    known: Energy | None,
    begin: Point | None,
    firsts: tuple[Point, ...],
    end: Point | None,
) -> Basis:
    """How to read the samples beside the begin register: with it, in another unit, or alone.

    `known` is the EVSE's last register before the session; `firsts` are the first FIRSTS samples, of which
    one may be a lie.
    """
    basis = Basis(facts.p_max_mw, facts.stated, facts.resets)
    if begin is None or begin.register is None or not firsts:
        with_begin = begin is not None and begin.register is not None
        return msgspec.structs.replace(
            basis, with_begin=with_begin and not _is_placeholder(begin, end, facts, known)
        )
    for up, down in ((1, 1), (1000, 1), (1, 1000)):
        joining = next((one for one in firsts if _joins(facts, begin, one, up, down)), None)
        if joining is not None:
            with_begin = not (
                _is_placeholder(begin, joining, facts, known) or _outruns(begin, joining, firsts, facts)
            )
            return msgspec.structs.replace(basis, with_begin=with_begin, up=up, down=down)
    return basis


def _joins(facts: StationFacts, begin: Point, first: Point, up: int, down: int) -> bool:
    assert begin.register is not None, "asked only with a register"
    assert first.register is not None, "asked only with a register"
    if up != down and not (begin.register.mwh and first.register.mwh):
        return False  # zero is zero in every unit
    step = max(begin.step_mwh, first.step_mwh * up // down)
    delta = first.register.mwh * up // down - begin.register.mwh
    limit = facts.p_max_mw * (1 if facts.stated or begin.register.mwh == 0 else GUESS_FACTOR)
    return -step <= delta <= bound_mwh(limit, first.at.us - begin.at.us, step)


def _is_placeholder(
    begin: Point | None, following: Point | None, facts: StationFacts, known: Energy | None
) -> bool:
    """A zero in place of a begin register (row 32): the EVSE's register is known to stand higher, or the
    next register is further away than can be charged. A register that restarts at zero may begin there."""
    if begin is None or begin.register is None or begin.register.mwh != 0:
        return False
    if following is None or following.register is None:
        return False
    delta = following.register.mwh
    if delta > bound_mwh(facts.p_max_mw, following.at.us - begin.at.us, following.step_mwh):
        return True
    return not facts.resets and known is not None and 0 < known.mwh <= delta + following.step_mwh


def _outruns(begin: Point, joining: Point, firsts: tuple[Point, ...], facts: StationFacts) -> bool:
    """A zero at the begin from which the sample that joins it is further away than the samples let believe.

    A strong station, or a sample that joins late, leaves room enough for a meter that stood at 60 kWh to pass
    for one that began at zero. What the session's own samples show, tenfold, is the nearer limit.
    """
    if facts.resets or not is_zero(begin) or len(firsts) < 2:
        return False
    assert joining.register is not None, "firsts have registers"
    shown = max(SLOWEST_MW, *(_power_mw(one, after) for one, after in pairwise(firsts)))
    limit = bound_mwh(GUESS_FACTOR * shown, joining.at.us - begin.at.us, joining.step_mwh)
    return joining.register.mwh > limit


def _power_mw(one: Point, after: Point) -> int:
    """The mean power between two registers, in mW; what falls shows none."""
    assert one.register is not None, "asked only with a register"
    assert after.register is not None, "asked only with a register"
    us = max(after.at.us - one.at.us, SECOND_US)
    return max(0, after.register.mwh - one.register.mwh) * HOUR_US // us


def tally_of(basis: Basis, begin: Point | None, track: Iterable[Point]) -> Tally:
    """The whole stream: the begin register where it belongs to it, then all samples in order."""
    tally = Tally(basis)
    if basis.with_begin and begin is not None:
        tally = advance(tally, begin)
    for point in track:
        if point.source == SAMPLE and point.register is not None:
            tally = advance(tally, point)
    return tally


def advance(tally: Tally, point: Point) -> Tally:
    """The stream with one more register, no earlier than those before. O(1)."""
    if point.register is None:
        return tally
    register, step, at = point.register.mwh, point.step_mwh, point.at.us
    basis = tally.basis
    if point.source == SAMPLE and basis.up != basis.down:
        register, step = register * basis.up // basis.down, step * basis.up // basis.down
    if tally.count == 0:
        return Tally(
            basis,
            count=1,
            first=register,
            first_at=at,
            peak=register,
            at=at,
            step=step,
            flow_from=at,
            flow_at=at,
        )
    fits = _fits(basis, tally.peak, tally.at, tally.step, register, at, step)
    if fits >= 0:
        return _accept(tally, register, at, step, point.power_mw, fits)
    if tally.odd is not None:
        fits = _fits(basis, tally.odd, tally.odd_at, tally.odd_step, register, at, step)
        if fits >= 0:
            return _accept(confirm(tally), register, at, step, point.power_mw, fits)
    lie = MARK_LIE if tally.odd is not None else 0
    return msgspec.structs.replace(
        tally, odd=register, odd_at=at, odd_step=step, marks=tally.marks | lie, count=tally.count + 1
    )


def _fits(basis: Basis, base: int, base_at: int, base_step: int, register: int, at: int, step: int) -> int:
    """Whether a register continues another: -1 = no, else the marks that it leaves."""
    step = max(step, base_step)
    delta = register - base
    if delta < -step:
        return -1
    limit = basis.p_max_mw * (at - base_at + SECOND_US) * 11 // (10 * HOUR_US) + SLACK_MWH + step
    if delta <= limit:
        return 0
    if not basis.stated and base and delta <= bound_mwh(basis.p_max_mw * GUESS_FACTOR, at - base_at, step):
        return MARK_GUESSED
    return -1


def _accept(tally: Tally, register: int, at: int, step: int, power_mw: int | None, marks: int) -> Tally:
    delta = register - tally.peak
    flows = delta > 0 or (power_mw is not None and power_mw >= CARRYING_MW)
    if tally.odd is not None:
        marks |= MARK_LIE
    return Tally(
        tally.basis,
        tally.count + 1,
        tally.first,
        tally.first_at,
        register if delta > 0 else tally.peak,
        max(tally.at, at),
        step,
        tally.total + delta if delta > 0 else tally.total,
        tally.at if flows else tally.flow_from,
        at if flows else tally.flow_at,
        0 if flows else tally.flat + 1,
        None,
        0,
        1,
        tally.marks | marks,
        tally.left,
    )


def confirm(tally: Tally) -> Tally:
    """The stream after its odd register has proved to be the true one: what lies between is judged here."""
    odd = tally.odd
    if odd is None:
        return tally
    basis, left = tally.basis, tally.left
    if left is not None:
        fits = _fits(basis, left.peak, left.at, left.step, odd, tally.odd_at, tally.odd_step)
        if fits >= 0:
            back = _accept(left, odd, tally.odd_at, tally.odd_step, None, fits | MARK_LIE)
            return msgspec.structs.replace(back, count=tally.count)
    step = max(tally.step, tally.odd_step)
    limit = bound_mwh(basis.p_max_mw, tally.odd_at - tally.at, step)
    marks, gained = tally.marks, 0
    if odd < tally.peak:
        marks |= MARK_RESET
        gained = _rolled_over(tally.peak, odd, limit)
        if gained == 0 and basis.resets:
            gained, marks = (odd, marks) if odd <= limit else (0, marks | MARK_BEYOND)
    elif basis.stated or not tally.peak or odd - tally.peak > GUESS_FACTOR * limit:
        marks |= MARK_BEYOND  # a jump from zero is a placeholder that went (row 32)
    else:
        gained, marks = odd - tally.peak, marks | MARK_GUESSED
    return msgspec.structs.replace(
        tally,
        peak=odd,
        at=max(tally.at, tally.odd_at),
        step=tally.odd_step,
        total=tally.total + gained,
        flow_from=tally.at if gained else tally.flow_from,
        flow_at=tally.odd_at if gained else tally.flow_at,
        flat=0 if gained else tally.flat,
        odd=None,
        odd_at=0,
        odd_step=1,
        marks=marks,
        left=left or msgspec.structs.replace(tally, odd=None, odd_at=0, odd_step=1),
    )


def _rolled_over(peak: int, register: int, limit: int) -> int:
    """What was counted over the end of a register that wraps; 0 when it did not."""
    for modulus in _MODULI:
        gained = register + modulus - peak
        if modulus - modulus // 1000 <= peak < modulus and 0 < gained <= limit:
            return gained
    return 0


def has_settled(tally: Tally) -> bool:
    """No energy flows: the register stood still for two intervals, and long enough for its resolution."""
    return tally.flat >= 2 and stands_long_enough(tally.at - tally.flow_at, tally.step)


def stands_long_enough(still_us: int, step_mwh: int) -> bool:
    """Whether a car that draws would have moved a register of that resolution by now."""
    return still_us * SLOWEST_MW >= step_mwh * HOUR_US


def measure(
    facts: StationFacts, begin: Point | None, tally: Tally, end: Point | None, *, duration_us: int | None
) -> Measured:
    """The energy of a session. `duration_us` is None while it runs: then only what is proven counts."""
    placeholder = begin is not None and not tally.basis.with_begin and is_zero(begin)
    if duration_us is None:
        flags = _marks(tally)
        if placeholder and tally.count:
            flags.add(Flag.PLACEHOLDER_BEGIN)
        if tally.basis.up != tally.basis.down:
            flags.add(Flag.UNIT_ASSUMED)
        return Measured(Energy(tally.total), frozenset(flags), tally)
    measured = _closed(facts, begin, tally, end, duration_us)
    limit = bound_mwh(facts.p_max_mw, duration_us, tally.step)
    if measured.energy.mwh > limit:
        worse = Flag.IMPLAUSIBLE_ENERGY if facts.stated else Flag.IMPLAUSIBLE_GUESSED
        return Measured(measured.energy, measured.flags | {worse}, measured.tally)
    return measured


def is_zero(point: Point) -> bool:
    """Whether its register was told as zero; null is not zero."""
    return point.register is not None and point.register.mwh == 0


def _marks(tally: Tally) -> set[Flag]:
    flags: set[Flag] = set()
    if tally.marks & MARK_RESET:
        flags.add(Flag.REGISTER_RESET)
    if tally.marks & MARK_BEYOND:
        flags.add(Flag.IMPLAUSIBLE_ENERGY)
    if tally.marks & (MARK_GUESSED | MARK_LIE):
        flags.add(Flag.IMPLAUSIBLE_GUESSED)
    return flags


def _closed(
    facts: StationFacts, begin: Point | None, tally: Tally, end: Point | None, duration_us: int
) -> Measured:
    if end is None or end.register is None:
        whole = confirm(tally)
        flags = _marks(whole)
        if whole.count < 2:
            flags.add(Flag.NO_METER)
        if begin is not None and is_zero(begin) and not tally.basis.with_begin:
            flags.add(Flag.PLACEHOLDER_BEGIN)
        return Measured(Energy(whole.total), frozenset(flags), whole)
    whole = _through(tally, end)
    if begin is None or begin.register is None:
        flags = _marks(whole)
        if whole.count < 2:
            flags.add(Flag.NO_METER)
        return Measured(Energy(whole.total), frozenset(flags), whole)
    pair = end.register.mwh - begin.register.mwh
    if 0 > pair >= -max(begin.step_mwh, end.step_mwh):
        pair = 0  # noise of the last digit
    if tally.left is not None and whole.left is None:  # the end came back: what another register said is void
        tally = msgspec.structs.replace(tally.left, marks=tally.left.marks | MARK_LIE)
    return _paired(facts, begin, tally, whole, pair, duration_us)


def _through(tally: Tally, end: Point) -> Tally:
    """The stream with its end register: a dip within the tolerance of two sources is no reset."""
    assert end.register is not None, "asked only with a register"
    if tally.count and 0 > end.register.mwh - tally.peak >= -tolerance_mwh(tally.total) and tally.odd is None:
        return msgspec.structs.replace(tally, count=tally.count + 1, at=max(tally.at, end.at.us))
    return confirm(advance(tally, end))


def _paired(
    facts: StationFacts, begin: Point, tally: Tally, whole: Tally, pair: int, duration_us: int
) -> Measured:
    flags: set[Flag] = set()
    joined = tally.basis.with_begin
    trusting = 1 if facts.stated or is_zero(begin) else GUESS_FACTOR
    limit = bound_mwh(facts.p_max_mw * trusting, duration_us, tally.step)
    segments = Measured(Energy(whole.total), frozenset(_marks(whole)), whole)
    if (
        not joined
        and is_zero(begin)
        and (tally.count == 0 or not _is_own_meter(facts, tally, pair, duration_us))
    ):
        return _with(segments, Flag.PLACEHOLDER_BEGIN)
    if pair < 0:
        return _fallen(segments, tally, whole)
    if pair == 0 and tally.total > max(TOLERANCE_MWH, tally.step):
        return Measured(Energy(tally.total), frozenset({Flag.ZERO_ENERGY}), whole)
    if joined and whole.marks & MARK_RESET and (tally.marks & MARK_RESET or facts.resets):
        if whole.total > bound_mwh(facts.p_max_mw, duration_us, tally.step) >= pair:
            return Measured(Energy(pair), segments.flags, whole)  # it fell to another meter and back (row 34)
        if abs(whole.total - pair) > tolerance_mwh(pair):
            return _with(segments, Flag.SOURCES_DISAGREE)  # it began anew, or two samples lied alike (row 34)
        flags.add(Flag.REGISTER_RESET)  # it fell by little and came back: the pair stands
    if pair > limit:
        return _with(segments, Flag.PLACEHOLDER_BEGIN if is_zero(begin) else Flag.IMPLAUSIBLE_ENERGY)
    if tally.basis.up != tally.basis.down:
        flags.add(Flag.UNIT_ASSUMED)
    flags |= _checked(facts, begin, tally, pair, duration_us)
    if tally.marks & (MARK_BEYOND | MARK_GUESSED | MARK_LIE) and joined:
        flags.add(Flag.IMPLAUSIBLE_GUESSED)  # the pair stands; some sample in between does not fit
    return Measured(Energy(pair), frozenset(flags), whole)


def _with(measured: Measured, flag: Flag) -> Measured:
    return Measured(measured.energy, measured.flags | {flag}, measured.tally)


def _fallen(segments: Measured, tally: Tally, whole: Tally) -> Measured:
    """The end register lies below the begin: a rollover, a reset that samples explain, or nothing to bill."""
    explained = tally.count > 1 and bool(tally.marks & MARK_RESET) and tally.odd is None
    rolled = whole.total > tally.total and not tally.basis.resets
    if explained or rolled:
        return segments
    return _with(segments, Flag.NEGATIVE_ENERGY)


def _is_own_meter(facts: StationFacts, tally: Tally, pair: int, duration_us: int) -> bool:
    """Begin and end agree with each other while the samples come from another register (row 33)."""
    return 0 <= pair <= bound_mwh(facts.p_max_mw, duration_us) and tally.first > pair


def _checked(facts: StationFacts, begin: Point, tally: Tally, pair: int, duration_us: int) -> set[Flag]:
    """What the samples say about a pair: nothing, another unit, or another energy."""
    if tally.count < 2:
        return set()
    counted = tally.total
    covered_us = tally.at - tally.first_at
    lead = tally.first_at - begin.at.us
    p_max_mw = facts.p_max_mw * (1 if facts.stated else GUESS_FACTOR)
    if not tally.basis.with_begin and tally.first <= bound_mwh(p_max_mw, lead, tally.step):
        counted, covered_us = counted + tally.first, covered_us + lead  # samples that start at zero with it
    room = tolerance_mwh(pair) + bound_mwh(p_max_mw, duration_us - covered_us, tally.step)
    for up, down in ((1, 1), (1000, 1), (1, 1000)):
        told = counted * up // down
        if told - tolerance_mwh(pair) <= pair <= told + room:
            return set() if up == down else {Flag.UNIT_ASSUMED}
    return {Flag.SOURCES_DISAGREE}
