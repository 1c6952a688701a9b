"""OCPP 1.6 with the security whitepaper: each command of the spine as the CALL that asks for it.

An EVSE is a connector here: whichever number a command carries is taken. Absent is absent on the wire; where
1.6 demands a connector, 0 is the whole station.
"""

import re
from typing import assert_never

from wattfleet.commands import (
    Admitting,
    CancelReservation,
    ChangeAvailability,
    ChangeConfiguration,
    ChargingProfile,
    ClearCache,
    ClearChargingProfile,
    Configuring,
    DataTransfer,
    GetBaseReport,
    GetChargingProfiles,
    GetCompositeSchedule,
    GetConfiguration,
    GetDiagnostics,
    GetLocalListVersion,
    GetLog,
    GetTransactionStatus,
    GetVariables,
    Limiting,
    ListEntry,
    Maintaining,
    Operating,
    RemoteStart,
    RemoteStop,
    ReserveNow,
    Reset,
    SendLocalList,
    SetChargingProfile,
    SetVariables,
    StationCommand,
    TriggerMessage,
    UnlockConnector,
    UpdateFirmware,
)
from wattfleet.ocpp.asked import Call, Json, Numbers, Unsupported, calling, missing_part, moment, told
from wattfleet.ocpp.profiles import KINDS, PURPOSES_16, check_start, recurrency, schedule, word, wrong
from wattfleet.ocpp.words import EXTENDED_TRIGGERS_16, RESETS_16, TRIGGERS_16, list_status, own_word

HIGHEST_TX = 2**31 - 1
LOG_TYPES = {"diagnostics": "DiagnosticsLog", "security": "SecurityLog"}


def call(command: StationCommand, numbers: Numbers) -> Call | Unsupported:
    """The CALL of a command. Raises: WattfleetError (kind invalid) for what 1.6 could never accept."""
    if isinstance(command, Operating):
        return _operate(command, numbers)
    if isinstance(command, Configuring):
        return _configure(command)
    if isinstance(command, Limiting):
        return _limit(command, numbers)
    if isinstance(command, Admitting):
        return _admit(command, numbers)
    if isinstance(command, Maintaining):
        return _maintain(command, numbers)
    assert_never(command)


def _operate(command: Operating, numbers: Numbers) -> Call:
    match command:
        case RemoteStart():
            return _start(command, numbers)
        case RemoteStop():
            return calling("RemoteStopTransaction", transactionId=_transaction(command.transaction))
        case Reset():
            return calling("Reset", type=own_word(command.type, RESETS_16, "1.6", "type"))
        case UnlockConnector():
            return calling("UnlockConnector", connectorId=command.evse or command.connector)
        case ChangeAvailability():
            connector = _connector(command.connector, command.evse) or 0
            return calling("ChangeAvailability", connectorId=connector, type=command.type)
        case TriggerMessage():
            return _trigger(command)
        case DataTransfer():
            return calling(
                "DataTransfer", vendorId=command.vendor, messageId=command.message, data=command.text
            )
        case _:
            assert_never(command)


def _start(command: RemoteStart, numbers: Numbers) -> Call:
    """The profile travels inside the start, not in a message of its own. Source: OCPP 1.6 §5.16.2."""
    profile = None
    if command.profile is not None:
        check_start(command.profile)
        profile = _profile(command.profile, numbers)
    return calling(
        "RemoteStartTransaction",
        connectorId=_connector(command.connector, command.evse),
        idTag=command.token,
        chargingProfile=profile,
    )


def _trigger(command: TriggerMessage) -> Call:
    """The whitepaper's own words go by ExtendedTriggerMessage; all others by the plain one."""
    asked = command.requested_message
    own_word(asked, TRIGGERS_16 + EXTENDED_TRIGGERS_16, "1.6", "requested_message")
    return calling(
        "ExtendedTriggerMessage" if asked in EXTENDED_TRIGGERS_16 else "TriggerMessage",
        requestedMessage=asked,
        connectorId=_connector(command.connector, command.evse),
    )


def _configure(command: Configuring) -> Call | Unsupported:
    match command:
        case GetConfiguration():
            return calling("GetConfiguration", key=command.keys)
        case ChangeConfiguration():
            return calling("ChangeConfiguration", key=command.key, value=command.value)
        case GetVariables() | SetVariables() | GetBaseReport():
            return Unsupported(
                "OCPP 1.6 has keys, not variables: use get_configuration and change_configuration."
            )
        case _:
            assert_never(command)


def _limit(command: Limiting, numbers: Numbers) -> Call | Unsupported:
    match command:
        case SetChargingProfile():
            assert command.profile is not None, "a stored profile is fetched before it is sent"
            connector = _profile_connector(command.profile, _connector(command.connector, command.evse))
            profile = _profile(command.profile, numbers)
            return calling("SetChargingProfile", connectorId=connector, csChargingProfiles=profile)
        case ClearChargingProfile():
            purpose = None if command.purpose is None else word(command.purpose, PURPOSES_16, "purpose")
            return calling(
                "ClearChargingProfile",
                id=command.charging_profile,
                connectorId=_connector(command.connector, command.evse),
                chargingProfilePurpose=purpose,
                stackLevel=command.stack_level,
            )
        case GetCompositeSchedule():
            return calling(
                "GetCompositeSchedule",
                connectorId=_connector(command.connector, command.evse) or 0,
                duration=command.duration,
                chargingRateUnit=command.charging_rate_unit,
            )
        case GetChargingProfiles():
            return Unsupported("OCPP 1.6 cannot list profiles: use get_composite_schedule.")
        case _:
            assert_never(command)


