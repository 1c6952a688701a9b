"""How invoices are shown: in decimals, with the reason of each VAT."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import Day, MonthText
from wattfleet.api.mailing_views import MailingView, mailing_view
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import Decimals, Id, When
from wattfleet.billing.invoice import Invoice, InvoiceLine, InvoiceState
from wattfleet.billing.mailing import Mailing
from wattfleet.billing.vat import Vat
from wattfleet.fleet.account import Address
from wattfleet.kernel.money import Money
from wattfleet.storage.billed import Placed
from wattfleet.storage.billed_sessions import BilledSession
from wattfleet.storage.invoices import InvoiceRow, KeptInvoice


class InvoiceListView(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice in a list. `open` is what is not settled; negative: what is owed to the customer."""

    id: Id
    run_id: Id | None
    account_id: Id
    account: Annotated[str, Meta(description="Its name today.")]
    kind: str
    state: str
    number: str
    month: MonthText
    issued_on: Day | None
    due_on: Day | None
    currency: str
    net: Decimals
    vat: Decimals
    payable: Decimals
    open: Decimals
    version: int


class VatView(msgspec.Struct, frozen=True, kw_only=True):
    """Which VAT, and by which rule: `category` of UNCL 5305, `rate` in percent."""

    category: str
    rate: Decimals
    country: str
    case: str
    source: str
    reason: str
    note: str


class InvoiceLineView(msgspec.Struct, frozen=True, kw_only=True):
    """Net = quantity × price ÷ per, rounded once. Time is in seconds, with its price per 3600 of them."""

    kind: str
    group: str
    text: str
    detail: str
    quantity: Decimals
    unit: str
    price: Decimals
    per: int
    net: Decimals
    vat: VatView
    sessions: int
    first_day: Day | None
    last_day: Day | None


class VatSumView(msgspec.Struct, frozen=True, kw_only=True):
    """A VAT category: what its lines come to, and their VAT."""

    category: str
    rate: Decimals
    country: str
    net: Decimals
    vat: Decimals
    note: str


class ReferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice that this one is about."""

    number: str
    issued_on: Day
    invoice_id: Id


class BuyerView(msgspec.Struct, frozen=True, kw_only=True):
    """The customer as it was."""

    number: str
    name: str
    address: Address
    vat_number: str
    email: str
    language: str
    syntax: str


class InvoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice. `rounding` is what people saw beyond `gross` where prices included VAT."""

    id: Id
    run_id: Id | None
    account_id: Id
    kind: str
    state: str
    number: str
    month: MonthText
    first_day: Day
    last_day: Day
    issued_on: Day | None
    due_on: Day | None
    reference: str
    currency: str
    seller: str
    buyer: BuyerView
    lines: list[InvoiceLineView]
    vat_sums: list[VatSumView]
    net: Decimals
    vat: Decimals
    gross: Decimals
    rounding: Decimals
    payable: Decimals
    open: Decimals
    vat_in: Annotated[str | None, Meta(description="The VAT in the seller's own currency, as in 4.17 SEK.")]
    about: list[ReferenceView]
    notes: list[str]
    mailings: Annotated[list[MailingView], Meta(description="What of it went out by mail, newest first.")]
    version: int


class BilledView(msgspec.Struct, frozen=True, kw_only=True):
    """What an invoice bills once: a session as it was rated, or a fee of a month.

    `station`, `started_at` and `energy_wh` are the session's as it is now.
    """

    id: Id
    key: str
    session_id: Id | None
    revision: int | None
    rating_id: Id | None
    station: str | None
    started_at: When | None
    energy_wh: Decimals | None
    net: Decimals


def list_view(row: InvoiceRow, account: str) -> InvoiceListView:
    return InvoiceListView(
        id=str(row.id),
        run_id=None if row.run_id is None else str(row.run_id),
        account_id=str(row.account_id),
        account=account,
        kind=row.kind.value,
        state=row.state.value,
        number=row.number,
        month=row.month,
        issued_on=row.issued_on or None,
        due_on=row.due_on or None,
        currency=row.currency.code,
        net=str(Money(row.net_minor, row.currency)),
        vat=str(Money(row.tax_minor, row.currency)),
        payable=str(Money(row.payable_minor, row.currency)),
        open=str(Money(row.open_minor, row.currency)),
        version=row.version,
    )


