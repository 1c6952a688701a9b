"""The ledger as it is kept: entries are added in one statement and never touched again."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, func, insert, select

from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger.entry import Entry, Posting, is_balanced
from wattfleet.storage import choices
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.ledger import ledger_entries, ledger_postings
from wattfleet.storage.writing import TAKEN

LOCK = "ledger_lock"


class Balance(msgspec.Struct, frozen=True):
    """What a ledger account comes to: debit is positive."""

    account: str
    money: Money


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A posting with the entry that it is of."""

    id: UUID
    entry_id: UUID
    account: str
    money: Money
    booked_on: date
    at: Instant
    source: str
    source_id: UUID
    text: str
    session_id: UUID | None


def add(writer: Writer, entries: Sequence[Entry]) -> None:
    """Post them all, or none.

    Raises: WattfleetError `posted_already` for a key that is there, `period_locked`.
    """
    if not entries:
        return
    locked = locked_until(writer)
    for one in entries:
        assert is_balanced(one.postings), "what is posted balances"
        if locked is not None and one.booked_on <= locked:
            raise conflict(
                "period_locked",
                f"The books are closed up to {locked}; this would be booked on {one.booked_on}.",
                hint="Book it on a later day.",
            )
    try:
        writer.connection.execute(insert(ledger_entries), [_entry(writer.tenant, one) for one in entries])
    except TAKEN as error:
        raise conflict("posted_already", "This is in the ledger already.") from error
    postings = [row for one in entries for row in _postings(writer.tenant, one)]
    if postings:
        writer.connection.execute(insert(ledger_postings), postings)


def locked_until(reader: Reader) -> date | None:
    """The last day of the books that are closed."""
    body = choices.get(reader, LOCK)
    return None if body is None else date.fromisoformat(body.decode())


def lock(writer: Writer, until: date, at: Instant) -> None:
    choices.put(writer, LOCK, until.isoformat().encode(), at)


def balances(reader: Reader, *, on: date | None = None, account: str | None = None) -> list[Balance]:
    """What each ledger account comes to at the end of a day; `account` may end in `*`."""
    statement = (
        select(
            ledger_postings.c.account,
            ledger_postings.c.currency,
            func.sum(ledger_postings.c.minor).label("minor"),
        )
        .where(ledger_postings.c.tenant_id == reader.tenant)
        .group_by(ledger_postings.c.account, ledger_postings.c.currency)
        .order_by(ledger_postings.c.account, ledger_postings.c.currency)
    )
    if on is not None:
        statement = statement.where(ledger_postings.c.booked_on <= on.isoformat())
    if account is not None:
        statement = statement.where(_of_account(account))
    rows = reader.connection.execute(statement).mappings()
    return [Balance(row["account"], Money(int(row["minor"]), row["currency"])) for row in rows]