def _admit(command: Admitting, numbers: Numbers) -> Call:
    match command:
        case GetLocalListVersion():
            return calling("GetLocalListVersion")
        case SendLocalList():
            entries = [_entry(one, command.update_type) for one in command.entries or ()]
            return calling(
                "SendLocalList",
                listVersion=command.list_version,
                localAuthorizationList=entries or None,
                updateType=command.update_type,
            )
        case ReserveNow():
            return calling(
                "ReserveNow",
                connectorId=_connector(command.connector, command.evse) or 0,
                expiryDate=moment(command.expires_at),
                idTag=command.token,
                parentIdTag=command.parent,
                reservationId=numbers.request if command.reservation is None else command.reservation,
            )
        case CancelReservation():
            return calling("CancelReservation", reservationId=command.reservation)
        case ClearCache():
            return calling("ClearCache")
        case _:
            assert_never(command)


def _entry(entry: ListEntry, update_type: str) -> dict[str, Json]:
    if entry.status is None:
        if update_type == "Full":
            raise missing_part(
                "entries.status",
                f"A full list says what each card may; “{entry.token}” has no status.",
                "Give a status, or send the list as Differential to remove the card.",
            )
        return told(idTag=entry.token)
    info = told(
        status=list_status(entry.status), expiryDate=moment(entry.expires_at), parentIdTag=entry.parent
    )
    return told(idTag=entry.token, idTagInfo=info)


def _maintain(command: Maintaining, numbers: Numbers) -> Call | Unsupported:
    match command:
        case GetDiagnostics():
            return calling(
                "GetDiagnostics",
                location=command.location,
                retries=command.retries,
                retryInterval=command.retry_interval,
                startTime=moment(command.start_time),
                stopTime=moment(command.stop_time),
            )
        case GetLog():
            log = told(
                remoteLocation=command.location,
                oldestTimestamp=moment(command.oldest),
                latestTimestamp=moment(command.latest),
            )
            return calling(
                "GetLog",
                log=log,
                logType=word(command.log_type, LOG_TYPES, "log_type"),
                requestId=numbers.request if command.request is None else command.request,
                retries=command.retries,
                retryInterval=command.retry_interval,
            )
        case UpdateFirmware():
            return _firmware(command, numbers)
        case GetTransactionStatus():
            return Unsupported("OCPP 1.6 cannot ask for a transaction's status.")
        case _:
            assert_never(command)


def _firmware(command: UpdateFirmware, numbers: Numbers) -> Call | Unsupported:
    """Signed firmware goes by the whitepaper's SignedUpdateFirmware, all other by the plain message."""
    if command.signing_certificate is None and command.signature is None:
        if command.install_at is not None:
            return Unsupported("OCPP 1.6 installs unsigned firmware at once: leave install_at out.")
        return calling(
            "UpdateFirmware",
            location=command.location,
            retrieveDate=moment(command.retrieve_at),
            retries=command.retries,
            retryInterval=command.retry_interval,
        )
    if command.signing_certificate is None or command.signature is None:
        raise missing_part(
            "signature",
            "Signed firmware needs its certificate and its signature.",
            "Give signing_certificate and signature, or neither.",
        )
    firmware = told(
        location=command.location,
        retrieveDateTime=moment(command.retrieve_at),
        installDateTime=moment(command.install_at),
        signingCertificate=command.signing_certificate,
        signature=command.signature,
    )
    return calling(
        "SignedUpdateFirmware",
        retries=command.retries,
        retryInterval=command.retry_interval,
        requestId=numbers.request if command.request is None else command.request,
        firmware=firmware,
    )


# ── parts ─────────────────────────────────────────────────────────────────────


def _connector(connector: int | None, evse: int | None) -> int | None:
    return evse if connector is None else connector


def _transaction(told_id: str | None) -> int:
    """A 1.6 transaction is a number that we gave."""
    number = int(told_id) if told_id and re.fullmatch("[0-9]{1,10}", told_id) else None
    if number is None or number > HIGHEST_TX:
        raise missing_part(
            "transaction",
            "A 1.6 station knows its transactions by the numbers that we gave them.",
            "Give the session, or the transaction's number.",
        )
    return number


def _profile_connector(profile: ChargingProfile, connector: int | None) -> int:
    """Source: OCPP 1.6 §3.13.1, errata: the station's own limit is set on connector 0, a TxProfile never."""
    if profile.purpose == "charge_point_max" and connector not in {None, 0}:
        raise wrong(
            "The station's own limit belongs to connector 0.", "Leave the connector out.", "connector"
        )
    if profile.purpose == "tx" and not connector:
        raise wrong(
            "A tx profile belongs to one connector.", "Give the transaction's connector.", "connector"
        )
    return connector or 0


def _profile(profile: ChargingProfile, numbers: Numbers) -> dict[str, Json]:
    return told(
        chargingProfileId=numbers.request if profile.id is None else profile.id,
        transactionId=None if profile.transaction is None else _transaction(profile.transaction),
        stackLevel=profile.stack_level,
        chargingProfilePurpose=word(profile.purpose, PURPOSES_16, "purpose"),
        chargingProfileKind=word(profile.kind, KINDS, "kind"),
        recurrencyKind=recurrency(profile),
        validFrom=moment(profile.valid_from),
        validTo=moment(profile.valid_to),
        chargingSchedule=schedule(profile),
    )
