"""Configuration keys (1.6) and variables (2.x) that we know by name: what kind of value they hold.

A 2.x variable is written here as `Component.Variable`, with an instance as `Component.Variable[Instance]`.
What a station reads back is compared in a normal form: it may answer in another spelling or order.
"""

from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final

import msgspec

LONGEST: Final = 128  # longer values overwrote neighbouring keys in the field (row 84)


class Kind(Enum):
    """How a value is read."""

    NUMBER = "number"
    SWITCH = "switch"
    LIST = "list"  # a set of words, in any order
    TEXT = "text"


class Told(msgspec.Struct, frozen=True):
    """What a station said of one key. `value` None = it knows the key and tells no value."""

    value: str | None
    readonly: bool = False


_NUMBERS = """
    ClockAlignedDataInterval ConnectionTimeOut HeartbeatInterval LocalListVersion MeterValueSampleInterval
    MinimumStatusDuration NumberOfConnectors ResetRetries TransactionMessageAttempts
    TransactionMessageRetryInterval WebSocketPingInterval MaxEnergyOnInvalidId BlinkRepeat LightIntensity
    AlignedDataCtrlr.Interval AlignedDataCtrlr.TxEndedInterval SampledDataCtrlr.TxUpdatedInterval
    SampledDataCtrlr.TxEndedInterval OCPPCommCtrlr.HeartbeatInterval OCPPCommCtrlr.OfflineThreshold
    OCPPCommCtrlr.MessageAttempts[TransactionEvent] OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]
    OCPPCommCtrlr.WebSocketPingInterval OCPPCommCtrlr.RetryBackOffWaitMinimum
    OCPPCommCtrlr.RetryBackOffRandomRange OCPPCommCtrlr.RetryBackOffRepeatTimes TxCtrlr.EVConnectionTimeOut
    TxCtrlr.MaxEnergyOnInvalidId
"""
_SWITCHES = """
    AllowOfflineTxForUnknownId AuthorizationCacheEnabled AuthorizeRemoteTxRequests LocalAuthListEnabled
    LocalAuthorizeOffline LocalPreAuthorize StopTransactionOnEVSideDisconnect StopTransactionOnInvalidId
    UnlockConnectorOnEVSideDisconnect AlignedDataCtrlr.Enabled AlignedDataCtrlr.SendDuringIdle
    SampledDataCtrlr.Enabled OCPPCommCtrlr.QueueAllMessages AuthCtrlr.OfflineTxForUnknownIdEnabled
    AuthCtrlr.LocalAuthorizeOffline AuthCtrlr.LocalPreAuthorize AuthCtrlr.AuthorizeRemoteStart
    AuthCacheCtrlr.Enabled LocalAuthListCtrlr.Enabled TxCtrlr.StopTxOnEVSideDisconnect
    TxCtrlr.StopTxOnInvalidId
"""
_LISTS = """
    MeterValuesAlignedData MeterValuesSampledData StopTxnAlignedData StopTxnSampledData
    SupportedFeatureProfiles AlignedDataCtrlr.Measurands AlignedDataCtrlr.TxEndedMeasurands
    SampledDataCtrlr.TxStartedMeasurands SampledDataCtrlr.TxUpdatedMeasurands
    SampledDataCtrlr.TxEndedMeasurands TxCtrlr.TxStartPoint TxCtrlr.TxStopPoint
"""

KNOWN: Final[dict[str, Kind]] = {
    name.casefold(): kind
    for kind, names in ((Kind.NUMBER, _NUMBERS), (Kind.SWITCH, _SWITCHES), (Kind.LIST, _LISTS))
    for name in names.split()
}
"""The standard names, folded. Source: OCPP 1.6 §9; OCPP 2.0.1 part 2, referenced components and variables."""


def kind_of(name: str) -> Kind:
    """What a key holds; one that we do not know holds text."""
    return KNOWN.get(name.casefold(), Kind.TEXT)


def normal(name: str, value: str) -> str:
    """The form in which two values of a key are compared.

    `60.0` → `60`, ` TRUE ` → `true`, `B, a` → `a,b`; what cannot be read stays as it is.
    """
    text = value.strip()
    match kind_of(name):
        case Kind.NUMBER:
            number = number_of(text)
            return text if number is None else f"{number.normalize():f}"
        case Kind.SWITCH:
            return {"1": "true", "0": "false", "yes": "true", "no": "false"}.get(
                text.casefold(), text.casefold()
            )
        case Kind.LIST:
            return ",".join(sorted(words_of(text)))
        case Kind.TEXT:
            return text


def is_same(name: str, one: str, other: str) -> bool:
    """Whether a value that was read back is the one that was written."""
    return normal(name, one) == normal(name, other)


def words_of(text: str) -> frozenset[str]:
    """The members of a list, folded; stations write them with blanks, in any case and any order."""
    return frozenset(word.strip().casefold() for word in text.split(",") if word.strip())


def number_of(text: str) -> Decimal | None:
    """A finite number, or None."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
