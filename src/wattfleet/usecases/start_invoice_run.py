"""A run of a month's invoices begins, is issued, or is thrown away; the work itself is the clockwork's."""

import re
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.invoice import DocumentKind
from wattfleet.billing.run import Run, RunState
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.storage import invoice_runs, invoices, ledger
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.invoice_scene import month_end, read_month
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import books_zone, demand_seller, today
from wattfleet.usecases.then import Then, nothing


async def start_invoice_run(
    parts: Parts, tenant: int, month: str, run_id: UUID, then: Then[Run] = nothing, *, by: Principal
) -> Run:
    """Raises: WattfleetError `month_invalid`, `month_in_future`, `seller_not_set`, `run_open`."""
    now = parts.clock.now()
    if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month) is None:
        raise invalid(
            "month_invalid", f"“{month}” is not a month.", hint="Write it as 2026-11.", field="month"
        )

    def begin(writer: Writer) -> Run:
        demand_seller(writer)
        if read_month(month).first > today(writer, now):
            raise invalid(
                "month_in_future",
                f"{month} has not begun.",
                hint="Propose a month that has begun, such as the last one.",
                field="month",
            )
        other = invoice_runs.unfinished(writer)
        if other is not None:
            raise conflict(
                "run_open",
                f"The run of {other.month} is {other.state.value}.",
                hint=f"Issue or discard it first: `wattfleet invoice-run {other.id} issue`.",
            )
        run = Run(id=run_id, month=month, state=RunState.PROPOSING, made_at=now, by=by.text)
        invoice_runs.add(writer, run)
        act(writer, parts, by, ("create", "invoice_run"), run_id, name=month)
        then(writer, run)
        return run

    return await parts.database.write(tenant, begin)


async def issue_invoice_run(
    parts: Parts,
    tenant: int,
    run_id: UUID,
    issue_on: date | None,
    then: Then[Run] = nothing,
    *,
    by: Principal,
) -> Run:
    """Raises: WattfleetError `run_unknown`, `run_not_draft`, `month_not_over`, and of `check_day`."""
    now = parts.clock.now()

    def go(writer: Writer) -> Run:
        run = invoice_runs.demand(writer, run_id)
        if run.state is RunState.ISSUING or run.state is RunState.ISSUED:
            then(writer, run)
            return run
        if run.state is not RunState.DRAFT:
            raise _not_draft(run)
        if now < month_end(read_month(run.month), books_zone(writer)):
            raise conflict("month_not_over", f"{run.month} is not over.", hint="Issue it when it is.")
        day = issue_on or today(writer, now)
        check_day(writer, day, today(writer, now))
        issuing = msgspec.structs.replace(run, state=RunState.ISSUING, issue_on=day, after=None)
        changed = invoice_runs.change(writer, issuing, run.version)
        act(writer, parts, by, ("issue", "invoice_run"), run_id, name=run.month)
        then(writer, changed)
        return changed

    return await parts.database.write(tenant, go)


async def discard_invoice_run(parts: Parts, tenant: int, run_id: UUID, *, by: Principal) -> Run:
    """Its drafts go; what it has issued stays. Raises: WattfleetError `run_unknown`, `run_not_draft`."""

    def put_away(writer: Writer) -> Run:
        run = invoice_runs.demand(writer, run_id)
        if run.state is RunState.DISCARDED:
            return run
        if run.state not in {RunState.DRAFT, RunState.PROPOSING}:
            raise _not_draft(run)
        invoices.drop_drafts(writer, run_id)
        gone = msgspec.structs.replace(run, state=RunState.DISCARDED)
        act(writer, parts, by, ("discard", "invoice_run"), run_id, name=run.month)
        return invoice_runs.change(writer, gone, run.version)

    return await parts.database.write(tenant, put_away)


def check_day(reader: Reader, day: date, now: date) -> None:
    """Numbers rise with their days. Raises: WattfleetError `issue_day`, `period_locked`."""
    latest = max((one for kind in DocumentKind if (one := invoices.latest_day(reader, kind))), default=None)
    if day > now or (latest is not None and day < latest):
        since = "" if latest is None else f" and not before {latest}, the day of the newest document"
        raise invalid(
            "issue_day",
            f"Documents cannot be issued on {day}.",
            hint=f"Take a day up to today, {now}{since}.",
            field="issue_on",
        )
    locked = ledger.locked_until(reader)
    if locked is not None and day <= locked:
        raise conflict("period_locked", f"The books are closed up to {locked}.", hint="Issue on a later day.")


def _not_draft(run: Run) -> Exception:
    return conflict(
        "run_not_draft",
        f"The run is {run.state.value}.",
        hint="Wait until it is proposed, or look at another one.",
    )
