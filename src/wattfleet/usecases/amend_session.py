"""A person puts another energy, time, card or driver in the place of what was told, with a reason.

It is bound to the revision that was looked at, and makes the next one; what was told stays as evidence.
"""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.events import Token
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.errors import WattfleetError, conflict, invalid
from wattfleet.kernel.timeline import DAY_US, MINUTE_US, Instant
from wattfleet.sessions.amending import Wish, amend
from wattfleet.sessions.session import Session
from wattfleet.storage import tokens
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.deciding import Decided, demand_session, facts_at, keep_decided, told_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import number_of
from wattfleet.usecases.then import Then, check_seen, nothing

LONGEST_US = 60 * DAY_US
MOST_WH = 10_000_000


class Seen(msgspec.Struct, frozen=True):
    """What the person looked at: the revision (0 = it had none), and the version where it was told."""

    revision: int
    version: int | None = None


async def amend_session(
    parts: Parts,
    tenant: int,
    session_id: UUID,
    wish: Wish,
    *,
    reason: str,
    seen: Seen,
    by: Principal,
    then: Then[Decided] = nothing,
) -> Decided:
    """Raises: WattfleetError `session_unknown`, `revision_stale`, `version_stale`, `token_unknown`,
    `amendment_impossible`, `nothing_changes`."""

    def put(writer: Writer) -> Decided:
        session = demand_session(writer, session_id)
        check_revision(writer, session, seen)
        _check_token(writer, wish)
        after = amend(session, wish, station=facts_at(writer, session))
        if after is session:
            raise conflict("nothing_changes", "It is like that already.", hint="Say what shall differ.")
        _check(after, parts.clock.now())
        decided = keep_decided(writer, parts, session, after, ("amend", by, reason))
        then(writer, decided)
        return decided

    decided = await parts.database.write(tenant, put)
    told_of(parts, tenant, decided.session)
    return decided


def check_revision(reader: Reader, session: Session, seen: Seen) -> None:
    """Raises: WattfleetError `revision_stale`, `version_stale`."""
    check_seen(seen.version, session.version)
    number = number_of(reader, session.id)
    if number != seen.revision:
        raise WattfleetError(
            "revision_stale",
            "conflict",
            f"It is at revision {number} now, not {seen.revision}.",
            hint="Look at it again (`wattfleet session ID revisions`) and decide anew.",
            field="revision",
        )


def _check_token(reader: Reader, wish: Wish) -> None:
    token = wish.token
    if isinstance(token, Token) and tokens.find(reader, token.uid) is None:
        raise invalid(
            "token_unknown",
            f"No card {token.uid} is registered.",
            hint="Register it first: `wattfleet tokens add`.",
            field="token",
        )


def _check(after: Session, now: Instant) -> None:
    """What cannot be is refused, whoever says it."""
    amended = after.amended
    if amended is None:
        return
    ended = after.ended_at
    if ended is not None and ended < after.started_at:
        raise _impossible("It would end before it begins.", "ended_at")
    if ended is not None and ended - after.started_at > LONGEST_US:
        raise _impossible("It would be longer than 60 days.", "ended_at")
    if after.started_at > now + 5 * MINUTE_US or (ended is not None and ended > now + 5 * MINUTE_US):
        raise _impossible("It would lie in the future.", "ended_at")
    if amended.energy is not None and not Energy(0) <= amended.energy <= Energy.from_wh(MOST_WH):
        raise _impossible("Energy is 0 to 10,000,000 Wh.", "energy_wh")
    if amended.energy is not None and ended is None:
        raise _impossible("It still runs: its energy is what its meter says.", "energy_wh")


def _impossible(words: str, field: str) -> WattfleetError:
    return invalid("amendment_impossible", words, hint="Read the evidence beside it once more.", field=field)
