"""An invoice of nothing: made-up lines, so that a seller sees how a page looks before anybody gets one."""

from datetime import date, timedelta
from uuid import UUID

import msgspec

from wattfleet.billing.draft import complete
from wattfleet.billing.invoice import (
    DocumentKind,
    Invoice,
    InvoiceLine,
    InvoiceLineKind,
    Unit,
    amount_line,
    line_net,
)
from wattfleet.billing.phrases import WORDS
from wattfleet.billing.seller import Seller
from wattfleet.billing.vat import Product, Supply, Unknown, Vat, VatFacts, decide
from wattfleet.fleet.account import Account, AccountKind, Address
from wattfleet.kernel.money import Currency, Money

NOBODY = UUID(int=0)
_SITES = ("Depot", "Kungsgatan 1")
_BUYER = {"en": "Example Fleet Ltd", "sv": "Exempelåkeriet AB", "de": "Beispiel Logistik GmbH"}
_FEE = {"en": "Service", "sv": "Service", "de": "Service"}


def sample(seller: Seller, language: str, day: date, facts: VatFacts) -> Invoice:
    """Of the month before that day, in the seller's currency and with the VAT of its own country."""
    last = day.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    currency = Currency(seller.currency or "EUR")
    buyer = Account(
        id=NOBODY,
        number="10001",
        name=_BUYER[language],
        kind=AccountKind.COMPANY,
        currency=currency,
        language=language,
        address=Address(
            street="Hamngatan 4", postcode="111 47", town="Stockholm", country=seller.address.country
        ),
    )
    vat = _vat(seller, buyer, last, facts)
    nothing = Money(0, currency)
    energy = WORDS[language].kinds["ENERGY"]
    lines = [
        msgspec.structs.replace(_energy(energy, site, wh, currency, vat), first_day=first, last_day=last)
        for site, wh in zip(_SITES, (412_384, 96_115), strict=True)
    ]
    fee = amount_line(InvoiceLineKind.FEE, _FEE[language], Money(9_900, currency), vat)
    return complete(
        Invoice(
            id=NOBODY,
            kind=DocumentKind.INVOICE,
            account_id=NOBODY,
            currency=currency,
            first_day=first,
            last_day=last,
            seller=seller,
            buyer=buyer,
            lines=(*lines, fee),
            sums=(),
            net=nothing,
            tax=nothing,
            gross=nothing,
            rounding=nothing,
            payable=nothing,
        )
    )


def _energy(text: str, site: str, wh: int, currency: Currency, vat: Vat) -> InvoiceLine:
    quantity, price = wh * 1000, 3_200_000
    return InvoiceLine(
        kind=InvoiceLineKind.ENERGY,
        text=text,
        quantity=quantity,
        unit=Unit.KWH,
        price_micro=price,
        net=line_net(quantity, price, 1, currency),
        vat=vat,
        group=site,
        sessions=wh // 20_000,
    )


def _vat(seller: Seller, buyer: Account, day: date, facts: VatFacts) -> Vat:
    supply = Supply(Product.SERVICE, seller.address.country, day, None)
    found = decide(facts, seller, buyer, supply)
    if isinstance(found, Unknown):
        return Vat(category="Z", rate=0, country=seller.address.country, case="sample")
    return found
