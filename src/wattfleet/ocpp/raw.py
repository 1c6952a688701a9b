"""A raw CALL: any action of the station's version with any payload, checked before it travels."""

import msgspec

from wattfleet.kernel.errors import invalid
from wattfleet.ocpp.asked import Call
from wattfleet.ocpp.codec import validate
from wattfleet.ocpp.versions import Version, actions, we_may_send


class RawCall(msgspec.Struct, frozen=True):
    """What somebody wants sent to a station as it is; `payload` is JSON."""

    action: str
    payload: bytes


def checked(version: Version, raw: RawCall) -> Call:
    """The CALL, if its version lets us send it.

    Raises: WattfleetError `ocpp_action_unknown`, `ocpp_action_of_station`, `ocpp_payload`.
    """
    if raw.action not in actions(version):
        raise invalid(
            "ocpp_action_unknown",
            f"OCPP {version} has no action “{raw.action[:60]}”.",
            hint="Write the action as the standard does, such as TriggerMessage.",
            field="action",
        )
    if not we_may_send(version, raw.action):
        raise invalid(
            "ocpp_action_of_station",
            f"{raw.action} is said by stations, not to them.",
            hint="Ask for it with TriggerMessage where the version lets you.",
            field="action",
        )
    call = Call(raw.action, raw.payload)
    check(version, call)
    return call


def check(version: Version, call: Call) -> None:
    """Strict in what we send. Raises: WattfleetError `ocpp_payload` with what the official schema says."""
    problems = validate(version, call.action, call.payload)
    if problems:
        raise invalid(
            "ocpp_payload",
            f"{call.action} breaks the schema of OCPP {version}: {'; '.join(problems[:5])}",
            hint="The official schema of the station's version decides what may be sent.",
            field="payload",
        )
