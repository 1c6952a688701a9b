"""OCPP 2.0.1 and 2.1: what a station says, as events of the spine. The two say these messages alike."""

from collections.abc import Mapping

from wattfleet.events import (
    Beat,
    Booted,
    ChargingState,
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
    TransactionWent,
    TransferReported,
    VariableTold,
)
from wattfleet.ocpp import plain
from wattfleet.ocpp.heard import Ear, Reader, joined, moment, moment_or_none, place, place_or_none
from wattfleet.ocpp.plain import Piece
from wattfleet.ocpp.sampled import readings

STATUSES = {status.value.replace("_", ""): status for status in ConnectorStatus}

CHARGING_STATES = {state.value.replace("_", ""): state for state in ChargingState}

TOKEN_KINDS = {
    "iso14443": "rfid",
    "iso15693": "rfid",
    "central": "app",
    "emaid": "emaid",
    "directpayment": "direct_payment",
    "macaddress": "mac",
    "noauthorization": "none",
    "local": "local",
}
"""Our words for the types of idToken; all others (KeyCode, and what 2.1 lets a station invent) are other."""


def _boot(piece: Piece, _: Ear) -> tuple[StationEvent, ...]:
    station = plain.within(piece, "chargingStation")
    modem = plain.within(station, "modem")
    return (
        Booted(
            vendor=plain.text(station, "vendorName"),
            model=plain.text(station, "model"),
            serial=plain.text(station, "serialNumber"),
            firmware=plain.text(station, "firmwareVersion"),
            iccid=plain.text(modem, "iccid"),
            imsi=plain.text(modem, "imsi"),
            reason=plain.snake(plain.text(piece, "reason", 64)),
        ),
    )


def _beat(_: Piece, __: Ear) -> tuple[StationEvent, ...]:
    return (Beat(),)


