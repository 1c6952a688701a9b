"""What a process holds in memory of one connected station; it advances only after a commit."""

from uuid import UUID

import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.versions import Version
from wattfleet.sessions.session import Session, SessionState, StationFacts
from wattfleet.stations.clock import StationClock
from wattfleet.stations.habits import Record, habits_of
from wattfleet.stations.site import Site
from wattfleet.stations.station import Connector, Station, plausible_power_w

RECENT_LIMIT = 8
"""Closed sessions that stay at hand for repeats; older ones are looked up in the database."""


class Laid(msgspec.Struct, frozen=True):
    """What a desk begins with: the station and its course as the database has them."""

    tenant: int
    station: Station
    site: Site
    version: Version
    records: tuple[Record, ...]
    opened_at: Instant
    connectors: list[Connector]
    sessions: list[Session]
    registers: dict[int, Energy]
    clock: StationClock = StationClock()


class Desk:
    """One live connection's memory. Only `record_frame` and `open_connection` write to it."""

    __slots__ = (
        "accepted",
        "clock",
        "connectors",
        "epoch",
        "facts",
        "goes_first",
        "heard_at",
        "opened_at",
        "quirks",
        "records",
        "registers",
        "sessions",
        "site",
        "station",
        "tenant",
        "version",
    )

    def __init__(self, laid: "Laid") -> None:
        station = laid.station
        self.tenant = laid.tenant
        self.station = station
        self.site = laid.site
        self.version: Version = laid.version
        self.epoch = station.epoch
        self.records = laid.records
        self.quirks = quirks_of(laid.records, station, laid.site, laid.opened_at)
        self.opened_at = laid.opened_at
        self.heard_at: Instant | None = None
        self.goes_first = False
        """Whether what is recorded now came by itself, and not from a queue that is being emptied."""
        self.clock = laid.clock
        self.accepted = laid.version == "1.6"  # it reconnects without a Boot (row 77)
        self.connectors = {(one.evse, one.connector): one for one in laid.connectors}
        self.sessions: dict[UUID, Session] = {}
        self.registers = dict(laid.registers)
        self.facts = facts_of(station, self.registers)
        for session in laid.sessions:
            self.take(session)

    def take(self, session: Session) -> None:
        """Hold a session as it stands in the database."""
        self.sessions[session.id] = session

    def forget_old(self) -> None:
        """Let go of closed sessions beyond the newest few."""
        closed = [one for one in self.sessions.values() if one.state is not SessionState.ACTIVE]
        closed.sort(key=lambda one: one.ended_at or one.started_at)
        for session in closed[:-RECENT_LIMIT]:
            del self.sessions[session.id]

    def renew(self, station: Station, site: Site) -> None:
        """The station's record or its site was changed by a person."""
        self.station = station
        self.site = site
        self.facts = facts_of(station, self.registers)
        self.quirks = quirks_of(self.records, station, site, self.heard_at or self.opened_at)


def quirks_of(records: tuple[Record, ...], station: Station, site: Site, at: Instant) -> Quirks:
    """How the frames of this make are to be read; where it tells local time, by the site's clock at `at`."""
    habits = habits_of(records, station.vendor, station.model, station.firmware)
    quirks = Quirks(
        energy_in_kwh=bool(habits.energy_in_kwh),
        naive_is_local=bool(habits.naive_is_local),
        no_cards=habits.no_cards,
    )
    return quirks.with_offset(site.zone.offset_us(at)) if quirks.naive_is_local else quirks


def facts_of(station: Station, registers: dict[int, Energy]) -> StationFacts:
    """What the fold of a session needs to know of its station."""
    watts, stated = plausible_power_w(station)
    return StationFacts(
        station_id=station.id,
        p_max_mw=watts * 1000,
        stated=stated,
        register_mode=station.register_mode.value,
        in_service_from=station.in_service_from,
        last_registers=dict(registers),
    )
