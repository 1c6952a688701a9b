"""What is due is collected by direct debit: planned, looked at, and written as one file for the bank.

File, debits, the use of each mandate and the notices to the customers are one transaction. An invoice waits
in one collection at most; it is settled when the bank says so.
"""

import hashlib
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.billing.bank.debit import Creditor, Debit, pain_008
from wattfleet.billing.collection import Collected, Collection, CollectionState, DebitState
from wattfleet.billing.look import Language
from wattfleet.billing.mailing import Mailing, MailingKind
from wattfleet.billing.mandate import (
    USUAL_NOTICE,
    Mandate,
    NotCollected,
    Planned,
    after_collection,
    given_back,
    next_bank_day,
    plan,
)
from wattfleet.billing.notice_text import text_of_notice
from wattfleet.billing.seller import Seller
from wattfleet.fleet.account import Account
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import accounts, collections, disputes, mailings, mandates
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import demand_seller, today


class CollectWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On which day, and of which accounts: all but `leave_out`, or `only` these.

    `notice_days` is what was agreed with the customers between notice and debit.
    """

    due_on: date
    notice_days: Annotated[int, Meta(ge=1, le=90)] = USUAL_NOTICE
    only: Annotated[tuple[UUID, ...], Meta(max_length=1000)] = ()
    leave_out: Annotated[tuple[UUID, ...], Meta(max_length=1000)] = ()


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be collected, or is; and what is not. `collection` is None where it was only tried."""

    planned: tuple[Planned, ...]
    held: tuple[NotCollected, ...]
    collection: Collection | None = None


class _Plan(msgspec.Struct, frozen=True):
    planned: list[Planned]
    held: list[NotCollected]
    accounts: dict[UUID, Account]
    mandates: dict[UUID, Mandate]
    seller: Seller


async def collect(
    parts: Parts, tenant: int, wish: CollectWish, *, dry_run: bool = False, by: Principal
) -> Made:
    """Raises: WattfleetError `due_day_invalid`, `notice_too_short`, `creditor_missing`, `seller_not_set`,
    `nothing_to_collect`."""
    now = parts.clock.now()
    _check_day(wish.due_on)

    def tried(reader: Reader) -> Made:
        found = _planned(reader, wish, now)
        return Made(planned=tuple(found.planned), held=tuple(found.held))

    def done(writer: Writer) -> Made:
        found = _planned(writer, wish, now)
        if not found.planned:
            raise conflict(
                "nothing_to_collect",
                "Nothing is due by a mandate.",
                hint="`wattfleet collect --dry-run` says why.",
            )
        made = _make(writer, parts, wish, found, now, by)
        return Made(planned=tuple(found.planned), held=tuple(found.held), collection=made)

    if dry_run:
        return await parts.database.read(tenant, tried)
    return await parts.database.write(tenant, done)


def _check_day(due_on: date) -> None:
    if next_bank_day(due_on) != due_on:
        raise invalid(
            "due_day_invalid",
            f"Banks settle nothing on {due_on}.",
            hint=f"Take {next_bank_day(due_on)}.",
            field="due_on",
        )


def _planned(reader: Reader, wish: CollectWish, now: Instant) -> _Plan:
    seller = demand_seller(reader)
    earliest = today(reader, now) + timedelta(wish.notice_days)
    if wish.due_on < earliest:
        raise invalid(
            "notice_too_short",
            f"Customers are told {wish.notice_days} days before.",
            hint=f"Take {next_bank_day(earliest)} or later, or say in `notice_days` what was agreed.",
            field="due_on",
        )
    if not (seller.bank.creditor_id and seller.bank.iban):
        raise conflict(
            "creditor_missing",
            "The seller has no creditor identifier, or no IBAN.",
            hint="Your bank gives the identifier; write both into `bank` of `wattfleet seller set`.",
        )
    found = collections.due(reader, wish.due_on, wish.only)
    ids = [one.invoice_id for one in found]
    stopped = dict.fromkeys(disputes.disputed_invoices(reader, ids), "disputed")
    stopped |= dict.fromkeys(collections.waiting(reader, ids), "collected")
    account_ids = {one.account_id for one in found}
    known, usable = accounts.many(reader, account_ids), mandates.usable(reader, account_ids)
    planned, held = plan(
        found, known, usable, wish.due_on, stopped=stopped, leave_out=frozenset(wish.leave_out)
    )
    return _Plan(planned, held, known, usable, seller)


