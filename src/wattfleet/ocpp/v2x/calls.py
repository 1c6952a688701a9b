"""OCPP 2.0.1 and 2.1: each command of the spine as the CALL that asks for it.

A connector number without an EVSE is taken for the EVSE, whose connector is then 1. EVSE 0, the whole
station, is left out where the version lets it be. What the two versions spell differently is a `Dialect`.
"""

from collections.abc import Mapping
from typing import assert_never

import msgspec

from wattfleet.commands import (
    Admitting,
    CancelReservation,
    ChangeAvailability,
    ChangeConfiguration,
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
    VariableName,
    VariableValue,
)
from wattfleet.ocpp.asked import Call, Json, Numbers, Unsupported, calling, missing_part, moment, told
from wattfleet.ocpp.profiles import check_start, word
from wattfleet.ocpp.v2x import profiles
from wattfleet.ocpp.words import list_status, own_word


class Dialect(msgspec.Struct, frozen=True):
    """Where 2.0.1 and 2.1 differ in what we send. `token_types` are the words for our kinds of token."""

    version: str
    resets: tuple[str, ...]
    triggers: tuple[str, ...]
    kinds: Mapping[str, str]
    purposes: Mapping[str, str]
    log_types: Mapping[str, str]
    token_types: Mapping[str, str]


ALL_SOURCES = ("EMS", "Other", "SO", "CSO")
"""At least one criterion must be given; this one leaves nothing out. Source: OCPP 2.0.1 K09.FR.03."""


def call(command: StationCommand, numbers: Numbers, dialect: Dialect) -> Call | Unsupported:
    """The CALL of a command. Raises: WattfleetError (kind invalid) for what 2.x could never accept."""
    if isinstance(command, Operating):
        return _operate(command, numbers, dialect)
    if isinstance(command, Configuring):
        return _configure(command, numbers)
    if isinstance(command, Limiting):
        return _limit(command, numbers, dialect)
    if isinstance(command, Admitting):
        return _admit(command, numbers, dialect)
    if isinstance(command, Maintaining):
        return _maintain(command, numbers, dialect)
    assert_never(command)


def _operate(command: Operating, numbers: Numbers, dialect: Dialect) -> Call:
    match command:
        case RemoteStart():
            return _start(command, numbers, dialect)
        case RemoteStop():
            if not command.transaction:
                raise missing_part(
                    "transaction", "A stop names its transaction.", "Give the session or the transaction."
                )
            return calling("RequestStopTransaction", transactionId=command.transaction)
        case Reset():
            kind = own_word(command.type, dialect.resets, dialect.version, "type")
            return calling("Reset", type=kind, evseId=command.evse or None)
        case UnlockConnector():
            evse, connector = (command.evse, command.connector) if command.evse else (command.connector, 1)
            return calling("UnlockConnector", evseId=evse, connectorId=connector)
        case ChangeAvailability():
            return calling(
                "ChangeAvailability",
                evse=_evse(command.evse, command.connector),
                operationalStatus=command.type,
            )
        case TriggerMessage():
            return _trigger(command, dialect)
        case DataTransfer():
            return calling(
                "DataTransfer", vendorId=command.vendor, messageId=command.message, data=command.text
            )
        case _:
            assert_never(command)


def _start(command: RemoteStart, numbers: Numbers, dialect: Dialect) -> Call:
    profile = None
    if command.profile is not None:
        check_start(command.profile)
        profile = profiles.written_profile(command.profile, numbers, dialect.purposes, dialect.kinds)
    return calling(
        "RequestStartTransaction",
        evseId=command.connector if command.evse is None else command.evse,
        idToken=_token(command.token, command.token_kind, dialect),
        remoteStartId=numbers.remote_start,
        chargingProfile=profile,
    )


def _trigger(command: TriggerMessage, dialect: Dialect) -> Call:
    asked = own_word(command.requested_message, dialect.triggers, dialect.version, "requested_message")
    evse = _evse(command.evse, command.connector)
    if evse is not None and asked == "StatusNotification":
        # Source: OCPP 2.0.1 F06.FR.12: a status is asked of a connector, never of an EVSE alone.
        evse = {"connectorId": 1, **evse}
    return calling("TriggerMessage", requestedMessage=asked, evse=evse)


def _configure(command: Configuring, numbers: Numbers) -> Call | Unsupported:
    match command:
        case GetVariables():
            return calling("GetVariables", getVariableData=[_variable(one) for one in command.variables])
        case SetVariables():
            return calling(
                "SetVariables",
                setVariableData=[
                    {**_variable(one), "attributeValue": one.value} for one in command.variables
                ],
            )
        case GetBaseReport():
            return calling("GetBaseReport", requestId=numbers.request, reportBase=command.base)
        case GetConfiguration() | ChangeConfiguration():
            return Unsupported("OCPP 2.x has variables, not keys: use get_variables and set_variables.")
        case _:
            assert_never(command)


