"""From exact amounts to money that is due, with the least and the highest price of a session.

Rounding: a session's net is rounded once per VAT rate by the tariff's rule, and its VAT is computed from the
rounded net; where prices include VAT, the gross is rounded and VAT is taken out of it. VAT goes half up.

Limits: a limit works first on what the prices mean (the base: the amount before VAT, or the gross where
prices include VAT). What it adds or takes is shared over the VAT rates in proportion to their bases, so that
each rate keeps its own VAT. The other half of the limit, where both are given, then corrects the VAT of the
rate that has the most of it. Both are looked at twice: exactly, for the lines, and in money, since rounding
several rates may step over a limit by a minor unit.

Source: ARCHITECTURE “Rounding”; OCPI 2.2.1 mod_tariffs, min_price and max_price; docs/spec/rating.md.
"""

import msgspec

from wattfleet.kernel.money import AMOUNT_DENOMINATOR, Amount, Money, share, to_minor
from wattfleet.kernel.timeline import Span
from wattfleet.tariffs.lines import Line, LineKind, Why
from wattfleet.tariffs.tariff import VAT_UNITS, PriceLimit, Tariff
from wattfleet.tariffs.vat import Sums, VatTotal, vat_within

_PER_MICRO = AMOUNT_DENOMINATOR // 10**6


class Bounds(msgspec.Struct, frozen=True):
    """A least and a highest amount; None where there is none."""

    least: int | None
    most: int | None

    def clamp(self, n: int) -> int:
        if self.most is not None and n > self.most:
            n = self.most
        return self.least if self.least is not None and n < self.least else n


UNBOUND = Bounds(None, None)


def base_bounds(tariff: Tariff, sums: dict[int | None, Sums]) -> Bounds:
    """The limits of the base, for a session that comes to `sums` without them.

    Where only the other half is given, it is carried over by the session's own proportion of the two, and
    for a session that costs nothing by the VAT of its first line, else of the tariff's first price.
    """
    if tariff.min_price is None and tariff.max_price is None:
        return UNBOUND
    with_vat = sum(one.with_vat for one in sums.values())
    before_vat = sum(one.before_vat for one in sums.values())
    if with_vat == 0:
        with_vat, before_vat = VAT_UNITS + (next(iter(sums), _first_vat(tariff)) or 0), VAT_UNITS
    mine, others = (with_vat, before_vat) if tariff.tax_included else (before_vat, with_vat)

    def base(limit: PriceLimit | None) -> int | None:
        if limit is None:
            return None
        own, other = limit.before_vat_micro, limit.with_vat_micro
        if tariff.tax_included:
            own, other = other, own
        if own is not None:
            return own * _PER_MICRO
        assert other is not None, "a limit gives at least one of its two amounts"
        return other * _PER_MICRO * mine // others

    return Bounds(base(tariff.min_price), base(tariff.max_price))


def limit_lines(tariff: Tariff, sums: dict[int | None, Sums], bounds: Bounds, span: Span) -> list[Line]:
    """The lines of the least and the highest price. `sums` come in without them and go out with them."""
    if bounds is UNBOUND:
        return []
    if not sums:
        sums[_first_vat(tariff)] = Sums()
    out = []
    weights = [_base(one, tariff) for one in sums.values()]
    change = bounds.clamp(sum(weights)) - sum(weights)
    for (rate, one), weight, part in zip(sums.items(), weights, _shares(change, weights), strict=True):
        if part:
            vat = vat_within(weight + part, rate, tax_included=tariff.tax_included) - one.vat
            net = part - vat if tariff.tax_included else part
            out.append(_limit_line(tariff, one, rate, net, vat, span))
    vats = [one.vat for one in sums.values()]
    correction = _correction(
        tariff, _other_bounds(tariff, alone=False), sum(_base(one, tariff) for one in sums.values()), vats
    )
    room = [one.before_vat if tariff.tax_included else abs(correction) for one in sums.values()]
    for (rate, one), vat in zip(sums.items(), _spread(correction, vats, room), strict=True):
        if vat:
            out.append(_limit_line(tariff, one, rate, -vat if tariff.tax_included else 0, vat, span))
    return out


def settle(tariff: Tariff, sums: dict[int | None, Sums], bounds: Bounds) -> tuple[VatTotal, ...]:
    """Money per VAT rate, from exact sums in which the limits are."""
    currency, included = tariff.currency, tariff.tax_included
    rounded, vats = [], []
    for rate, one in sums.items():
        minor = to_minor(_base(one, tariff), currency, tariff.rounding)
        rounded.append(minor)
        vats.append(_vat_of(minor, rate, tariff))
    if bounds is not UNBOUND:
        rounded, vats = _within(tariff, sums, bounds, rounded, vats)
    out = []
    for rate, minor, vat in zip(sums, rounded, vats, strict=True):
        net = minor - vat if included else minor
        out.append(VatTotal(rate, Money(net, currency), Money(vat, currency)))
    return tuple(out)


