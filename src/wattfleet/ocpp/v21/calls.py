"""OCPP 2.1: commands of the spine as CALLs, in this version's words."""

from wattfleet.commands import StationCommand
from wattfleet.ocpp.asked import Call, Numbers, Unsupported
from wattfleet.ocpp.profiles import KINDS_21, PURPOSES_21
from wattfleet.ocpp.v2x import calls
from wattfleet.ocpp.words import RESETS_21, TRIGGERS_21

TOKEN_TYPES = {
    "rfid": "ISO14443",
    "app": "Central",
    "emaid": "eMAID",
    "direct_payment": "DirectPayment",
    "mac": "MacAddress",
    "none": "NoAuthorization",
    "local": "Local",
    "other": "KeyCode",
}

DIALECT = calls.Dialect(
    version="2.1",
    resets=RESETS_21,
    triggers=TRIGGERS_21,
    kinds=KINDS_21,
    purposes=PURPOSES_21,
    log_types={
        "diagnostics": "DiagnosticsLog",
        "security": "SecurityLog",
        "data_collector": "DataCollectorLog",
    },
    token_types=TOKEN_TYPES,
)


def call(command: StationCommand, numbers: Numbers) -> Call | Unsupported:
    """The CALL of a command. Raises: WattfleetError (kind invalid) for what 2.1 could never accept."""
    return calls.call(command, numbers, DIALECT)