def invoice_view(kept: KeptInvoice, sent: Sequence[Mailing] = ()) -> InvoiceView:
    invoice = kept.invoice
    buyer = invoice.buyer
    return InvoiceView(
        id=str(invoice.id),
        run_id=None if kept.run_id is None else str(kept.run_id),
        account_id=str(invoice.account_id),
        kind=invoice.kind.value,
        state=kept.state.value,
        number=invoice.number,
        month=kept.month,
        first_day=invoice.first_day.isoformat(),
        last_day=invoice.last_day.isoformat(),
        issued_on=None if invoice.issued_on is None else invoice.issued_on.isoformat(),
        due_on=None if invoice.due_on is None else invoice.due_on.isoformat(),
        reference=invoice.reference,
        currency=invoice.currency.code,
        seller=invoice.seller.name,
        buyer=BuyerView(
            number=buyer.number,
            name=buyer.name,
            address=buyer.address,
            vat_number=buyer.vat_number,
            email=buyer.email,
            language=buyer.language,
            syntax=buyer.syntax.value,
        ),
        lines=[_line(one) for one in invoice.lines],
        vat_sums=_sums(invoice),
        net=str(invoice.net),
        vat=str(invoice.tax),
        gross=str(invoice.gross),
        rounding=str(invoice.rounding),
        payable=str(invoice.payable),
        open=str(kept.open),
        vat_in=None if invoice.tax_in is None else f"{invoice.tax_in} {invoice.tax_in.currency.code}",
        about=[
            ReferenceView(
                number=one.number, issued_on=one.issued_on.isoformat(), invoice_id=str(one.invoice_id)
            )
            for one in invoice.about
        ],
        notes=list(invoice.notes),
        mailings=[mailing_view(one) for one in sent],
        version=kept.version,
    )


def issued_view(invoice: Invoice) -> InvoiceView:
    """One that was issued this moment."""
    return invoice_view(
        KeptInvoice(
            invoice=invoice,
            state=InvoiceState.ISSUED,
            month=f"{invoice.first_day:%Y-%m}",
            open=Money(0, invoice.currency),
        )
    )


def billed_view(placed: Placed, invoice: Invoice, session: BilledSession | None) -> BilledView:
    item = placed.item
    return BilledView(
        id=str(placed.id),
        key=item.key,
        session_id=None if item.session_id is None else str(item.session_id),
        revision=item.revision,
        rating_id=None if item.rating_id is None else str(item.rating_id),
        station=None if session is None else session.station,
        started_at=None if session is None else session.started_at.rfc3339(),
        energy_wh=None if session is None else wh_text(session.energy),
        net=str(Money(item.minor, invoice.currency)),
    )


def _line(line: InvoiceLine) -> InvoiceLineView:
    return InvoiceLineView(
        kind=line.kind.value,
        group=line.group,
        text=line.text,
        detail=line.detail,
        quantity=f"{line.quantity_decimal.normalize() + 0:f}",
        unit=line.unit.value,
        price=f"{line.price_decimal.normalize() + 0:f}",
        per=line.base,
        net=str(line.net),
        vat=VatView(
            category=line.vat.category,
            rate=_percent(line.vat),
            country=line.vat.country,
            case=line.vat.case,
            source=line.vat.source,
            reason=line.vat.reason,
            note=line.vat.note,
        ),
        sessions=line.sessions,
        first_day=None if line.first_day is None else line.first_day.isoformat(),
        last_day=None if line.last_day is None else line.last_day.isoformat(),
    )


def _sums(invoice: Invoice) -> list[VatSumView]:
    return [
        VatSumView(
            category=one.vat.category,
            rate=_percent(one.vat),
            country=one.vat.country,
            net=str(one.net),
            vat=str(one.tax),
            note=one.vat.note,
        )
        for one in invoice.sums
    ]


def _percent(vat: Vat) -> str:
    whole, rest = divmod(vat.rate, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".")