def _status(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    evse, doubts = place(piece, "evseId")
    connector, more = place(piece, "connectorId")
    at, flags = moment_or_none(piece, "timestamp", ear)
    word = plain.text(piece, "connectorStatus", 64).strip().lower()
    status = STATUSES.get(word, ConnectorStatus.UNKNOWN)
    return (StatusReported(evse, connector, status, at, flags=joined(doubts, more, flags)),)


def _authorize(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    # "none" would say that no token is needed; one that cannot be read must not say so.
    return (TokenShown(_token(piece, ear) or Token("", "other")),)


def _meter_values(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    evse, flags = place(piece, "evseId")
    return (Metered(evse, "", readings(plain.pieces(piece, "meterValue"), ear), flags),)


def _transaction(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    """TransactionEvent; one whose type cannot be read counts as an update, which neither opens nor ends."""
    kind = plain.text(piece, "eventType", 16).strip().lower()
    match kind:
        case "started":
            return (_began(piece, ear),)
        case "ended":
            return (_ended(piece, ear),)
        case _:
            return (_went(piece, ear, () if kind == "updated" else (Flag.MENDED,)),)


def _began(piece: Piece, ear: Ear) -> TransactionBegan:
    info = plain.within(piece, "transactionInfo")
    tx, tx_flags = _tx(info)
    at, time_flags = moment(piece, "timestamp", ear)
    evse, connector = _evse(piece)
    return TransactionBegan(
        tx,
        evse or 0,
        connector or 0,
        at,
        token=_token(piece, ear),
        readings=readings(plain.pieces(piece, "meterValue"), ear),
        sequence=_sequence(piece),
        offline=plain.yes(piece, "offline"),
        charging=_charging(info),
        remote_start=plain.number(info, "remoteStartId"),
        reservation=plain.counted(piece, "reservationId"),
        flags=joined(tx_flags, time_flags),
    )


def _went(piece: Piece, ear: Ear, doubts: tuple[Flag, ...]) -> TransactionWent:
    info = plain.within(piece, "transactionInfo")
    tx, tx_flags = _tx(info)
    at, time_flags = moment(piece, "timestamp", ear)
    evse, connector = _evse(piece)
    return TransactionWent(
        tx,
        at,
        evse,
        connector,
        token=_token(piece, ear),
        readings=readings(plain.pieces(piece, "meterValue"), ear),
        sequence=_sequence(piece),
        offline=plain.yes(piece, "offline"),
        charging=_charging(info),
        remote_start=plain.number(info, "remoteStartId"),
        trigger=plain.snake(plain.text(piece, "triggerReason", 64)),
        flags=joined(doubts, tx_flags, time_flags),
    )


def _ended(piece: Piece, ear: Ear) -> TransactionEnded:
    info = plain.within(piece, "transactionInfo")
    tx, tx_flags = _tx(info)
    at, time_flags = moment(piece, "timestamp", ear)
    evse, connector = _evse(piece)
    return TransactionEnded(
        tx,
        at,
        token=_token(piece, ear),
        readings=readings(plain.pieces(piece, "meterValue"), ear),
        # Source: OCPP 2.0.1 TransactionType.stoppedReason: left out only where it is Local.
        reason=plain.snake(plain.text(info, "stoppedReason", 64)) or "local",
        evse=evse,
        connector=connector,
        sequence=_sequence(piece),
        offline=plain.yes(piece, "offline"),
        charging=_charging(info),
        remote_start=plain.number(info, "remoteStartId"),
        flags=joined(tx_flags, time_flags),
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


def _report(piece: Piece, _: Ear) -> tuple[StationEvent, ...]:
    """NotifyReport: one event per attribute; a variable without attributes is told with an empty value."""
    told: list[StationEvent] = []
    for one in plain.pieces(piece, "reportData"):
        for attribute in plain.pieces(one, "variableAttribute") or [plain.NOTHING]:
            kind = plain.text(attribute, "type", 16)
            told.append(
                _variable(
                    one,
                    value=plain.text(attribute, "value", 2500),
                    mutability=plain.snake(plain.text(attribute, "mutability", 16)),
                    attribute="" if kind == "Actual" else kind,
                )
            )
    return tuple(told)


def _event(piece: Piece, ear: Ear) -> tuple[StationEvent, ...]:
    told: list[StationEvent] = []
    for one in plain.pieces(piece, "eventData"):
        at, _ = moment_or_none(one, "timestamp", ear)
        event = _variable(one, value=plain.text(one, "actualValue", 2500))
        told.append(
            VariableTold(
                component=event.component,
                variable=event.variable,
                value=event.value,
                evse=event.evse,
                instance=event.instance,
                at=at,
                severity=plain.number(one, "severity"),
                cleared=plain.yes(one, "cleared"),
                alert=plain.text(one, "trigger", 16).strip().lower() == "alerting",
                component_instance=event.component_instance,
                connector=event.connector,
            )
        )
    return tuple(told)


# ── parts ─────────────────────────────────────────────────────────────────────


def _variable(piece: Piece, *, value: str, mutability: str = "", attribute: str = "") -> VariableTold:
    component, variable = plain.within(piece, "component"), plain.within(piece, "variable")
    evse = plain.within(component, "evse")
    return VariableTold(
        component=plain.text(component, "name", 64),
        variable=plain.text(variable, "name", 64),
        value=value,
        evse=place_or_none(evse, "id"),
        instance=plain.text(variable, "instance", 64),
        mutability=mutability,
        component_instance=plain.text(component, "instance", 64),
        connector=place_or_none(evse, "connectorId"),
        attribute=attribute,
    )


def _token(piece: Piece, ear: Ear) -> Token | None:
    told = plain.within(piece, "idToken")
    if not told:
        return None
    uid = plain.text(told, "idToken")
    kind = TOKEN_KINDS.get(plain.text(told, "type", 32).strip().lower(), "other")
    if uid in ear.quirks.no_cards or (not uid.strip() and kind != "none"):
        return None
    return Token(uid, kind)


def _tx(info: Piece) -> tuple[str, tuple[Flag, ...]]:
    tx = plain.text(info, "transactionId")
    return (tx, ()) if tx.strip() else ("", (Flag.UNKNOWN_TX,))


def _evse(piece: Piece) -> tuple[int | None, int | None]:
    """Only the first event must tell it (row 22): None where it is not told."""
    evse = plain.within(piece, "evse")
    return place_or_none(evse, "id"), place_or_none(evse, "connectorId")


def _sequence(piece: Piece) -> int:
    number = plain.number(piece, "seqNo")
    return -1 if number is None or number < 0 else number


def _charging(info: Piece) -> ChargingState | None:
    return CHARGING_STATES.get(plain.text(info, "chargingState", 32).strip().lower())


READERS: Mapping[str, Reader] = {
    "Authorize": _authorize,
    "BootNotification": _boot,
    "DataTransfer": _data,
    "FirmwareStatusNotification": _transfer("firmware"),
    "Heartbeat": _beat,
    "LogStatusNotification": _transfer("log"),
    "MeterValues": _meter_values,
    "NotifyEvent": _event,
    "NotifyReport": _report,
    "SecurityEventNotification": _security,
    "StatusNotification": _status,
    "TransactionEvent": _transaction,
}
"""The CALLs that mean something now, in both versions."""

KEPT = (
    "ClearedChargingLimit",
    "Get15118EVCertificate",
    "GetCertificateStatus",
    "NotifyChargingLimit",
    "NotifyCustomerInformation",
    "NotifyDisplayMessages",
    "NotifyEVChargingNeeds",
    "NotifyEVChargingSchedule",
    "NotifyMonitoringReport",
    "PublishFirmwareStatusNotification",
    "ReportChargingProfiles",
    "ReservationStatusUpdate",
    "SignCertificate",
)
"""The CALLs whose meaning comes later, in both versions."""
