"""What has a price and stands on no invoice yet: looked at by the thousand, never one by one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, bindparam, func, literal, select, text

from wattfleet.access.tokens import fold_uid
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import raw
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.invoices import billed_items, invoices
from wattfleet.storage.tables.revisions import revisions
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.tables.stations import sites, stations
from wattfleet.storage.tables.tokens import tokens
from wattfleet.storage.types import Moment, Truth
from wattfleet.tariffs.rating import Rating

AT_ONCE = 500
"""Ids in one statement."""

UNSOLD = ("not_sold", "written_off")
"""Why a session has no price and is settled all the same."""
NOT_FINAL = "not_final"
"""It may still change by itself: an inferred end, or a new price within a second."""

YES = literal(True, Truth())
_decode = msgspec.json.Decoder(Rating).decode


class Unbilled(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A session at its newest revision, with the rating of it, which no invoice has.

    `waits` says why it cannot be billed for good yet: "" = it can.
    """

    session_id: UUID
    rating_id: UUID
    revision: int
    station_id: UUID
    evse: int
    token: str
    driver: str
    vehicle: str
    started_at: Instant
    ended_at: Instant
    mwh: int
    currency: str
    minor: int
    waits: str


class Where(msgspec.Struct, frozen=True):
    """Where a station stands: its site's id, name, country and zone; and for whom it is."""

    identity: str
    site_id: UUID
    site: str
    country: str
    zone: str
    access: str = ""


class Card(msgspec.Struct, frozen=True):
    """What is known of a token."""

    group: str
    driver: str


_FACTS = (
    sessions.c.id,
    ratings.c.id,
    revisions.c.number,
    sessions.c.station_id,
    sessions.c.evse,
    sessions.c.token,
    revisions.c.driver,
    revisions.c.vehicle,
    sessions.c.started_at,
    sessions.c.ended_at,
    sessions.c.energy_mwh,
    ratings.c.currency,
    ratings.c.before_vat_minor,
    ratings.c.cost_reason,
    revisions.c.final_from,
    sessions.c.to_rate,
)
_WITH_SESSION = (sessions.c.tenant_id == ratings.c.tenant_id) & (sessions.c.id == ratings.c.session_id)
_WITH_REVISION = (
    (revisions.c.tenant_id == ratings.c.tenant_id)
    & (revisions.c.session_id == ratings.c.session_id)
    & (revisions.c.newest == YES)
)


def join_safely(reader: Reader) -> None:
    """For the rest of this transaction, where PostgreSQL has not looked at these tables yet, as in the minute
    after an import: it takes each for one row then, and would go through all of one for each of another."""
    if reader.on_postgres and reader.connection.exec_driver_sql(_NEVER_LOOKED_AT).scalar_one():
        reader.connection.exec_driver_sql("SET LOCAL enable_nestloop = off")


_NEVER_LOOKED_AT = (
    "SELECT bool_or(reltuples < 0) FROM pg_class"
    " WHERE oid IN ('ratings'::regclass, 'sessions'::regclass, 'revisions'::regclass)"
)


def unbilled(reader: Reader, until: Instant, now: Instant) -> Iterator[Unbilled]:
    """Sessions that ended before `until`, priced and not invoiced as they are priced now; oldest first.

    Read as they are taken: a month has hundreds of thousands.
    """
    if reader.on_postgres:
        statement = _to_bill(reader, until).order_by(sessions.c.id).execution_options(yield_per=AT_ONCE)
        for found in reader.connection.execute(statement):
            yield _unbilled(found, now)
    else:
        for row in _ON_SQLITE.stream(reader, until=until):
            yield _unbilled(row, now)


def newest_unbilled(reader: Reader, stations_: Sequence[UUID], now: Instant, most: int) -> list[Unbilled]:
    """The newest of some stations, newest first."""
    here = _to_bill(reader, now).where(sessions.c.station_id.in_(stations_))
    found = reader.connection.execute(here.order_by(sessions.c.id.desc()).limit(most))
    return [_unbilled(tuple(row), now) for row in found]


def _to_bill(reader: Reader, until: Instant) -> Select[Any]:
    return _select(on_postgres=reader.on_postgres, tenant=reader.tenant, until=until)


def _select(*, on_postgres: bool, tenant: Any, until: Any) -> Select[Any]:
    """The words of the partial index stand as they are: a planner compares words."""
    partial = "ratings.newest AND NOT ratings.billed AND ratings.amount_minor IS NOT NULL"
    if not on_postgres:
        partial = "ratings.newest = 1 AND ratings.billed = 0 AND ratings.amount_minor IS NOT NULL"
    return (
        select(*_FACTS)
        .select_from(ratings)
        .join(sessions, _WITH_SESSION)
        .join(revisions, _WITH_REVISION)
        .where(ratings.c.tenant_id == tenant, text(partial), sessions.c.ended_at < until)
    )


_ON_SQLITE = raw.Prepared(
    _select(on_postgres=False, tenant=bindparam("tenant"), until=bindparam("until", type_=Moment())).order_by(
        sessions.c.id
    )
)


