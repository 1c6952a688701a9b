"""Numbers of documents: without a gap in each series and year, and the reference under which one is paid."""

from datetime import date, timedelta

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from wattfleet.billing.invoice import DocumentKind, Invoice
from wattfleet.billing.seller import Seller

EVERY_YEAR = 0
"""The year of a series that does not begin anew."""


def series_of(kind: DocumentKind, day: date, seller: Seller) -> tuple[str, int]:
    """The series and its year."""
    return kind.value, day.year if seller.yearly else EVERY_YEAR


def number_text(kind: DocumentKind, day: date, count: int, seller: Seller) -> str:
    """`2026-00001`, `C2026-00001`: prefix, year where numbers begin anew, and the count."""
    prefix = seller.invoice_prefix if kind is DocumentKind.INVOICE else seller.credit_prefix
    year = f"{day.year}-" if seller.yearly else ""
    return f"{prefix}{year}{count:0{seller.digits}}"


def due_on(invoice: Invoice, day: date) -> date:
    return day + timedelta(days=invoice.buyer.payment_days)


def payment_reference(number: str, seller: Seller) -> str:
    """An OCR number where it is paid by Bankgiro (digits and Luhn), else an RF reference (ISO 11649)."""
    digits = "".join(one for one in number if one.isdigit())
    if seller.bank.bankgiro:
        return digits + luhn.calc_check_digit(digits)
    plain = "".join(one for one in number.upper() if one.isalnum())[:21]
    return f"RF{_rf_digits(plain)}{plain}"


def _rf_digits(plain: str) -> str:
    return str(mod_97_10.calc_check_digits(plain + "RF")).zfill(2)
