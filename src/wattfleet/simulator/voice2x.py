"""A station's facts in the words of OCPP 2.0.1 and 2.1, which tell them alike."""

from decimal import Decimal

from wattfleet.simulator.charges import Charge
from wattfleet.simulator.said import Payload, Said, Turn
from wattfleet.simulator.voice import Make, Sample, Status, quantities

_REASONS = {
    "HardReset": "ImmediateReset",
    "SoftReset": "ImmediateReset",
    "UnlockCommand": "Other",
    "DeAuthorized": "DeAuthorized",
}
_TRIGGERS = {
    "Local": "StopAuthorized",
    "Remote": "RemoteStop",
    "EVDisconnected": "EVCommunicationLost",
    "DeAuthorized": "Deauthorized",
    "HardReset": "ResetCommand",
    "SoftReset": "ResetCommand",
    "UnlockCommand": "UnlockCommand",
    "PowerLoss": "AbnormalCondition",
}
_SAMPLE_TRIGGERS = {"Sample.Clock": "MeterValueClock", "Trigger": "Trigger"}


class Voice2x:
    """See `voice.Voice`. `offline` is asked whenever an event happens: it tells whether anyone listens."""

    def __init__(self) -> None:
        self.offline = False

    def boot(self, make: Make, reason: str) -> Said:
        station: Payload = {
            "vendorName": make.vendor,
            "model": make.model,
            "firmwareVersion": make.firmware,
        }
        if make.serial:
            station["serialNumber"] = make.serial[:25]
        payload: Payload = {"reason": reason, "chargingStation": station}
        return Said(action="BootNotification", payload=payload, turn=Turn.BOOT)

    def status(self, evse_id: int, connector: int, status: Status, at: str) -> Said:
        occupied = status not in {"Available", "Reserved", "Unavailable", "Faulted"}
        payload: Payload = {
            "timestamp": at,
            "connectorStatus": "Occupied" if occupied else status,
            "evseId": evse_id,
            "connectorId": connector,
        }
        return Said(action="StatusNotification", payload=payload)

    def authorise(self, token: str) -> Said:
        payload: Payload = {"idToken": id_token(token, "")}
        return Said(action="Authorize", payload=payload, turn=Turn.URGENT)

    def started(self, charge: Charge, sample: Sample) -> Said:
        charge.transaction = charge.key
        return self._event(charge, "Started", charge.trigger, (sample,))

    def sampled(self, charge: Charge | None, evse_id: int, connector: int, sample: Sample) -> Said:
        if charge is not None:
            trigger = _SAMPLE_TRIGGERS.get(sample.context, "MeterValuePeriodic")
            return self._event(charge, "Updated", trigger, (sample,))
        payload: Payload = {"evseId": evse_id, "meterValue": [meter_value(sample)]}
        return Said(action="MeterValues", payload=payload)

    def changed(self, charge: Charge, sample: Sample) -> Said | None:
        return self._event(charge, "Updated", "ChargingStateChanged", (sample,))

    def ended(self, charge: Charge, samples: tuple[Sample, ...]) -> Said:
        said = self._event(charge, "Ended", _TRIGGERS.get(charge.reason, "AbnormalCondition"), samples)
        info = said.payload["transactionInfo"]
        assert isinstance(info, dict), "an event tells of its transaction"
        info["stoppedReason"] = _REASONS.get(charge.reason, charge.reason)
        if charge.stop_token:
            said.payload["idToken"] = id_token(charge.stop_token, charge.token_kind)
        return said

    def _event(self, charge: Charge, kind: str, trigger: str, samples: tuple[Sample, ...]) -> Said:
        sequence = charge.next_sequence()
        info: Payload = {"transactionId": charge.key, "chargingState": charge.state}
        if charge.remote_start is not None and kind == "Started":
            info["remoteStartId"] = charge.remote_start
        payload: Payload = {
            "eventType": kind,
            "timestamp": samples[-1].at,
            "triggerReason": trigger,
            "seqNo": sequence,
            "transactionInfo": info,
        }
        if self.offline:
            payload["offline"] = True
        if kind == "Started":
            payload["idToken"] = id_token(charge.token, charge.token_kind)
            payload["evse"] = {"id": charge.evse_id, "connectorId": charge.connector}
            if charge.reservation is not None:
                payload["reservationId"] = charge.reservation
        values = [meter_value(one) for one in samples if quantities(one)]
        if values:
            payload["meterValue"] = values
        return Said(action="TransactionEvent", payload=payload, charge=charge, lasting=True)

    def complete(self, said: Said) -> Payload:
        return said.payload

    def heard_start(self, charge: Charge, answer: Payload) -> str:
        info = answer.get("idTokenInfo")
        return str(info.get("status", "")) if isinstance(info, dict) else ""


def id_token(token: str, kind: str) -> Payload:
    return {"idToken": token, "type": kind or "ISO14443"}


def meter_value(sample: Sample) -> Payload:
    values: list[Payload] = []
    for measurand, value, unit, phase in quantities(sample):
        one: Payload = {"value": Decimal(value), "context": sample.context, "measurand": measurand}
        if unit != "Wh":
            one["unitOfMeasure"] = {"unit": unit}
        if phase:
            one["phase"] = phase
        values.append(one)
    return {"timestamp": sample.at, "sampledValue": values}
