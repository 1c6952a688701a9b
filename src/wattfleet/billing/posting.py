"""What a document means in the books."""

from collections.abc import Iterator
from uuid import UUID

from wattfleet.billing.invoice import DocumentKind, Invoice
from wattfleet.kernel.money import Currency, Money
from wattfleet.ledger import accounts
from wattfleet.ledger.entry import Posting


def postings_of(invoice: Invoice) -> tuple[Posting, ...]:
    """The customer owes it; what was accrued for its sessions is accrued no more; fees are earned, VAT owed.

    A credit note is the same the other way round.
    """
    sign = -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
    return tuple(_postings(invoice, sign))


def _postings(invoice: Invoice, sign: int) -> Iterator[Posting]:
    def of(account: str, minor: int) -> Posting:
        return Posting(account, Money(sign * minor, invoice.currency))

    yield of(accounts.receivable(invoice.account_id), invoice.payable.minor)
    yield of(accounts.ACCRUED, -invoice.charging)
    yield of(accounts.SERVICE, -(invoice.net.minor - invoice.charging))
    taxes: dict[str, int] = {}
    for one in invoice.sums:
        taxes[one.vat.country] = taxes.get(one.vat.country, 0) + one.tax.minor
    for country, minor in sorted(taxes.items()):
        yield of(accounts.vat(country), -minor)
    yield of(accounts.ROUNDING, -invoice.rounding.minor)


def accrual(session_id: UUID, currency: Currency, minor: int) -> tuple[Posting, Posting]:
    """What a session earned more than was booked for it before."""
    money = Money(minor, currency)
    return (
        Posting(accounts.ACCRUED, money, session_id),
        Posting(accounts.CHARGING, -money, session_id),
    )


def late(account_id: UUID, fee: Money, interest: Money) -> tuple[Posting, ...]:
    """What a reminder costs; the other way round where it is waived. There is no VAT on it.

    Source: CJEU 222/81 (BAZ Bausystem): what late payment costs is no consideration for a supply.
    """
    return (
        Posting(accounts.receivable(account_id), fee + interest),
        Posting(accounts.REMINDERS, -fee),
        Posting(accounts.INTEREST, -interest),
    )


def payment(account_id: UUID, money: Money) -> tuple[Posting, Posting]:
    """Money that came in (or, negative, went back) for what an account owes."""
    return Posting(accounts.BANK, money), Posting(accounts.receivable(account_id), -money)
