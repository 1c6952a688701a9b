"""The signed values of a session, as its station sent them, begin before end."""

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.metrology.container import read_container
from wattfleet.metrology.transparency import SignedText
from wattfleet.sessions.session import Session
from wattfleet.storage import sessions
from wattfleet.storage.database import Reader


class SignedAt(msgspec.Struct, frozen=True):
    """A signed value, and the moment at which the station told it."""

    at: Instant
    value: SignedText


def signed_values(reader: Reader, session: Session) -> list[SignedAt]:
    """Each text once: a station repeats the begin with the end."""
    found: dict[str, SignedAt] = {}
    for at, reading, _, _ in sessions.course_of(reader, session):
        for value in reading.values:
            if value.signed:
                told = read_container(value.signed, session.tx)
                found.setdefault(told.text, SignedAt(at, told))
    return list(found.values())
