"""VAT: how much of an exact amount it is, and what each rate adds up to."""

from collections.abc import Iterable

import msgspec

from wattfleet.kernel.money import Money
from wattfleet.tariffs.tariff import VAT_UNITS


class VatTotal(msgspec.Struct, frozen=True, gc=False):
    """What one VAT rate (in units of 0.0001 %) adds up to. None: no VAT applies, or it is not known."""

    rate: int | None
    before_vat: Money
    vat: Money

    @property
    def amount(self) -> Money:
        return self.before_vat + self.vat


class Sums:
    """The exact sums of one VAT rate, in steps of `Amount`, while they grow."""

    __slots__ = ("before_vat", "vat")

    def __init__(self) -> None:
        self.before_vat = 0
        self.vat = 0

    @property
    def with_vat(self) -> int:
        return self.before_vat + self.vat


def sums_by_rate(lines: Iterable[tuple[int | None, int, int]]) -> dict[int | None, Sums]:
    """(rate, before VAT, VAT) of each line, added up per rate in the order in which the rates come."""
    out: dict[int | None, Sums] = {}
    for rate, before_vat, vat in lines:
        sums = out.get(rate)
        if sums is None:
            sums = out[rate] = Sums()
        sums.before_vat += before_vat
        sums.vat += vat
    return out


def vat_within(n: int, rate: int | None, *, tax_included: bool) -> int:
    """The VAT on an amount before VAT, or inside a gross one; there cut to a step of `Amount`."""
    if not rate:
        return 0
    return n * rate // (VAT_UNITS + rate) if tax_included else n * rate // VAT_UNITS
