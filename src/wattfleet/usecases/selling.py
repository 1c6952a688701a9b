"""Who sells, and in which zone its months and days are: kept as a choice of the tenant."""

from datetime import date, timedelta

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.seller import Seller, checked_seller
from wattfleet.kernel.errors import WattfleetError, conflict, invalid, missing
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.storage import choices, ledger, sites
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.choose import Choice, choose
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.set_up import COMPANY, Company

SELLER = "seller"


def seller(reader: Reader) -> Seller | None:
    body = choices.get(reader, SELLER)
    return None if body is None else msgspec.json.decode(body, type=Seller)


def demand_seller(reader: Reader) -> Seller:
    """Raises: WattfleetError `seller_not_set`."""
    found = seller(reader)
    if found is None:
        raise _NOT_SET
    return found


def selling(reader: Reader) -> Seller:
    """The seller, with the currency of its books. Raises: WattfleetError `seller_not_set`."""
    found = demand_seller(reader)
    if found.currency:
        return found
    return msgspec.structs.replace(found, currency=currency_of_books(reader))


def currency_of_books(reader: Reader) -> str:
    """That of the company, else of the first site; "" where there is neither."""
    body = choices.get(reader, COMPANY)
    if body is not None:
        return msgspec.json.decode(body, type=Company).currency
    site = sites.default(reader)
    return "" if site is None else site.currency.code


def books_zone(reader: Reader) -> Zone:
    """The zone of the company, else of the first site."""
    body = choices.get(reader, COMPANY)
    if body is not None:
        return Zone(msgspec.json.decode(body, type=Company).zone)
    site = sites.default(reader)
    return Zone("UTC") if site is None else site.zone


def today(reader: Reader, now: Instant) -> date:
    return now.local(books_zone(reader)).date()


async def set_seller(
    parts: Parts, tenant: int, wish: Seller, *, seen: int | None = None, by: Principal
) -> Choice[Seller]:
    """Raises: WattfleetError of `checked_seller`; `version_stale`."""
    made = checked_seller(wish)
    return await choose(
        parts, tenant, SELLER, made, noun="seller", before=seller, seen=seen, by=by, title=made.name
    )


async def lock_books(parts: Parts, tenant: int, until: date, *, by: Principal) -> date:
    """Close the books up to a day; never opened again. Raises: `lock_moves_back`, `lock_in_future`."""
    now = parts.clock.now()

    def put(writer: Writer) -> date:
        before = ledger.locked_until(writer)
        if before is not None and until < before:
            raise conflict(
                "lock_moves_back",
                f"The books are closed up to {before} already.",
                hint="What was closed stays closed.",
                field="until",
            )
        if until >= today(writer, now):
            raise invalid(
                "lock_in_future",
                f"{until} is not over.",
                hint=f"Close up to {today(writer, now) - timedelta(days=1)} at the latest.",
                field="until",
            )
        ledger.lock(writer, until, now)
        act(writer, parts, by, ("lock", "ledger"), until.isoformat(), name="ledger")
        return until

    return await parts.database.write(tenant, put)


_NOT_SET: WattfleetError = missing(
    "seller_not_set",
    "It is not said who sells.",
    hint="PUT /api/v1/seller, or `wattfleet seller set @seller.json`: name, address, VAT number, bank.",
)
