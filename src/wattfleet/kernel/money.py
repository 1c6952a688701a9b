"""Money that moves (whole minor units) and amounts that are only exact (integers over one denominator)."""

import re
from decimal import Decimal
from enum import Enum
from typing import assert_never

import msgspec

from wattfleet.kernel.errors import invalid

AMOUNT_DENOMINATOR = 36 * 10**18
"""One unit of currency in the steps of an `Amount`.

It divides micro-currency per kWh × mWh (10¹²), micro-currency per hour × seconds (3.6·10⁹) and both times a
VAT rate in units of 0.0001 % (10⁶), so that every price line and its VAT are whole numbers.
"""

_EXPONENTS = {
    **dict.fromkeys(("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(), 0),
    **dict.fromkeys(("BHD IQD JOD KWD LYD OMR TND").split(), 3),
}
"""Currencies whose minor unit is not a hundredth. Source: ISO 4217."""
_KNOWN = frozenset(
    (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN "
        "BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
        "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
        "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT "
        "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
        "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
        "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UZS VED VES VND VUV WST XAF XCD XCG XOF "
        "XPF YER ZAR ZMW ZWG "
    ).split()
)
"""Money of a country or a union; HRK too, as bills of before 2023 are looked at. Source: ISO 4217."""


_STEPS = {exponent: AMOUNT_DENOMINATOR // 10**exponent for exponent in (0, 2, 3)}


class Currency(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An ISO 4217 currency by its three letters."""

    code: str

    @classmethod
    def named(cls, code: str) -> "Currency":
        """Raises: WattfleetError `currency_invalid`."""
        if code not in _KNOWN:
            raise invalid(
                "currency_invalid",
                f"“{code}” is not a currency." if code else "The currency is missing.",
                hint="Use the three capital letters of ISO 4217, such as EUR or SEK.",
                field="currency",
            )
        return cls(code)

    @property
    def exponent(self) -> int:
        return _EXPONENTS.get(self.code, 2)

    @property
    def steps(self) -> int:
        """Steps of an `Amount` in its minor unit."""
        return _STEPS[_EXPONENTS.get(self.code, 2)]


class Money(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An amount that is due: whole minor units of a currency."""

    minor: int
    currency: Currency

    def __add__(self, other: "Money") -> "Money":
        assert self.currency == other.currency, "money of two currencies is never added"
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        assert self.currency == other.currency, "money of two currencies is never subtracted"
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-self.currency.exponent)

    def __str__(self) -> str:
        """`4.90`: the digits of the currency, without its name."""
        exponent = self.currency.exponent
        if not exponent:
            return str(self.minor)
        whole, rest = divmod(abs(self.minor), 10**exponent)
        return f"{'-' if self.minor < 0 else ''}{whole}.{rest:0{exponent}}"


class Amount(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An exact amount, `n` / AMOUNT_DENOMINATOR units of a currency. It explains; it is never due."""

    n: int
    currency: Currency

    def __add__(self, other: "Amount") -> "Amount":
        assert self.currency == other.currency, "amounts of two currencies are never added"
        return Amount(self.n + other.n, self.currency)

    def __sub__(self, other: "Amount") -> "Amount":
        assert self.currency == other.currency, "amounts of two currencies are never subtracted"
        return Amount(self.n - other.n, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in units of currency; exact wherever 28 digits suffice."""
        return (Decimal(self.n) / AMOUNT_DENOMINATOR).normalize() + 0


class Rounding(Enum):
    """How an exact amount becomes money."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


def to_money(amount: Amount, rounding: Rounding = Rounding.HALF_UP) -> Money:
    """The one crossing from exact to due. Halves go away from zero under HALF_UP; UP and DOWN likewise."""
    return Money(to_minor(amount.n, amount.currency, rounding), amount.currency)


def to_minor(n: int, currency: Currency, rounding: Rounding = Rounding.HALF_UP) -> int:
    """The same crossing in bare numbers: steps of `Amount` in, minor units out."""
    steps = currency.steps
    whole, rest = divmod(abs(n), steps)
    minor = whole + _goes_up(rounding, whole, 2 * rest, steps)
    return -minor if n < 0 else minor


def _goes_up(rounding: Rounding, whole: int, twice_rest: int, steps: int) -> bool:
    match rounding:
        case Rounding.HALF_UP:
            return twice_rest >= steps
        case Rounding.HALF_EVEN:
            return twice_rest > steps or (twice_rest == steps and whole % 2 == 1)
        case Rounding.UP:
            return twice_rest > 0
        case Rounding.DOWN:
            return False
        case _:
            assert_never(rounding)


def share(money: Money, weights: list[int]) -> list[Money]:
    """Split money in proportion to whole weights without losing a minor unit (largest remainder, then first).

    Raises: AssertionError when there is no positive weight.
    """
    total = sum(weights)
    assert total > 0, "money is shared over at least one positive weight"
    assert all(weight >= 0 for weight in weights), "weights are never negative"
    sign = -1 if money.minor < 0 else 1
    floors = [divmod(abs(money.minor) * weight, total) for weight in weights]
    left = abs(money.minor) - sum(whole for whole, _ in floors)
    order = sorted(range(len(weights)), key=lambda index: (-floors[index][1], index))
    extra = set(order[:left])
    return [
        Money(sign * (whole + (index in extra)), money.currency) for index, (whole, _) in enumerate(floors)
    ]


def parse_minor(text: str, currency: Currency, *, field: str = "") -> Money:
    """A decimal text as money; digits beyond the currency's own are refused.

    Raises: WattfleetError `amount_invalid`.
    """
    micro = parse_micro(text, field=field)
    minor, rest = divmod(micro * 10**currency.exponent, 10**6)
    if rest:
        raise invalid(
            "amount_invalid",
            f"“{text}” has more decimals than {currency.code} has.",
            hint=f"Use at most {currency.exponent} decimals.",
            field=field,
        )
    return Money(minor, currency)


def parse_micro(text: str, *, field: str = "") -> int:
    """A decimal text such as `2.50` in millionths of a currency unit.

    Raises: WattfleetError `amount_invalid`.
    """
    if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text) is None:
        raise invalid(
            "amount_invalid",
            f"“{text}” is not an amount.",
            hint="Write digits with a point, at most six decimals, as in 2.50.",
            field=field,
        )
    return int(Decimal(text).scaleb(6))
