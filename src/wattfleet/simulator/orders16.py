"""The commands of OCPP 1.6, obeyed."""

import msgspec

from wattfleet.kernel.timeline import SECOND_US, read_instant
from wattfleet.ocpp.v16 import messages as v16
from wattfleet.simulator import orders, profiles
from wattfleet.simulator.evse import Evse
from wattfleet.simulator.orders import Obey, Reply, either, reply
from wattfleet.simulator.profiles import Period, Profile
from wattfleet.simulator.said import Payload, Said
from wattfleet.simulator.station import Station


def remote_start(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.RemoteStartTransactionRequest)
    evse = orders.for_remote_start(station, asked.connector_id, asked.id_tag)
    if evse is None:
        return reply("Rejected")
    profile = asked.charging_profile

    def start() -> None:
        orders.remote_start(station, evse, asked.id_tag, None)
        if profile is not None:
            orders.set_profile(station, _profile(profile, evse.plan.evse_id))

    return reply("Accepted", start)


def remote_stop(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.RemoteStopTransactionRequest)
    evse = orders.with_transaction(station, str(asked.transaction_id))
    if evse is None:
        return reply("Rejected")
    return reply("Accepted", lambda: station.end(evse, "Remote"))


def reset(station: Station, payload: bytes) -> Reply:
    hard = msgspec.json.decode(payload, type=v16.ResetRequest).type is v16.ResetType.HARD
    return reply("Accepted", lambda: station.restart("HardReset" if hard else "SoftReset", "RemoteReset"))


def unlock(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.UnlockConnectorRequest)
    found = orders.unlock(station, asked.connector_id)
    return reply("NotSupported" if found == "Unknown" else found)


def availability(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.ChangeAvailabilityRequest)
    return reply(
        orders.availability(station, asked.connector_id, asked.type is v16.AvailabilityType.OPERATIVE)
    )


def get_configuration(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.GetConfigurationRequest)
    variables = station.variables
    names = list(asked.key) if asked.key else list(variables.kinds)
    known: list[Payload] = [
        {"key": name, "readonly": not variables.kinds[name].writable, "value": variables.values[name]}
        for name in names
        if name in variables.kinds
    ]
    answer: Payload = {"configurationKey": known}
    unknown = [name for name in names if name not in variables.kinds]
    if unknown:
        answer["unknownKey"] = unknown
    return Reply(answer)


def change_configuration(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.ChangeConfigurationRequest)
    found = station.variables.write(asked.key, asked.value)
    values = station.variables.values
    if found == "Accepted":
        station.post.having(
            lambda one: one.written is not None and one.written(values, asked.key, asked.value)
        )
    return reply("NotSupported" if found == "Unknown" else found, station.reconfigured)


def trigger(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.TriggerMessageRequest)
    return _triggered(station, asked.requested_message.value, asked.connector_id)


def extended_trigger(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.ExtendedTriggerMessageRequest)
    return _triggered(station, asked.requested_message.value, asked.connector_id)


def _triggered(station: Station, message: str, connector: int | None) -> Reply:
    evses = [one for one in station.evses if connector in (None, 0, one.plan.evse_id)]
    if not evses:
        return reply("Rejected")
    match message:
        case "BootNotification":
            return reply("Accepted", station.boot)
        case "Heartbeat":
            return reply("Accepted", station.beat)
        case "StatusNotification":
            return reply("Accepted", lambda: _statuses(station, evses))
        case "MeterValues":
            return reply("Accepted", lambda: _samples(station, evses))
        case "FirmwareStatusNotification" | "DiagnosticsStatusNotification" | "LogStatusNotification":
            said = Said(action=message, payload={"status": "Idle"})
            return reply("Accepted", lambda: station.say(said))
        case _:
            return reply("NotImplemented")


def _statuses(station: Station, evses: list[Evse]) -> None:
    for one in evses:
        station.tell_status(one.plan.evse_id, one.plan.connector, one.status)


def _samples(station: Station, evses: list[Evse]) -> None:
    for one in evses:
        station.sample(one, "Trigger", "sampled")


# ── profiles ──────────────────────────────────────────────────────────────────


def _profile(told: v16.ChargingProfile, evse_id: int) -> Profile:
    schedule, purpose = told.charging_schedule, told.charging_profile_purpose.value
    return Profile(
        id=told.charging_profile_id,
        evse_id=evse_id,
        stack_level=told.stack_level,
        purpose=profiles.PURPOSES[purpose],
        wire_purpose=purpose,
        kind=told.charging_profile_kind.value,
        unit=schedule.charging_rate_unit.value,
        periods=tuple(
            Period(one.start_period, one.limit, one.number_phases)
            for one in schedule.charging_schedule_period
        ),
        recurrency=told.recurrency_kind.value if told.recurrency_kind else "",
        valid_from=read_instant(told.valid_from) if told.valid_from else None,
        valid_to=read_instant(told.valid_to) if told.valid_to else None,
        start=read_instant(schedule.start_schedule) if schedule.start_schedule else None,
        duration_s=schedule.duration,
        transaction=str(told.transaction_id) if told.transaction_id is not None else None,
    )


