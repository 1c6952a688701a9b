"""The rules of who pays, as they are kept."""

from uuid import UUID

from sqlalchemy import RowMapping, select

from wattfleet.fleet.payer import Payer
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.accounts import payers
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict("payer_exists", "This rule is already there.")
_USED = conflict("payer_in_use", "The rule is used.")


def add(writer: Writer, payer: Payer) -> None:
    """Raises: WattfleetError `payer_taken`."""
    _check_free(writer, payer)
    writing.insert(writer, payers, values_of(payer), taken=_TAKEN)


def demand(reader: Reader, payer_id: UUID) -> Payer:
    """Raises: WattfleetError `payer_unknown`."""
    found = writing.get(reader, payers, Payer, payer_id)
    if found is None:
        raise missing("payer_unknown", "There is no such rule.")
    return found


def every(reader: Reader) -> list[Payer]:
    rows = reader.connection.execute(select(payers).where(payers.c.tenant_id == reader.tenant))
    return [_payer(row) for row in rows.mappings()]


def page(reader: Reader, query: PageQuery) -> Page[Payer]:
    return list_page(reader, _LISTING, query, _payer)


def change(writer: Writer, payer: Payer, expected: int) -> Payer:
    """Raises: WattfleetError `version_conflict`, `payer_taken`."""
    _check_free(writer, payer)
    writing.change(writer, payers, values_of(payer), expected, taken=_TAKEN)
    return demand(writer, payer.id)


def remove(writer: Writer, payer_id: UUID) -> bool:
    return writing.remove(writer, payers, payer_id, used=_USED)


def _check_free(writer: Writer, payer: Payer) -> None:
    """One session is paid by one account: no two rules of a kind hold for a thing at once."""
    rows = writer.connection.execute(
        select(payers).where(
            payers.c.tenant_id == writer.tenant, payers.c.by == payer.by, payers.c.thing == payer.thing
        )
    )
    for row in rows.mappings():
        other = _payer(row)
        if other.id != payer.id and other.overlaps(payer):
            raise conflict(
                "payer_taken",
                f"The sessions of the {payer.by.value} “{payer.value}” are paid by another rule then.",
                hint=f"End the rule {other.id} of account {other.account_id} first.",
                field="value",
            )


def _payer(row: RowMapping) -> Payer:
    return loaded(Payer, row)


_LISTING = Listing(
    select=select(payers),
    tenant=payers.c.tenant_id,
    id=payers.c.id,
    sorts={"id": payers.c.id, "value": payers.c.value},
    sort="id",
    filters={
        "account": lambda value: payers.c.account_id == value,
        "by": lambda value: payers.c.by == value,
        "value": lambda value: payers.c.value == value,
    },
)
