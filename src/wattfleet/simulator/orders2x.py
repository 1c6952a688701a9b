"""The commands of OCPP 2.0.1 and 2.1, obeyed: read by the types of 2.1, which hold those of 2.0.1."""

from decimal import Decimal
from typing import TypeVar

import msgspec

from wattfleet.kernel.timeline import SECOND_US, read_instant
from wattfleet.ocpp import shared
from wattfleet.ocpp.v21 import messages as v21
from wattfleet.simulator import orders, profiles
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.evse import Evse
from wattfleet.simulator.orders import Obey, Reply, either, reply
from wattfleet.simulator.profiles import Period, Profile
from wattfleet.simulator.said import Payload, Said
from wattfleet.simulator.station import Station
from wattfleet.simulator.variables import Variable

_S = TypeVar("_S")


def _read(payload: bytes, kind: type[_S]) -> _S:
    return msgspec.json.decode(payload, type=kind)


def request_start(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.RequestStartTransactionRequest)
    token = asked.id_token.id_token
    evse = orders.for_remote_start(station, asked.evse_id, token)
    if evse is None:
        return reply("Rejected")
    profile, kind = asked.charging_profile, asked.id_token.type

    def start() -> None:
        orders.remote_start(station, evse, token, asked.remote_start_id, kind)
        if profile is not None:
            orders.set_profile(station, _profile(profile, evse.plan.evse_id))

    return reply("Accepted", start)


def request_stop(station: Station, payload: bytes) -> Reply:
    evse = orders.with_transaction(station, _read(payload, v21.RequestStopTransactionRequest).transaction_id)
    if evse is None:
        return reply("Rejected")
    return reply("Accepted", lambda: station.end(evse, "Remote"))


def reset(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.ResetRequest)
    if asked.evse_id:
        return reply("Rejected")  # one EVSE alone cannot restart here
    if asked.type.value == "OnIdle" and any(one.running for one in station.evses):
        station.reset_when_idle = True
        return reply("Scheduled")
    return reply("Accepted", lambda: station.restart("HardReset", "RemoteReset"))


def unlock(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.UnlockConnectorRequest)
    evse = station.evse(asked.evse_id)
    if evse is None or asked.connector_id != evse.plan.connector:
        return reply("UnknownConnector")
    if evse.running is not None:
        return reply("OngoingAuthorizedTransaction")
    return reply(orders.unlock(station, asked.evse_id))


def availability(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.ChangeAvailabilityRequest)
    evse_id = asked.evse.id if asked.evse is not None else 0
    return reply(orders.availability(station, evse_id, asked.operational_status.value == "Operative"))


# ── variables ─────────────────────────────────────────────────────────────────


def get_variables(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.GetVariablesRequest)
    return Reply({"getVariableResult": [_got(station, one) for one in asked.get_variable_data]})


def _got(station: Station, asked: v21.GetVariableData) -> Payload:
    name = f"{asked.component.name}.{asked.variable.name}"
    out: Payload = {
        "attributeStatus": _known(station, asked.component.name, name),
        "component": _plain(asked.component),
        "variable": _plain(asked.variable),
    }
    if asked.attribute_type is not None:
        out["attributeType"] = asked.attribute_type.value
        if asked.attribute_type is not shared.AttributeEnum.ACTUAL and out["attributeStatus"] == "Accepted":
            out["attributeStatus"] = "NotSupportedAttributeType"
    if out["attributeStatus"] == "Accepted" and name == "SecurityCtrlr.BasicAuthPassword":
        out["attributeStatus"] = "Rejected"  # write only
    if out["attributeStatus"] == "Accepted":
        out["attributeValue"] = station.variables.values[name]
    return out


def _known(station: Station, component: str, name: str) -> str:
    if name in station.variables.kinds:
        return "Accepted"
    components = {one.partition(".")[0] for one in station.variables.kinds}
    return "UnknownVariable" if component in components else "UnknownComponent"


def set_variables(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.SetVariablesRequest)
    results: list[Payload] = []
    for one in asked.set_variable_data:
        name = f"{one.component.name}.{one.variable.name}"
        found = station.variables.write(name, one.attribute_value)
        result: Payload = {
            "attributeStatus": _known(station, one.component.name, name) if found == "Unknown" else found,
            "component": _plain(one.component),
            "variable": _plain(one.variable),
        }
        if one.attribute_type is not None:
            result["attributeType"] = one.attribute_type.value
        results.append(result)
    return Reply({"setVariableResult": results}, station.reconfigured)


def _plain(value: v21.Component | v21.Variable) -> Payload:
    return msgspec.json.decode(msgspec.json.encode(value), type=dict[str, object])


def base_report(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.GetBaseReportRequest)
    return reply("Accepted", lambda: _report(station, asked.request_id))


