"""What OCPP-J calls an error, in each version's own spelling.

Source: OCPP 1.6-J §4.2.3 (with its two misspellings, which are the standard); OCPP 2.0.1 and 2.1 part 4, RPC
error codes.
"""

import enum

from wattfleet.ocpp.versions import Version


class Fault(enum.Enum):
    """Why we cannot take a message; the version spells it."""

    NOT_IMPLEMENTED = "NotImplemented"
    NOT_SUPPORTED = "NotSupported"
    INTERNAL = "InternalError"
    PROTOCOL = "ProtocolError"
    SECURITY = "SecurityError"
    FORMAT = "FormatViolation"
    PROPERTY = "PropertyConstraintViolation"
    OCCURRENCE = "OccurrenceConstraintViolation"
    TYPE = "TypeConstraintViolation"
    GENERIC = "GenericError"
    MESSAGE_TYPE = "MessageTypeNotSupported"
    FRAMEWORK = "RpcFrameworkError"


_SPELLED_16 = {
    Fault.FORMAT: "FormationViolation",
    Fault.OCCURRENCE: "OccurenceConstraintViolation",
    Fault.MESSAGE_TYPE: "NotSupported",
    Fault.FRAMEWORK: "FormationViolation",
}


def spelled(version: Version, fault: Fault) -> str:
    """The error code on the wire."""
    return _SPELLED_16.get(fault, fault.value) if version == "1.6" else fault.value
