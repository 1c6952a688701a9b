"""What messages ask the database before they can be thought through: those of many stations in one look."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from wattfleet.access.tokens import RegisteredToken
from wattfleet.events import Token
from wattfleet.kernel.errors import WattfleetError
from wattfleet.sessions.placement import LookUp
from wattfleet.sessions.session import Session
from wattfleet.stations.site import Site
from wattfleet.stations.station import Station
from wattfleet.storage import sessions, sites, stations, tokens
from wattfleet.storage.database import Database, Reader
from wattfleet.storage.grouping import Grouping

MOST, LANES = 50, 2


class Shown(msgspec.Struct, frozen=True):
    """A token's record, and the station and site where it was shown, as they stand in the database."""

    record: RegisteredToken | None
    station: Station | None
    site: Site | None


class Looked(msgspec.Struct, frozen=True):
    """The session, where there is one; else what a new one needs: its token, and a number for 1.6.

    `tx` is empty where the number that was drawn had been used before.
    """

    session: Session | None = None
    shown: Shown | None = None
    tx: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What one message asks; `drawn` is empty where it needs no number."""

    tenant: int
    station_id: UUID
    wanted: LookUp
    begins: bool
    token: Token | None
    drawn: str


class Looking:
    """Whoever asks while a look runs is in the next one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: Grouping[Question, Looked] = Grouping(self._look, MOST, LANES)

    async def ask(self, question: Question, *, first: bool) -> Looked:
        """Raises: WattfleetError `storage_unavailable`."""
        return await self._waiting.add(question, first=first)

    async def _look(self, asked: list[Question]) -> Sequence[Looked | Exception]:
        outcomes: dict[int, Looked | Exception] = {}
        for tenant in sorted({question.tenant for question in asked}):
            some = [number for number, question in enumerate(asked) if question.tenant == tenant]
            looked = await self._of_tenant([asked[number] for number in some])
            outcomes |= dict(zip(some, looked, strict=True))
        return [outcomes[number] for number in range(len(asked))]

    async def _of_tenant(self, asked: list[Question]) -> Sequence[Looked | Exception]:
        """What spoils the look of all by its data is found by asking each alone."""
        try:
            return await self._database.read(asked[0].tenant, lambda reader: _answers(reader, asked))
        except WattfleetError as failed:
            return [failed] * len(asked)
        except Exception as failed:  # noqa: BLE001 - it belongs to whoever asked for it
            if len(asked) == 1:
                return [failed]
        return [(await self._of_tenant([one]))[0] for one in asked]


def look_at_tokens(reader: Reader, asked: Sequence[tuple[UUID, str]]) -> list[Shown]:
    """Each token that was shown at a station."""
    records = tokens.find_each(reader, [uid for _, uid in asked])
    known = stations.get_all(reader, [station_id for station_id, _ in asked])
    at = sites.get_all(reader, [one.site_id for one in known if one is not None])
    return [
        Shown(record, station, None if station is None else at.get(station.site_id))
        for record, station in zip(records, known, strict=True)
    ]


def _answers(reader: Reader, asked: Sequence[Question]) -> list[Looked]:
    found = _found(reader, asked)
    new = [number for number, one in enumerate(asked) if one.begins and number not in found]
    drawing = [number for number in new if asked[number].drawn]
    drawn = [(asked[number].station_id, asked[number].drawn) for number in drawing]
    taken = dict(zip(drawing, sessions.txs_are_taken(reader, drawn), strict=True))
    free = {number: asked[number].drawn for number in drawing if not taken[number]}
    tokens_of = {number: one.uid for number in new if (one := asked[number].token) is not None}
    shown_at = [(asked[number].station_id, uid) for number, uid in tokens_of.items()]
    shown = dict(zip(tokens_of, look_at_tokens(reader, shown_at), strict=True))
    looked = {number: Looked(None, shown.get(number), free.get(number, "")) for number in new}
    return [looked.get(number) or Looked(found.get(number)) for number in range(len(asked))]


def _found(reader: Reader, asked: Sequence[Question]) -> dict[int, Session]:
    """The sessions that are there, by the numbers of their questions."""
    keyed = [number for number, one in enumerate(asked) if one.wanted.start_key]
    others = [number for number, one in enumerate(asked) if not one.wanted.start_key]
    starts = [(asked[number].station_id, asked[number].wanted.start_key) for number in keyed]
    txs = [(asked[number].station_id, asked[number].wanted.tx) for number in others]
    found = [*sessions.by_start_keys(reader, starts), *sessions.by_txs(reader, txs)]
    pairs = zip([*keyed, *others], found, strict=True)
    return {number: session for number, session in pairs if session is not None}
