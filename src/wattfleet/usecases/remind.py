"""Whoever pays late is reminded: proposed, looked at, and sent; repeated on the same day it does nothing.

Letters of an account are proposed and written in one transaction: nobody is reminded of what was paid in
between. What a reminder costs stands in the ledger and on its invoice, until it is paid or waived.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.billing.invoice import Invoice
from wattfleet.billing.look import Language
from wattfleet.billing.mailing import Mailing, MailingKind
from wattfleet.billing.posting import late
from wattfleet.billing.reminder import Letter, ReminderHold, ReminderState, charges, propose
from wattfleet.billing.reminder_text import text_of_reminder
from wattfleet.fleet.account import Account
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger.entry import Posting, Source, entry
from wattfleet.storage import accounts, collections, disputes, invoices, ledger, mailings, reminders
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.reminders import Reminder
from wattfleet.usecases.acting import act
from wattfleet.usecases.dunning import dunning
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import today
from wattfleet.usecases.then import Then, nothing

AT_ONCE = 50
"""Accounts that are reminded in one transaction."""


class RemindWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which accounts: all but `leave_out`, or `only` these."""

    only: Annotated[tuple[UUID, ...], Meta(max_length=1000)] = ()
    leave_out: Annotated[tuple[UUID, ...], Meta(max_length=1000)] = ()


class Reminded(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent, or was; and what was held back."""

    letters: tuple[Letter, ...]
    holds: tuple[ReminderHold, ...]
    sent: tuple[UUID, ...] = ()


async def remind(
    parts: Parts, tenant: int, wish: RemindWish, *, dry_run: bool = False, by: Principal
) -> Reminded:
    """Raises: WattfleetError `period_locked`."""
    now = parts.clock.now()

    def look(reader: Reader) -> tuple[date, list[UUID]]:
        day = today(reader, now)
        return day, sorted(reminders.overdue(reader, day, wish.only or None))

    day, account_ids = await parts.database.read(tenant, look)
    out: list[Reminded] = []
    for at in range(0, len(account_ids), AT_ONCE):
        some = account_ids[at : at + AT_ONCE]

        def some_of_them(writer: Writer, some: list[UUID] = some) -> Reminded:
            proposed = _proposed(writer, some, wish, day)
            sent = [_send(writer, parts, one, day, now, by) for one in proposed.letters]
            return msgspec.structs.replace(proposed, sent=tuple(sent))

        def only_proposed(reader: Reader, some: list[UUID] = some) -> Reminded:
            return _proposed(reader, some, wish, day)

        if dry_run:
            out.append(await parts.database.read(tenant, only_proposed))
        else:
            out.append(await parts.database.write(tenant, some_of_them))
    return Reminded(
        letters=tuple(one for part in out for one in part.letters),
        holds=tuple(one for part in out for one in part.holds),
        sent=tuple(one for part in out for one in part.sent),
    )


def _proposed(reader: Reader, account_ids: Sequence[UUID], wish: RemindWish, day: date) -> Reminded:
    chosen, known = dunning(reader), accounts.many(reader, account_ids)
    found = reminders.overdue(reader, day, account_ids)
    ids = [one.invoice_id for items in found.values() for one in items]
    disputed = disputes.disputed_invoices(reader, ids)
    stopped = dict.fromkeys(disputed, "disputed")
    stopped |= dict.fromkeys(collections.waiting(reader, ids), "collected")
    letters: list[Letter] = []
    holds: list[ReminderHold] = []
    for account_id in sorted(found):
        mine, held = propose(
            known[account_id],
            found[account_id],
            chosen,
            day,
            stopped=stopped,
            excepted=account_id in wish.leave_out,
        )
        letters += mine
        holds += held
    return Reminded(letters=tuple(letters), holds=tuple(holds))


def _send(writer: Writer, parts: Parts, letter: Letter, day: date, now: Instant, by: Principal) -> UUID:
    reminder_id = parts.ids.uuid(now)
    made = Reminder(
        id=reminder_id,
        letter=letter,
        state=ReminderState.STANDING,
        made_on=day,
        made_at=now,
        made_by=by.text,
    )
    put = dict(charges(letter.items))
    reminders.add(
        writer,
        made,
        [
            (parts.ids.uuid(now), one.invoice_id, put.get(one.invoice_id, 0), one.interest.minor > 0)
            for one in letter.items
        ],
    )
    for invoice_id, minor in put.items():
        invoices.settle(writer, invoice_id, minor)
    account = accounts.demand(writer, letter.account_id)
    if put:
        _post(writer, parts, made, late(account.id, letter.fee, letter.interest), "reminder", day)
    known = {
        one.invoice.id: one.invoice for one in invoices.many(writer, [i.invoice_id for i in letter.items])
    }
    told = [known[one.invoice_id] for one in letter.items]
    mailings.add(writer, _mailings(parts, made, account, told, now))
    act(writer, parts, by, ("send", "reminder"), reminder_id, after=letter, name=account.name)
    return reminder_id


def _post(
    writer: Writer, parts: Parts, one: Reminder, postings: tuple[Posting, ...], word: str, day: date
) -> None:
    now = parts.clock.now()
    made = entry(
        parts.ids.uuid(now),
        f"{word}:{one.id}",
        postings,
        at=now,
        booked_on=day,
        source=Source.REMINDER,
        source_id=one.id,
        text=", ".join(item.number for item in one.letter.items)[:200],
    )
    ledger.add(writer, [made])


def _mailings(
    parts: Parts, one: Reminder, account: Account, told: Sequence[Invoice], now: Instant
) -> list[Mailing]:
    text = text_of_reminder(one.letter, told, Language(account.language))
    return [
        Mailing(
            id=parts.ids.uuid(now),
            kind=MailingKind.REMINDER,
            account_id=account.id,
            about_id=one.id,
            target=to,
            language=account.language,
            subject=text.subject,
            body=text.text,
            asked_by=one.made_by,
            made_at=now,
            next_at=now,
        )
        for to in account.addresses
    ]


async def waive_reminder(
    parts: Parts,
    tenant: int,
    reminder_id: UUID,
    reason: str,
    then: Then[Reminder] = nothing,
    *,
    by: Principal,
) -> Reminder:
    """What it cost is owed no more; the letter stays said.

    Raises: WattfleetError `reminder_unknown`, `nothing_to_waive`, `version_conflict`, `period_locked`.
    """
    now = parts.clock.now()

    def put(writer: Writer) -> Reminder:
        one = reminders.demand(writer, reminder_id)
        owed = [item for item in reminders.charged(writer, reminder_id) if item[1]]
        if one.state is ReminderState.WAIVED or not owed:
            raise conflict(
                "nothing_to_waive",
                "It was waived already." if one.state is ReminderState.WAIVED else "It cost nothing.",
            )
        waived = msgspec.structs.replace(one, state=ReminderState.WAIVED, reason=reason)
        changed = reminders.change(writer, waived, one.version)
        for invoice_id, minor in owed:
            invoices.settle(writer, invoice_id, -minor)
        letter = one.letter
        back = late(letter.account_id, -letter.fee, -letter.interest)
        _post(writer, parts, one, back, "waiver", today(writer, now))
        act(writer, parts, by, ("waive", "reminder"), reminder_id, reason=reason)
        then(writer, changed)
        return changed

    return await parts.database.write(tenant, put)
