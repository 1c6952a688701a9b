"""Runs of invoices, and what each of them held back."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, delete, insert, select

from wattfleet.billing.run import OPEN, Hold, Run, RunState
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.invoices import invoice_holds, invoice_runs

_decode = msgspec.json.Decoder(Run).decode
_nets = msgspec.json.Decoder(dict[str, int]).decode
_TAKEN = conflict("run_exists", "This run is already there.")


class KeptHold(msgspec.Struct, frozen=True):
    """A hold with its id."""

    id: UUID
    hold: Hold


def add(writer: Writer, run: Run) -> None:
    writing.insert(writer, invoice_runs, _values(run), taken=_TAKEN)


def demand(reader: Reader, run_id: UUID) -> Run:
    """Raises: WattfleetError `run_unknown`."""
    statement = select(invoice_runs).where(
        invoice_runs.c.tenant_id == reader.tenant, invoice_runs.c.id == run_id
    )
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("run_unknown", "There is no such invoice run.")
    return _run(row)


def unfinished(reader: Reader) -> Run | None:
    """The run that is neither issued nor discarded; there is one at most."""
    found = _in_states(reader, OPEN)
    return found[0] if found else None


def working(reader: Reader) -> Run | None:
    """The run on which there is work to do now."""
    found = _in_states(reader, (RunState.PROPOSING, RunState.ISSUING))
    return found[0] if found else None


def change(writer: Writer, run: Run, expected: int) -> Run:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, invoice_runs, _values(run), expected, taken=_TAKEN)
    return demand(writer, run.id)


def page(reader: Reader, query: PageQuery) -> Page[Run]:
    return list_page(reader, _LISTING, query, _run)


def hold(writer: Writer, run_id: UUID, holds: Sequence[KeptHold]) -> None:
    """Add what is held back."""
    rows = [
        {
            "tenant_id": writer.tenant,
            "id": one.id,
            "run_id": run_id,
            "code": one.hold.code,
            "thing": one.hold.thing,
            "account_id": one.hold.account_id,
            "sessions": one.hold.sessions,
            "net": msgspec.json.encode(one.hold.nets).decode(),
            "text": one.hold.text,
            "hint": one.hold.hint,
        }
        for one in holds
    ]
    if rows:
        writer.connection.execute(insert(invoice_holds), rows)


def drop_holds(writer: Writer, run_id: UUID) -> None:
    writer.connection.execute(
        delete(invoice_holds).where(
            invoice_holds.c.tenant_id == writer.tenant, invoice_holds.c.run_id == run_id
        )
    )


def holds(reader: Reader, query: PageQuery) -> Page[KeptHold]:
    return list_page(reader, _HOLDS, query, _hold)


def _in_states(reader: Reader, states: Sequence[RunState]) -> list[Run]:
    statement = (
        select(invoice_runs)
        .where(invoice_runs.c.tenant_id == reader.tenant, invoice_runs.c.state.in_(states))
        .order_by(invoice_runs.c.id)
    )
    return [_run(row) for row in reader.connection.execute(statement).mappings()]


def _values(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "month": run.month,
        "state": run.state,
        "made_at": run.made_at,
        "body": msgspec.json.encode(run).decode(),
        "version": run.version,
    }


def _run(row: RowMapping) -> Run:
    return msgspec.structs.replace(_decode(row["body"]), version=row["version"])


def _hold(row: RowMapping) -> KeptHold:
    return KeptHold(
        row["id"],
        Hold(
            code=row["code"],
            thing=row["thing"],
            text=row["text"],
            hint=row["hint"],
            account_id=row["account_id"],
            sessions=row["sessions"],
            nets=_nets(row["net"]),
        ),
    )


_LISTING = Listing(
    select=select(invoice_runs),
    tenant=invoice_runs.c.tenant_id,
    id=invoice_runs.c.id,
    sorts={"id": invoice_runs.c.id, "month": invoice_runs.c.month},
    sort="id",
    descending=True,
    filters={
        "month": lambda value: invoice_runs.c.month == value,
        "state": lambda value: invoice_runs.c.state == value,
    },
)
_HOLDS = Listing(
    select=select(invoice_holds),
    tenant=invoice_holds.c.tenant_id,
    id=invoice_holds.c.id,
    sorts={"id": invoice_holds.c.id, "code": invoice_holds.c.code},
    sort="id",
    filters={
        "run": lambda value: invoice_holds.c.run_id == value,
        "code": lambda value: invoice_holds.c.code == value,
        "account": lambda value: invoice_holds.c.account_id == value,
    },
)