def _report(station: Station, request: int) -> None:
    """The whole inventory, 25 variables to a message."""
    kinds = list(station.variables.kinds.values())
    parts = [kinds[start : start + 25] for start in range(0, len(kinds), 25)]
    for number, part in enumerate(parts):
        payload: Payload = {
            "requestId": request,
            "generatedAt": station.post.stamp(station.now),
            "seqNo": number,
            "tbc": number + 1 < len(parts),
            "reportData": [_reported(station, one) for one in part],
        }
        station.say(Said(action="NotifyReport", payload=payload))


def _reported(station: Station, one: Variable) -> Payload:
    component, _, variable = one.name.partition(".")
    secret = variable == "BasicAuthPassword"
    attribute: Payload = {
        "mutability": "WriteOnly" if secret else "ReadWrite" if one.writable else "ReadOnly"
    }
    if not secret:
        attribute["value"] = station.variables.values[one.name]
    return {
        "component": {"name": component},
        "variable": {"name": variable},
        "variableAttribute": [attribute],
        "variableCharacteristics": {"dataType": one.kind, "supportsMonitoring": False},
    }


# ── messages on demand ────────────────────────────────────────────────────────


def trigger(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.TriggerMessageRequest)
    evse_id = asked.evse.id if asked.evse is not None else None
    evses = [one for one in station.evses if evse_id in (None, one.plan.evse_id)]
    if not evses:
        return reply("Rejected")
    match asked.requested_message.value:
        case "BootNotification":
            return reply("Accepted", station.boot)
        case "Heartbeat":
            return reply("Accepted", station.beat)
        case "StatusNotification":
            return reply("Accepted", lambda: _statuses(station, evses))
        case "MeterValues":
            return reply("Accepted", lambda: _samples(station, evses))
        case "TransactionEvent":
            running = [one for one in evses if one.running is not None]
            return either(bool(running), lambda: _samples(station, running))
        case ("FirmwareStatusNotification" | "LogStatusNotification") as action:
            said = Said(action=action, payload={"status": "Idle"})
            return reply("Accepted", lambda: station.say(said))
        case _:
            return reply("NotImplemented")


def _statuses(station: Station, evses: list[Evse]) -> None:
    for one in evses:
        station.tell_status(one.plan.evse_id, one.plan.connector, one.status)


def _samples(station: Station, evses: list[Evse]) -> None:
    for one in evses:
        station.sample(one, "Trigger", "sampled")


def transaction_status(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.GetTransactionStatusRequest).transaction_id
    waiting = station.post.mailbox.lasting > 0
    if asked is None:
        return Reply({"messagesInQueue": waiting})
    known: Charge | None = next((one for one in station.charges if one.transaction == asked), None)
    running = known is not None and known.ended_at is None
    return Reply({"ongoingIndicator": running, "messagesInQueue": waiting})


# ── profiles ──────────────────────────────────────────────────────────────────


def _profile(told: v21.ChargingProfile, evse_id: int) -> Profile:
    schedule, purpose = told.charging_schedule[0], told.charging_profile_purpose.value
    periods = tuple(
        Period(
            one.start_period, one.limit if one.limit is not None else Decimal(1_000_000), one.number_phases
        )
        for one in schedule.charging_schedule_period
    )
    return Profile(
        id=told.id,
        evse_id=evse_id,
        stack_level=told.stack_level,
        purpose=profiles.PURPOSES[purpose],
        wire_purpose=purpose,
        kind=told.charging_profile_kind.value,
        unit=schedule.charging_rate_unit.value,
        periods=periods,
        recurrency=told.recurrency_kind.value if told.recurrency_kind else "",
        valid_from=read_instant(told.valid_from) if told.valid_from else None,
        valid_to=read_instant(told.valid_to) if told.valid_to else None,
        start=read_instant(schedule.start_schedule) if schedule.start_schedule else None,
        duration_s=schedule.duration,
        transaction=told.transaction_id,
    )


def set_profile(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.SetChargingProfileRequest)
    told = asked.charging_profile
    if told.charging_profile_purpose.value not in profiles.PURPOSES:
        return reply("Rejected")
    taken = orders.set_profile(station, _profile(told, asked.evse_id))
    if taken:
        whole = msgspec.json.decode(payload, type=dict[str, dict[str, object] | int])["chargingProfile"]
        assert isinstance(whole, dict), "the schema says so"
        station.profiles_told[told.id] = whole
    return either(taken)


def clear_profile(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.ClearChargingProfileRequest)
    by = asked.charging_profile_criteria
    purpose = by.charging_profile_purpose.value if by and by.charging_profile_purpose else None
    evse_id, level = (by.evse_id, by.stack_level) if by else (None, None)
    found = orders.clear_profiles(station, asked.charging_profile_id, evse_id, purpose, level)
    return reply("Accepted" if found else "Unknown")


