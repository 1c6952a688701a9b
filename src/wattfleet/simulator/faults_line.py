"""Faults of the connection: rows 60, 65, 67 and 69 to 73, and 78 of the table of field faults.

A network is simulated as far as a wire allows: sockets that are forgotten, requests that lack a header,
frames with a bit that nobody agreed on, a store without authorities, calls that come late or all at once.
"""

import msgspec

from wattfleet.simulator.fault import Dial, Fault, Startled
from wattfleet.simulator.faults_transactions import V16

TOUCHY_S = 60
"""For how long after it has connected a station cannot bear commands (row 70)."""


def _no_connection_header(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, no_connection_header=True)


def _half_open(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, half_open=True)


def _reserved_bit(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, reserved_bit=True)


def _trusts_nobody(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, trusts_nobody=True)


def _touchy(action: str, payload: bytes, seconds: int) -> Startled:
    return "hangs up" if seconds < TOUCHY_S else ""


FAULTS = (
    Fault(
        row=60,
        name="no_connection_header",
        does="The request lacks the header `Connection: Upgrade`.",
        dial=_no_connection_header,
    ),
    Fault(row=65, name="slow_heart", does="Heartbeats come at twice the agreed interval.", beats_every=2),
    Fault(
        row=67,
        name="half_open",
        does="An old connection is forgotten, and never closed.",
        dial=_half_open,
    ),
    Fault(
        row=69,
        name="late_redial",
        does="After a lost connection it calls again only after 19 minutes.",
        redial_s=19 * 60,
    ),
    Fault(
        row=70,
        name="touchy",
        does="A command within a minute after connecting makes it hang up.",
        startled=_touchy,
    ),
    Fault(
        row=71,
        name="reserved_bit",
        does="A frame says that it is compressed, which was never agreed.",
        dial=_reserved_bit,
    ),
    Fault(
        row=72,
        name="trusts_nobody",
        does="No certificate authority is installed: TLS ends without a word.",
        dial=_trusts_nobody,
    ),
    Fault(
        row=73,
        name="all_at_once",
        does="It calls again at once, as the whole fleet does after a power cut.",
        hurries_back=True,
    ),
    Fault(
        row=78,
        name="boots_once",
        does="A boot that was not answered is never said again.",
        versions=V16,
        boots_once=True,
    ),
)
