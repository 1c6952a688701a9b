"""The course of a session with what we did to it: time in which we held its car back is never idle time."""

from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.sessions.session import Session
from wattfleet.sessions.usage import Activity, Usage
from wattfleet.sessions.usage_of import usage
from wattfleet.storage.database import Reader
from wattfleet.storage.profile_deeds import held


def course_of_session(reader: Reader, session: Session, zone: Zone, until: Instant | None = None) -> Usage:
    """As `usage`; what we commanded is asked for only where the car seems to have idled."""
    used = usage(session, zone, until)
    if not any(one.activity is Activity.IDLE for one in used.slices):
        return used
    spans = held(reader, session, used.end)
    return usage(session, zone, until, held=spans) if spans else used