def _unbilled(row: Sequence[Any], now: Instant) -> Unbilled:
    waits: str = row[13]
    if not waits and (row[15] or row[14] is None or row[14] > now):
        waits = NOT_FINAL
    return Unbilled(
        session_id=row[0],
        rating_id=row[1],
        revision=row[2],
        station_id=row[3],
        evse=row[4],
        token=row[5],
        driver=row[6],
        vehicle=row[7],
        started_at=row[8],
        ended_at=row[9],
        mwh=row[10].mwh,
        currency=row[11].code,
        minor=row[12] or 0,
        waits=waits,
    )


def standing_accounts(reader: Reader) -> dict[UUID, UUID]:
    """Sessions that were rated anew since they were invoiced, with the account that they stand on."""
    statement = (
        select(ratings.c.session_id, billed_items.c.account_id)
        .join(
            billed_items,
            (billed_items.c.tenant_id == ratings.c.tenant_id)
            & (billed_items.c.session_id == ratings.c.session_id)
            & (billed_items.c.standing == YES),
        )
        .where(ratings.c.tenant_id == reader.tenant, ratings.c.newest == YES, ratings.c.billed != YES)
    )
    return {row[0]: row[1] for row in reader.connection.execute(statement)}


def no_longer_sold(reader: Reader, until: Instant, now: Instant) -> list[Unbilled]:
    """Sessions that stand on an invoice, and have no price any more: not sold, or written off."""
    facts = [invoices.c.currency if one is ratings.c.currency else one for one in _FACTS]
    statement = (
        select(*facts)
        .select_from(ratings)
        .join(sessions, _WITH_SESSION)
        .join(revisions, _WITH_REVISION)
        .join(
            billed_items,
            (billed_items.c.tenant_id == ratings.c.tenant_id)
            & (billed_items.c.session_id == ratings.c.session_id)
            & (billed_items.c.standing == YES),
        )
        .join(
            invoices,
            (invoices.c.tenant_id == billed_items.c.tenant_id) & (invoices.c.id == billed_items.c.invoice_id),
        )
        .where(
            ratings.c.tenant_id == reader.tenant,
            ratings.c.newest == YES,
            ratings.c.billed != YES,
            ratings.c.cost_reason.in_(UNSOLD),
            sessions.c.to_rate != YES,
            sessions.c.ended_at < until,
        )
        .order_by(sessions.c.id)
    )
    return [_unbilled(tuple(row), now) for row in reader.connection.execute(statement)]


def ratings_of(reader: Reader, rating_ids: Sequence[UUID]) -> dict[UUID, Rating]:
    """Whole ratings by their ids; the short way, for a month has hundreds of thousands of them."""
    found: dict[UUID, Rating] = {}
    for part in parts_of(rating_ids):
        made = raw.Query(reader)
        own = f"tenant_id = {made.bind(reader.tenant)} AND id IN ({', '.join(map(made.bind, part))})"
        rows = raw.fetch(reader, f"SELECT id, body FROM ratings WHERE {own}", made.values)  # noqa: S608 - values are bound
        for rating_id, body in rows:
            key = rating_id if isinstance(rating_id, UUID) else UUID(bytes=rating_id)
            found[key] = _decode(body)
    return found


def places(reader: Reader) -> dict[UUID, Where]:
    """Every station's place, those that were taken away too."""
    statement = (
        select(
            stations.c.id,
            stations.c.identity,
            sites.c.id,
            sites.c.name,
            sites.c.country,
            sites.c.zone,
            stations.c.access,
        )
        .join(sites, (sites.c.tenant_id == stations.c.tenant_id) & (sites.c.id == stations.c.site_id))
        .where(stations.c.tenant_id == reader.tenant)
    )
    return {
        row[0]: Where(row[1], row[2], row[3], row[4], row[5].name, row[6].value)
        for row in reader.connection.execute(statement)
    }


def cards(reader: Reader) -> dict[str, Card]:
    """Every token by its folded uid."""
    statement = select(tokens.c.uid, tokens.c.group, tokens.c.driver).where(
        tokens.c.tenant_id == reader.tenant
    )
    return {fold_uid(row[0]): Card(row[1], row[2]) for row in reader.connection.execute(statement)}


def waiting(reader: Reader, until: Instant, cost_reason: str) -> int:
    """How many ended sessions have no price for this reason."""
    statement = (
        select(func.count())
        .select_from(ratings)
        .join(
            sessions, (sessions.c.tenant_id == ratings.c.tenant_id) & (sessions.c.id == ratings.c.session_id)
        )
        .where(
            ratings.c.tenant_id == reader.tenant,
            ratings.c.newest == YES,
            ratings.c.cost_reason == cost_reason,
            sessions.c.ended_at < until,
        )
    )
    return int(reader.connection.execute(statement).scalar_one())


def parts_of(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    """Some hundred at a time."""
    every = list(ids)
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]
