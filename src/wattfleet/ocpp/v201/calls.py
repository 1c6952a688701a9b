"""OCPP 2.0.1: commands of the spine as CALLs, in this version's words."""

from wattfleet.commands import StationCommand
from wattfleet.ocpp.asked import Call, Numbers, Unsupported
from wattfleet.ocpp.profiles import KINDS, PURPOSES_201
from wattfleet.ocpp.v2x import calls
from wattfleet.ocpp.words import RESETS_201, TRIGGERS_201

TOKEN_TYPES = {
    "rfid": "ISO14443",
    "app": "Central",
    "emaid": "eMAID",
    "direct_payment": "Central",  # the word came with 2.1; a payment's token is one that we made
    "mac": "MacAddress",
    "none": "NoAuthorization",
    "local": "Local",
    "other": "KeyCode",
}

DIALECT = calls.Dialect(
    version="2.0.1",
    resets=RESETS_201,
    triggers=TRIGGERS_201,
    kinds=KINDS,
    purposes=PURPOSES_201,
    log_types={"diagnostics": "DiagnosticsLog", "security": "SecurityLog"},
    token_types=TOKEN_TYPES,
)


def call(command: StationCommand, numbers: Numbers) -> Call | Unsupported:
    """The CALL of a command. Raises: WattfleetError (kind invalid) for what 2.0.1 could never accept."""
    return calls.call(command, numbers, DIALECT)
