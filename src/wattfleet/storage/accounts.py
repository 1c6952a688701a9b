"""Accounts as they are kept."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, or_, select

from wattfleet.fleet.account import Account
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import numbers, writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.accounts import accounts

_decode = msgspec.json.Decoder(Account).decode
_TAKEN = conflict("account_number_taken", "Another account has this number.", field="number")
_USED = conflict(
    "account_in_use",
    "The account pays for something, or was invoiced.",
    hint="End its rules and contracts; one that was ever invoiced stays, and can be put on hold.",
)


def add(writer: Writer, account: Account) -> None:
    """Raises: WattfleetError `account_number_taken`."""
    writing.insert(writer, accounts, _values(account), taken=_TAKEN)


def next_number(writer: Writer) -> str:
    """The next free number for an account that brings none."""
    while True:
        number = str(numbers.take(writer, "account", 0, 1) + 10_000)
        taken = select(accounts.c.id).where(
            accounts.c.tenant_id == writer.tenant, accounts.c.number == number
        )
        if writer.connection.execute(taken).first() is None:
            return number


def get(reader: Reader, account_id: UUID) -> Account | None:
    found = many(reader, [account_id])
    return found.get(account_id)


def demand(reader: Reader, account_id: UUID) -> Account:
    """Raises: WattfleetError `account_unknown`."""
    found = get(reader, account_id)
    if found is None:
        raise missing("account_unknown", "There is no such account.", field="account_id")
    return found


def many(reader: Reader, account_ids: Iterable[UUID]) -> dict[UUID, Account]:
    statement = select(accounts.c.body, accounts.c.version).where(
        accounts.c.tenant_id == reader.tenant, accounts.c.id.in_(list(account_ids))
    )
    return {one.id: one for one in map(_account, reader.connection.execute(statement).mappings())}


def every(reader: Reader) -> list[Account]:
    """All of them, by number."""
    statement = (
        select(accounts.c.body, accounts.c.version)
        .where(accounts.c.tenant_id == reader.tenant)
        .order_by(accounts.c.number)
    )
    return [_account(row) for row in reader.connection.execute(statement).mappings()]


def page(reader: Reader, query: PageQuery) -> Page[Account]:
    return list_page(reader, _LISTING, query, _account)


def change(writer: Writer, account: Account, expected: int) -> Account:
    """Raises: WattfleetError `version_conflict`, `account_number_taken`."""
    writing.change(writer, accounts, _values(account), expected, taken=_TAKEN)
    return demand(writer, account.id)


def remove(writer: Writer, account_id: UUID) -> bool:
    """Raises: WattfleetError `account_in_use`."""
    return writing.remove(writer, accounts, account_id, used=_USED)


def _values(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "number": account.number,
        "name": account.name,
        "kind": account.kind,
        "body": msgspec.json.encode(account).decode(),
        "version": account.version,
    }


def _account(row: RowMapping) -> Account:
    return msgspec.structs.replace(_decode(row["body"]), version=row["version"])


_LISTING = Listing(
    select=select(accounts),
    tenant=accounts.c.tenant_id,
    id=accounts.c.id,
    sorts={"id": accounts.c.id, "name": accounts.c.name, "number": accounts.c.number},
    sort="id",
    filters={
        "kind": lambda value: accounts.c.kind == value,
        "search": lambda value: or_(holds(accounts.c.name, value), accounts.c.number == value),
    },
)
