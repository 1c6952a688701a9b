"""A document as EN 16931 means it: an invoice, a correction or a credit note, before it has a syntax.

How to make one: say who (`Party`), what (`Line`: quantity, price, VAT), for when, how to pay. Nothing is said
twice: a line's net is quantity × price, rounded once; the VAT breakdown and all totals are computed by
`totals_of`, so that a document cannot contradict itself. `problems.problems_of(document, profile)` says what
a person must still mend, each with its field and what to do; a document without problems passes the official
rules of its profile (a property test holds that).

- A price is never negative (BR-27). What is given back stands as a negative quantity: a rounding of 3 cent
  down is `Line("9", "Rounding of 12 sessions", PIECE * -1, Price(30_000), vat=…)`.
- Time at a price per hour is exact in seconds: `Quantity(seconds * 10**6, "SEC")` at
  `Price(hourly_micro, Quantity(3600 * 10**6, "SEC"))`. Energy: `Quantity(mwh, "KWH")`, a mWh is a micro-kWh.
- A credit note (381) has positive quantities; it says what it credits in `preceding`. A correction (384)
  has the sign of the difference, and `preceding` too.
- VAT amounts are per category and rate, of the sum of nets (BR-CO-17). Rates are in 0.0001 %:
  19 % is 190_000.

Source: EN 16931-1 (BT and BG numbers beside the fields), UNTDID 1001 (types), UN/ECE Rec. 20 (units).
"""

from datetime import date
from enum import Enum

import msgspec

from wattfleet.kernel.money import Currency, Money

VAT_UNITS = 10**6
"""A VAT rate of 100 % in its units of 0.0001 %."""


class Kind(Enum):
    """What the document is (BT-3)."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTION = "384"
    SELF_BILLED = "389"
    SELF_BILLED_CREDIT = "261"

    @property
    def is_credit(self) -> bool:
        return self in {Kind.CREDIT_NOTE, Kind.SELF_BILLED_CREDIT}


class Category(Enum):
    """The VAT category (BT-151). Source: UNTDID 5305 as EN 16931 restricts it."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    WITHIN_EU = "K"
    EXPORT = "G"
    OUTSIDE = "O"

    @property
    def needs_reason(self) -> bool:
        return self not in {Category.STANDARD, Category.ZERO}


class Vat(msgspec.Struct, frozen=True):
    """Which VAT applies: category, rate in 0.0001 % (0 but for standard), and why where none is charged.

    `reason_code` is of the VATEX list, such as `VATEX-EU-AE`; `reason` is the sentence that the law asks for.
    """

    category: Category
    rate: int = 0
    reason_code: str = ""
    reason: str = ""


class Quantity(msgspec.Struct, frozen=True):
    """How much (BT-129) of which unit (BT-130), in millionths of it."""

    micro: int
    unit: str = "C62"

    def __mul__(self, times: int) -> "Quantity":
        return Quantity(self.micro * times, self.unit)


PIECE = Quantity(10**6)


class Price(msgspec.Struct, frozen=True):
    """Millionths of a currency unit (BT-146), before VAT, for a base quantity (BT-149; None: one unit)."""

    micro: int
    base: Quantity | None = None


class Period(msgspec.Struct, frozen=True):
    """From the first to the last day, both inside (BG-14, BG-26)."""

    first: date
    last: date


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An allowance, or a charge, on a line (BG-27, BG-28: no `vat`) or on the document (BG-20, BG-21).

    `amount` is never negative. A code is of UNTDID 5189 (allowance) or 7161 (charge).
    """

    amount: Money
    reason: str
    is_charge: bool = False
    reason_code: str = ""
    vat: Vat | None = None


class Line(msgspec.Struct, frozen=True):
    """One price of one thing (BG-25).

    `group` is the heading under which it stands, and `sessions` how many are behind it;
    `object_id` is what it was used on, such as an EVSE id (BT-128); `cost_centre` the buyer's own word for
    where he books it (BT-133); `attributes` are name and value of what else is known (BG-32).
    """

    id: str
    name: str
    quantity: Quantity
    price: Price
    vat: Vat
    description: str = ""
    period: Period | None = None
    changes: tuple[Change, ...] = ()
    object_id: str = ""
    cost_centre: str = ""
    order_line: str = ""
    seller_item: str = ""
    note: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    group: str = ""
    sessions: int = 0

    @property
    def said(self) -> str:
        """What stands under its name (BT-154)."""
        return " · ".join(one for one in (self.group, self.description) if one)


class Id(msgspec.Struct, frozen=True):
    """An identifier and the list that it is of: ICD for parties (0007), EAS for addresses (0204, EM)."""

    value: str
    scheme: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address; `country` is two letters of ISO 3166."""

    country: str
    street: str = ""
    more: str = ""
    line3: str = ""
    city: str = ""
    post_code: str = ""
    region: str = ""


