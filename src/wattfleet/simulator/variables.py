"""What can be configured on a pretend station: 1.6 keys and 2.x variables, with our name for each."""

from typing import Literal

import msgspec

Kind = Literal["string", "integer", "boolean", "MemberList", "SequenceList", "OptionList"]


class Variable(msgspec.Struct, frozen=True):
    """A setting: `name` on the wire (2.x: component, a point, variable), and how it may be used."""

    name: str
    value: str
    writable: bool = True
    kind: Kind = "string"


MEASURED = "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC"
ENERGY_ONLY = "Energy.Active.Import.Register"

V16 = (
    Variable("AllowOfflineTxForUnknownId", "true", True, "boolean"),
    Variable("AuthorizationCacheEnabled", "true", True, "boolean"),
    Variable("AuthorizeRemoteTxRequests", "false", True, "boolean"),
    Variable("ClockAlignedDataInterval", "0", True, "integer"),
    Variable("ConnectionTimeOut", "60", True, "integer"),
    Variable("ConnectorPhaseRotation", "0.RST,1.RST", True, "MemberList"),
    Variable("GetConfigurationMaxKeys", "50", False, "integer"),
    Variable("HeartbeatInterval", "300", True, "integer"),
    Variable("LocalAuthorizeOffline", "true", True, "boolean"),
    Variable("LocalPreAuthorize", "false", True, "boolean"),
    Variable("MeterValuesAlignedData", ENERGY_ONLY, True, "MemberList"),
    Variable("MeterValuesSampledData", MEASURED, True, "MemberList"),
    Variable("MeterValueSampleInterval", "900", True, "integer"),
    Variable("NumberOfConnectors", "1", False, "integer"),
    Variable("ResetRetries", "1", True, "integer"),
    Variable("StopTransactionOnEVSideDisconnect", "true", True, "boolean"),
    Variable("StopTransactionOnInvalidId", "true", True, "boolean"),
    Variable("StopTxnAlignedData", "", True, "MemberList"),
    Variable("StopTxnSampledData", ENERGY_ONLY, True, "MemberList"),
    Variable(
        "SupportedFeatureProfiles",
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger",
        False,
        "MemberList",
    ),
    Variable("TransactionMessageAttempts", "3", True, "integer"),
    Variable("TransactionMessageRetryInterval", "10", True, "integer"),
    Variable("UnlockConnectorOnEVSideDisconnect", "true", True, "boolean"),
    Variable("WebSocketPingInterval", "60", True, "integer"),
    Variable("LocalAuthListEnabled", "true", True, "boolean"),
    Variable("LocalAuthListMaxLength", "500", False, "integer"),
    Variable("SendLocalListMaxLength", "100", False, "integer"),
    Variable("ReserveConnectorZeroSupported", "true", False, "boolean"),
    Variable("ChargeProfileMaxStackLevel", "20", False, "integer"),
    Variable("ChargingScheduleAllowedChargingRateUnit", "Current,Power", False, "MemberList"),
    Variable("ChargingScheduleMaxPeriods", "48", False, "integer"),
    Variable("MaxChargingProfilesInstalled", "20", False, "integer"),
    Variable("SecurityProfile", "1", True, "integer"),
)

