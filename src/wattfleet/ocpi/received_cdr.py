"""A partner's charge detail record, OCPI 2.2.1 or 2.3.0, as a usage that our engine prices.

A period lasts until the next one begins, the last until the end of the record. Its volumes say what is
billed: energy in kWh, time and idle time in hours. Hours travel with four decimals or fewer, so that 40
minutes arrive as 0.6667: where they agree with their period's length to the last digit, the length counts.
Source: OCPI mod_cdrs; reference/tariff-semantics.md §1, §6 (trap), A7, A17, A18; docs/spec/rating.md.
"""

from decimal import ROUND_HALF_UP, Decimal

import msgspec

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import HOUR_US, SECOND_US, Instant, Span, Zone
from wattfleet.ocpi.plain import Plain, moment, number, objects, refused, text
from wattfleet.sessions.usage import Activity, Reserved, Slice, Usage


class ReceivedCdr(msgspec.Struct, frozen=True):
    """What of a record matters for its price: the usage, its currency, and the tariffs that its periods name.

    `tariff_ids` are in order of time, without repetition; `tariffs` are the objects that came inside.
    """

    id: str
    currency: str
    usage: Usage
    tariff_ids: tuple[str, ...]
    tariffs: tuple[Plain, ...]


class _Period(msgspec.Struct, frozen=True):
    """One charging period with its volumes: kWh, hours, A and kW."""

    span: Span
    volumes: dict[str, Decimal]
    field: str

    def hours(self, name: str) -> int:
        """A time volume in µs: the period's length where the hours mean that, else whole seconds."""
        told = self.volumes.get(name)
        if told is None:
            return 0
        us = int((told * 3600).quantize(Decimal(1), ROUND_HALF_UP)) * SECOND_US
        exponent = told.as_tuple().exponent
        assert isinstance(exponent, int), "volumes are finite"
        last_digit = int(Decimal(1).scaleb(max(exponent, -9)) * HOUR_US)
        return self.span.us if abs(us - self.span.us) <= max(SECOND_US, last_digit) else us


def read_cdr(given: Plain, zone: Zone) -> ReceivedCdr:
    """The record as a usage in its location's `zone`.

    Raises: WattfleetError `cdr_held` with the reason where the record contradicts itself, and `ocpi_invalid`
    where it cannot be read. Such a record is held, and never priced at nothing.
    """
    found = _periods(given)
    reserved = [one for one in found if "RESERVATION_TIME" in one.volumes]
    used = [one for one in found if "RESERVATION_TIME" not in one.volumes]
    if reserved and used and used[0].span.start < reserved[-1].span.start:
        raise held("a reservation lies within the session", reserved[-1].field)
    edge = (used or found)[0].span.start
    end = used[-1].span.end if used else edge
    return ReceivedCdr(
        id=text(given, "id"),
        currency=text(given, "currency"),
        usage=Usage(
            start=edge,
            end=end,
            zone=zone,
            slices=tuple(part for one in used for part in _slices(one)),
            reserved=_reserved(reserved, expired=not used),
        ),
        tariff_ids=tuple(dict.fromkeys(_tariff_ids(given))),
        tariffs=tuple(one for one, _ in objects(given, "tariffs", "")),
    )


def held(why: str, field: str) -> WattfleetError:
    return invalid(
        "cdr_held",
        f"The record is held: {why} ({field}).",
        hint="Ask the partner for a corrected record; this one would be priced wrongly.",
        field=field,
    )


def _tariff_ids(given: Plain) -> list[str]:
    return [
        text(one, "tariff_id") for one, _ in objects(given, "charging_periods", "") if text(one, "tariff_id")
    ]


def _periods(given: Plain) -> list[_Period]:
    start, end = _must(given, "start_date_time", ""), _must(given, "end_date_time", "")
    if end < start:
        raise held("it ends before it starts", "end_date_time")
    told = objects(given, "charging_periods", "")
    if not told:
        raise held("it has no charging periods", "charging_periods")
    starts = [_must(one, "start_date_time", field) for one, field in told]
    for (_, field), at, following in zip(told, starts, [*starts[1:], end], strict=True):
        if not start <= at <= end:
            raise held("a period lies outside the record", f"{field}.start_date_time")
        if following < at:
            raise held("its periods are not in order of time", f"{field}.start_date_time")
    return [
        _Period(Span(at, following), _volumes(one, field), field)
        for (one, field), at, following in zip(told, starts, [*starts[1:], end], strict=True)
    ]


def _must(given: Plain, name: str, field: str) -> Instant:
    found = moment(given, name, field)
    if found is None:
        raise refused("record", "is missing", f"{field}.{name}" if field else name)
    return found


def _volumes(given: Plain, field: str) -> dict[str, Decimal]:
    out: dict[str, Decimal] = {}
    for one, path in objects(given, "dimensions", field):
        volume = number(one, "volume", path)
        if volume is None:
            raise refused("record", "is missing", f"{path}.volume")
        if volume < 0 and text(one, "type") in {"ENERGY", "TIME", "PARKING_TIME", "RESERVATION_TIME"}:
            raise held("a volume is negative", f"{path}.volume")
        out[text(one, "type")] = out.get(text(one, "type"), Decimal(0)) + volume
    return out


def _slices(one: _Period) -> list[Slice]:
    """A period as one slice, or as charging, then idle, then a rest for which no time is told."""
    start, end = one.span.start, one.span.end
    charging, idle = one.hours("TIME"), one.hours("PARKING_TIME")
    if charging + idle > one.span.us:
        if max(charging, idle) > one.span.us:
            raise held("a period tells more time than it lasts", one.field)
        charging = one.span.us - idle
    stretches = [
        (Activity.CHARGING, start, start + charging),
        (Activity.IDLE, start + charging, start + charging + idle),
        (Activity.UNTIMED, start + charging + idle, end),
    ]
    kept = [stretch for stretch in stretches if stretch[1] < stretch[2]] or [(Activity.UNTIMED, start, end)]
    energy = Energy.from_wh(one.volumes.get("ENERGY", Decimal(0)) * 1000)
    power, current = _flow(one, "POWER"), _flow(one, "CURRENT")
    return [
        Slice(
            Span(since, until),
            energy if at == 0 else Energy(0),
            activity,
            None if power is None else Power.from_w(power * 1000),
            None if current is None else int(current * 1000),
        )
        for at, (activity, since, until) in enumerate(kept)
    ]


def _flow(one: _Period, what: str) -> Decimal | None:
    """The period's power (kW) or current (A): its highest, else its least value."""
    return one.volumes.get(f"MAX_{what}", one.volumes.get(f"MIN_{what}"))


def _reserved(periods: list[_Period], *, expired: bool) -> Reserved | None:
    if not periods:
        return None
    start = periods[0].span.start
    length = sum(one.hours("RESERVATION_TIME") for one in periods)
    return Reserved(Span(start, start + length), expired)
