"""Sums over a tenant's fleet, for gauges: no name of anything is in them."""

import msgspec
from sqlalchemy import Select, func, select

from wattfleet.sessions.session import SessionState
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.journal import outbox
from wattfleet.storage.tables.sessions import doubts, sessions
from wattfleet.storage.tables.stations import connectors


class Counts(msgspec.Struct, frozen=True):
    """How many there are: open sessions, those in review, doubts, plugs by state, news to tell."""

    open_sessions: int
    in_review: int
    open_doubts: int
    ports: dict[str, int]
    waiting_news: int


def count(reader: Reader) -> Counts:
    own = sessions.c.tenant_id == reader.tenant
    plugs = (
        select(connectors.c.status, func.count())
        .where(connectors.c.tenant_id == reader.tenant, connectors.c.evse > 0)
        .group_by(connectors.c.status)
    )
    return Counts(
        open_sessions=_number(
            reader, select(func.count()).where(own, sessions.c.state == SessionState.ACTIVE)
        ),
        in_review=_number(reader, select(func.count()).where(own, sessions.c.state == SessionState.REVIEW)),
        open_doubts=_number(
            reader,
            select(func.count()).where(doubts.c.tenant_id == reader.tenant, doubts.c.state == "open"),
        ),
        ports={row[0].value: row[1] for row in reader.connection.execute(plugs)},
        waiting_news=_number(reader, select(func.count()).where(outbox.c.tenant_id == reader.tenant)),
    )


def _number(reader: Reader, statement: Select[int]) -> int:
    return int(reader.connection.execute(statement).scalar_one())