def _within(
    tariff: Tariff, sums: dict[int | None, Sums], bounds: Bounds, rounded: list[int], vats: list[int]
) -> tuple[list[int], list[int]]:
    """Bases and VAT in minor units, held within the limits where rounding stepped over one."""
    weights = [_base(one, tariff) for one in sums.values()]
    total = sum(rounded)
    held = _held(tariff, bounds, sum(weights), total)
    if held != total:
        rounded = [one.minor for one in share(Money(held, tariff.currency), weights)]
        vats = [_vat_of(minor, rate, tariff) for minor, rate in zip(rounded, sums, strict=True)]
    other = _in_money(_other_bounds(tariff, alone=True), tariff)
    correction = _correction(tariff, other, held, vats)
    room = [
        minor - vat if tariff.tax_included else abs(correction)
        for minor, vat in zip(rounded, vats, strict=True)
    ]
    return rounded, [vat + more for vat, more in zip(vats, _spread(correction, vats, room), strict=True)]


def _base(one: Sums, tariff: Tariff) -> int:
    return one.with_vat if tariff.tax_included else one.before_vat


def _held(tariff: Tariff, bounds: Bounds, n: int, rounded: int) -> int:
    """What a session comes to in minor units: on a limit exactly that, and never beyond one by rounding."""
    if n in {bounds.least, bounds.most}:
        return to_minor(n, tariff.currency, tariff.rounding)
    return _in_money(bounds, tariff).clamp(rounded)


def _other_bounds(tariff: Tariff, *, alone: bool) -> Bounds:
    """The limits of the other half. One that stands alone is in the base already: only its cents are left."""

    def other(limit: PriceLimit | None) -> int | None:
        if limit is None:
            return None
        own, far = limit.before_vat_micro, limit.with_vat_micro
        if tariff.tax_included:
            own, far = far, own
        return None if far is None or (own is None and not alone) else far * _PER_MICRO

    return Bounds(other(tariff.min_price), other(tariff.max_price))


def _first_vat(tariff: Tariff) -> int | None:
    """The VAT of the tariff's first price: what a least price for nothing carries."""
    return tariff.elements[0].components[0].vat


def _correction(tariff: Tariff, bounds: Bounds, base: int, vats: list[int]) -> int:
    """What the other half of the limits changes in the VAT."""
    other = base - sum(vats) if tariff.tax_included else base + sum(vats)
    change = bounds.clamp(other) - other
    return -change if tariff.tax_included else change


def _limit_line(tariff: Tariff, one: Sums, rate: int | None, net: int, vat: int, span: Span) -> Line:
    """A line of a limit; it is added to the sums of its rate."""
    one.before_vat += net
    one.vat += vat
    rises = net > 0 or (net == 0 and vat > 0)
    limit = tariff.min_price if rises else tariff.max_price
    kind = LineKind.MIN_PRICE if rises else LineKind.MAX_PRICE
    before_vat, tax = Amount(net, tariff.currency), Amount(vat, tariff.currency)
    return Line(kind, 1, 0, before_vat, rate, tax, span, Why(limit=limit))


def _shares(total: int, weights: list[int]) -> list[int]:
    """A whole number, which may be negative, split in proportion to whole weights; the parts add up to it.

    Without any weight the first part takes all.
    """
    whole = sum(weights)
    if whole == 0:
        return [total, *(0 for _ in weights[1:])]
    sign = -1 if total < 0 else 1
    floors = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(part for part, _ in floors)
    order = sorted(range(len(weights)), key=lambda index: (-floors[index][1], index))
    extra = set(order[:left])
    return [sign * (part + (index in extra)) for index, (part, _) in enumerate(floors)]


def _spread(correction: int, vats: list[int], room: list[int]) -> list[int]:
    """A correction of the VAT, on the rate with the most VAT first.

    No rate's VAT becomes negative by it, and none grows by more than its `room`, as long as another takes it.
    """
    out = [0] * len(vats)
    left = correction
    for index in sorted(range(len(vats)), key=lambda one: (-vats[one], one)):
        out[index] = min(max(left, -vats[index]), room[index])
        left -= out[index]
    if left:
        out[0] += left
    return out


def _vat_of(minor: int, rate: int | None, tariff: Tariff) -> int:
    n = vat_within(minor * tariff.currency.steps, rate, tax_included=tariff.tax_included)
    return to_minor(n, tariff.currency)


def _in_money(bounds: Bounds, tariff: Tariff) -> Bounds:
    def minor(n: int | None) -> int | None:
        return None if n is None else to_minor(n, tariff.currency, tariff.rounding)

    return Bounds(minor(bounds.least), minor(bounds.most))
