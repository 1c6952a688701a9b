"""The three versions of OCPP that we speak, their actions, and who may send which."""

from functools import cache
from typing import Literal, assert_never

import msgspec

Version = Literal["1.6", "2.0.1", "2.1"]
VERSIONS: tuple[Version, ...] = ("1.6", "2.0.1", "2.1")

SUBPROTOCOLS: dict[str, Version] = {"ocpp1.6": "1.6", "ocpp2.0.1": "2.0.1", "ocpp2.1": "2.1"}

Actions = dict[str, tuple[type[msgspec.Struct], type[msgspec.Struct] | None]]

# What only a station starts; DataTransfer goes both ways, everything else starts with us.
# Source: OCPP 1.6 §4, security whitepaper edition 3 §5; OCPP 2.0.1 and 2.1 part 2, message directions.
_STATION_16 = frozenset(
    """Authorize BootNotification DiagnosticsStatusNotification FirmwareStatusNotification Heartbeat
    LogStatusNotification MeterValues SecurityEventNotification SignCertificate
    SignedFirmwareStatusNotification StartTransaction StatusNotification StopTransaction""".split()
)
_STATION_201 = frozenset(
    """Authorize BootNotification ClearedChargingLimit FirmwareStatusNotification Get15118EVCertificate
    GetCertificateStatus Heartbeat LogStatusNotification MeterValues NotifyChargingLimit
    NotifyCustomerInformation NotifyDisplayMessages NotifyEVChargingNeeds NotifyEVChargingSchedule NotifyEvent
    NotifyMonitoringReport
    NotifyReport PublishFirmwareStatusNotification ReportChargingProfiles ReservationStatusUpdate
    SecurityEventNotification SignCertificate StatusNotification TransactionEvent""".split()
)
_STATION_21 = _STATION_201 | frozenset(
    """BatterySwap ClosePeriodicEventStream GetCertificateChainStatus NotifyDERAlarm NotifyDERStartStop
    NotifyPeriodicEventStream NotifyPriorityCharging NotifySettlement OpenPeriodicEventStream
    PullDynamicScheduleUpdate ReportDERControl VatNumberValidation""".split()
)
_STATION: dict[Version, frozenset[str]] = {"1.6": _STATION_16, "2.0.1": _STATION_201, "2.1": _STATION_21}


@cache
def actions(version: Version) -> Actions:
    """Action → its request and response; a SEND has no response. A version is loaded when first asked for."""
    match version:
        case "1.6":
            from wattfleet.ocpp.v16 import messages as v16

            return v16.ACTIONS
        case "2.0.1":
            from wattfleet.ocpp.v201 import messages as v201

            return v201.ACTIONS
        case "2.1":
            from wattfleet.ocpp.v21 import messages as v21

            return v21.ACTIONS
        case _:
            assert_never(version)


def station_may_send(version: Version, action: str) -> bool:
    return action in _STATION[version] or action == "DataTransfer"


def from_station(version: Version) -> frozenset[str]:
    """Every action that a station may send."""
    return _STATION[version] | {"DataTransfer"}


def we_may_send(version: Version, action: str) -> bool:
    return action in actions(version) and action not in _STATION[version]