def set_profile(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.SetChargingProfileRequest)
    return either(orders.set_profile(station, _profile(asked.cs_charging_profiles, asked.connector_id)))


def clear_profile(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.ClearChargingProfileRequest)
    purpose = asked.charging_profile_purpose.value if asked.charging_profile_purpose else None
    found = orders.clear_profiles(station, asked.id, asked.connector_id, purpose, asked.stack_level)
    return reply("Accepted" if found else "Unknown")


def composite(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.GetCompositeScheduleRequest)
    evse = station.evse(asked.connector_id or station.evses[0].plan.evse_id)
    if evse is None:
        return reply("Rejected")
    unit = asked.charging_rate_unit.value if asked.charging_rate_unit else "W"
    return Reply(
        {
            "status": "Accepted",
            "connectorId": asked.connector_id,
            "scheduleStart": station.post.stamp(station.now),
            "chargingSchedule": {
                "duration": asked.duration,
                "chargingRateUnit": unit,
                "chargingSchedulePeriod": orders.schedule(station, evse, asked.duration, unit),
            },
        }
    )


# ── cards, files, the rest ────────────────────────────────────────────────────


def list_version(station: Station, payload: bytes) -> Reply:
    return Reply({"listVersion": station.local_list_version})


def send_list(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.SendLocalListRequest)
    full = asked.update_type is v16.UpdateType.FULL
    if not full and asked.list_version <= station.local_list_version:
        return reply("VersionMismatch")
    entries = {
        one.id_tag: one.id_tag_info.status.value if one.id_tag_info else None
        for one in asked.local_authorization_list or ()
    }
    orders.write_list(station, asked.list_version, full, entries)
    return reply("Accepted")


def reserve(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.ReserveNowRequest)
    until = read_instant(asked.expiry_date) or station.now + 900 * SECOND_US
    return reply(orders.reserve(station, asked.connector_id, asked.id_tag, until, asked.reservation_id))


def cancel_reservation(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.CancelReservationRequest)
    return either(orders.cancel_reservation(station, asked.reservation_id))


def clear_cache(station: Station, payload: bytes) -> Reply:
    station.cache.clear()
    return reply("Accepted")


def data_transfer(station: Station, payload: bytes) -> Reply:
    return reply("UnknownVendorId")


def diagnostics(station: Station, payload: bytes) -> Reply:
    name = "DiagnosticsStatusNotification"
    progress = [Said(action=name, payload={"status": word}) for word in ("Uploading", "Uploaded")]
    return Reply({"fileName": "diagnostics.log"}, lambda: orders.soon(station, *progress))


def get_log(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.GetLogRequest)
    progress = [
        Said(action="LogStatusNotification", payload={"status": word, "requestId": asked.request_id})
        for word in ("Uploading", "Uploaded")
    ]
    return Reply({"status": "Accepted", "filename": "station.log"}, lambda: orders.soon(station, *progress))


def update_firmware(station: Station, payload: bytes) -> Reply:
    name = "FirmwareStatusNotification"
    words = ("Downloading", "Downloaded", "Installing", "Installed")
    progress = [Said(action=name, payload={"status": word}) for word in words]
    return Reply({}, lambda: orders.install(station, progress))


def signed_update(station: Station, payload: bytes) -> Reply:
    asked = msgspec.json.decode(payload, type=v16.SignedUpdateFirmwareRequest)
    words = ("Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed")
    progress = [
        Said(
            action="SignedFirmwareStatusNotification",
            payload={"status": word, "requestId": asked.request_id},
        )
        for word in words
    ]
    return Reply({"status": "Accepted"}, lambda: orders.install(station, progress))


ORDERS: dict[str, Obey] = {
    "CancelReservation": cancel_reservation,
    "ChangeAvailability": availability,
    "ChangeConfiguration": change_configuration,
    "ClearCache": clear_cache,
    "ClearChargingProfile": clear_profile,
    "DataTransfer": data_transfer,
    "ExtendedTriggerMessage": extended_trigger,
    "GetCompositeSchedule": composite,
    "GetConfiguration": get_configuration,
    "GetDiagnostics": diagnostics,
    "GetLocalListVersion": list_version,
    "GetLog": get_log,
    "RemoteStartTransaction": remote_start,
    "RemoteStopTransaction": remote_stop,
    "ReserveNow": reserve,
    "Reset": reset,
    "SendLocalList": send_list,
    "SetChargingProfile": set_profile,
    "SignedUpdateFirmware": signed_update,
    "TriggerMessage": trigger,
    "UnlockConnector": unlock,
    "UpdateFirmware": update_firmware,
}
