"""Who sells: what stands at the head and the foot of each invoice, and how its numbers are written."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta
from stdnum import bic, iban, luhn
from stdnum.eu import at_02
from stdnum.exceptions import ValidationError

from wattfleet.billing.look import USUAL_COLUMNS, PageColumn, checked_columns
from wattfleet.fleet.account import Address
from wattfleet.fleet.account_wishes import checked_address, checked_email, checked_routing
from wattfleet.fleet.vat_number import checked_vat
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency, parse_micro

MOST_LOGO = 300_000

Short = Annotated[str, Meta(max_length=200)]
Prefix = Annotated[str, Meta(max_length=12, pattern=r"^[A-Za-z0-9/-]*$", examples=["K"])]


class Texts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an invoice says in one language: above its lines, below them, and at its foot."""

    intro: Annotated[str, Meta(max_length=1000)] = ""
    terms: Annotated[str, Meta(max_length=2000)] = ""
    footer: Annotated[str, Meta(max_length=1000)] = ""


class Bank(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where invoices are paid; blanks are taken out."""

    iban: Annotated[str, Meta(max_length=42)] = ""
    bic: Annotated[str, Meta(max_length=11)] = ""
    creditor_id: Annotated[
        str, Meta(max_length=35, description="For SEPA direct debit, from your bank: DE98ZZZ09999999999.")
    ] = ""
    bankgiro: Annotated[str, Meta(max_length=12)] = ""
    name: Short = ""


class ExchangeRate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one unit of a currency is in the seller's own, on a day, by whom."""

    rate: Annotated[str, Meta(description="A decimal text, at most six decimals, such as 11.2345.")]
    on: date
    source: Short = ""


class Seller(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`registrations` are VAT numbers of other countries in which it sells, by country.

    `currency` is that of its VAT (the company's, if empty); an invoice in another one tells its VAT in both,
    by `rates`. `small` = it charges no VAT at all (a small business); `small_reason` is what its invoices
    then say.
    """

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    address: Address
    vat_number: Annotated[str, Meta(max_length=32)] = ""
    registration: Annotated[str, Meta(max_length=40)] = ""
    tax_number: Annotated[str, Meta(max_length=40)] = ""
    registrations: dict[str, str] = {}
    currency: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$", examples=["SEK"])] = ""
    rates: dict[str, ExchangeRate] = {}
    small: bool = False
    small_reason: Short = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    contact: Short = ""
    web: Short = ""
    routing: Annotated[str, Meta(max_length=100)] = ""
    bank: Bank = Bank()
    invoice_prefix: Prefix = ""
    credit_prefix: Prefix = "C"
    yearly: Annotated[bool, Meta(description="Numbers begin anew each year, and carry it.")] = True
    digits: Annotated[int, Meta(ge=1, le=12)] = 5
    logo: Annotated[str, Meta(description="PNG or SVG in base64.")] = ""
    colour: Annotated[str, Meta(pattern=r"^(#[0-9a-fA-F]{6})?$", examples=["#0b5d57"])] = ""
    texts: dict[str, Texts] = {}
    extra_lines: Annotated[list[Short], Meta(max_length=10)] = []
    columns: Annotated[
        tuple[PageColumn, ...],
        Meta(
            description="Between text and amount, from left to right; quantity and price are needed, and "
            "`vat` comes by itself where an invoice has several rates."
        ),
    ] = USUAL_COLUMNS


def checked_seller(wish: Seller) -> Seller:
    """The seller, made plain.

    Raises: WattfleetError `seller_address`, `country_invalid`, `vat_number_invalid`, `iban_invalid`,
    `bic_invalid`, `creditor_id_invalid`, `bankgiro_invalid`, `email_invalid`, `routing_invalid`,
    `logo_too_large`, `columns_invalid`, `prefix_shared`, `rate_invalid`, `currency_invalid`,
    `amount_invalid`.
    """
    address = checked_address(wish.address)
    if address.lacks:
        raise invalid(
            "seller_address",
            f"The seller's address lacks: {', '.join(address.lacks)}.",
            hint="An invoice is not valid without it.",
            field=f"address.{address.lacks[0]}",
        )
    if wish.invoice_prefix == wish.credit_prefix:
        raise invalid(
            "prefix_shared",
            "Invoices and credit notes would have the same numbers.",
            hint="Give one of them another prefix.",
            field="credit_prefix",
        )
    for code, one in wish.rates.items():
        Currency.named(code)
        if parse_micro(one.rate, field=f"rates.{code}.rate") <= 0:
            raise invalid(
                "rate_invalid",
                f"The rate of {code} is not above 0.",
                hint="Write what one unit of it is in your own currency, such as 11.2345.",
                field=f"rates.{code}.rate",
            )
    if len(wish.logo) > MOST_LOGO:
        raise invalid(
            "logo_too_large",
            "The logo has more than 200 kB.",
            hint="Give an SVG, or a smaller PNG: 600 pixels are enough.",
            field="logo",
        )
    return msgspec.structs.replace(
        wish,
        name=wish.name.strip(),
        address=address,
        vat_number=checked_vat(wish.vat_number, address.country),
        registrations={
            country.upper(): checked_vat(number, country.upper())
            for country, number in wish.registrations.items()
        },
        email=checked_email(wish.email),
        routing=checked_routing(wish.routing),
        bank=_bank(wish.bank),
        columns=checked_columns(wish.columns),
    )


def _bank(bank: Bank) -> Bank:
    giro = re.sub(r"[\s-]", "", bank.bankgiro)
    if giro and (len(giro) not in {7, 8} or not luhn.is_valid(giro)):
        raise invalid(
            "bankgiro_invalid",
            f"“{bank.bankgiro}” is no Bankgiro number.",
            hint="It has seven or eight digits, the last of which checks the others.",
            field="bank.bankgiro",
        )
    return msgspec.structs.replace(
        bank,
        iban=_by(iban.validate, bank.iban, "iban"),
        bic=_by(bic.validate, bank.bic, "bic"),
        creditor_id=_by(at_02.validate, bank.creditor_id, "creditor_id"),
        bankgiro=f"{giro[:-4]}-{giro[-4:]}" if giro else "",
    )


def _by(validate: Callable[[str], str], text: str, name: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(validate(text))
    except ValidationError as error:
        raise invalid(
            f"{name}_invalid",
            f"“{text}” is no {name.replace('_', ' ').upper()}: {str(error).rstrip('.').lower()}.",
            hint="Write it as your bank or the register tells it.",
            field=f"bank.{name}",
        ) from error
