"""What the sessions behind an invoice were, and on which invoices a session was billed."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import select

from wattfleet.billing.invoice import DocumentKind, InvoiceState
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.invoices import billed_items, invoices
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import stations
from wattfleet.storage.to_bill import parts_of


class BilledSession(msgspec.Struct, frozen=True):
    """A session as it stands now; `station` is the identity."""

    station: str
    started_at: Instant
    energy: Energy


class BilledOn(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice, correction or credit note with the session on it, and what it came to there before VAT.

    `stands` = this is what counts now; of all its documents at most one does.
    """

    invoice_id: UUID
    number: str
    kind: DocumentKind
    issued_on: str
    before_vat: Money
    stands: bool


def documents_of(reader: Reader, session_ids: Iterable[UUID]) -> dict[UUID, list[BilledOn]]:
    """Each session's issued documents, oldest first."""
    found: dict[UUID, list[BilledOn]] = {}
    for part in parts_of(session_ids):
        statement = (
            select(
                billed_items.c.session_id,
                invoices.c.id,
                invoices.c.number,
                invoices.c.kind,
                invoices.c.issued_on,
                billed_items.c.minor,
                invoices.c.currency,
                billed_items.c.standing,
            )
            .join(
                invoices,
                (invoices.c.tenant_id == billed_items.c.tenant_id)
                & (invoices.c.id == billed_items.c.invoice_id),
            )
            .where(
                billed_items.c.tenant_id == reader.tenant,
                billed_items.c.session_id.in_(part),
                invoices.c.state != InvoiceState.DRAFT,
            )
            .order_by(invoices.c.issued_on, billed_items.c.id)
        )
        for row in reader.connection.execute(statement):
            one = BilledOn(
                invoice_id=row[1],
                number=row[2],
                kind=row[3],
                issued_on=row[4],
                before_vat=Money(row[5], row[6]),
                stands=row[7],
            )
            found.setdefault(row[0], []).append(one)
    return found


def look(reader: Reader, session_ids: Iterable[UUID]) -> dict[UUID, BilledSession]:
    found: dict[UUID, BilledSession] = {}
    for part in parts_of(session_ids):
        statement = (
            select(sessions.c.id, stations.c.identity, sessions.c.started_at, sessions.c.energy_mwh)
            .join(
                stations,
                (stations.c.tenant_id == sessions.c.tenant_id) & (stations.c.id == sessions.c.station_id),
            )
            .where(sessions.c.tenant_id == reader.tenant, sessions.c.id.in_(part))
        )
        found |= {
            row[0]: BilledSession(row[1], row[2], row[3]) for row in reader.connection.execute(statement)
        }
    return found
