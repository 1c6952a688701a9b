"""Reminders over HTTP: what is overdue, what went out, and what of it is waived."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.once import once, once_after
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Decimals, Id, When, list_answer, read_id, wanted
from wattfleet.billing.reminder import Letter, ReminderState
from wattfleet.storage import reminders
from wattfleet.storage.reminders import Reminder
from wattfleet.usecases.remind import Reminded, RemindWish, remind, waive_reminder


class RemindQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether it is only tried."""

    dry_run: Annotated[bool, Meta(description="Say who would be reminded and send nothing.")] = False


class InterestPartView(msgspec.Struct, frozen=True, kw_only=True):
    """Days from `first` to before `until` at a reference rate, in percent a year, with its source."""

    first: Day
    until: Day
    days: int
    percent: str
    points: str
    source: str


class ReminderItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice in a reminder: how many days it is late, at which level, and what that costs.

    Interest is on `base`, for the days of `parts`, by 365 of them; an old reminder does not tell them.
    """

    invoice_id: Id
    number: str
    due_on: Day
    days: int
    level: int
    open: Decimals
    fee: Decimals
    interest: Decimals
    base: Decimals | None
    parts: list[InterestPartView]


class LetterView(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder to one account in one currency; `total` is what it then owes of these invoices."""

    account_id: Id
    level: int
    currency: str
    items: list[ReminderItemView]
    fee: Decimals
    interest: Decimals
    total: Decimals


class ReminderHoldView(msgspec.Struct, frozen=True, kw_only=True):
    """What is overdue and nobody is reminded of, why, and what to do."""

    code: str
    account_id: Id
    invoices: list[str]
    text: str
    hint: str


class RemindedView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is reminded of what; `sent` are the ids of the reminders, none where it was only tried."""

    letters: list[LetterView]
    holds: list[ReminderHoldView]
    sent: list[Id]


class ReminderView(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder that went out; `waived` = what it cost is owed no more, `reason` why."""

    id: Id
    account_id: Id
    state: Annotated[str, Meta(extra_json_schema={"enum": ["standing", "waived"]})]
    level: int
    currency: str
    items: list[ReminderItemView]
    fee: Decimals
    interest: Decimals
    total: Decimals
    made_on: Day
    made_at: When
    made_by: str
    reason: str
    version: int


class ReminderQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which reminders; newest first."""

    account: UUID | None = None
    invoice: Annotated[UUID, Meta(description="Only those that remind of this invoice.")] | None = None
    state: Literal["standing", "waived"] | None = None
    sort: Annotated[str, Meta(description="made_at; - for downwards.")] = "-made_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class WaiveWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]


async def run(door: Door, asked: Asked[RemindWish, RemindQuery]) -> Answer:
    async def do() -> RemindedView:
        told = await remind(
            door.parts, asked.caller.tenant, asked.body, dry_run=asked.query.dry_run, by=asked.by
        )
        return _reminded(told)

    return await once_after(door, asked, do, json_answer)


async def list_reminders(door: Door, asked: Asked[Nothing, ReminderQuery]) -> Answer:
    query = asked.query
    filters = {
        "account": query.account,
        "invoice": query.invoice,
        "state": None if query.state is None else ReminderState(query.state),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: reminders.page(reader, page))
    return list_answer(door, asked, found, _view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    reminder_id = read_id(asked.names, "reminder_unknown", "reminder")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: reminders.demand(reader, reminder_id)
    )
    return json_answer(_view(found))


async def waive(door: Door, asked: Asked[WaiveWish, Nothing]) -> Answer:
    reminder_id = read_id(asked.names, "reminder_unknown", "reminder")
    return await once(
        door,
        asked,
        lambda then: waive_reminder(
            door.parts, asked.caller.tenant, reminder_id, asked.body.reason, then, by=asked.by
        ),
        lambda made: json_answer(_view(made)),
    )


def _reminded(told: Reminded) -> RemindedView:
    return RemindedView(
        letters=[
            LetterView(
                account_id=str(one.account_id),
                level=one.level,
                currency=one.total.currency.code,
                items=_items(one),
                fee=str(one.fee),
                interest=str(one.interest),
                total=str(one.total),
            )
            for one in told.letters
        ],
        holds=[
            ReminderHoldView(
                code=one.code,
                account_id=str(one.account_id),
                invoices=list(one.invoices),
                text=one.text,
                hint=one.hint,
            )
            for one in told.holds
        ],
        sent=[str(one) for one in told.sent],
    )


def _items(letter: Letter) -> list[ReminderItemView]:
    return [
        ReminderItemView(
            invoice_id=str(one.invoice_id),
            number=one.number,
            due_on=one.due_on.isoformat(),
            days=one.days,
            level=one.level,
            open=str(one.open),
            fee=str(one.fee),
            interest=str(one.interest),
            base=None if one.base is None else str(one.base),
            parts=[
                InterestPartView(
                    first=part.first.isoformat(),
                    until=part.until.isoformat(),
                    days=(part.until - part.first).days,
                    percent=part.percent,
                    points=part.points,
                    source=part.source,
                )
                for part in one.parts
            ],
        )
        for one in letter.items
    ]


def _view(one: Reminder) -> ReminderView:
    letter = one.letter
    return ReminderView(
        id=str(one.id),
        account_id=str(letter.account_id),
        state=one.state.value,
        level=letter.level,
        currency=letter.total.currency.code,
        items=_items(letter),
        fee=str(letter.fee),
        interest=str(letter.interest),
        total=str(letter.total),
        made_on=one.made_on.isoformat(),
        made_at=one.made_at.rfc3339(),
        made_by=one.made_by,
        reason=one.reason,
        version=one.version,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/reminders",
        run,
        deed=WRITE,
        body=RemindWish,
        query=RemindQuery,
        about=About(
            summary="Remind of what is overdue, or say who would be",
            description="Each invoice whose next level has come, one letter for an account and currency. "
            "Again on the same day it does nothing. What is disputed or left out is told in `holds`.",
            answer=RemindedView,
            example='{"leave_out": []}',
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/reminders",
        list_reminders,
        deed=READ,
        body=Nothing,
        query=ReminderQuery,
        about=About(summary="Reminders that went out", answer=ReminderView, paged=True),
    ),
    route(
        "GET",
        "/api/v1/reminders/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One reminder", answer=ReminderView),
    ),
    route(
        "POST",
        "/api/v1/reminders/{id}/waive",
        waive,
        deed=WRITE,
        body=WaiveWish,
        query=Nothing,
        about=About(
            summary="Waive what a reminder cost",
            description="Its fee and interest are owed no more; the letter stays said and never changes. Who "
            "comes second is refused with 409 `nothing_to_waive`.",
            answer=ReminderView,
            example='{"reason": "The post was late"}',
            refuses=(409,),
        ),
    ),
)
