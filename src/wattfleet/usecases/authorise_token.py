"""Whether a token may charge at a station, now, and why."""

import msgspec

from wattfleet.access.authorise import Door, Verdict, decide
from wattfleet.access.tokens import RegisteredToken
from wattfleet.events import Token
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.replies import TokenReply, TokenStatus
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.looking import Shown, look_at_tokens
from wattfleet.usecases.parts import Parts


class Admitted(msgspec.Struct, frozen=True):
    """What was shown, the answer for the station, the token's record (None = unknown), why in words."""

    shown: Token
    reply: TokenReply
    token: RegisteredToken | None
    why: str


async def authorise_token(parts: Parts, desk: Desk, token: Token, now: Instant) -> Admitted:
    """Judge a token by its record and by the station's and site's groups as they stand now.

    Raises: WattfleetError `storage_unavailable`.
    """
    where = [(desk.station.id, token.uid)]
    shown = await parts.database.read(desk.tenant, lambda reader: look_at_tokens(reader, where))
    return judged(desk, token, shown[0], now)


def judged(desk: Desk, token: Token, shown: Shown, now: Instant) -> Admitted:
    """The same of what was just looked up; the desk learns what a person has changed meanwhile."""
    record, station, site = shown.record, shown.station, shown.site
    if station is not None and site is not None:
        desk.renew(station, site)
    door = Door(desk.station.access.value, desk.station.groups, desk.site.groups)
    verdict = decide(record, door, now=now)
    return Admitted(token, _reply(verdict, record), record, verdict.why)


def _reply(verdict: Verdict, record: RegisteredToken | None) -> TokenReply:
    return TokenReply(
        TokenStatus(verdict.status.value),
        expires_at=record.expires_at if record is not None else None,
        parent=record.parent if record is not None else "",
    )
