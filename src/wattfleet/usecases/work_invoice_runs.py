"""The clockwork of invoices: proposes what a run asked for, and issues it, some hundred at a time.

Each step is one transaction that also counts the run's version on, so that two processes never do the same
step, and a kill between two steps loses nothing: the next process goes on where the rows say.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from datetime import date
from functools import partial
from uuid import UUID

import msgspec

from wattfleet.billing.draft import Draft
from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceState
from wattfleet.billing.numbering import due_on, number_text, payment_reference, series_of
from wattfleet.billing.posting import postings_of
from wattfleet.billing.run import Hold, Run, RunState
from wattfleet.billing.vat import VatFacts
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger.entry import Entry, Source, entry
from wattfleet.storage import billed, invoice_runs, invoices, ledger, numbers, tenants
from wattfleet.storage.billed import Placed
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.invoice_runs import KeptHold
from wattfleet.storage.invoices import KeptInvoice
from wattfleet.storage.writing import version_conflict
from wattfleet.usecases.invoice_scene import Proposal, Scene, propose, read_facts, read_month, read_scene
from wattfleet.usecases.judge_drafts import judged
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.queue_mailings import queue_issued
from wattfleet.usecases.selling import today

ACCOUNTS = 100
"""Accounts that are proposed in one step."""
DOCUMENTS = 200
"""Documents that are issued in one step."""


async def work_invoice_runs(parts: Parts, *, vat: VatFacts) -> int:
    """Do what waits, in all tenants; how many runs were worked on."""
    done = 0
    for tenant in await parts.database.read(0, tenants.all_ids):
        run = await parts.database.read(tenant, invoice_runs.working)
        if run is None:
            continue
        done += 1
        try:
            if run.state is RunState.PROPOSING:
                await _propose(parts, tenant, run, vat)
            else:
                await _issue(parts, tenant, run)
        except WattfleetError as failed:
            if failed.code != "version_conflict":
                raise
    return done


# ── proposing ─────────────────────────────────────────────────────────────────


async def _propose(parts: Parts, tenant: int, run: Run, vat: VatFacts) -> None:
    month, now = read_month(run.month), parts.clock.now()
    scene = await parts.database.read(tenant, lambda reader: read_scene(reader, month, now), as_one=True)
    todo = scene.all_accounts
    if run.after is None:
        run = await _write_first(parts, tenant, run, scene.holds, len(todo))
    left = [one for one in todo if run.after is None or one > run.after]
    async with aclosing(_judged_in_turn(parts, tenant, scene, left, vat)) as proposals:
        async for some, found in proposals:
            run = await _write_proposal(parts, tenant, run, some, found)
    await _write_end_of_proposing(parts, tenant, run)


async def _judged_in_turn(
    parts: Parts, tenant: int, scene: Scene, accounts: Sequence[UUID], vat: VatFacts
) -> AsyncGenerator[tuple[Sequence[UUID], Proposal], None]:
    """Some hundred accounts after the other with what is proposed to them.

    While one part is judged, in processes of its own, the next is made: so that no core waits for another.
    """
    now = parts.clock.now()
    day = await parts.database.read(tenant, lambda reader: today(reader, now))
    waiting: deque[tuple[Sequence[UUID], asyncio.Task[Proposal]]] = deque()
    try:
        for at in range(0, len(accounts), ACCOUNTS):
            some = accounts[at : at + ACCOUNTS]
            found = await _proposed(parts, tenant, scene, some, vat)
            waiting.append((some, asyncio.create_task(judged(parts, found, day))))
            if len(waiting) > 1:
                first, judging = waiting.popleft()
                yield first, await judging
        for some, judging in waiting:
            yield some, await judging
    finally:
        for _, judging in waiting:
            judging.cancel()


async def _proposed(
    parts: Parts, tenant: int, scene: Scene, accounts: Sequence[UUID], vat: VatFacts
) -> Proposal:
    facts = await parts.database.read(
        tenant, partial(read_facts, scene=scene, account_ids=accounts, law=parts.measuring)
    )
    return await asyncio.to_thread(propose, scene, facts, accounts, vat, parts.ids, parts.clock.now())


async def _write_first(parts: Parts, tenant: int, run: Run, holds: Sequence[Hold], accounts: int) -> Run:
    def put(writer: Writer) -> Run:
        invoice_runs.drop_holds(writer, run.id)
        _hold(writer, parts, run, holds)
        return _change(writer, run, of_accounts=accounts, held=len(holds))

    return await parts.database.write(tenant, put)


async def _write_proposal(
    parts: Parts, tenant: int, run: Run, accounts: Sequence[UUID], found: Proposal
) -> Run:
    now = parts.clock.now()
    items = [_placed(parts, one, now) for one in found.drafts]

    def put(writer: Writer) -> Run:
        drafts = [
            KeptInvoice(
                invoice=one.invoice,
                state=InvoiceState.DRAFT,
                month=run.month,
                open=Money(0, one.invoice.currency),
                run_id=run.id,
            )
            for one in found.drafts
        ]
        invoices.add(writer, drafts)
        billed.add(writer, [placed for some in items for placed in some])
        _hold(writer, parts, run, found.holds)
        return _change(
            writer,
            run,
            after=accounts[-1],
            accounts=run.accounts + len(accounts),
            invoices=run.invoices + len(drafts),
            held=run.held + len(found.holds),
        )

    return await parts.database.write(tenant, put)


async def _write_end_of_proposing(parts: Parts, tenant: int, run: Run) -> None:
    last = _month_before(run.month)
    done = (InvoiceState.ISSUED, InvoiceState.CREDITED)

    def put(writer: Writer) -> Run:
        return _change(
            writer,
            run,
            state=RunState.DRAFT if run.invoices else RunState.ISSUED,
            after=None,
            nets=invoices.sums_of_run(writer, run.id),
            last_nets=invoices.sums(writer, last, done),
        )

    await parts.database.write(tenant, put)


def _placed(parts: Parts, one: Draft, now: Instant) -> list[Placed]:
    return [
        Placed(
            id=parts.ids.uuid(now), invoice_id=one.invoice.id, account_id=one.invoice.account_id, item=item
        )
        for item in one.items
    ]


# ── issuing ───────────────────────────────────────────────────────────────────


async def _issue(parts: Parts, tenant: int, run: Run) -> None:
    while run.state is RunState.ISSUING:
        run = await issue_some(parts, tenant, run)


async def issue_some(parts: Parts, tenant: int, seen: Run) -> Run:
    """One step: the next drafts get their numbers, stand in the ledger, and are what they are for ever.

    What has changed since it was proposed is passed over, and tried again after the others: it may have
    waited for one of them. What is left when a whole round has issued nothing is held.

    Raises: WattfleetError `version_conflict` where another process did the step.
    """
    now = parts.clock.now()

    def step(writer: Writer) -> Run:
        run = _change(writer, seen)  # whoever else is at this step waits here, and then finds it done
        drafts = invoices.drafts_of(writer, run.id, DOCUMENTS, after=run.after)
        if not drafts:
            return _next_round(writer, parts, run)
        stale = billed.stale(writer, [one.invoice.id for one in drafts])
        ready = [one for one in drafts if one.invoice.id not in stale]
        assert run.issue_on is not None, "a run that is issued has its day"
        issue_documents(writer, parts, ready, run.issue_on, now)
        return _change(
            writer,
            run,
            after=drafts[-1].invoice.id,
            issued=run.issued + len(ready),
            round_issued=run.round_issued + len(ready),
        )

    return await parts.database.write(tenant, step)


def issue_documents(
    writer: Writer, parts: Parts, drafts: Sequence[KeptInvoice], day: date, now: Instant
) -> list[Invoice]:
    """Numbers without a gap, the entries of the ledger and the mailings, in the caller's transaction."""
    if not drafts:
        return []
    numbered = _numbered(writer, [one.invoice for one in drafts], day)
    kept = [
        msgspec.structs.replace(
            one, invoice=invoice, state=InvoiceState.ISSUED, open=_open(invoice), version=one.version + 1
        )
        for one, invoice in zip(drafts, numbered, strict=True)
    ]
    invoices.issue(writer, kept)
    billed.stand(writer, [one.id for one in numbered])
    ledger.add(writer, [_entry(parts, one, day, now) for one in numbered])
    queue_issued(writer, parts, kept, now)
    return numbered


