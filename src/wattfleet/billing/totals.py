"""What a document comes to: computed from its lines, nowhere stated.

Each line is rounded once, half away from zero; VAT is computed per category and rate from the sum of nets.
Source: EN 16931-1 §6.4.3 (calculation of totals), BR-CO-10 to BR-CO-17.
"""

import msgspec

from wattfleet.billing.document import VAT_UNITS, Change, Document, Line, Vat
from wattfleet.kernel.money import Currency, Money


class VatRow(msgspec.Struct, frozen=True):
    """One row of the VAT breakdown (BG-23)."""

    vat: Vat
    before_vat: Money
    amount: Money


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """BG-22: `lines` BT-106, `allowances` 107, `charges` 108, `before_vat` 109, `vat` 110, `with_vat` 112,
    `paid` 113, `rounding` 114, `due` 115; `nets` are those of the lines in their order (BT-131)."""

    lines: Money
    allowances: Money
    charges: Money
    before_vat: Money
    vat: Money
    with_vat: Money
    paid: Money
    rounding: Money
    due: Money
    nets: tuple[Money, ...]
    rows: tuple[VatRow, ...]


def line_net(line: Line, currency: Currency) -> Money:
    """Quantity × price, rounded once to the minor unit, then charges and allowances (BT-131)."""
    base = 10**6 if line.price.base is None else line.price.base.micro
    assert base > 0, "the base quantity of a price is positive"
    product = line.quantity.micro * line.price.micro * 10**currency.exponent
    net = Money(rounded(product, base * 10**6), currency)
    for change in line.changes:
        net += signed(change)
    return net


def signed(change: Change) -> Money:
    """What an allowance takes off or a charge adds."""
    return change.amount if change.is_charge else -change.amount


def totals_of(document: Document) -> Totals:
    """All sums of a document, in the order in which its VAT rates come."""
    nothing = Money(0, document.currency)
    nets = [line_net(line, document.currency) for line in document.lines]
    lines = sum(nets, nothing)
    allowances = sum((one.amount for one in document.changes if not one.is_charge), nothing)
    charges = sum((one.amount for one in document.changes if one.is_charge), nothing)
    rows = _vat_rows(document, nets)
    before_vat = lines - allowances + charges
    vat = sum((row.amount for row in rows), nothing)
    paid, rounding = document.paid or nothing, document.rounding or nothing
    return Totals(
        lines=lines,
        allowances=allowances,
        charges=charges,
        before_vat=before_vat,
        vat=vat,
        with_vat=before_vat + vat,
        paid=paid,
        rounding=rounding,
        due=before_vat + vat - paid + rounding,
        nets=tuple(nets),
        rows=rows,
    )


def _vat_rows(document: Document, nets: list[Money]) -> tuple[VatRow, ...]:
    sums: dict[tuple[str, int], tuple[Vat, Money]] = {}
    parts = [(line.vat, net) for line, net in zip(document.lines, nets, strict=True)]
    parts += [(change.vat, signed(change)) for change in document.changes if change.vat is not None]
    for vat, net in parts:
        key = (vat.category.value, vat.rate)
        first, so_far = sums.get(key, (vat, Money(0, document.currency)))
        sums[key] = (first, so_far + net)
    return tuple(
        VatRow(vat, net, Money(rounded(net.minor * vat.rate, VAT_UNITS), net.currency))
        for vat, net in sums.values()
    )


def rounded(numerator: int, denominator: int) -> int:
    """A fraction as a whole number, halves away from zero."""
    whole, rest = divmod(abs(numerator), denominator)
    whole += 2 * rest >= denominator
    return -whole if numerator < 0 else whole
