"""What stations accepted and cleared of charging profiles, as deeds; what a car was left follows."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select

from wattfleet.commands import ClearChargingProfile, RemoteStart, SetChargingProfile
from wattfleet.kernel.timeline import Instant, Span
from wattfleet.power.commanded import Charge, Cleared, Deed, Given, held_back
from wattfleet.sessions.session import Session
from wattfleet.stations.orders import OrderState
from wattfleet.storage.database import Reader
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.orders import orders

MOST_DEEDS = 500
"""The newest of a station that are looked at: what is older has been replaced by then."""

_DEEDS = Prepared(
    select(orders.c.command, orders.c.request, orders.c.answered_at, orders.c.session_id)
    .where(
        orders.c.tenant_id == bindparam("tenant"),
        orders.c.station_id == bindparam("station"),
        orders.c.state == OrderState.ACCEPTED,
        orders.c.answered_at < bindparam("until"),
        or_(
            orders.c.command == "set_charging_profile",
            orders.c.command == "clear_charging_profile",
            orders.c.session_id == bindparam("session"),
        ),
    )
    .order_by(orders.c.answered_at.desc(), orders.c.id.desc())
    .limit(MOST_DEEDS)
)


def held(reader: Reader, session: Session, until: Instant) -> tuple[Span, ...]:
    """The stretches of a session, up to `until`, in which our profiles left its car too little to charge."""
    if until <= session.started_at:
        return ()
    deeds = reversed(list(_deeds(reader, session.station_id, session.id, until)))
    return held_back(deeds, Charge(session.evse, session.tx, Span(session.started_at, until)))


def _deeds(reader: Reader, station_id: UUID, session_id: UUID, until: Instant) -> Iterator[Deed]:
    for row in _DEEDS.rows(reader, station=station_id, session=session_id, until=until):
        match row["command"]:
            case "set_charging_profile":
                asked = msgspec.convert(_plain(row), SetChargingProfile)
                if asked.profile is not None:
                    evse = asked.connector if asked.evse is None else asked.evse
                    yield Given(at=row["answered_at"], evse=evse or 0, profile=asked.profile)
            case "clear_charging_profile":
                yield Cleared(at=row["answered_at"], by=msgspec.convert(_plain(row), ClearChargingProfile))
            case "remote_start" if row["session_id"] == session_id:
                start = msgspec.convert(_plain(row), RemoteStart)
                if start.profile is not None:
                    yield Given(at=row["answered_at"], evse=0, profile=start.profile, with_start=True)
            case _:
                pass


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    request: dict[str, Any] = row["request"]
    return request
