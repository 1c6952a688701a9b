"""An invoice: lines, VAT once per category, and totals that follow from them. Issued, it is never edited.

A line's net is quantity × price ÷ base, rounded once (half up). Quantities are millionths of their unit, so
that kWh are whole mWh; time is counted in seconds with a price per 3600 of them, days with a price per days
of the month: both are exact. Negative lines have a negative quantity, never a negative price.
Source: EN 16931 BR-27.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.billing.seller import Seller
from wattfleet.billing.vat import VAT_UNITS, Vat
from wattfleet.fleet.account import Account
from wattfleet.kernel.money import Currency, Money, parse_micro

QUANTITY_UNITS = 10**6


class DocumentKind(Enum):
    """Which series its number is from."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceState(Enum):
    """A draft can be thrown away; what is issued stays. `credited` = a credit note has undone it."""

    DRAFT = "draft"
    ISSUED = "issued"
    CREDITED = "credited"


class InvoiceLineKind(Enum):
    """What a line is for."""

    ENERGY = "energy"
    TIME = "time"
    IDLE = "idle"
    START = "start"
    RESERVATION = "reservation"
    LIMIT = "limit"  # least and highest prices
    ROUNDING = "rounding"
    CORRECTION = "correction"
    FEE = "fee"
    ONCE = "once"
    DISCOUNT = "discount"
    MINIMUM = "minimum"


CHARGING = frozenset(
    {
        InvoiceLineKind.ENERGY,
        InvoiceLineKind.TIME,
        InvoiceLineKind.IDLE,
        InvoiceLineKind.START,
        InvoiceLineKind.RESERVATION,
        InvoiceLineKind.LIMIT,
        InvoiceLineKind.ROUNDING,
        InvoiceLineKind.CORRECTION,
    }
)
"""Lines that come from sessions: what was accrued for them."""


class Unit(Enum):
    """UN/ECE Recommendation 20."""

    KWH = "KWH"
    SECOND = "SEC"
    ONE = "C62"
    MONTH = "MON"
    DAY = "DAY"


class InvoiceLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One line. `group` is the heading under which it stands; `sessions` how many are behind it."""

    kind: InvoiceLineKind
    text: str
    quantity: int
    unit: Unit
    price_micro: int
    net: Money
    vat: Vat
    base: int = 1
    group: str = ""
    sessions: int = 0
    first_day: date | None = None
    last_day: date | None = None
    detail: str = ""

    @property
    def quantity_decimal(self) -> Decimal:
        return Decimal(self.quantity).scaleb(-6)

    @property
    def price_decimal(self) -> Decimal:
        return Decimal(self.price_micro).scaleb(-6)


class VatSum(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines of one category and rate come to, and their VAT."""

    vat: Vat
    net: Money
    tax: Money


class Reference(msgspec.Struct, frozen=True):
    """An invoice that this one is about."""

    number: str
    issued_on: date
    invoice_id: UUID


class Debited(msgspec.Struct, frozen=True):
    """By which mandate it is collected, and from which account."""

    mandate: str
    iban: str


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of it. `seller` and `buyer` are as they were; `first_day` … `last_day` both included.

    `tax_in` is the VAT in the seller's own currency, where that is another (EN 16931 BT-111), by the rate of
    its `rates`. `rounding` is what people saw beyond `gross` where prices included VAT (EN 16931 BT-114);
    `payable` is due. `debit`: it is collected, and nobody need pay it.
    """

    id: UUID
    kind: DocumentKind
    account_id: UUID
    currency: Currency
    first_day: date
    last_day: date
    seller: Seller
    buyer: Account
    lines: tuple[InvoiceLine, ...]
    sums: tuple[VatSum, ...]
    net: Money
    tax: Money
    gross: Money
    rounding: Money
    payable: Money
    number: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    reference: str = ""
    tax_in: Money | None = None
    about: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    debit: Debited | None = None

    @property
    def charging(self) -> int:
        """What its sessions come to before VAT, in minor units."""
        return sum(one.net.minor for one in self.lines if one.kind in CHARGING)


def needs_rate(invoice: Invoice) -> bool:
    """Whether its VAT must be told in the seller's own currency too, and no rate says how.

    Source: Directive 2006/112/EC, Article 230.
    """
    own = invoice.seller.currency
    other = bool(own) and own != invoice.currency.code and invoice.tax.minor != 0
    return other and invoice.currency.code not in invoice.seller.rates


def tax_in_own(invoice: Invoice) -> Money | None:
    """The VAT in the seller's own currency, rounded half up; None where that is the invoice's."""
    own = invoice.seller.currency
    rate = invoice.seller.rates.get(invoice.currency.code)
    if not own or own == invoice.currency.code or rate is None or not invoice.tax.minor:
        return None
    mine = Currency(own)
    above = abs(invoice.tax.minor) * parse_micro(rate.rate) * 10**mine.exponent
    below = 10**6 * 10**invoice.currency.exponent
    minor = (2 * above + below) // (2 * below)
    return Money(-minor if invoice.tax.minor < 0 else minor, mine)


def line_net(quantity: int, price_micro: int, base: int, currency: Currency) -> Money:
    """Quantity × price ÷ base, rounded half up once, halves away from zero."""
    scaled = abs(quantity) * price_micro * 10**currency.exponent
    below = base * 10**12
    minor = (2 * scaled + below) // (2 * below)
    return Money(-minor if quantity < 0 else minor, currency)


def amount_line(  # noqa: PLR0913 - the words of a line
    kind: InvoiceLineKind,
    text: str,
    money: Money,
    vat: Vat,
    *,
    group: str = "",
    sessions: int = 0,
    first_day: date | None = None,
    last_day: date | None = None,
    detail: str = "",
) -> InvoiceLine:
    """A line of an amount: once its price, or minus once where it is negative."""
    sign = -1 if money.minor < 0 else 1
    return InvoiceLine(
        kind=kind,
        text=text,
        quantity=sign * QUANTITY_UNITS,
        unit=Unit.ONE,
        price_micro=abs(money.minor) * 10 ** (6 - money.currency.exponent),
        net=money,
        vat=vat,
        group=group,
        sessions=sessions,
        first_day=first_day,
        last_day=last_day,
        detail=detail,
    )


def vat_sums(lines: Iterable[InvoiceLine], currency: Currency) -> tuple[VatSum, ...]:
    """VAT once per category and rate, from the sum of nets. Source: EN 16931 BR-CO-17."""
    nets: dict[tuple[str, int, str], int] = {}
    firsts: dict[tuple[str, int, str], Vat] = {}
    for line in lines:
        key = (line.vat.category, line.vat.rate, line.vat.reason)
        nets[key] = nets.get(key, 0) + line.net.minor
        firsts.setdefault(key, line.vat)
    return tuple(
        VatSum(vat=firsts[key], net=Money(net, currency), tax=Money(tax_on(net, key[1]), currency))
        for key, net in nets.items()
    )


def tax_on(minor: int, rate: int) -> int:
    """VAT on a net, rounded half up."""
    tax = (2 * abs(minor) * rate + VAT_UNITS) // (2 * VAT_UNITS)
    return -tax if minor < 0 else tax


def turned(lines: Iterable[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    """The same lines the other way round: what a credit note says."""
    return tuple(msgspec.structs.replace(one, quantity=-one.quantity, net=-one.net) for one in lines)
