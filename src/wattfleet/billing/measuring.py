"""Where the law asks for it, what is billed was measured: signed, whole, and cut only where it was signed.

`demand_of` says what is asked at a site: the rule of its country by data (facts/metrology.toml), unless
somebody has said otherwise of the site, with a reason. `judge` looks at signed values and price of a session,
and names each thing for which it may not be billed yet.

| found | held as |
|---|---|
| no signed value at all | `signed_values_missing` |
| values in a format that is not OCMF | `signed_format_unknown` |
| no approved key of the meter for that day | `meter_key_missing` |
| a signature that is not of its text or key | `signed_values_invalid` |
| signed, but no begin, no end, or a broken process | `signed_process_wrong` |
| another energy than the session's | `signed_energy_differs` |
| another card than the session's | `signed_user_differs` |
| another meter than the key's | `signed_meter_differs` |
| a price that changes where nothing was signed | `price_change_unsigned` |
| a signed reading there with another energy | `price_split_differs` |
| minutes without an approved clock | `time_not_measured` |
| minutes by a clock that was not sure | `time_not_measured_clock` |

Source: reference/requirements.md B3, B4; reference/ocpp-interop.md §9.3.
"""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.billing.unmeasured import Problem, unmeasured
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.metrology.check import Checked, Result, check_values
from wattfleet.metrology.meter_key import MeterKey, holding
from wattfleet.metrology.process import UNITS
from wattfleet.metrology.transparency import SignedText
from wattfleet.tariffs.lines import Line, LineKind
from wattfleet.tariffs.rating import Rating

CARDS = frozenset({"ISO14443", "ISO15693", "EMAID"})
"""Kinds of users whose text is the token's own."""
_TIMES = frozenset({LineKind.TIME, LineKind.PARKING_TIME})


class Use(Enum):
    """What a station is for, as its access says."""

    PUBLIC = "public"
    PRIVATE = "private"
    HOME = "home"


class Gate(Enum):
    """By law (as the data say), in any case, or not."""

    LAW = "law"
    REQUIRED = "required"
    OFF = "off"


class SiteRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds at a site, for one use or (null) for all: whether values must be signed, and whether its
    clocks are approved to measure minutes. `note` says why, and by which approval."""

    site_id: UUID
    use: Use | None = None
    gate: Gate = Gate.LAW
    clock_approved: bool = False
    note: Annotated[str, Meta(min_length=3, max_length=500)]


class Metrology(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a tenant has said about its sites."""

    sites: list[SiteRule] = []


class LawText(msgspec.Struct, frozen=True, kw_only=True):
    """What a law asks, in each language that people read here."""

    en: str
    sv: str
    de: str


class LawRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a country asks for."""

    name: str
    country: str
    uses: tuple[Use, ...]
    valid_from: date
    energy: bool
    time: bool
    text: LawText
    source: str
    valid_until: date | None = None

    def holds(self, country: str, use: Use, day: date) -> bool:
        until = self.valid_until
        in_time = self.valid_from <= day and (until is None or day < until)
        return self.country == country and use in self.uses and in_time


class Tolerance(msgspec.Struct, frozen=True):
    """How far values may lie apart."""

    energy_wh: int
    boundary_s: int


class MeasuringFacts(msgspec.Struct, frozen=True):
    """The facts as they are shipped."""

    tolerance: Tolerance
    rules: tuple[LawRule, ...] = msgspec.field(name="rule", default=())


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a session, and by what: a law, or (`note`) whoever runs the site."""

    energy: bool
    time: bool
    clock_approved: bool
    law: LawRule | None = None
    note: str = ""

    @property
    def why(self) -> str:
        """In English."""
        if self.law is not None:
            return self.law.text.en
        return f"The site asks for it: {self.note}" if self.note else ""


AskedBy = Literal["law", "site"] | None


