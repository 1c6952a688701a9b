"""Stations that come in one moment take their seats in one transaction, a tenant's at a time."""

from collections.abc import Sequence

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import stations
from wattfleet.storage.grouping import Grouping
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.open_connection import Caller, open_connection, open_connections
from wattfleet.usecases.parts import Parts

MOST_SEATS = 25
"""So many seats are one transaction: frames wait for it to end."""


class Arrivals:
    """Who comes while a transaction runs is in the next one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._waiting: Grouping[Caller, Desk] = Grouping(self._open, MOST_SEATS)

    async def open(self, caller: Caller) -> Desk:
        """As `open_connection`, together with others."""
        return await self._waiting.add(caller)

    async def _open(self, callers: list[Caller]) -> list[Desk | Exception]:
        outcomes: list[Desk | Exception] = [stations.gone()] * len(callers)
        for some in _rounds(callers):
            opened = await self._open_some([callers[number] for number in some])
            for number, outcome in zip(some, opened, strict=True):
                outcomes[number] = outcome
        return outcomes

    async def _open_some(self, callers: Sequence[Caller]) -> Sequence[Desk | Exception]:
        """What spoils the transaction by its data is found by opening each alone."""
        try:
            opened = await open_connections(self._parts, callers)
        except WattfleetError as failed:
            return [failed] * len(callers)
        except Exception:  # noqa: BLE001 - one harms no other: it fails once more, by itself
            return [await self._alone(caller) for caller in callers]
        return [desk if desk is not None else stations.gone() for desk in opened]

    async def _alone(self, caller: Caller) -> Desk | Exception:
        try:
            return await open_connection(self._parts, caller)
        except Exception as failed:  # noqa: BLE001 - it belongs to whoever came
            return failed


def _rounds(callers: Sequence[Caller]) -> list[list[int]]:
    """The callers by their numbers: of one tenant each, and no station twice in one."""
    rounds: list[list[int]] = []
    held: list[set[tuple[int, object]]] = []
    for number, caller in enumerate(callers):
        key = (caller.tenant, caller.station_id)
        for some, keys in zip(rounds, held, strict=True):
            if key not in keys and callers[some[0]].tenant == caller.tenant:
                some.append(number)
                keys.add(key)
                break
        else:
            rounds.append([number])
            held.append({key})
    return rounds
