"""One door to the three versions: frames to the spine and back, by the version of the connection."""

from collections.abc import Mapping
from typing import Protocol

from wattfleet.commands import StationCommand
from wattfleet.events import Flag, StationEvent
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.asked import Call, Numbers, Unsupported
from wattfleet.ocpp.codec import decode
from wattfleet.ocpp.heard import Heard
from wattfleet.ocpp.quirks import Quirks
from wattfleet.ocpp.raw import check
from wattfleet.ocpp.replies import Reply
from wattfleet.ocpp.v2x import answers as answers_2x
from wattfleet.ocpp.v2x import usual as usual_2x
from wattfleet.ocpp.v16 import answers as answers_16
from wattfleet.ocpp.v16 import calls as calls_16
from wattfleet.ocpp.v16 import inbound as inbound_16
from wattfleet.ocpp.v16 import usual as usual_16
from wattfleet.ocpp.v21 import calls as calls_21
from wattfleet.ocpp.v21 import inbound as inbound_21
from wattfleet.ocpp.v201 import calls as calls_201
from wattfleet.ocpp.v201 import inbound as inbound_201
from wattfleet.ocpp.versions import Version


class _Read(Protocol):
    def __call__(self, action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard: ...


class _Answer(Protocol):
    def __call__(self, action: str, reply: Reply | None, payload: bytes, now: Instant) -> bytes: ...


class _Call(Protocol):
    def __call__(self, command: StationCommand, numbers: Numbers) -> Call | Unsupported: ...


_READ: Mapping[Version, _Read] = {
    "1.6": inbound_16.read,
    "2.0.1": inbound_201.read,
    "2.1": inbound_21.read,
}
_ANSWER: Mapping[Version, _Answer] = {
    "1.6": answers_16.answer,
    "2.0.1": answers_2x.answer,
    "2.1": answers_2x.answer,
}
_CALL: Mapping[Version, _Call] = {
    "1.6": calls_16.call,
    "2.0.1": calls_201.call,
    "2.1": calls_21.call,
}


def read(version: Version, action: str, payload: bytes, quirks: Quirks, received_at: Instant) -> Heard:
    """What one CALL (or SEND) of a station says. Pure, and never raises."""
    usual: StationEvent | None = None
    if action == "MeterValues" and version == "1.6":
        usual = usual_16.read_usual(payload, quirks)
    elif action == "TransactionEvent" and version != "1.6":
        usual = usual_2x.read_usual(payload, quirks)
    if usual is not None:
        return Heard((usual,))
    return read_patiently(version, action, payload, quirks, received_at)


def read_patiently(
    version: Version, action: str, payload: bytes, quirks: Quirks, received_at: Instant
) -> Heard:
    """The same piece by piece, whatever it is."""
    heard = _READ[version](action, payload, quirks, received_at)
    if not heard.known:
        return heard
    decoded = decode(version, action, payload)
    flags = (Flag.MENDED,) if decoded.mends else heard.flags
    return Heard(heard.events, flags, True, decoded.mends)


def answer(version: Version, action: str, reply: Reply | None, payload: bytes, now: Instant) -> bytes:
    """The payload of our CALLRESULT to an action that `read` calls known.

    Without a reply it says what harms nobody; only a 1.6 StartTransaction cannot do without its number.
    `payload` is the request's, which two answers of 2.1 repeat in part.
    """
    return _ANSWER[version](action, reply, payload, now)


def call(version: Version, command: StationCommand, numbers: Numbers) -> Call | Unsupported:
    """A command as the CALL that travels, valid by the official schema; or why the version cannot say it.

    A stop's transaction and a stored profile are put into the command before.
    Raises: WattfleetError, kind invalid: `word_of_another_version`, `word_unknown`, `command_incomplete`,
    `profile_invalid`, `ocpp_payload`.
    """
    found = _CALL[version](command, numbers)
    if isinstance(found, Call):
        check(version, found)
    return found
