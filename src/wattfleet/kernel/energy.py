"""Energy and power: whole milliwatt-hours and milliwatts, never floats."""

from decimal import ROUND_HALF_EVEN, Decimal

import msgspec

MWH_PER_WH = 1000
MWH_PER_KWH = 1_000_000


class Energy(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """An amount of energy in whole mWh; a register reading or a difference of two."""

    mwh: int

    @classmethod
    def from_wh(cls, wh: Decimal | int) -> "Energy":
        """Digits beyond a mWh are noise of the station's floating point and are rounded half to even."""
        return cls(to_milli(wh))

    @property
    def wh(self) -> Decimal:
        return from_milli(self.mwh)

    @property
    def kwh(self) -> Decimal:
        return Decimal(self.mwh).scaleb(-6)

    def __add__(self, other: "Energy") -> "Energy":
        return Energy(self.mwh + other.mwh)

    def __sub__(self, other: "Energy") -> "Energy":
        return Energy(self.mwh - other.mwh)


class Power(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A power in whole mW."""

    mw: int

    @classmethod
    def from_w(cls, w: Decimal | int) -> "Power":
        return cls(to_milli(w))

    @property
    def w(self) -> Decimal:
        return from_milli(self.mw)

    @property
    def kw(self) -> Decimal:
        return Decimal(self.mw).scaleb(-6)


NO_ENERGY = Energy(0)


def to_milli(value: Decimal | int) -> int:
    """A number as whole thousandths, rounded half to even."""
    if isinstance(value, int):
        return value * 1000
    return int((value * 1000).to_integral_value(ROUND_HALF_EVEN))


def from_milli(value: int) -> Decimal:
    """Thousandths as a number without surplus zeros: 1234000 → 1234, 1234500 → 1234.5."""
    whole, rest = divmod(value, 1000)
    return Decimal(whole) if rest == 0 else Decimal(value).scaleb(-3).normalize()


def energy_over(power: Power, us: int) -> Energy:
    """The energy of a constant power over `us` microseconds, rounded down to the mWh."""
    return Energy(power.mw * us // 3_600_000_000)
