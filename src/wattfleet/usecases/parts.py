"""What every use case works with, handed in by the composition root."""

import msgspec

from wattfleet.bus.port import Bus
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.ids import Ids
from wattfleet.storage.database import Database
from wattfleet.storage.recording import Journal
from wattfleet.usecases.errands import Errands


class Parts(msgspec.Struct, frozen=True):
    """The keeping, time and chance of one process."""

    database: Database
    journal: Journal
    bus: Bus
    clock: Clock
    ids: Ids
    errands: Errands = msgspec.field(default_factory=Errands)