def _make(
    writer: Writer, parts: Parts, wish: CollectWish, found: _Plan, now: Instant, by: Principal
) -> Collection:
    collection_id = parts.ids.uuid(now)
    some = [
        Collected(
            id=parts.ids.uuid(now),
            collection_id=collection_id,
            invoice_id=one.invoice_id,
            account_id=one.account_id,
            mandate_id=one.mandate_id,
            number=one.number,
            mandate=one.mandate,
            sequence=one.sequence,
            money=one.money,
        )
        for one in found.planned
    ]
    content = _file(collection_id, found, some, wish.due_on, now)
    total = sum((one.money.minor for one in some), 0)
    made = Collection(
        id=collection_id,
        state=CollectionState.MADE,
        due_on=wish.due_on,
        made_at=now,
        made_by=by.text,
        debits=len(some),
        total=Money(total, some[0].money.currency),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    collections.add(writer, made, content, some)
    for mandate_id in dict.fromkeys(one.mandate_id for one in some):
        mandate = mandates.demand(writer, mandate_id)
        for _ in [one for one in some if one.mandate_id == mandate_id]:
            mandate = after_collection(mandate, wish.due_on)
        mandates.change(writer, mandate)
    mailings.add(writer, [one for each in found.planned for one in _notices(parts, made, each, found, now)])
    act(writer, parts, by, ("create", "collection"), collection_id, after=made, name=str(wish.due_on))
    return made


def _file(collection_id: UUID, found: _Plan, some: list[Collected], due_on: date, now: Instant) -> bytes:
    seller = found.seller
    bank = seller.bank
    debits = []
    for one in some:
        mandate = found.mandates[one.account_id]
        debits.append(
            Debit(
                end_to_end=one.id.hex,
                money=one.money,
                kind=one.sequence,
                mandate=mandate.reference,
                signed_on=mandate.signed_on,
                name=mandate.holder,
                iban=mandate.iban,
                bic=mandate.bic,
                text=one.number,
            )
        )
    creditor = Creditor(name=seller.name, id=bank.creditor_id, iban=bank.iban, bic=bank.bic)
    return pain_008(debits, creditor, message_id=collection_id.hex[:30], made_at=now.moment, due=due_on)


def _notices(parts: Parts, made: Collection, one: Planned, found: _Plan, now: Instant) -> list[Mailing]:
    account = found.accounts[one.account_id]
    language = Language(account.language)
    told = text_of_notice(one, found.mandates[one.account_id], found.seller, made.due_on, language)
    return [
        Mailing(
            id=parts.ids.uuid(now),
            kind=MailingKind.COLLECTION,
            account_id=account.id,
            about_id=made.id,
            target=to,
            language=account.language,
            subject=told.subject,
            body=told.text,
            asked_by=made.made_by,
            made_at=now,
            next_at=now,
        )
        for to in account.addresses
    ]


async def cancel_collection(parts: Parts, tenant: int, collection_id: UUID, *, by: Principal) -> Collection:
    """Its file must not go to the bank; what it was to collect is free again.

    Raises: WattfleetError `collection_unknown`, `collection_over`.
    """
    now = parts.clock.now()

    def cancel(writer: Writer) -> Collection:
        made = collections.demand(writer, collection_id)
        some = collections.of(writer, collection_id)
        settled = any(one.state is not DebitState.WAITING for one in some)
        if settled or not collections.cancel(writer, collection_id):
            raise conflict("collection_over", "It was cancelled, or the bank has worked on it.")
        day = today(writer, now)
        for one in some:
            collections.settle(writer, one, DebitState.CANCELLED, day)
            mandates.change(writer, given_back(mandates.demand(writer, one.mandate_id)))
        act(writer, parts, by, ("cancel", "collection"), collection_id, name=str(made.due_on))
        return collections.demand(writer, collection_id)

    return await parts.database.write(tenant, cancel)
