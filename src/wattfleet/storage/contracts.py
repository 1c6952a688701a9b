"""Contracts as they are kept."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.fleet.contract import Contract
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.accounts import contracts

_decode = msgspec.json.Decoder(Contract).decode
_TAKEN = conflict("contract_exists", "This contract is already there.")
_USED = conflict("contract_in_use", "The contract is used.")


def add(writer: Writer, contract: Contract) -> None:
    writing.insert(writer, contracts, _values(contract), taken=_TAKEN)


def demand(reader: Reader, contract_id: UUID) -> Contract:
    """Raises: WattfleetError `contract_unknown`."""
    statement = select(contracts).where(contracts.c.tenant_id == reader.tenant, contracts.c.id == contract_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("contract_unknown", "There is no such contract.")
    return _contract(row)


def page(reader: Reader, query: PageQuery) -> Page[Contract]:
    return list_page(reader, _LISTING, query, _contract)


def begun_by(reader: Reader, last: date) -> list[Contract]:
    """Those that begin on that day or before, in the order of their making."""
    statement = (
        select(contracts)
        .where(contracts.c.tenant_id == reader.tenant, contracts.c.valid_from <= last.isoformat())
        .order_by(contracts.c.id)
    )
    return [_contract(row) for row in reader.connection.execute(statement).mappings()]


def by_account(found: Iterable[Contract]) -> dict[UUID, list[Contract]]:
    out: dict[UUID, list[Contract]] = {}
    for one in found:
        out.setdefault(one.account_id, []).append(one)
    return out


def change(writer: Writer, contract: Contract, expected: int) -> Contract:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, contracts, _values(contract), expected, taken=_TAKEN)
    return demand(writer, contract.id)


def remove(writer: Writer, contract_id: UUID) -> bool:
    return writing.remove(writer, contracts, contract_id, used=_USED)


def _values(contract: Contract) -> dict[str, object]:
    until = contract.valid_until
    return {
        "id": contract.id,
        "account_id": contract.account_id,
        "name": contract.name,
        "currency": contract.currency,
        "valid_from": contract.valid_from.isoformat(),
        "valid_until": None if until is None else until.isoformat(),
        "body": msgspec.json.encode(contract).decode(),
        "version": contract.version,
    }


def _contract(row: RowMapping) -> Contract:
    return msgspec.structs.replace(_decode(row["body"]), version=row["version"])


_LISTING = Listing(
    select=select(contracts),
    tenant=contracts.c.tenant_id,
    id=contracts.c.id,
    sorts={"id": contracts.c.id, "name": contracts.c.name, "valid_from": contracts.c.valid_from},
    sort="id",
    filters={
        "account": lambda value: contracts.c.account_id == value,
        "search": lambda value: holds(contracts.c.name, value),
    },
)
