"""What the database is asked when a message's session is not at hand: all of it in one look."""

from wattfleet.events import SessionEvent, TransactionBegan
from wattfleet.sessions.placement import LookUp
from wattfleet.storage import sessions
from wattfleet.storage.database import Reader
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.looking import Looked, Question
from wattfleet.usecases.parts import Parts

MAX_TX = 2**31 - 1


async def look_up(parts: Parts, desk: Desk, event: SessionEvent, wanted: LookUp) -> Looked:
    """Raises: WattfleetError `storage_unavailable`."""
    begins = isinstance(event, TransactionBegan)
    question = Question(
        tenant=desk.tenant,
        station_id=desk.station.id,
        wanted=wanted,
        begins=begins,
        token=event.token if isinstance(event, TransactionBegan) else None,
        drawn=drawn_tx(parts) if begins and desk.version == "1.6" else "",
    )
    return await parts.looking.ask(question, first=desk.goes_first)


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