def of_sessions(reader: Reader, account: str, sessions: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """What is posted on a ledger account for each of these sessions, by currency."""
    statement = (
        select(
            ledger_postings.c.session_id,
            ledger_postings.c.currency,
            func.sum(ledger_postings.c.minor).label("minor"),
        )
        .where(
            ledger_postings.c.tenant_id == reader.tenant,
            ledger_postings.c.account == account,
            ledger_postings.c.session_id.in_(list(sessions)),
        )
        .group_by(ledger_postings.c.session_id, ledger_postings.c.currency)
    )
    out: dict[UUID, dict[str, int]] = {}
    for row in reader.connection.execute(statement).mappings():
        out.setdefault(row["session_id"], {})[row["currency"].code] = int(row["minor"])
    return out


def postings(reader: Reader, query: PageQuery) -> Page[Line]:
    """The postings of an account, of an entry, or of what they follow from; oldest first."""
    return list_page(reader, _LISTING, query, _line)


def get(reader: Reader, entry_id: UUID) -> Entry:
    """Raises: WattfleetError `entry_unknown`."""
    found = reader.connection.execute(
        select(ledger_entries).where(
            ledger_entries.c.tenant_id == reader.tenant, ledger_entries.c.id == entry_id
        )
    )
    row = found.mappings().first()
    if row is None:
        raise missing("entry_unknown", "There is no such entry.")
    kept = reader.connection.execute(
        select(ledger_postings)
        .where(ledger_postings.c.tenant_id == reader.tenant, ledger_postings.c.entry_id == entry_id)
        .order_by(ledger_postings.c.id)
    )
    return Entry(
        id=row["id"],
        key=row["key"],
        at=row["at"],
        booked_on=date.fromisoformat(row["booked_on"]),
        source=row["source"],
        source_id=row["source_id"],
        text=row["text"],
        postings=tuple(
            Posting(one["account"], Money(one["minor"], one["currency"]), one["session_id"])
            for one in kept.mappings()
        ),
    )


def unbalanced(reader: Reader, limit: int = 100) -> list[UUID]:
    """Entries that do not add up to nothing: there is never one."""
    statement = (
        select(ledger_postings.c.entry_id)
        .where(ledger_postings.c.tenant_id == reader.tenant)
        .group_by(ledger_postings.c.entry_id, ledger_postings.c.currency)
        .having(func.sum(ledger_postings.c.minor) != 0)
        .limit(limit)
    )
    return list(reader.connection.execute(statement).scalars())


def _entry(tenant: int, one: Entry) -> dict[str, object]:
    return {
        "tenant_id": tenant,
        "id": one.id,
        "key": one.key,
        "at": one.at,
        "booked_on": one.booked_on.isoformat(),
        "source": one.source,
        "source_id": one.source_id,
        "text": one.text,
    }


def _postings(tenant: int, one: Entry) -> Iterable[dict[str, object]]:
    for place, posting in enumerate(one.postings):
        yield {
            "tenant_id": tenant,
            "id": UUID(int=one.id.int + place),
            "entry_id": one.id,
            "account": posting.account,
            "currency": posting.money.currency,
            "minor": posting.money.minor,
            "booked_on": one.booked_on.isoformat(),
            "session_id": posting.session_id,
        }


def _of_account(name: str) -> ColumnElement[bool]:
    if name.endswith("*"):
        return ledger_postings.c.account.startswith(name[:-1], autoescape=True)
    return ledger_postings.c.account == name


def _line(row: RowMapping) -> Line:
    return Line(
        id=row["id"],
        entry_id=row["entry_id"],
        account=row["account"],
        money=Money(row["minor"], row["currency"]),
        booked_on=date.fromisoformat(row["booked_on"]),
        at=row["at"],
        source=row["source"].value,
        source_id=row["source_id"],
        text=row["text"],
        session_id=row["session_id"],
    )


_LISTING = Listing(
    select=select(
        ledger_postings,
        ledger_entries.c.at,
        ledger_entries.c.source,
        ledger_entries.c.source_id,
        ledger_entries.c.text,
    ).join(
        ledger_entries,
        (ledger_entries.c.tenant_id == ledger_postings.c.tenant_id)
        & (ledger_entries.c.id == ledger_postings.c.entry_id),
    ),
    tenant=ledger_postings.c.tenant_id,
    id=ledger_postings.c.id,
    sorts={"id": ledger_postings.c.id, "booked_on": ledger_postings.c.booked_on},
    sort="id",
    filters={
        "account": lambda value: ledger_postings.c.account == value,
        "entry": lambda value: ledger_postings.c.entry_id == value,
        "session": lambda value: ledger_postings.c.session_id == value,
        "source": lambda value: ledger_entries.c.source_id == value,
        "from": lambda value: ledger_postings.c.booked_on >= value,
        "to": lambda value: ledger_postings.c.booked_on <= value,
        "currency": lambda value: ledger_postings.c.currency == Currency(value),
    },
)