class Contact(msgspec.Struct, frozen=True):
    """Whom to ask (BG-6, BG-9)."""

    name: str = ""
    phone: str = ""
    email: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Seller (BG-4), buyer (BG-7).

    `vat_id` with its country letters (BT-31, BT-48); `tax_number` is the seller's number with his own tax
    office, or `Godkänd för F-skatt` (BT-32); `legal_id` the company register's (BT-30, BT-47); `endpoint`
    where documents reach him electronically (BT-34, BT-49); `legal_form` what the law wants said (BT-33).
    """

    name: str
    address: Address
    trading_name: str = ""
    id: Id | None = None
    legal_id: Id | None = None
    vat_id: str = ""
    tax_number: str = ""
    legal_form: str = ""
    endpoint: Id | None = None
    contact: Contact | None = None


class Transfer(msgspec.Struct, frozen=True, tag="transfer", kw_only=True):
    """A credit transfer to an IBAN (58 inside SEPA; 30 elsewhere)."""

    iban: str
    account_name: str = ""
    bic: str = ""
    sepa: bool = True


class Bankgiro(msgspec.Struct, frozen=True, tag="bankgiro", kw_only=True):
    """A Swedish Bankgiro number; digits only, as 58056201."""

    number: str
    account_name: str = ""


class SortCode(msgspec.Struct, frozen=True, tag="sort_code", kw_only=True):
    """A British account: six digits of the branch, eight of the account."""

    sort_code: str
    account: str
    account_name: str = ""


class DirectDebit(msgspec.Struct, frozen=True, tag="direct_debit", kw_only=True):
    """We collect by SEPA direct debit (59): mandate (BT-89), creditor id (BT-90), his IBAN (BT-91)."""

    mandate: str
    creditor: str
    iban: str


class Card(msgspec.Struct, frozen=True, tag="card", kw_only=True):
    """Paid by card (48): the last digits of its number (BT-87)."""

    last_digits: str
    holder: str = ""


Means = Transfer | Bankgiro | SortCode | DirectDebit | Card


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """How and until when to pay: `reference` is what the payer must give (BT-83: OCR, RF or a number)."""

    means: tuple[Means, ...] = ()
    reference: str = ""
    due: date | None = None
    terms: str = ""


class Preceding(msgspec.Struct, frozen=True):
    """An earlier invoice that this document is about (BG-3)."""

    number: str
    issued: date | None = None


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that belongs to the document (BG-24), such as the sessions as CSV or the transparency file."""

    id: str
    file_name: str
    media_type: str
    content: bytes
    description: str = ""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Where and until when it was delivered (BG-13); the country decides on VAT within the EU."""

    day: date | None = None
    name: str = ""
    address: Address | None = None


class References(msgspec.Struct, frozen=True, kw_only=True):
    """What the buyer knows it by. `buyer` (BT-10) is the Leitweg-ID where the buyer is a German authority."""

    buyer: str = ""
    order: str = ""
    contract: str = ""
    project: str = ""
    cost_centre: str = ""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The whole. All money is of `currency`; `vat_in` is the VAT in the seller's own (BT-6, BT-111)."""

    kind: Kind
    number: str
    issued: date
    currency: Currency
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    payment: Payment
    references: References = References()
    period: Period | None = None
    delivery: Delivery | None = None
    changes: tuple[Change, ...] = ()
    preceding: tuple[Preceding, ...] = ()
    notes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    paid: Money | None = None
    rounding: Money | None = None
    vat_in: Money | None = None

    def __post_init__(self) -> None:
        changes = [*self.changes, *(change for line in self.lines for change in line.changes)]
        amounts = [change.amount for change in changes] + [one for one in (self.paid, self.rounding) if one]
        assert all(one.currency == self.currency for one in amounts), "a document is in one currency"
