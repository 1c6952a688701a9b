"""VAT: how much of an exact amount it is, and what each rate adds up to."""

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


class Sums(msgspec.Struct, gc=False):
    """The exact sums of one VAT rate, in steps of `Amount`, while they grow."""

    before_vat: int = 0
    vat: int = 0

    @property
    def with_vat(self) -> int:
        return self.before_vat + self.vat


def vat_within(n: int, rate: int | None, *, tax_included: bool) -> int:
    """The VAT on an amount before VAT, or inside a gross one; there cut to a step of `Amount`."""
    if not rate:
        return 0
    return n * rate // (VAT_UNITS + rate) if tax_included else n * rate // VAT_UNITS
