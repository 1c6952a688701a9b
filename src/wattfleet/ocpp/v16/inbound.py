"""OCPP 1.6: what a station says, as events of the spine.

A connector n is EVSE n with one connector; connector 0 is the station (and its main meter). We give the
transaction ids, so an id that we can never have given names no transaction (rows 6–9).
"""

from collections.abc import Mapping

from wattfleet.events import (
    Beat,
    Booted,
    ConnectorStatus,
    DataSent,
    Flag,
    Metered,
    SecurityReported,
    StationEvent,
    StatusReported,
    Token,
    TokenShown,
    TransactionBegan,
    TransactionEnded,
    TransferReported,
)
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp import plain
from wattfleet.ocpp.heard import Ear, Heard, Reader, joined, moment, moment_or_none, place, understand
from wattfleet.ocpp.plain import Piece
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.sampled import read_milli, readings

HIGHEST_TX = 2**31 - 1

STATUSES = {status.value.replace("_", ""): status for status in ConnectorStatus}
"""The status words, folded: 1.6's own nine, and Occupied, which older stations still say."""


def read(action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard:
    """What one CALL says. Pure, and never raises."""
    return understand(READERS, action, payload, Ear(quirks, received_at))


def _boot(piece: Piece, _: Ear) -> tuple[StationEvent, ...]:
    return (
        Booted(
            vendor=plain.text(piece, "chargePointVendor"),
            model=plain.text(piece, "chargePointModel"),
            serial=plain.text(piece, "chargePointSerialNumber") or plain.text(piece, "chargeBoxSerialNumber"),
            firmware=plain.text(piece, "firmwareVersion"),
            iccid=plain.text(piece, "iccid"),
            imsi=plain.text(piece, "imsi"),
            meter_type=plain.text(piece, "meterType"),
            meter_serial=plain.text(piece, "meterSerialNumber"),
        ),
    )


def _beat(_: Piece, __: Ear) -> tuple[StationEvent, ...]:
    return (Beat(),)


def _status(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    evse, doubts = place(piece, "connectorId")
    at, flags = moment_or_none(piece, "timestamp", ear)
    error = plain.snake(plain.text(piece, "errorCode", 64))
    return (
        StatusReported(
            evse,
            1 if evse else 0,
            STATUSES.get(plain.text(piece, "status", 64).strip().lower(), ConnectorStatus.UNKNOWN),
            at,
            error="" if error == "no_error" else error,
            info=plain.text(piece, "info"),
            vendor_error=plain.text(piece, "vendorErrorCode"),
            flags=joined(doubts, flags),
        ),
    )


def _authorize(piece: Piece, _: Ear) -> tuple[StationEvent, ...]:
    return (TokenShown(Token(plain.text(piece, "idTag"))),)


def _start(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    evse, doubts = place(piece, "connectorId")
    at, time_flags = moment(piece, "timestamp", ear)
    register, register_flags = _register(piece, "meterStart")
    return (
        TransactionBegan(
            tx="",
            evse=evse,
            connector=1 if evse else 0,
            at=at,
            token=_token(piece, ear),
            register=register,
            reservation=plain.counted(piece, "reservationId"),
            flags=joined(doubts, time_flags, register_flags),
        ),
    )


def _meter_values(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    evse, doubts = place(piece, "connectorId")
    tx, tx_flags = ("", ()) if piece.get("transactionId") is None else _transaction(piece)
    flags = joined(doubts, tx_flags) if doubts or tx_flags else ()
    return (Metered(evse, tx, readings(plain.pieces(piece, "meterValue"), ear), flags),)


def _stop(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    tx, tx_flags = _transaction(piece)
    at, time_flags = moment(piece, "timestamp", ear)
    register, register_flags = _register(piece, "meterStop")
    return (
        TransactionEnded(
            tx,
            at,
            token=_token(piece, ear),
            register=register,
            readings=readings(plain.pieces(piece, "transactionData"), ear),
            # Source: OCPP 1.6 §4.10: a stop without a reason is the driver's own.
            reason=plain.snake(plain.text(piece, "reason", 64)) or "local",
            flags=joined(tx_flags, time_flags, register_flags),
        ),
    )


def _data(piece: Piece, _: Ear) -> tuple[StationEvent, ...]:
    text = plain.text(piece, "data", 4096) or plain.as_json(piece.get("data"), 4096)
    return (DataSent(plain.text(piece, "vendorId"), plain.text(piece, "messageId"), text),)


def _transfer(what: str) -> Reader:
    def reader(piece: Piece, _: Ear) -> tuple[StationEvent, ...]:
        status = plain.snake(plain.text(piece, "status", 64))
        return (TransferReported(what, status, plain.number(piece, "requestId")),)

    return reader


def _security(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    at, _ = moment_or_none(piece, "timestamp", ear)
    return (SecurityReported(plain.text(piece, "type", 64), at, plain.text(piece, "techInfo")),)


# ── parts ─────────────────────────────────────────────────────────────────────


def _token(piece: Piece, ear: Ear) -> Token | None:
    """The card, where there is one; a word of the firmware is none (row 93)."""
    uid = plain.text(piece, "idTag")
    return None if not uid.strip() or uid in ear.quirks.no_cards else Token(uid)


def _transaction(piece: Piece) -> tuple[str, tuple[Flag, ...]]:
    number = plain.whole(piece, "transactionId")
    if number is None or not 0 < number <= HIGHEST_TX:
        return "", (Flag.UNKNOWN_TX,)
    return str(number), ()


def _register(piece: Piece, key: str) -> tuple[Energy | None, tuple[Flag, ...]]:
    """A register in Wh. Null is not zero: nothing told is nothing known (field-faults §7, Alfen)."""
    told = plain.text(piece, key, 40)
    number = read_milli(told) if told else None
    if number is not None:
        return Energy(number[0]), ()
    return None, (Flag.MENDED,) if piece.get(key) is None else (Flag.MENDED, Flag.IMPLAUSIBLE_ENERGY)


READERS: Mapping[str, Reader | None] = {
    "Authorize": _authorize,
    "BootNotification": _boot,
    "DataTransfer": _data,
    "DiagnosticsStatusNotification": _transfer("diagnostics"),
    "FirmwareStatusNotification": _transfer("firmware"),
    "Heartbeat": _beat,
    "LogStatusNotification": _transfer("log"),
    "MeterValues": _meter_values,
    "SecurityEventNotification": _security,
    "SignCertificate": None,
    "SignedFirmwareStatusNotification": _transfer("firmware"),
    "StartTransaction": _start,
    "StatusNotification": _status,
    "StopTransaction": _stop,
}
"""Every CALL that a 1.6 station may send."""
