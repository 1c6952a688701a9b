"""Reports as they are kept, and the sessions that they are made of."""

from collections.abc import Iterator
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.access.tokens import fold_uid
from wattfleet.billing.report import Report, ReportWish
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.timeline import Instant, Span
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.reports import reports
from wattfleet.storage.tables.revisions import revisions
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.to_bill import YES

_decode = msgspec.json.Decoder(ReportWish).decode
_TAKEN = conflict("report_exists", "This report is already there.")


class Ended(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A session that has ended, with its newest price before VAT in minor units, where it has one."""

    id: UUID
    station_id: UUID
    token: str
    driver: str
    vehicle: str
    state: str
    started_at: Instant
    ended_at: Instant
    mwh: int
    currency: str
    sale: int
    vat: int


def add(writer: Writer, report: Report) -> None:
    writing.insert(writer, reports, _values(report), taken=_TAKEN)


def change(writer: Writer, report: Report, expected: int) -> Report:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, reports, _values(report), expected, taken=_TAKEN)
    return msgspec.structs.replace(report, version=expected + 1)


def demand(reader: Reader, report_id: UUID) -> Report:
    """Raises: WattfleetError `report_unknown`."""
    statement = select(reports).where(reports.c.tenant_id == reader.tenant, reports.c.id == report_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("report_unknown", "There is no such report.", hint="GET /api/v1/reports lists all.")
    return _report(row)


def remove(writer: Writer, report_id: UUID) -> None:
    writing.remove(writer, reports, report_id, used=_TAKEN)


def page(reader: Reader, query: PageQuery) -> Page[Report]:
    return list_page(reader, _LISTING, query, _report)


def due(reader: Reader, now: Instant, most: int = 10) -> list[Report]:
    """What is to be sent now, what waits longest first."""
    statement = (
        select(reports)
        .where(reports.c.tenant_id == reader.tenant, reports.c.next_at <= now)
        .order_by(reports.c.next_at, reports.c.id)
        .limit(most)
    )
    return [_report(row) for row in reader.connection.execute(statement).mappings()]


def ended_in(reader: Reader, span: Span, most: int) -> Iterator[Ended]:
    """Sessions that ended in a span, in the order of their end; at most so many."""
    newest = (
        (ratings.c.tenant_id == sessions.c.tenant_id)
        & (ratings.c.session_id == sessions.c.id)
        & (ratings.c.newest == YES)
    )
    told = (
        (revisions.c.tenant_id == sessions.c.tenant_id)
        & (revisions.c.session_id == sessions.c.id)
        & (revisions.c.newest == YES)
    )
    statement = (
        select(
            sessions.c.id,
            sessions.c.station_id,
            sessions.c.token,
            revisions.c.driver,
            revisions.c.vehicle,
            sessions.c.state,
            sessions.c.started_at,
            sessions.c.ended_at,
            sessions.c.energy_mwh,
            ratings.c.currency,
            ratings.c.before_vat_minor,
            ratings.c.vat_minor,
        )
        .select_from(sessions)
        .join(ratings, newest, isouter=True)
        .join(revisions, told, isouter=True)
        .where(
            sessions.c.tenant_id == reader.tenant,
            sessions.c.ended_at >= span.start,
            sessions.c.ended_at < span.end,
        )
        .order_by(sessions.c.ended_at, sessions.c.id)
        .limit(most)
    )
    for row in reader.connection.execute(statement):
        yield Ended(
            id=row[0],
            station_id=row[1],
            token=fold_uid(row[2]),
            driver=row[3] or "",
            vehicle=row[4] or "",
            state=row[5].value,
            started_at=row[6],
            ended_at=row[7],
            mwh=row[8].mwh,
            currency="" if row[9] is None else row[9].code,
            sale=row[10] or 0,
            vat=row[11] or 0,
        )


def _values(one: Report) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.wish.name,
        "body": msgspec.json.encode(one.wish).decode(),
        "next_at": one.next_at,
        "sent_at": one.sent_at,
        "problem": one.problem,
        "version": one.version,
    }


def _report(row: RowMapping) -> Report:
    return Report(
        id=row["id"],
        wish=_decode(row["body"]),
        next_at=row["next_at"],
        sent_at=row["sent_at"],
        problem=row["problem"],
        version=row["version"],
    )


_LISTING = Listing(
    select=select(reports),
    tenant=reports.c.tenant_id,
    id=reports.c.id,
    sorts={"id": reports.c.id, "name": reports.c.name},
    sort="id",
    filters={
        "search": lambda value: holds(reports.c.name, value),
    },
)
