"""What closed sessions teach of a station's register, one begin after one end at a time (row 31)."""

from typing import Final

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.sessions.session import Session

UNKNOWN: Final = "unknown"
LIFETIME: Final = "lifetime"  # goes on from session to session
SESSION: Final = "session"  # begins every session at zero
VOLATILE: Final = "volatile"  # now and then begins anew, at a reboot

_DOUBTFUL = frozenset({Flag.PLACEHOLDER_BEGIN, Flag.IMPLAUSIBLE_ENERGY, Flag.SOURCES_DISAGREE, Flag.NO_METER})


def register_mode_after(known: str, last: Energy | None, session: Session) -> str:
    """The mode of an EVSE's register after a session; `last` is its register before it.

    A session in doubt teaches nothing: a placeholder zero would make a session register of a lifetime one.
    """
    begin = session.begin_register
    if last is None or last.mwh <= 0 or begin is None or _DOUBTFUL.intersection(session.flags):
        return known
    if begin >= last:
        return LIFETIME if known in {UNKNOWN, LIFETIME} else VOLATILE
    if begin.mwh == 0 and known in {UNKNOWN, SESSION}:
        return SESSION
    return VOLATILE


def register_after(last: Energy | None, session: Session) -> Energy | None:
    """The newest proven register of an EVSE once a session has ended.

    A zero in place of its begin, and the jump from it, say nothing against the register at its end.
    """
    doubts = _DOUBTFUL.intersection(session.flags)
    if Flag.PLACEHOLDER_BEGIN in doubts:
        doubts -= {Flag.PLACEHOLDER_BEGIN, Flag.IMPLAUSIBLE_ENERGY}
    if session.ended_at is None or session.end_register is None or doubts:
        return last
    return session.end_register
