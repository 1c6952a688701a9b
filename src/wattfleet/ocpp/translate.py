"""One door to the three versions: frames to the spine and back, by the version of the connection."""

from collections.abc import Mapping
from typing import Protocol

from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.heard import Heard
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.v16 import inbound as inbound_16
from wattfleet.ocpp.v21 import inbound as inbound_21
from wattfleet.ocpp.v201 import inbound as inbound_201
from wattfleet.ocpp.versions import Version


class _Read(Protocol):
    def __call__(self, action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard: ...


_READ: Mapping[Version, _Read] = {
    "1.6": inbound_16.read,
    "2.0.1": inbound_201.read,
    "2.1": inbound_21.read,
}


def read(version: Version, action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard:
    """What one CALL (or SEND) of a station says. Pure, and never raises."""
    return _READ[version](action, payload, quirks, received_at)
