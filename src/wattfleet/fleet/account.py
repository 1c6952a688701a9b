"""An account: a company, a person or a tenant of a parking place that pays for sessions."""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.money import Currency


class AccountKind(Enum):
    """Whether VAT law sees a business or a consumer."""

    COMPANY = "company"
    PERSON = "person"
    TENANT = "tenant"  # of a parking place: a person, unless it has a VAT number


class Grouping(Enum):
    """What an invoice puts together under one heading."""

    SITE = "site"
    DRIVER = "driver"
    VEHICLE = "vehicle"
    COST_CENTRE = "cost_centre"
    NONE = "none"


class Syntax(Enum):
    """The one form in which a customer gets its invoices."""

    PEPPOL = "ubl"  # UBL 2.1 by Peppol BIS Billing 3
    XRECHNUNG = "xrechnung"
    CII = "cii"
    FACTUR_X = "factur-x"  # a PDF with its CII inside
    PDF = "pdf"


class Sending(Enum):
    """How its invoices reach a customer."""

    HAND = "hand"  # somebody fetches them, and sends one by mail where that is asked for
    EMAIL = "email"  # each goes by mail as soon as it is issued


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where an invoice goes; `country` is ISO 3166-1 alpha-2."""

    street: str = ""
    street2: str = ""
    postcode: str = ""
    town: str = ""
    region: str = ""
    country: str = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What an invoice cannot do without and is not there."""
        return tuple(name for name in ("street", "town", "country") if not getattr(self, name))


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever pays. `number` is what people call it; `dealer` buys electricity to sell it on.

    `on_hold` says why nothing is invoiced at the moment; "" = it is. `routing` is the electronic address
    (`0007:5567037485`), `buyer_reference` what the customer wants to read on each invoice (BT-10; in Germany
    the Leitweg-ID). `send_to` are the addresses to which its invoices are mailed; none = `email`.
    """

    id: UUID
    number: str
    name: str
    kind: AccountKind
    currency: Currency
    address: Address = Address()
    vat_number: str = ""
    registration: str = ""
    dealer: bool = False
    cost_centre: str = ""
    payment_days: int = 30
    language: str = "en"
    grouping: Grouping = Grouping.SITE
    syntax: Syntax = Syntax.PDF
    routing: str = ""
    buyer_reference: str = ""
    email: str = ""
    sending: Sending = Sending.HAND
    send_to: tuple[str, ...] = ()
    contact: str = ""
    on_hold: str = ""
    note: str = ""
    version: int = 1

    @property
    def is_business(self) -> bool:
        return self.kind is AccountKind.COMPANY or bool(self.vat_number)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its invoices are mailed to."""
        return self.send_to or ((self.email,) if self.email else ())