def _numbered(writer: Writer, drafts: Sequence[Invoice], day: date) -> list[Invoice]:
    out: list[Invoice] = []
    counts: dict[DocumentKind, int] = {}
    for kind in DocumentKind:
        count = sum(one.kind is kind for one in drafts)
        if count:
            counts[kind] = numbers.take(writer, *series_of(kind, day, drafts[0].seller), count)
    for one in drafts:
        number = number_text(one.kind, day, counts[one.kind], one.seller)
        counts[one.kind] += 1
        out.append(
            msgspec.structs.replace(
                one,
                number=number,
                issued_on=day,
                due_on=due_on(one, day),
                reference=payment_reference(number, one.seller),
            )
        )
    return out


def _open(invoice: Invoice) -> Money:
    return -invoice.payable if invoice.kind is DocumentKind.CREDIT_NOTE else invoice.payable


def _entry(parts: Parts, invoice: Invoice, day: date, now: Instant) -> Entry:
    is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
    return entry(
        parts.ids.uuid(now),
        f"invoice:{invoice.id}",
        postings_of(invoice),
        at=now,
        booked_on=day,
        source=Source.CREDIT_NOTE if is_credit else Source.INVOICE,
        source_id=invoice.id,
        text=invoice.number,
    )


def _next_round(writer: Writer, parts: Parts, run: Run) -> Run:
    if run.round_issued and invoices.drafts_of(writer, run.id, 1):
        return _change(writer, run, after=None, round_issued=0)
    holds = [_changed(one) for one in _left(writer, run)]
    _hold(writer, parts, run, holds)
    invoices.drop_drafts(writer, run.id)
    return _change(writer, run, state=RunState.ISSUED, after=None, held=run.held + len(holds))


def _left(reader: Reader, run: Run) -> Iterator[KeptInvoice]:
    """Every draft that was not issued, however many: each is told in a hold."""
    after: UUID | None = None
    while some := invoices.drafts_of(reader, run.id, DOCUMENTS, after=after):
        yield from some
        after = some[-1].invoice.id


def _changed(one: KeptInvoice) -> Hold:
    buyer = one.invoice.buyer
    return Hold(
        code="changed_since",
        thing=f"{buyer.number} {buyer.name}",
        text="A session of it was rated anew since it was proposed, stands elsewhere, or is disputed now.",
        hint="Run the month again: what is right now is proposed then.",
        account_id=buyer.id,
        nets={one.invoice.currency.code: one.invoice.net.minor},
    )


# ── both ──────────────────────────────────────────────────────────────────────


def _change(writer: Writer, run: Run, **different: object) -> Run:
    stands = invoice_runs.demand(writer, run.id)
    if stands.version != run.version:
        raise version_conflict("invoice_runs")
    return invoice_runs.change(writer, msgspec.structs.replace(run, **different), run.version)


def _hold(writer: Writer, parts: Parts, run: Run, holds: Sequence[Hold]) -> None:
    now = parts.clock.now()
    invoice_runs.hold(writer, run.id, [KeptHold(parts.ids.uuid(now), one) for one in holds])


def _month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"
