"""OCPP 2.1: what a station says, as events of the spine."""

from collections.abc import Mapping

from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.heard import Ear, Heard, Reader, understand
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.v2x import heard


def read(action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard:
    """What one CALL, or one SEND, says. Pure, and never raises."""
    return understand(READERS, action, payload, Ear(quirks, received_at))


KEPT = (
    "BatterySwap",
    "ClosePeriodicEventStream",
    "GetCertificateChainStatus",
    "NotifyDERAlarm",
    "NotifyDERStartStop",
    "NotifyPeriodicEventStream",
    "NotifyPriorityCharging",
    "NotifySettlement",
    "OpenPeriodicEventStream",
    "PullDynamicScheduleUpdate",
    "ReportDERControl",
    "VatNumberValidation",
)
"""What only 2.1 says; its meaning comes later. NotifyPeriodicEventStream is a SEND and gets no answer."""

READERS: Mapping[str, Reader | None] = {**dict.fromkeys(heard.KEPT + KEPT), **heard.READERS}
"""Everything that a 2.1 station may send."""
