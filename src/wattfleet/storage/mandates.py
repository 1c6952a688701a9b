"""Mandates as they are kept."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.billing.mandate import Mandate, MandateState, redacted
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.mandates import mandates

_decode = msgspec.json.Decoder(Mandate).decode
_TAKEN = conflict("mandate_taken", "Another mandate has this reference.", field="reference")


def add(writer: Writer, one: Mandate) -> None:
    """Raises: WattfleetError `mandate_taken`."""
    writing.insert(writer, mandates, _values(one), taken=_TAKEN)


def demand(reader: Reader, mandate_id: UUID) -> Mandate:
    """Raises: WattfleetError `mandate_unknown`."""
    statement = select(mandates).where(mandates.c.tenant_id == reader.tenant, mandates.c.id == mandate_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("mandate_unknown", "There is no such mandate.")
    return _mandate(row)


def change(writer: Writer, one: Mandate) -> Mandate:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, mandates, _values(one), one.version, taken=_TAKEN)
    return demand(writer, one.id)


def page(reader: Reader, query: PageQuery) -> Page[Mandate]:
    return list_page(reader, _LISTING, query, _mandate)


def usable(reader: Reader, account_ids: Iterable[UUID]) -> dict[UUID, Mandate]:
    """The newest mandate of each account by which can be collected."""
    statement = (
        select(mandates)
        .where(
            mandates.c.tenant_id == reader.tenant,
            mandates.c.account_id.in_(list(account_ids)),
            mandates.c.state.in_([MandateState.ACTIVE, MandateState.ENDING]),
        )
        .order_by(mandates.c.id)
    )
    found = [_mandate(row) for row in reader.connection.execute(statement).mappings()]
    return {one.account_id: one for one in found}


def redact_old(writer: Writer, before: date, now: Instant, most: int) -> int:
    """Of those that were of no use since that day; how many there were."""
    statement = select(mandates).where(
        mandates.c.tenant_id == writer.tenant, mandates.c.redacted_at.is_(None)
    )
    rows = writer.connection.execute(statement.order_by(mandates.c.id)).mappings()
    old = [one for one in map(_mandate, rows) if one.used_on < before][:most]
    for one in old:
        change(writer, redacted(one, now))
    return len(old)


def _values(one: Mandate) -> dict[str, object]:
    return {
        "id": one.id,
        "account_id": one.account_id,
        "reference": one.reference,
        "state": one.state,
        "body": msgspec.json.encode(one).decode(),
        "redacted_at": one.redacted_at,
        "version": one.version,
    }


def _mandate(row: RowMapping) -> Mandate:
    return msgspec.structs.replace(_decode(row["body"]), version=row["version"])


_LISTING = Listing(
    select=select(mandates),
    tenant=mandates.c.tenant_id,
    id=mandates.c.id,
    sorts={"id": mandates.c.id, "reference": mandates.c.reference},
    sort="id",
    filters={
        "account": lambda value: mandates.c.account_id == value,
        "state": lambda value: mandates.c.state == value,
    },
)
