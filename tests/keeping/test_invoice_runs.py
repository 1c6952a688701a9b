"""Numbers without gaps, nothing billed twice, entries that balance: whatever dies in between."""

import asyncio
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.places import AnyDatabase
from tests.selling import a_draft, an_account
from tests.things import NOON, TESTER, after, new_id

from wattfleet.billing.draft import Item
from wattfleet.billing.run import Run, RunState
from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.money import Currency, Money
from wattfleet.ledger.entry import Posting, Source, entry
from wattfleet.storage import accounts, billed, invoice_runs, invoices, ledger, numbers
from wattfleet.storage.billed import Placed
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases import work_invoice_runs
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import lock_books
from wattfleet.usecases.work_invoice_runs import issue_some

SEK = Currency("SEK")
DAY = date(2026, 11, 20)


def parts_of(database: AnyDatabase) -> Parts:
    return Parts(database, Journal(database), MemoryBus(), ManualClock(NOON), SystemIds(), Looking(database))


async def a_run(database: AnyDatabase, count: int, keys: tuple[str, ...] = ()) -> Run:
    """A run that is being issued, with drafts of one account; `keys` are what the first ones bill."""
    account = an_account(number=str(new_id()))
    run = Run(
        id=new_id(),
        month="2026-11",
        state=RunState.ISSUING,
        made_at=NOON,
        by="x",
        issue_on=DAY,
        invoices=count,
    )
    drafts = [a_draft(account, run.id, minor=1_000 + at) for at in range(count)]

    def fill(writer: Writer) -> None:
        accounts.add(writer, account)
        invoice_runs.add(writer, run)
        invoices.add(writer, drafts)
        billed.add(
            writer,
            [
                Placed(id=new_id(), invoice_id=one.invoice.id, account_id=account.id, item=Item(key=key))
                for one, key in zip(drafts, keys, strict=False)
            ],
        )

    await database.write(1, fill)
    return run


async def all_numbers(database: AnyDatabase) -> list[str]:
    def look(reader: Reader) -> list[str]:
        found = invoices.page(reader, PageQuery(limit=1000, sort="number"))
        return [one.number for one in found.items if one.number]

    return await database.read(1, look)


async def finish(parts: Parts, run_id: UUID) -> Run:
    while True:
        run = await parts.database.read(1, lambda reader: invoice_runs.demand(reader, run_id))
        if run.state is not RunState.ISSUING:
            return run
        await issue_some(parts, 1, run)


async def check_books(database: AnyDatabase, count: int) -> None:
    def look(reader: Reader) -> tuple[list[UUID], int, int]:
        entries = reader.connection.execute(text("SELECT count(*) FROM ledger_entries")).scalar_one()
        minor = sum(one.money.minor for one in ledger.balances(reader))
        return ledger.unbalanced(reader), int(entries), minor

    assert await database.read(1, look) == ([], count, 0)


async def test_a_kill_between_any_two_steps_leaves_no_gap(
    database: AnyDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every third step dies when all is written and nothing committed; another process goes on."""
    monkeypatch.setattr(work_invoice_runs, "DOCUMENTS", 3)
    parts = parts_of(database)
    run = await a_run(database, 20)
    steps = 0
    while run.state is RunState.ISSUING:
        steps += 1
        if steps % 3 == 0:
            with pytest.raises(ZeroDivisionError):
                await database.write(1, partial(died, parts=parts, run=run))
        run = await issue_some(parts, 1, run)
    assert (run.state, run.issued, run.held) == (RunState.ISSUED, 20, 0)
    assert await all_numbers(database) == [f"2026-{count:05}" for count in range(1, 21)]
    await check_books(database, 20)


def died(writer: Writer, parts: Parts, run: Run) -> None:
    drafts = invoices.drafts_of(writer, run.id, 3, after=run.after)
    work_invoice_runs.issue_documents(writer, parts, drafts, DAY, NOON)
    raise ZeroDivisionError


async def test_two_processes_do_a_step_once(database: AnyDatabase) -> None:
    parts = parts_of(database)
    run = await a_run(database, 5)
    done = await asyncio.gather(*(issue_some(parts, 1, run) for _ in range(4)), return_exceptions=True)
    refused = [one for one in done if isinstance(one, WattfleetError)]
    assert len(refused) == 3
    assert {one.code for one in refused} == {"version_conflict"}
    assert (await finish(parts, run.id)).issued == 5
    assert await all_numbers(database) == [f"2026-{count:05}" for count in range(1, 6)]
    await check_books(database, 5)


async def test_a_thing_is_billed_once_whoever_tries(database: AnyDatabase) -> None:
    parts = parts_of(database)
    first = await finish(parts, (await a_run(database, 1, ("fee:x",))).id)
    assert first.issued == 1
    second = await finish(parts, (await a_run(database, 2, ("fee:x",))).id)
    assert (second.issued, second.held) == (1, 1)
    third = await a_run(database, 2, ("fee:y", "fee:y"))
    with pytest.raises(WattfleetError, match="stands on an invoice already"):
        await finish(parts, third.id)
    assert len(await all_numbers(database)) == 2


async def test_what_was_written_stays(database: AnyDatabase) -> None:
    """Entries and postings only grow, by triggers on SQLite and by rights on PostgreSQL."""
    await finish(parts_of(database), (await a_run(database, 1)).id)
    for statement in (
        "UPDATE ledger_postings SET minor = 0",
        "DELETE FROM ledger_postings",
        "UPDATE ledger_entries SET text = ''",
        "DELETE FROM ledger_entries",
    ):
        with pytest.raises(Exception, match=r"only grows|permission denied"):
            await database.write(1, lambda writer, one=statement: writer.connection.execute(text(one)))  # type: ignore[misc]


async def test_a_key_is_posted_once_and_never_into_closed_books(database: AnyDatabase) -> None:
    parts = parts_of(database)

    def booked(key: str, day: date) -> Any:
        postings = [Posting("bank", Money(5, SEK)), Posting("receivable:x", Money(-5, SEK))]
        made = entry(
            new_id(), key, postings, at=NOON, booked_on=day, source=Source.PAYMENT, source_id=new_id()
        )
        return database.write(1, lambda writer: ledger.add(writer, [made]))

    await booked("a", DAY)
    with pytest.raises(WattfleetError, match="already"):
        await booked("a", DAY)
    await lock_books(parts, 1, date(2026, 11, 18), by=TESTER)
    with pytest.raises(WattfleetError, match="closed up to 2026-11-18"):
        await booked("b", date(2026, 11, 18))
    await booked("b", date(2026, 11, 19))
    for until, code in ((date(2026, 11, 17), "lock_moves_back"), (date(2026, 11, 20), "lock_in_future")):
        with pytest.raises(WattfleetError) as refused:
            await lock_books(parts, 1, until, by=TESTER)
        assert refused.value.code == code
    at_a_day = await database.read(1, lambda reader: ledger.balances(reader, on=date(2026, 11, 19)))
    assert {one.account: one.money.minor for one in at_a_day} == {"bank": 5, "receivable:x": -5}


async def test_numbers_of_two_series_and_years_do_not_meet(database: AnyDatabase) -> None:
    def take(writer: Writer) -> list[int]:
        wanted = (("invoice", 2026, 3), ("credit_note", 2026, 1), ("invoice", 2026, 1), ("invoice", 2027, 2))
        return [numbers.take(writer, *one) for one in wanted]

    assert await database.write(1, take) == [1, 1, 4, 1]
    assert after(0) == NOON