def asked_by(demand: Demand | None) -> AskedBy:
    if demand is None:
        return None
    return "site" if demand.law is None else "law"


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """A session as the judge must know it."""

    evse: int
    token: str
    started_at: Instant
    ended_at: Instant
    energy: Energy
    rating: Rating | None


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `key` is the approved one that signed; `checked` None where nothing could be read."""

    checked: Checked | None = None
    key: MeterKey | None = None
    problems: tuple[Problem, ...] = ()


def parse_measuring(text: str) -> MeasuringFacts:
    """Raises: WattfleetError `metrology_facts_invalid`."""
    try:
        return msgspec.convert(tomllib.loads(text), MeasuringFacts)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise invalid(
            "metrology_facts_invalid",
            f"The facts about measuring cannot be read: {error}",
            hint="See facts/metrology.toml.",
        ) from error


def demand_of(
    facts: MeasuringFacts, said: Metrology, *, site_id: UUID, country: str, use: Use, day: date
) -> Demand | None:
    """What is asked of a session there on that day; None = nothing."""
    own = _own(said, site_id, use)
    if own is not None and own.gate is Gate.OFF:
        return None
    approved = own is not None and own.clock_approved
    rule = next((one for one in facts.rules if one.holds(country, use, day)), None)
    if own is not None and own.gate is Gate.REQUIRED:
        return Demand(energy=True, time=True, clock_approved=approved, note=own.note)
    if rule is None:
        return None
    return Demand(energy=rule.energy, time=rule.time, clock_approved=approved, law=rule)


def _own(said: Metrology, site_id: UUID, use: Use) -> SiteRule | None:
    """The rule of that use before the one for all."""
    mine = [one for one in said.sites if one.site_id == site_id and one.use in {None, use}]
    return min(mine, key=lambda one: one.use is None, default=None)


def judge(
    demand: Demand,
    charge: Charge,
    values: Sequence[SignedText],
    keys: Sequence[MeterKey],
    tolerance: Tolerance,
) -> Measured:
    """Everything for which the session may not be billed; nothing = it may."""
    problems: list[Problem] = []
    measured = Measured()
    if demand.energy:
        measured = _check(charge, values, keys)
        problems += measured.problems
        if measured.checked is not None and not problems:
            problems += _facts(charge, measured.checked, tolerance)
            problems += _splits(charge, measured.checked, tolerance)
    if demand.time:
        problems += _time(demand, charge, measured.checked)
    return msgspec.structs.replace(measured, problems=tuple(problems))


def _check(charge: Charge, values: Sequence[SignedText], keys: Sequence[MeterKey]) -> Measured:
    if not values:
        return Measured(problems=(unmeasured("signed_values_missing"),))
    valid = holding(keys, charge.evse, charge.started_at)
    try:
        if not valid:
            return Measured(checked=_whole(values, None), problems=(unmeasured("meter_key_missing"),))
        tried = [(_whole(values, one.text), one) for one in valid]
    except WattfleetError as error:
        return Measured(problems=(unmeasured("signed_format_unknown", problem=error.message),))
    signed = [one for one in tried if one[0].result in {Result.VALID, Result.STRUCTURALLY_WRONG}]
    checked, key = (signed or tried)[0]
    if not signed:
        why = [one.verdict.finding for one in checked.values if one.verdict.finding is not None][:1]
        return Measured(checked=checked, problems=(unmeasured("signed_values_invalid", *why),))
    problems: list[Problem] = []
    if checked.process.findings:
        problems.append(unmeasured("signed_process_wrong", *checked.process.findings))
    if key.meter and checked.process.meter and key.meter != checked.process.meter:
        problems.append(unmeasured("signed_meter_differs", known=key.meter, told=checked.process.meter))
    return Measured(checked=checked, key=key, problems=tuple(problems))


def _whole(values: Sequence[SignedText], key: str | None) -> Checked:
    """All values as one process; where the last alone is a whole one (begin and end in one), that."""
    same = [SignedText(one.text, one.key) for one in values]
    (found,) = check_values(same, key)
    if found.process.findings and len(same) > 1:
        (last,) = check_values(same[-1:], key)
        if not last.process.findings:
            return last
    return found


def _facts(charge: Charge, checked: Checked, tolerance: Tolerance) -> Iterator[Problem]:
    """Whether the signed values are of this session."""
    process = checked.process
    wh = process.registers[0].wh
    if abs(wh - charge.energy.wh) > tolerance.energy_wh:
        yield unmeasured("signed_energy_differs", signed=_kwh(wh), session=_kwh(charge.energy.wh))
    told, token = process.user.upper(), charge.token.upper()
    if process.user_kind in CARDS and told and token and told != token:
        yield unmeasured("signed_user_differs", signed=process.user, session=charge.token)


def _splits(charge: Charge, checked: Checked, tolerance: Tolerance) -> Iterator[Problem]:
    """Where the price of energy changes, a signed reading stands, with the energy up to there."""
    if charge.rating is None:
        return
    register = checked.process.registers[0]
    signed = [
        (one.at, (one.value - register.begin) * UNITS[register.unit])
        for value in checked.values
        for one in value.value.readings
        if one.at is not None and one.value is not None and one.register == register.register
    ]
    slack = tolerance.boundary_s * SECOND_US
    for before, after, mwh in _boundaries(charge.rating):
        near = [wh for at, wh in signed if before.us - slack <= at.us <= after.us + slack]
        if not near:
            yield unmeasured("price_change_unsigned", at=after.rfc3339())
        elif min(abs(wh - Decimal(mwh) / 1000) for wh in near) > tolerance.energy_wh:
            yield unmeasured("price_split_differs", at=after.rfc3339())


def _boundaries(rating: Rating) -> Iterator[tuple[Instant, Instant, int]]:
    """From the end of one price of energy to the begin of the next, and the mWh up to there."""
    lines = [one for one in rating.lines if one.kind is LineKind.ENERGY and one.why.measured]
    lines.sort(key=lambda one: one.span.start)
    used = 0
    for before, after in pairwise(lines):
        used += before.why.measured
        if before.price_micro != after.price_micro:
            yield before.span.end, after.span.start, used


def _time(demand: Demand, charge: Charge, checked: Checked | None) -> Iterator[Problem]:
    if charge.rating is None or not any(_is_time(one) for one in charge.rating.lines):
        return
    if not demand.clock_approved:
        yield unmeasured("time_not_measured")
    elif checked is not None and not checked.process.time_billable:
        yield unmeasured("time_not_measured_clock")


def _is_time(line: Line) -> bool:
    return line.kind in _TIMES and line.price_micro != 0 and line.quantity != 0


def _kwh(wh: Decimal) -> str:
    return f"{(wh / 1000).normalize() + 0:f}"