def _limit(command: Limiting, numbers: Numbers, dialect: Dialect) -> Call | Unsupported:
    match command:
        case SetChargingProfile():
            assert command.profile is not None, "a stored profile is fetched before it is sent"
            evse = command.connector if command.evse is None else command.evse
            profiles.check_place(command.profile, evse)
            profile = profiles.written_profile(command.profile, numbers, dialect.purposes, dialect.kinds)
            return calling("SetChargingProfile", evseId=evse or 0, chargingProfile=profile)
        case ClearChargingProfile():
            return _clear(command, dialect)
        case GetChargingProfiles():
            return calling(
                "GetChargingProfiles",
                requestId=numbers.request,
                evseId=command.evse,
                chargingProfile=_purpose_and_level(command.purpose, command.stack_level, dialect)
                or {"chargingLimitSource": ALL_SOURCES},
            )
        case GetCompositeSchedule():
            evse = command.connector if command.evse is None else command.evse
            return calling(
                "GetCompositeSchedule",
                duration=command.duration,
                chargingRateUnit=command.charging_rate_unit,
                evseId=evse or 0,
            )
        case _:
            assert_never(command)


def _clear(command: ClearChargingProfile, dialect: Dialect) -> Call | Unsupported:
    criteria = _purpose_and_level(command.purpose, command.stack_level, dialect)
    evse = command.connector if command.evse is None else command.evse
    if evse is not None:
        criteria["evseId"] = evse
    if not criteria and command.charging_profile is None:
        return Unsupported(
            "OCPP 2.x clears by an id, or by at least one of evse, purpose and stack_level (K10.FR.02)."
        )
    return calling(
        "ClearChargingProfile",
        chargingProfileId=command.charging_profile,
        chargingProfileCriteria=criteria or None,
    )


def _purpose_and_level(purpose: str | None, level: int | None, dialect: Dialect) -> dict[str, Json]:
    spelled = None if purpose is None else word(purpose, dialect.purposes, "purpose")
    return told(chargingProfilePurpose=spelled, stackLevel=level)


def _admit(command: Admitting, numbers: Numbers, dialect: Dialect) -> Call:
    match command:
        case GetLocalListVersion():
            return calling("GetLocalListVersion")
        case SendLocalList():
            entries = [_entry(one, command.update_type, dialect) for one in command.entries or ()]
            return calling(
                "SendLocalList",
                localAuthorizationList=entries or None,
                versionNumber=command.list_version,
                updateType=command.update_type,
            )
        case ReserveNow():
            evse = command.connector if command.evse is None else command.evse
            return calling(
                "ReserveNow",
                id=numbers.request if command.reservation is None else command.reservation,
                expiryDateTime=moment(command.expires_at),
                idToken=_token(command.token, command.token_kind, dialect),
                evseId=evse or None,
                groupIdToken=_group(command.parent),
            )
        case CancelReservation():
            return calling("CancelReservation", reservationId=command.reservation)
        case ClearCache():
            return calling("ClearCache")
        case _:
            assert_never(command)


def _entry(entry: ListEntry, update_type: str, dialect: Dialect) -> dict[str, Json]:
    token = _token(entry.token, entry.kind, dialect)
    if entry.status is None:
        if update_type == "Full":
            raise missing_part(
                "entries.status",
                f"A full list says what each card may; “{entry.token}” has no status.",
                "Give a status, or send the list as Differential to remove the card.",
            )
        return told(idToken=token)
    info = told(
        status=list_status(entry.status),
        cacheExpiryDateTime=moment(entry.expires_at),
        groupIdToken=_group(entry.parent),
    )
    return told(idToken=token, idTokenInfo=info)


def _maintain(command: Maintaining, numbers: Numbers, dialect: Dialect) -> Call:
    match command:
        case GetDiagnostics():
            log = GetLog(
                command.location,
                oldest=command.start_time,
                latest=command.stop_time,
                retries=command.retries,
                retry_interval=command.retry_interval,
            )
            return _log(log, numbers, dialect)
        case GetLog():
            return _log(command, numbers, dialect)
        case UpdateFirmware():
            firmware = told(
                location=command.location,
                retrieveDateTime=moment(command.retrieve_at),
                installDateTime=moment(command.install_at),
                signingCertificate=command.signing_certificate,
                signature=command.signature,
            )
            return calling(
                "UpdateFirmware",
                retries=command.retries,
                retryInterval=command.retry_interval,
                requestId=numbers.request if command.request is None else command.request,
                firmware=firmware,
            )
        case GetTransactionStatus():
            return calling("GetTransactionStatus", transactionId=command.transaction)
        case _:
            assert_never(command)


def _log(command: GetLog, numbers: Numbers, dialect: Dialect) -> Call:
    log = told(
        remoteLocation=command.location,
        oldestTimestamp=moment(command.oldest),
        latestTimestamp=moment(command.latest),
    )
    return calling(
        "GetLog",
        log=log,
        logType=word(command.log_type, dialect.log_types, "log_type"),
        requestId=numbers.request if command.request is None else command.request,
        retries=command.retries,
        retryInterval=command.retry_interval,
    )


# ── parts ─────────────────────────────────────────────────────────────────────


def _token(uid: str, kind: str, dialect: Dialect) -> dict[str, Json]:
    return told(idToken=uid, type=word(kind, dialect.token_types, "token_kind"))


def _group(parent: str | None) -> dict[str, Json] | None:
    return None if parent is None else told(idToken=parent, type="Central")


def _evse(evse: int | None, connector: int | None) -> dict[str, Json] | None:
    """The evse object; None for the whole station."""
    if evse is None:
        return told(id=connector) if connector else None
    return told(id=evse, connectorId=connector) if evse else None


def _variable(named: VariableName | VariableValue) -> dict[str, Json]:
    evse = None if named.evse is None else told(id=named.evse, connectorId=named.connector)
    return told(
        attributeType=named.attribute,
        component=told(name=named.component, instance=named.component_instance, evse=evse),
        variable=told(name=named.variable, instance=named.variable_instance),
    )
