"""What a fault is: a named way in which a station misbehaves, as small changes to what it says and hears.

Every hook is optional and changes one thing; several faults on one station apply one after the other. The
numbers are those of the table of field faults that the tests follow. `faults.py` holds them all.
"""

from collections.abc import Callable
from random import Random
from typing import Literal

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.simulator.said import Payload, Said

Startled = Literal["", "hangs up", "restarts"]


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """How a station calls the server: the base URL, its identity as it writes it, its subprotocol."""

    base: str
    path: str  # what follows the base: the identity, percent-encoded where the station does that
    user: str
    password: str
    subprotocol: str  # "" = the header is not sent
    pongs: bool = True
    keeps_old: bool = False  # the old socket is closed only after the new one is open
    half_open: bool = False  # the old socket is never closed: the station does not know that it is there
    no_connection_header: bool = False  # the request lacks `Connection: Upgrade`
    reserved_bit: bool = False  # the first frame carries RSV1, although nothing was agreed
    trusts_nobody: bool = False  # no certificate authority is installed: TLS ends without a word


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One way to misbehave. `row` is its number, `does` says it in a sentence."""

    row: int
    name: str
    does: str
    versions: tuple[str, ...] = ("1.6", "2.0.1", "2.1")
    say: Callable[[Said, Random], list[Said]] | None = None
    """When a message joins the queue: what joins in its place."""
    send: Callable[[str, Payload, Random], Payload] | None = None
    """When a message goes out: its payload as it really goes."""
    frame: Callable[[str, str], list[str]] | None = None
    """The text of a call of this action: what is written to the socket."""
    answer: Callable[[str, list[str]], list[str]] | None = None
    """The text of an answer, and those held back so far: what is written to the socket."""
    reply: Callable[[str, Payload], Payload] | None = None
    """The payload of an answer to a command of this action."""
    deaf: Callable[[Said], bool] | None = None
    """Whether the connection breaks before the answer to this message is read."""
    accepted: Callable[[Said, Random], list[Said]] | None = None
    """When a message has been answered: what is said on top."""
    stamp: Callable[[Instant], str] | None = None
    """How a moment is written."""
    dial: Callable[[Dial], Dial] | None = None
    """How the server is called."""
    judge: Callable[[str, str, dict[str, str]], str] | None = None
    """An answer to a call of this action (its frame), and what was kept: what is wrong."""
    hears_time: Callable[[str, Instant], int | None] | None = None
    """The server's `currentTime`, and what time it really is: how far the clock is off now, in µs.
    None = it is not understood, and the clock stays as it is."""
    startled: Callable[[str, bytes, int], Startled] | None = None
    """What a command does to it: its action, payload, and for how many seconds it has been on line."""
    written: Callable[[dict[str, str], str, str], bool] | None = None
    """After a setting (name, value) was written: whether it spoiled others."""
    register_mode: str = ""
    """When the register begins anew: lifetime, session or volatile; "" as the station was built."""
    ahead: int = 0
    """How many messages of its queue go out without waiting for the answer to the first."""
    beats_every: int = 1
    """Heartbeats come at so many times the interval that the server gave."""
    redial_s: int = 0
    """It calls again only so long after a connection was lost."""
    hurries_back: bool = False
    """It calls again at once, without the chance that spreads a fleet."""
    boots_once: bool = False
    """A boot that was not answered is never said again: the station is mute."""
    resumes: bool = False
    """After a loss of power the same transaction goes on."""
    needs_replug: bool = False
    """A charge begins only after a car was plugged in anew."""
    unset_clock: bool = False
    """The clock starts in 1970 and is set only by the answer to the boot."""
    refuses: frozenset[str] = frozenset()
    """Commands that are rejected, and not followed."""
    idle: frozenset[str] = frozenset()
    """Commands that are accepted and not followed."""
    charges_anyway: bool = False
    """A refused card does not end the charge."""
    speaks_early: bool = False
    """What waits is said before the boot is accepted."""
    leak_mwh: int = 0
    """What the meter counts between two charges."""


def dialled(faults: tuple[Fault, ...], dial: Dial) -> Dial:
    for fault in faults:
        if fault.dial is not None:
            dial = fault.dial(dial)
    return dial
