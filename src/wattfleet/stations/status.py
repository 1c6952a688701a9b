"""Connectors as the console shows them: what the station said last, without its nervousness.

Connector 0 is the station itself and says nothing of its connectors; a status tells no end of a session, and
an alarm waits until the state has lasted (row 87).
"""

from typing import Final

from wattfleet.events import ChargingState, ConnectorStatus, StatusReported
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.stations.station import Connector

ALARM_US: Final = 2 * MINUTE_US

OF_THE_CAR: Final = {
    ChargingState.EV_CONNECTED: ConnectorStatus.PREPARING,
    ChargingState.CHARGING: ConnectorStatus.CHARGING,
    ChargingState.SUSPENDED_EV: ConnectorStatus.SUSPENDED_EV,
    ChargingState.SUSPENDED_EVSE: ConnectorStatus.SUSPENDED_EVSE,
    ChargingState.IDLE: ConnectorStatus.FINISHING,
}
"""What a plug shows while its car does that. The browser's table is generated from this one."""

VAGUE: Final = frozenset({ConnectorStatus.OCCUPIED, ConnectorStatus.AVAILABLE, ConnectorStatus.UNKNOWN})
"""What a car says more exactly than its plug."""


def reported(known: Connector | None, said: StatusReported, at: Instant) -> Connector:
    """The connector after a report. One that is older than what we know (a queue) changes nothing; the same
    state again keeps the moment at which it began."""
    if known is not None and at < known.since:
        return known
    same = known is not None and (known.status, known.error) == (said.status, said.error)
    return Connector(
        evse=said.evse,
        connector=said.connector,
        status=said.status,
        since=known.since if known is not None and same else at,
        error=said.error,
        info=said.info,
        vendor_error=said.vendor_error,
    )


def board(known: tuple[Connector, ...], said: StatusReported, at: Instant) -> tuple[Connector, ...]:
    """All connectors of a station after a report, in the order of their numbers."""
    place = (said.evse, said.connector)
    before = next((one for one in known if (one.evse, one.connector) == place), None)
    others = [one for one in known if one is not before]
    return tuple(sorted([*others, reported(before, said, at)], key=lambda one: (one.evse, one.connector)))


def shown(told: ConnectorStatus, car: ChargingState | None) -> ConnectorStatus:
    """What to show. `car` is what the open session's car is doing (None = no session): it is more exact than
    2.x's Occupied, and more to be believed than an Available while a car is plugged in."""
    if car is None:
        return told
    return OF_THE_CAR[car] if told in VAGUE else told


def is_alarm(connector: Connector, now: Instant) -> bool:
    """Whether somebody should know: out of order, and not only for a moment."""
    broken = connector.status in {ConnectorStatus.FAULTED, ConnectorStatus.UNAVAILABLE}
    return broken and now - connector.since >= ALARM_US
