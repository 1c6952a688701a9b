"""Whether a token may charge at a station, now, and why."""

from uuid import UUID

import msgspec

from wattfleet.access.authorise import Door, Verdict, decide
from wattfleet.access.tokens import RegisteredToken
from wattfleet.events import Token
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.replies import TokenReply, TokenStatus
from wattfleet.stations.site import Site
from wattfleet.stations.station import Station
from wattfleet.storage import sites, stations, tokens
from wattfleet.storage.database import Reader
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.parts import Parts


class Admitted(msgspec.Struct, frozen=True):
    """What was shown, the answer for the station, the token's record (None = unknown), why in words."""

    shown: Token
    reply: TokenReply
    token: RegisteredToken | None
    why: str


class Shown(msgspec.Struct, frozen=True):
    """A token's record, and the station and site where it was shown, as they stand in the database."""

    record: RegisteredToken | None
    station: Station | None
    site: Site | None


async def authorise_token(parts: Parts, desk: Desk, token: Token, now: Instant) -> Admitted:
    """Judge a token by its record and by the station's and site's groups as they stand now.

    Raises: WattfleetError `storage_unavailable`.
    """
    station_id = desk.station.id
    shown = await parts.database.read(desk.tenant, lambda reader: look_at_token(reader, station_id, token))
    return judged(desk, token, shown, now)


def look_at_token(reader: Reader, station_id: UUID, token: Token) -> Shown:
    station = stations.get(reader, station_id)
    site = sites.get(reader, station.site_id) if station is not None else None
    return Shown(tokens.find(reader, token.uid), station, site)


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