def get_profiles(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.GetChargingProfilesRequest)
    by = asked.charging_profile
    purpose = by.charging_profile_purpose.value if by.charging_profile_purpose else None
    found = [
        one
        for one in station.profiles
        if asked.evse_id in (None, one.evse_id)
        and purpose in (None, one.wire_purpose)
        and by.stack_level in (None, one.stack_level)
        and (by.charging_profile_id is None or one.id in by.charging_profile_id)
        and one.id in station.profiles_told
    ]
    if not found:
        return reply("NoProfiles")
    return reply("Accepted", lambda: _report_profiles(station, asked.request_id, found))


def _report_profiles(station: Station, request: int, found: list[Profile]) -> None:
    for number, one in enumerate(found, 1):
        payload: Payload = {
            "requestId": request,
            "chargingLimitSource": "CSO",
            "chargingProfile": [station.profiles_told[one.id]],
            "evseId": one.evse_id,
            "tbc": number < len(found),
        }
        station.say(Said(action="ReportChargingProfiles", payload=payload))


def composite(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.GetCompositeScheduleRequest)
    evse = station.evse(asked.evse_id or station.evses[0].plan.evse_id)
    if evse is None:
        return reply("Rejected")
    unit = asked.charging_rate_unit.value if asked.charging_rate_unit else "W"
    schedule: Payload = {
        "evseId": asked.evse_id,
        "duration": asked.duration,
        "scheduleStart": station.post.stamp(station.now),
        "chargingRateUnit": unit,
        "chargingSchedulePeriod": orders.schedule(station, evse, asked.duration, unit),
    }
    return Reply({"status": "Accepted", "schedule": schedule})


# ── cards, files, the rest ────────────────────────────────────────────────────


def list_version(station: Station, payload: bytes) -> Reply:
    return Reply({"versionNumber": station.local_list_version})


def send_list(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.SendLocalListRequest)
    full = asked.update_type.value == "Full"
    if not full and asked.version_number <= station.local_list_version:
        return reply("VersionMismatch")
    entries = {
        one.id_token.id_token: one.id_token_info.status.value if one.id_token_info else None
        for one in asked.local_authorization_list or ()
    }
    orders.write_list(station, asked.version_number, full, entries)
    station.variables.values["LocalAuthListCtrlr.Entries"] = str(len(station.local_list))
    return reply("Accepted")


def reserve(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.ReserveNowRequest)
    until = read_instant(asked.expiry_date_time) or station.now + 900 * SECOND_US
    return reply(orders.reserve(station, asked.evse_id or 0, asked.id_token.id_token, until, asked.id))


def cancel_reservation(station: Station, payload: bytes) -> Reply:
    return either(
        orders.cancel_reservation(station, _read(payload, v21.CancelReservationRequest).reservation_id)
    )


def clear_cache(station: Station, payload: bytes) -> Reply:
    station.cache.clear()
    return reply("Accepted")


def data_transfer(station: Station, payload: bytes) -> Reply:
    return reply("UnknownVendorId")


def get_log(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.GetLogRequest)
    progress = [
        Said(action="LogStatusNotification", payload={"status": word, "requestId": asked.request_id})
        for word in ("Uploading", "Uploaded")
    ]
    return Reply({"status": "Accepted", "filename": "station.log"}, lambda: orders.soon(station, *progress))


def update_firmware(station: Station, payload: bytes) -> Reply:
    asked = _read(payload, v21.UpdateFirmwareRequest)
    words = ("Downloading", "Downloaded", "Installing", "Installed")
    progress = [
        Said(action="FirmwareStatusNotification", payload={"status": word, "requestId": asked.request_id})
        for word in words
    ]
    return Reply({"status": "Accepted"}, lambda: orders.install(station, progress))


def refuse(station: Station, payload: bytes) -> Reply:
    return reply("Rejected")


ORDERS: dict[str, Obey] = {
    "CancelReservation": cancel_reservation,
    "ChangeAvailability": availability,
    "ClearCache": clear_cache,
    "ClearChargingProfile": clear_profile,
    "DataTransfer": data_transfer,
    "GetBaseReport": base_report,
    "GetChargingProfiles": get_profiles,
    "GetCompositeSchedule": composite,
    "GetLocalListVersion": list_version,
    "GetLog": get_log,
    "GetTransactionStatus": transaction_status,
    "GetVariables": get_variables,
    "RequestStartTransaction": request_start,
    "RequestStopTransaction": request_stop,
    "ReserveNow": reserve,
    "Reset": reset,
    "SendLocalList": send_list,
    "SetChargingProfile": set_profile,
    "SetNetworkProfile": refuse,
    "SetVariables": set_variables,
    "TriggerMessage": trigger,
    "UnlockConnector": unlock,
    "UpdateFirmware": update_firmware,
}
