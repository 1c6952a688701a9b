"""Connections come, race, are replaced and say goodbye late: one owner at most, and the newest wins.

One that comes late, when a newer one has already gone, is let in; the epoch of the database fences it off.
"""

from collections import Counter
from uuid import UUID

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wattfleet.bus.port import StationKey
from wattfleet.gateway.registry import Registry
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import SECOND_US, Instant

STATIONS = st.integers(1, 3)


class End(msgspec.Struct, eq=False):
    """One connection, as the registry sees it."""

    epoch: int
    address: str
    opened_us: int
    identity: str = "CP"
    heard_us: int = 0
    waiting_since_us: int | None = None
    told: Counter[str] = msgspec.field(default_factory=Counter)

    def replaced(self) -> None:
        self.told["replaced"] += 1

    def expelled(self) -> None:
        self.told["expelled"] += 1

    def sweep(self, now_us: int) -> None:
        self.told["swept"] += 1

    def leave(self) -> None:
        self.told["left"] += 1


class RegistryLife(RuleBasedStateMachine):
    """Epochs are given in the order of the database; connections may come to the registry in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(Instant(0))
        self.registry = Registry(self.clock)
        self.epochs: Counter[int] = Counter()
        self.coming: list[tuple[int, End]] = []
        self.taken: dict[int, list[End]] = {}
        self.gone: set[int] = set()

    @rule(station=STATIONS, far=st.booleans())
    def dial(self, station: int, far: bool) -> None:
        """The database gives the next epoch; the connection has yet to take its seat."""
        self.clock.advance(SECOND_US)
        self.epochs[station] += 1
        address = "198.51.100.7" if far else "10.0.0.1"
        self.coming.append((station, End(self.epochs[station], address, self.clock.monotonic_us())))

    @precondition(lambda self: self.coming)
    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        station, end = self.coming.pop(data.draw(st.integers(0, len(self.coming) - 1)))
        before = self.registry.get(key(station))
        result = self.registry.take(key(station), end)
        if before is not None and before.epoch > end.epoch:
            assert result is None, "an older one loses"
            assert self.registry.get(key(station)) is before
            return
        assert result is not None
        assert self.registry.get(key(station)) is end
        assert before is None or (isinstance(before, End) and before.told["replaced"] == 1)
        self.taken.setdefault(station, []).append(end)

    @precondition(lambda self: any(self.taken.values()))
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        """Any connection that ever was says goodbye, also late and more than once (row 68)."""
        station = data.draw(st.sampled_from([one for one, ends in self.taken.items() if ends]))
        end = data.draw(st.sampled_from(self.taken[station]))
        holder = self.registry.get(key(station))
        self.registry.drop(key(station), end)
        assert self.registry.get(key(station)) is (None if holder is end else holder)
        self.gone.add(id(end))

    @invariant()
    def one_owner_and_it_is_the_newest_that_came(self) -> None:
        for station, ends in self.taken.items():
            holder = self.registry.get(key(station))
            replaced = [end for end in ends if end.told["replaced"]]
            assert all(end.told["replaced"] == 1 for end in replaced), "told once"
            assert holder is None or not holder.told["replaced"]  # type: ignore[attr-defined]
            silent = [end for end in ends if not end.told["replaced"] and id(end) not in self.gone]
            assert len(silent) <= 1, "two that nobody has told believe that they own the station"
            assert holder in silent or (holder is None and not silent)
        assert len(self.registry) == sum(self.registry.get(key(one)) is not None for one in self.taken)


def key(station: int) -> StationKey:
    return StationKey(1, UUID(int=station))


TestRegistryLife = RegistryLife.TestCase
TestRegistryLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
