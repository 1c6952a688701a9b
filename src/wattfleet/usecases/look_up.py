"""What the database is asked when a message's session is not at hand: all of it in one look."""

from uuid import UUID

import msgspec

from wattfleet.events import SessionEvent, Token, TransactionBegan
from wattfleet.sessions.placement import LookUp
from wattfleet.sessions.session import Session
from wattfleet.storage import sessions
from wattfleet.storage.database import Reader
from wattfleet.usecases.authorise_token import Shown, look_at_token
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.parts import Parts

MAX_TX = 2**31 - 1


class Looked(msgspec.Struct, frozen=True):
    """The session, where there is one; else what a new one needs: its token, and a number for 1.6.

    `tx` is empty where the number that was drawn had been used before.
    """

    session: Session | None = None
    shown: Shown | None = None
    tx: str = ""


async def look_up(parts: Parts, desk: Desk, event: SessionEvent, wanted: LookUp) -> Looked:
    """Raises: WattfleetError `storage_unavailable`."""
    begins = isinstance(event, TransactionBegan)
    token = event.token if isinstance(event, TransactionBegan) else None
    station_id, drawn = desk.station.id, drawn_tx(parts) if begins and desk.version == "1.6" else ""

    def look(reader: Reader) -> Looked:
        found = _find(reader, station_id, wanted)
        if found is not None or not begins:
            return Looked(found)
        is_free = bool(drawn) and not sessions.tx_is_taken(reader, station_id, drawn)
        return Looked(None, _shown(reader, station_id, token), drawn if is_free else "")

    return await parts.database.read(desk.tenant, look)


async def free_tx(parts: Parts, desk: Desk) -> str:
    """A transaction number of ours that this station has never had (row 15)."""
    while True:
        tx = drawn_tx(parts)

        def is_taken(reader: Reader, tx: str = tx) -> bool:
            return sessions.tx_is_taken(reader, desk.station.id, tx)

        if not await parts.database.read(desk.tenant, is_taken):
            return tx


def drawn_tx(parts: Parts) -> str:
    return str(parts.ids.below(MAX_TX) + 1)


def _find(reader: Reader, station_id: UUID, wanted: LookUp) -> Session | None:
    if wanted.start_key:
        return sessions.by_start_key(reader, station_id, wanted.start_key)
    return sessions.by_tx(reader, station_id, wanted.tx)


def _shown(reader: Reader, station_id: UUID, token: Token | None) -> Shown | None:
    return None if token is None else look_at_token(reader, station_id, token)
