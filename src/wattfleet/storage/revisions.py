"""Revisions of sessions as they are kept: added one after the other, changed once, to gain their price."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, literal, select, update

from wattfleet.access.principal import ITSELF, Principal
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.revision import Cause, Facts, differing, final_from
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.ratings import StoredRating
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.revisions import revisions
from wattfleet.storage.types import Truth


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision cost. Without amounts `cost_reason` says why; in review both are there."""

    rating_id: UUID
    rated_at: Instant
    before_vat: Money | None
    vat: Money | None
    amount: Money | None
    cost_reason: str

    def is_like(self, other: "Price") -> bool:
        """Whether they say the same to a bill."""
        mine = (self.before_vat, self.vat, self.amount, self.cost_reason)
        return mine == (other.before_vat, other.vat, other.amount, other.cost_reason)


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One revision. `differs` names the facts in which it differs from the one before; `frame_id` is the
    frame that made it; `price` None = it was not priced before the next one came, or it runs again."""

    session_id: UUID
    number: int
    at: Instant
    cause: Cause
    session_version: int
    facts: Facts
    by: Principal = ITSELF
    reason: str = ""
    frame_id: int | None = None
    differs: tuple[str, ...] = ()
    price: Price | None = None

    @property
    def final_from(self) -> Instant | None:
        return final_from(self.facts.ended_at, self.facts.flags)


_PRICE = ("rated_at", "rating_id", "before_vat_minor", "vat_minor", "amount_minor", "currency", "cost_reason")
_LISTING = Listing(
    select=select(revisions),
    tenant=revisions.c.tenant_id,
    id=revisions.c.number,
    sorts={"number": revisions.c.number},
    sort="number",
    filters={"session": lambda value: revisions.c.session_id == value},
)
_NEWEST = Prepared(
    select(revisions)
    .where(revisions.c.tenant_id == bindparam("tenant"), revisions.c.session_id == bindparam("session"))
    .order_by(revisions.c.number.desc())
    .limit(1)
)
_OUTDATE = Prepared(
    update(revisions)
    .where(
        revisions.c.tenant_id == bindparam("tenant"),
        revisions.c.session_id == bindparam("session"),
        revisions.c.newest == literal(True, Truth()),
    )
    .values(newest=False)
)
_PRICED = Prepared(
    update(revisions)
    .where(
        revisions.c.tenant_id == bindparam("tenant"),
        revisions.c.session_id == bindparam("session"),
        revisions.c.number == bindparam("of_number"),
    )
    .values({name: bindparam(f"new_{name}") for name in _PRICE})
)


def price_of(rated: StoredRating) -> Price:
    rating = rated.rating
    return Price(
        rating_id=rated.id,
        rated_at=rated.rated_at,
        before_vat=None if rating is None else rating.before_vat,
        vat=None if rating is None else rating.vat,
        amount=None if rating is None else rating.amount,
        cost_reason=rated.cost_reason,
    )


def newest(reader: Reader, session_id: UUID) -> Revision | None:
    row = _NEWEST.first(reader, session=session_id)
    return None if row is None else _revision(row)


def newest_of(reader: Reader, session_ids: Sequence[UUID]) -> dict[UUID, Revision]:
    """The same of each of the sessions that has one."""
    found = _NEWEST.each(reader, [{"session": one} for one in session_ids])
    return {one: _revision(rows[0]) for one, rows in zip(session_ids, found, strict=True) if rows}


def get(reader: Reader, session_id: UUID, number: int) -> Revision | None:
    statement = select(revisions).where(
        revisions.c.tenant_id == reader.tenant,
        revisions.c.session_id == session_id,
        revisions.c.number == number,
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _revision(row)


def page(reader: Reader, query: PageQuery) -> Page[Revision]:
    """In their order. The filter `session` is needed."""
    return list_page(reader, _LISTING, query, _revision)


def add(writer: Writer, before: Revision | None, new: Revision) -> Revision:
    """`new` after `before`, with the next number; the session's row is locked by the caller's own write."""
    if before is not None:
        _OUTDATE.rows(writer, session=new.session_id)
    numbered = msgspec.structs.replace(
        new,
        number=1 if before is None else before.number + 1,
        differs=() if before is None else differing(before.facts, new.facts),
    )
    writing.append(writer, revisions, _values(numbered))
    return numbered


def give_price(writer: Writer, revision: Revision, price: Price) -> None:
    """A revision gains its price, once."""
    _PRICED.rows(
        writer,
        session=revision.session_id,
        of_number=revision.number,
        **{f"new_{name}": value for name, value in _price_values(price).items()},
    )


def _values(one: Revision) -> dict[str, object]:
    facts = one.facts
    return {
        "session_id": one.session_id,
        "number": one.number,
        "newest": True,
        "at": one.at,
        "cause": one.cause,
        "who_kind": one.by.kind,
        "who_id": one.by.id,
        "who_name": one.by.name,
        "reason": one.reason,
        "frame_id": one.frame_id,
        "session_version": one.session_version,
        "state": facts.state,
        "started_at": facts.started_at,
        "ended_at": facts.ended_at,
        "energy_mwh": facts.energy,
        "evse": facts.evse,
        "token": facts.token,
        "driver": facts.driver,
        "vehicle": facts.vehicle,
        "flags": facts.flags,
        "differs": one.differs,
        "final_from": one.final_from,
        **(_NO_PRICE if one.price is None else _price_values(one.price)),
    }


_NO_PRICE: dict[str, object] = {"cost_reason": ""}


def _price_values(price: Price) -> dict[str, object]:
    amount = price.amount
    return {
        "rated_at": price.rated_at,
        "rating_id": price.rating_id,
        "before_vat_minor": None if price.before_vat is None else price.before_vat.minor,
        "vat_minor": None if price.vat is None else price.vat.minor,
        "amount_minor": None if amount is None else amount.minor,
        "currency": None if amount is None else amount.currency,
        "cost_reason": price.cost_reason,
    }


def _revision(row: Mapping[Any, Any]) -> Revision:
    return Revision(
        session_id=row["session_id"],
        number=row["number"],
        at=row["at"],
        cause=row["cause"],
        session_version=row["session_version"],
        facts=Facts(
            state=row["state"],
            started_at=row["started_at"],
            ended_at=row["ended_at"],
            energy=row["energy_mwh"],
            evse=row["evse"],
            token=row["token"],
            driver=row["driver"],
            vehicle=row["vehicle"],
            flags=row["flags"],
        ),
        by=Principal(row["who_kind"], row["who_id"], row["who_name"]),
        reason=row["reason"],
        frame_id=row["frame_id"],
        differs=row["differs"],
        price=_price(row),
    )


def _price(row: Mapping[Any, Any]) -> Price | None:
    if row["rating_id"] is None:
        return None
    currency: Currency | None = row["currency"]

    def money(minor: int | None) -> Money | None:
        return None if minor is None or currency is None else Money(minor, currency)

    return Price(
        rating_id=row["rating_id"],
        rated_at=row["rated_at"],
        before_vat=money(row["before_vat_minor"]),
        vat=money(row["vat_minor"]),
        amount=money(row["amount_minor"]),
        cost_reason=row["cost_reason"],
    )
