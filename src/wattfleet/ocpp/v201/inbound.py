"""OCPP 2.0.1: what a station says, as events of the spine."""

from collections.abc import Mapping

from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.heard import Ear, Heard, Reader, understand
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.v2x import heard


def read(action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard:
    """What one CALL says. Pure, and never raises."""
    return understand(READERS, action, payload, Ear(quirks, received_at))


READERS: Mapping[str, Reader | None] = {**dict.fromkeys(heard.KEPT), **heard.READERS}
"""Every CALL that a 2.0.1 station may send."""