V2X = (
    Variable("AlignedDataCtrlr.Interval", "0", True, "integer"),
    Variable("AlignedDataCtrlr.Measurands", ENERGY_ONLY, True, "MemberList"),
    Variable("AlignedDataCtrlr.SendDuringIdle", "false", True, "boolean"),
    Variable("AlignedDataCtrlr.TxEndedInterval", "0", True, "integer"),
    Variable("AlignedDataCtrlr.TxEndedMeasurands", "", True, "MemberList"),
    Variable("AuthCacheCtrlr.Enabled", "true", True, "boolean"),
    Variable("AuthCtrlr.AuthorizeRemoteStart", "false", True, "boolean"),
    Variable("AuthCtrlr.LocalAuthorizeOffline", "true", True, "boolean"),
    Variable("AuthCtrlr.LocalPreAuthorize", "false", True, "boolean"),
    Variable("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true", True, "boolean"),
    Variable("ChargingStation.AvailabilityState", "Available", False, "OptionList"),
    Variable("ClockCtrlr.DateTime", "", False, "string"),
    Variable("ClockCtrlr.TimeSource", "Heartbeat", True, "SequenceList"),
    Variable("DeviceDataCtrlr.ItemsPerMessage", "50", False, "integer"),
    Variable("LocalAuthListCtrlr.Enabled", "true", True, "boolean"),
    Variable("LocalAuthListCtrlr.Entries", "0", False, "integer"),
    Variable("OCPPCommCtrlr.HeartbeatInterval", "300", True, "integer"),
    Variable("OCPPCommCtrlr.MessageAttempts", "3", True, "integer"),
    Variable("OCPPCommCtrlr.MessageAttemptInterval", "10", True, "integer"),
    Variable("OCPPCommCtrlr.MessageTimeout", "30", False, "integer"),
    Variable("OCPPCommCtrlr.OfflineThreshold", "300", True, "integer"),
    Variable("OCPPCommCtrlr.QueueAllMessages", "true", True, "boolean"),
    Variable("OCPPCommCtrlr.ResetRetries", "1", True, "integer"),
    Variable("OCPPCommCtrlr.RetryBackOffRepeatTimes", "3", True, "integer"),
    Variable("OCPPCommCtrlr.RetryBackOffRandomRange", "2", True, "integer"),
    Variable("OCPPCommCtrlr.RetryBackOffWaitMinimum", "2", True, "integer"),
    Variable("OCPPCommCtrlr.WebSocketPingInterval", "60", True, "integer"),
    Variable("SampledDataCtrlr.TxEndedInterval", "0", True, "integer"),
    Variable("SampledDataCtrlr.TxEndedMeasurands", ENERGY_ONLY, True, "MemberList"),
    Variable("SampledDataCtrlr.TxStartedMeasurands", ENERGY_ONLY, True, "MemberList"),
    Variable("SampledDataCtrlr.TxUpdatedInterval", "900", True, "integer"),
    Variable("SampledDataCtrlr.TxUpdatedMeasurands", MEASURED, True, "MemberList"),
    Variable("SecurityCtrlr.BasicAuthPassword", "", True, "string"),
    Variable("SecurityCtrlr.Identity", "", True, "string"),
    Variable("SecurityCtrlr.SecurityProfile", "1", False, "integer"),
    Variable("SmartChargingCtrlr.Enabled", "true", True, "boolean"),
    Variable("SmartChargingCtrlr.ProfileStackLevel", "20", False, "integer"),
    Variable("SmartChargingCtrlr.RateUnit", "A,W", False, "MemberList"),
    Variable("TxCtrlr.EVConnectionTimeOut", "60", True, "integer"),
    Variable("TxCtrlr.StopTxOnEVSideDisconnect", "true", True, "boolean"),
    Variable("TxCtrlr.StopTxOnInvalidId", "true", True, "boolean"),
    Variable("TxCtrlr.TxStartPoint", "Authorized,EVConnected", True, "MemberList"),
    Variable("TxCtrlr.TxStopPoint", "Authorized,EVConnected", True, "MemberList"),
)

_OURS = {
    "sample_s": ("MeterValueSampleInterval", "SampledDataCtrlr.TxUpdatedInterval"),
    "aligned_s": ("ClockAlignedDataInterval", "AlignedDataCtrlr.Interval"),
    "heartbeat_s": ("HeartbeatInterval", "OCPPCommCtrlr.HeartbeatInterval"),
    "attempts": ("TransactionMessageAttempts", "OCPPCommCtrlr.MessageAttempts"),
    "retry_s": ("TransactionMessageRetryInterval", "OCPPCommCtrlr.MessageAttemptInterval"),
    "connect_s": ("ConnectionTimeOut", "TxCtrlr.EVConnectionTimeOut"),
    "sampled": ("MeterValuesSampledData", "SampledDataCtrlr.TxUpdatedMeasurands"),
    "aligned": ("MeterValuesAlignedData", "AlignedDataCtrlr.Measurands"),
    "begun": ("StopTxnSampledData", "SampledDataCtrlr.TxStartedMeasurands"),
    "ended": ("StopTxnSampledData", "SampledDataCtrlr.TxEndedMeasurands"),
}


class Variables:
    """The settings of one station, by the names of its version."""

    def __init__(self, version: str, **ours: str) -> None:
        self._second = version != "1.6"
        self.kinds = {one.name: one for one in (V2X if self._second else V16)}
        self.values = {one.name: one.value for one in self.kinds.values()}
        for name, value in ours.items():
            self.values[self.wire_name(name)] = value

    def wire_name(self, ours: str) -> str:
        return _OURS[ours][self._second] if ours in _OURS else ours

    def number(self, ours: str) -> int:
        return int(self.values[self.wire_name(ours)])

    def measurands(self, ours: str) -> tuple[str, ...]:
        return tuple(one.strip() for one in self.values[self.wire_name(ours)].split(",") if one.strip())

    def write(self, name: str, value: str) -> Literal["Accepted", "Rejected", "Unknown"]:
        """Set a variable by its wire name, if it is there, writable, and of the right kind."""
        known = self.kinds.get(name)
        if known is None:
            return "Unknown"
        fits = value.isdigit() if known.kind == "integer" else value in {"true", "false"}
        if not known.writable or (known.kind in {"integer", "boolean"} and not fits):
            return "Rejected"
        self.values[name] = value
        return "Accepted"
