"""Who sells, who buys, and what the facts about VAT are: for tests of billing."""

from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

from tests.things import new_id

from wattfleet.billing.draft import complete
from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceLineKind, InvoiceState, amount_line
from wattfleet.billing.seller import Bank, Seller
from wattfleet.billing.vat import Vat, VatFacts, parse_vat
from wattfleet.fleet.account import Account, AccountKind, Address
from wattfleet.kernel.money import Currency, Money
from wattfleet.storage.invoices import KeptInvoice

SE = Address(street="Kungsgatan 1", postcode="111 43", town="Stockholm", country="SE")
SELLER: dict[str, Any] = {
    "name": "Northern Charging AB",
    "address": {"street": "Kungsgatan 1", "postcode": "111 43", "town": "Stockholm", "country": "SE"},
    "vat_number": "SE556703748501",
    "bank": {"bankgiro": "5805-6201"},
}
BUYER: dict[str, Any] = {
    "name": "Bergslagens Frakt AB",
    "kind": "company",
    "currency": "SEK",
    "address": {"street": "Hamngatan 4", "postcode": "111 47", "town": "Stockholm", "country": "SE"},
    "vat_number": "SE556703748501",
}


def facts() -> VatFacts:
    """The facts as they are shipped."""
    return parse_vat((files("wattfleet.facts") / "vat.toml").read_text(encoding="utf-8"))


def a_seller(**rest: Any) -> Seller:
    told: dict[str, Any] = {
        "name": "Northern Charging AB",
        "address": SE,
        "vat_number": "SE556703748501",
        "bank": Bank(bankgiro="5805-6201"),
    }
    return Seller(**(told | rest))


def an_account(**rest: Any) -> Account:
    told: dict[str, Any] = {
        "id": new_id(),
        "number": "10001",
        "name": "Bergslagens Frakt AB",
        "kind": AccountKind.COMPANY,
        "currency": Currency("SEK"),
        "address": SE,
        "vat_number": "SE556703748501",
    }
    return Account(**(told | rest))


STANDARD = Vat(category="S", rate=250_000, country="SE", case="home")


def an_invoice(account: Account, minor: int = 10_000, **rest: Any) -> Invoice:
    """Of November 2026, with one fee."""
    sek = account.currency
    nothing = Money(0, sek)
    told: dict[str, Any] = {
        "id": new_id(),
        "kind": DocumentKind.INVOICE,
        "account_id": account.id,
        "currency": sek,
        "first_day": date(2026, 11, 1),
        "last_day": date(2026, 11, 30),
        "seller": a_seller(),
        "buyer": account,
        "lines": (amount_line(InvoiceLineKind.FEE, "Charging place", Money(minor, sek), STANDARD),),
        "sums": (),
        "net": nothing,
        "tax": nothing,
        "gross": nothing,
        "rounding": nothing,
        "payable": nothing,
    }
    return complete(Invoice(**(told | rest)))


def a_draft(account: Account, run_id: UUID | None = None, **rest: Any) -> KeptInvoice:
    invoice = an_invoice(account, **rest)
    return KeptInvoice(
        invoice=invoice,
        state=InvoiceState.DRAFT,
        month="2026-11",
        open=Money(0, invoice.currency),
        run_id=run_id,
    )
