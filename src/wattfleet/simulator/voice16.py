"""A station's facts in the words of OCPP 1.6."""

from wattfleet.simulator.charges import Charge
from wattfleet.simulator.said import Payload, Said, Turn
from wattfleet.simulator.voice import Make, Sample, Status, quantities

UNDELIVERED = -1
"""What stands for a transaction that the server has given no number. Source: OCPP 1.6 errata 3.18."""

REASONS = frozenset(
    """EmergencyStop EVDisconnected HardReset Local Other PowerLoss Reboot Remote SoftReset UnlockCommand
    DeAuthorized""".split()
)


class Voice16:
    """See `voice.Voice`."""

    def boot(self, make: Make, reason: str) -> Said:
        payload: Payload = {
            "chargePointVendor": make.vendor,
            "chargePointModel": make.model,
            "firmwareVersion": make.firmware,
        }
        if make.serial:
            payload["chargePointSerialNumber"] = make.serial[:25]
        return Said(action="BootNotification", payload=payload, turn=Turn.BOOT)

    def status(self, evse_id: int, connector: int, status: Status, at: str) -> Said:
        payload: Payload = {"connectorId": evse_id, "errorCode": "NoError", "status": status, "timestamp": at}
        return Said(action="StatusNotification", payload=payload)

    def authorise(self, token: str) -> Said:
        return Said(action="Authorize", payload={"idTag": token}, turn=Turn.URGENT)

    def started(self, charge: Charge, sample: Sample) -> Said:
        payload: Payload = {
            "connectorId": charge.evse_id,
            "idTag": charge.token,
            "meterStart": charge.begin.mwh // 1000,
            "timestamp": sample.at,
        }
        if charge.reservation is not None:
            payload["reservationId"] = charge.reservation
        return Said(action="StartTransaction", payload=payload, charge=charge, lasting=True)

    def sampled(self, charge: Charge | None, evse_id: int, connector: int, sample: Sample) -> Said:
        payload: Payload = {"connectorId": evse_id, "meterValue": [meter_value(sample)]}
        return Said(action="MeterValues", payload=payload, charge=charge, lasting=charge is not None)

    def changed(self, charge: Charge, sample: Sample) -> Said | None:
        return None  # 1.6 tells this by the connector's status alone

    def ended(self, charge: Charge, samples: tuple[Sample, ...]) -> Said:
        end = charge.end or charge.begin
        payload: Payload = {
            "meterStop": end.mwh // 1000,
            "timestamp": samples[-1].at,
            "reason": charge.reason if charge.reason in REASONS else "Other",
            "transactionData": [meter_value(one) for one in samples],
        }
        if charge.stop_token:
            payload["idTag"] = charge.stop_token
        return Said(action="StopTransaction", payload=payload, charge=charge, lasting=True)

    def complete(self, said: Said) -> Payload:
        if said.charge is None or said.action not in {"MeterValues", "StopTransaction"}:
            return said.payload
        number = int(said.charge.transaction) if said.charge.transaction else UNDELIVERED
        return {**said.payload, "transactionId": said.payload.get("transactionId", number)}

    def heard_start(self, charge: Charge, answer: Payload) -> str:
        number, info = answer.get("transactionId"), answer.get("idTagInfo")
        if isinstance(number, int):
            charge.transaction = str(number)
        return str(info.get("status", "")) if isinstance(info, dict) else ""


def meter_value(sample: Sample) -> Payload:
    values: list[Payload] = []
    for measurand, value, unit, phase in quantities(sample):
        one: Payload = {"value": value, "context": sample.context, "measurand": measurand, "unit": unit}
        if phase:
            one["phase"] = phase
        values.append(one)
    return {"timestamp": sample.at, "sampledValue": values}
