"""What every use case works with, handed in by the composition root."""

from typing import Protocol

import msgspec

from wattfleet.billing.measuring import MeasuringFacts, Tolerance
from wattfleet.bus.port import Bus
from wattfleet.clients.documents.making import OwnDocuments
from wattfleet.clients.documents.port import Documents
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.ids import Ids
from wattfleet.operations.health import Machine
from wattfleet.stations.habits import Record
from wattfleet.storage.database import Database
from wattfleet.storage.recording import Journal
from wattfleet.usecases.errands import Errands
from wattfleet.usecases.looking import Looking


class Looks(Protocol):
    """Who can say how the machine is."""

    def look(self) -> Machine: ...


class NoMachine:
    """Nothing is known of the machine: in tests and simulation."""

    def look(self) -> Machine:
        return Machine()


class Parts(msgspec.Struct, frozen=True):
    """The keeping, time and chance of one process; `machine` says how disk, clock and certificates are, and
    `habits` what is known of makes of stations, `measuring` what laws ask of measured values."""

    database: Database
    journal: Journal
    bus: Bus
    clock: Clock
    ids: Ids
    looking: Looking
    errands: Errands = msgspec.field(default_factory=Errands)
    machine: Looks = NoMachine()
    habits: tuple[Record, ...] = ()
    measuring: MeasuringFacts = MeasuringFacts(Tolerance(energy_wh=10, boundary_s=15))
    documents: Documents = msgspec.field(default_factory=OwnDocuments)
