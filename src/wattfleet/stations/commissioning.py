"""From a knock to a station of ours: what is remembered of a refused attempt, and what may be adopted.

Also the rules of a live connection that are arithmetic: how long silence may last, how boot answers are
spread, and when two networks fight for one identity.
"""

from enum import Enum

import msgspec

from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.kernel.timeline import Instant

INBOX_LIMIT = 1_000
KEPT_CREDENTIALS = 2
SECOND_US = 1_000_000
CONTENTION_US = 60 * SECOND_US  # Source: security §3 rule 4
SWAPS_PER_HOUR = 6
HOUR_US = 3_600 * SECOND_US


class Refusal(Enum):
    """Why a station was not let in, as the inbox shows it."""

    UNKNOWN = "unknown"
    NO_PASSWORD = "no_password"
    BAD_PASSWORD = "bad_password"
    OTHER_USER = "other_user"  # the Basic user is not the identity of the path
    BLOCKED = "blocked"
    AMBIGUOUS = "ambiguous"  # no tenant named, and more than one has this identity
    SUBPROTOCOL = "subprotocol"  # no OCPP version in common, or no header (row 59)
    REQUEST = "request"  # asks for a WebSocket, and not as the standard wants it (row 60)
    PLAIN = "plain"  # without TLS, although it has used TLS before (downgrade)
    THROTTLED = "throttled"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One knock that was refused. `credential` is the keyed hash of the password, b"" where none came."""

    identity: str
    tenant_name: str
    address: str
    subprotocols: str
    user_agent: str
    reason: Refusal
    at: Instant
    credential: bytes = b""


class InboxEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A station that knocks and is not let in. At most two keyed hashes: one, or more than one."""

    identity: str
    address: str
    subprotocols: str
    user_agent: str
    reason: str
    attempts: int
    first_seen: Instant
    last_seen: Instant
    tenant_name: str = ""
    credentials: tuple[bytes, ...] = ()


def knocked(entry: InboxEntry | None, attempt: Attempt) -> InboxEntry:
    """The entry after one more attempt."""
    held = entry.credentials if entry is not None else ()
    if attempt.credential and attempt.credential not in held:
        held = (*held, attempt.credential)[:KEPT_CREDENTIALS]
    return InboxEntry(
        identity=attempt.identity,
        address=attempt.address,
        subprotocols=attempt.subprotocols,
        user_agent=attempt.user_agent,
        reason=attempt.reason.value,
        attempts=1 if entry is None else entry.attempts + 1,
        first_seen=attempt.at if entry is None else entry.first_seen,
        last_seen=attempt.at,
        tenant_name=attempt.tenant_name,
        credentials=held,
    )


def sent_credential(entry: InboxEntry) -> bytes | WattfleetError:
    """The keyed hash to adopt a station with as it is, or why that would be a guess."""
    match entry.credentials:
        case ():
            return conflict(
                "no_credential_sent",
                f"{entry.identity} has sent no password.",
                hint="Adopt it with a new password and write that into the station.",
            )
        case (only,):
            return only
        case _:
            return conflict(
                "credentials_differ",
                f"{entry.identity} was tried with more than one password: whose it is cannot be told.",
                hint="Adopt it with a new password, or with the one that is written in the station.",
            )


# ── a live connection ─────────────────────────────────────────────────────────


def silence_limit_s(heartbeat_s: int, ping_s: int, jitter: int) -> int:
    """How long a station may say nothing, in s; `jitter` is random, 0 … 29. Source: row 65."""
    return 3 * max(heartbeat_s, ping_s) + jitter


def spread(interval_s: int, chance: int) -> int:
    """A boot interval up to 10 % shorter, so that a fleet that returns at once does not stay in step.

    `chance` is random, 0 … 999. Source: reliability §7 rule 2.
    """
    return max(1, interval_s - interval_s * chance // 10_000)


class Takeover(msgspec.Struct, frozen=True):
    """A connection that took an identity over from one that was still open."""

    at: Instant
    other_network: bool


def contended(takeovers: tuple[Takeover, ...], alive_us: int) -> bool:
    """Whether two parties use one identity: the newest take-over, from another network, ended a connection
    that was at most a minute old, or there were more than six in the hour before it.

    A station that roams from cable to mobile changes network too, but not within a minute of arriving.
    Source: security §3 rule 4.
    """
    if not takeovers:
        return False
    newest = takeovers[-1]
    if newest.other_network and alive_us <= CONTENTION_US:
        return True
    return sum(newest.at.us - one.at.us <= HOUR_US for one in takeovers) > SWAPS_PER_HOUR


def network(address: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) of an address, as text: what counts as one network."""
    if ":" in address and "." not in address:
        return ":".join(address.split(":")[:3])
    return ".".join(address.removeprefix("::ffff:").split(".")[:3])
