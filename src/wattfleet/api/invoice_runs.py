"""Runs of invoices over HTTP: proposed, looked at, issued; and what was held back."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day, MonthText, Nets, nets
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, read_id, wanted
from wattfleet.billing.run import Run, RunState
from wattfleet.storage import invoice_runs
from wattfleet.storage.database import Reader
from wattfleet.storage.invoice_runs import KeptHold
from wattfleet.storage.lists import Page
from wattfleet.usecases.start_invoice_run import discard_invoice_run, issue_invoice_run, start_invoice_run

_STATES = Literal["proposing", "draft", "issuing", "issued", "discarded"]


class RunWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which month."""

    month: MonthText


class IssueWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day that the documents bear; today, if empty."""

    issue_on: date | None = None


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """A run. `accounts` of `of_accounts` were looked at, `issued` of `invoices` have their number.

    `nets` are its documents before VAT, `last_nets` those of the month before, `held` how many things wait.
    """

    id: Id
    month: MonthText
    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in RunState]})]
    made_at: When
    by: str
    accounts: int
    of_accounts: int
    invoices: int
    issued: int
    held: int
    issue_on: Day | None
    nets: Nets
    last_nets: Nets
    difference: Nets
    version: int


class HoldView(msgspec.Struct, frozen=True, kw_only=True):
    """What is not invoiced, why, and what to do."""

    id: Id
    code: str
    thing: str
    account_id: Id | None
    sessions: int
    nets: Nets
    text: str
    hint: str


class RunQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which runs; newest first."""

    month: str | None = None
    state: _STATES | None = None
    sort: Annotated[str, Meta(description="id (order of making) or month; - for downwards.")] = "-id"
    limit: Limit = 50
    cursor: Cursor | None = None


class HoldQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which holds of the run."""

    code: str | None = None
    account: UUID | None = None
    sort: Annotated[str, Meta(description="id or code; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


def view(run: Run) -> RunView:
    codes = run.nets.keys() | run.last_nets.keys()
    return RunView(
        id=str(run.id),
        month=run.month,
        state=run.state.value,
        made_at=run.made_at.rfc3339(),
        by=run.by,
        accounts=run.accounts,
        of_accounts=run.of_accounts,
        invoices=run.invoices,
        issued=run.issued,
        held=run.held,
        issue_on=None if run.issue_on is None else run.issue_on.isoformat(),
        nets=nets(run.nets),
        last_nets=nets(run.last_nets),
        difference=nets({code: run.nets.get(code, 0) - run.last_nets.get(code, 0) for code in codes}),
        version=run.version,
    )


def hold_view(kept: KeptHold) -> HoldView:
    hold = kept.hold
    return HoldView(
        id=str(kept.id),
        code=hold.code,
        thing=hold.thing,
        account_id=None if hold.account_id is None else str(hold.account_id),
        sessions=hold.sessions,
        nets=nets(hold.nets),
        text=hold.text,
        hint=hold.hint,
    )


async def list_runs(door: Door, asked: Asked[Nothing, RunQuery]) -> Answer:
    query = asked.query
    filters = {"month": query.month, "state": None if query.state is None else RunState(query.state)}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: invoice_runs.page(reader, page)
    )
    return list_answer(door, asked, found, view)


async def create(door: Door, asked: Asked[RunWish, Nothing]) -> Answer:
    run_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: start_invoice_run(
            door.parts, asked.caller.tenant, asked.body.month, run_id, then, by=asked.by
        ),
        lambda made: _answer(made, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    run_id = read_id(asked.names, "run_unknown", "invoice run")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: invoice_runs.demand(reader, run_id)
    )
    return _answer(found)


async def issue(door: Door, asked: Asked[IssueWish, Nothing]) -> Answer:
    run_id = read_id(asked.names, "run_unknown", "invoice run")
    return await once(
        door,
        asked,
        lambda then: issue_invoice_run(
            door.parts, asked.caller.tenant, run_id, asked.body.issue_on, then, by=asked.by
        ),
        _answer,
    )


async def discard(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    run_id = read_id(asked.names, "run_unknown", "invoice run")
    return _answer(await discard_invoice_run(door.parts, asked.caller.tenant, run_id, by=asked.by))


async def holds(door: Door, asked: Asked[Nothing, HoldQuery]) -> Answer:
    run_id = read_id(asked.names, "run_unknown", "invoice run")
    query = asked.query
    filters = {"run": run_id, "code": query.code, "account": query.account}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[KeptHold]:
        invoice_runs.demand(reader, run_id)
        return invoice_runs.holds(reader, page)

    return list_answer(door, asked, await door.parts.database.read(asked.caller.tenant, look), hold_view)


def _answer(run: Run, *, status: int = 200) -> Answer:
    headers = (("location", f"/api/v1/invoice-runs/{run.id}"),) if status == 201 else ()
    return json_answer(view(run), status=status, headers=headers)


_ONE = "/api/v1/invoice-runs/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/invoice-runs",
        list_runs,
        deed=READ,
        body=Nothing,
        query=RunQuery,
        about=About(summary="Runs of invoices, newest first", answer=RunView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/invoice-runs",
        create,
        deed=WRITE,
        body=RunWish,
        query=Nothing,
        about=About(
            summary="Propose the invoices of a month",
            description="All that was charged up to the end of the month and is on no invoice yet, the fees "
            "of the month, and corrections. The work goes on by itself: look at its state. A second run "
            "of a month proposes only what is new.",
            answer=RunView,
            status=201,
            example='{"month": "2026-11"}',
            refuses=(409, 404),
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="A run: how far it is, and the difference to the month before", answer=RunView),
    ),
    route(
        "POST",
        f"{_ONE}/issue",
        issue,
        deed=WRITE,
        body=IssueWish,
        query=Nothing,
        about=About(
            summary="Issue what a run has proposed",
            description="Each document gets the next number of its series, and stands in the ledger, in one "
            "transaction. What has changed since it was proposed is held. Asked again, it does nothing more.",
            answer=RunView,
            example='{"issue_on": "2026-12-01"}',
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/discard",
        discard,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Throw the drafts of a run away", answer=RunView, refuses=(409,)),
    ),
    route(
        "GET",
        f"{_ONE}/holds",
        holds,
        deed=READ,
        body=Nothing,
        query=HoldQuery,
        about=About(summary="What a run held back, why, and what to do", answer=HoldView, paged=True),
    ),
)
