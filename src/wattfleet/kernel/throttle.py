"""How often: token buckets by key, in bounded memory."""

from collections import OrderedDict
from collections.abc import Hashable

from wattfleet.kernel.clock import Clock


class Bucket:
    """So many at once, and then so many a second."""

    __slots__ = ("_at_us", "_burst", "_level", "_per_s")

    def __init__(self, burst: int, per_s: float, now_us: int) -> None:
        self._burst = burst
        self._per_s = per_s
        self._level = float(burst)
        self._at_us = now_us

    def take(self, now_us: int) -> bool:
        self._level = min(self._burst, self._level + (now_us - self._at_us) * self._per_s / 1_000_000)
        self._at_us = now_us
        if self._level < 1:
            return False
        self._level -= 1
        return True


class Throttle:
    """A bucket for each key; the key that was quiet for longest is forgotten first."""

    def __init__(self, clock: Clock, *, burst: int, per_s: float, keys: int = 10_000) -> None:
        self._clock = clock
        self._burst = burst
        self._per_s = per_s
        self._keys = keys
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def take(self, key: Hashable) -> bool:
        """Whether one more is within what this key may."""
        now_us = self._clock.monotonic_us()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._burst, self._per_s, now_us)
            if len(self._buckets) > self._keys:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket.take(now_us)
