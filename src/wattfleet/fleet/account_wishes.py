"""What people ask for about accounts, and the pure functions that make values of it."""

import re
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.fleet.account import Account, AccountKind, Address, Grouping, Sending, Syntax
from wattfleet.fleet.vat_number import checked_vat
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency

LANGUAGES = ("en", "sv", "de")
MOST_ADDRESSES = 10
_IN_ADDRESS = r"[^@\s,;<>()\"\\]+"

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Short = Annotated[str, Meta(max_length=200)]
Days = Annotated[int, Meta(ge=0, le=365)]
Long = Annotated[str, Meta(max_length=2000)]
Addresses = Annotated[
    tuple[Annotated[str, Meta(min_length=3, max_length=254)], ...],
    Meta(max_length=MOST_ADDRESSES, description="Where its invoices are mailed to; none = `email`."),
]


class AccountWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new account. Without `number` it gets the next one."""

    name: Name
    kind: AccountKind
    currency: Annotated[str, Meta(description="ISO 4217; what its fees are in.")]
    number: Annotated[str, Meta(max_length=40)] = ""
    address: Address = Address()
    vat_number: Annotated[str, Meta(max_length=32)] = ""
    registration: Annotated[str, Meta(max_length=40, description="Its number in the trade register.")] = ""
    dealer: Annotated[bool, Meta(description="It buys electricity to sell it on.")] = False
    cost_centre: Short = ""
    payment_days: Days = 30
    language: str = "en"
    grouping: Grouping = Grouping.SITE
    syntax: Syntax = Syntax.PDF
    routing: Annotated[
        str, Meta(max_length=100, description="Electronic address, as in 0007:5567037485.")
    ] = ""
    buyer_reference: Annotated[str, Meta(max_length=100, description="BT-10; the Leitweg-ID in Germany.")] = (
        ""
    )
    email: Annotated[str, Meta(max_length=254)] = ""
    sending: Annotated[
        Sending, Meta(description="email: each invoice is mailed as soon as it is issued.")
    ] = Sending.HAND
    send_to: Addresses = ()
    contact: Short = ""
    on_hold: Annotated[str, Meta(max_length=500, description="Why nothing is invoiced now.")] = ""
    note: Long = ""


class AccountChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; all else stays."""

    name: Name | UnsetType = UNSET
    kind: AccountKind | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    number: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    vat_number: Annotated[str, Meta(max_length=32)] | UnsetType = UNSET
    registration: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    dealer: bool | UnsetType = UNSET
    cost_centre: Short | UnsetType = UNSET
    payment_days: Days | UnsetType = UNSET
    language: str | UnsetType = UNSET
    grouping: Grouping | UnsetType = UNSET
    syntax: Syntax | UnsetType = UNSET
    routing: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    buyer_reference: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    sending: Sending | UnsetType = UNSET
    send_to: Addresses | UnsetType = UNSET
    contact: Short | UnsetType = UNSET
    on_hold: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    note: Long | UnsetType = UNSET


def new_account(wish: AccountWish, account_id: UUID, number: str) -> Account:
    """`number` is what it gets where the wish names none.

    Raises: WattfleetError `currency_invalid`, `vat_number_invalid`, `country_invalid`, `language_unknown`,
    `email_invalid`, `email_missing`, `routing_invalid`.
    """
    told = {name: getattr(wish, name) for name in wish.__struct_fields__}
    address = checked_address(wish.address)
    made = Account(
        **told
        | {
            "id": account_id,
            "number": wish.number.strip() or number,
            "name": wish.name.strip(),
            "currency": Currency.named(wish.currency),
            "address": address,
            "vat_number": checked_vat(wish.vat_number, _vat_country(wish.vat_number, address.country)),
            "language": checked_language(wish.language),
            "email": checked_email(wish.email),
            "send_to": _checked_addresses(wish.send_to),
            "routing": checked_routing(wish.routing),
        }
    )
    if made.sending is Sending.EMAIL and not made.addresses:
        raise invalid(
            "email_missing",
            "Its invoices are to go by mail, and it has no address.",
            hint="Give `email`, or `send_to` where invoices go elsewhere.",
            field="send_to",
        )
    return made


def changed_account(account: Account, change: AccountChange) -> Account:
    """The account as the change wants it. Raises: those of `new_account`."""
    told = {name: one for name in change.__struct_fields__ if (one := getattr(change, name)) is not UNSET}
    names = AccountWish.__struct_fields__
    stands = {name: getattr(account, name) for name in names} | {"currency": account.currency.code}
    changed = new_account(AccountWish(**stands | told), account.id, account.number)
    return msgspec.structs.replace(changed, version=account.version)


def checked_address(address: Address) -> Address:
    """Raises: WattfleetError `country_invalid`."""
    country = address.country.strip().upper()
    if country and re.fullmatch("[A-Z]{2}", country) is None:
        raise invalid(
            "country_invalid",
            f"“{address.country}” is not a country.",
            hint="Use the two letters of ISO 3166-1, such as SE.",
            field="address.country",
        )
    told = {name: getattr(address, name).strip() for name in address.__struct_fields__}
    return Address(**told | {"country": country})


def checked_language(language: str) -> str:
    """Raises: WattfleetError `language_unknown`."""
    if language not in LANGUAGES:
        raise invalid(
            "language_unknown",
            f"Documents are not written in “{language}”.",
            hint=f"Take one of {', '.join(LANGUAGES)}.",
            field="language",
        )
    return language


def checked_email(text: str, *, field: str = "email") -> str:
    """Raises: WattfleetError `email_invalid`."""
    plain = text.strip()
    if plain and re.fullmatch(rf"{_IN_ADDRESS}@{_IN_ADDRESS}\.{_IN_ADDRESS}", plain) is None:
        raise invalid(
            "email_invalid",
            f"“{plain}” is not an e-mail address.",
            hint="Write one as billing@example.org.",
            field=field,
        )
    return plain


def _checked_addresses(told: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, without blanks."""
    plain = (checked_email(one, field="send_to") for one in told)
    return tuple(dict.fromkeys(one for one in plain if one))


def checked_routing(text: str) -> str:
    """Raises: WattfleetError `routing_invalid`."""
    plain = text.strip()
    if plain and re.fullmatch(r"(?:\d{4}|EM):\S+", plain) is None:
        raise invalid(
            "routing_invalid",
            f"“{plain}” is not an electronic address.",
            hint="Write the scheme of the EAS list, a colon, and the number: 0007:5567037485.",
            field="routing",
        )
    return plain


def _vat_country(vat_number: str, country: str) -> str:
    """A number with letters in front names its country itself."""
    prefix = vat_number.strip()[:2].upper()
    if prefix.isalpha() and len(prefix) == 2:
        return "GR" if prefix == "EL" else prefix
    return country
