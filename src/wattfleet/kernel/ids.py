"""Ids and chance: the one place that asks the machine for randomness."""

import os
from typing import Protocol
from uuid import UUID

from wattfleet.kernel.timeline import Instant


class Ids(Protocol):
    """Where ids and secrets come from."""

    def uuid(self, now: Instant) -> UUID:
        """A UUIDv7: sorts by its moment of making."""
        ...

    def below(self, limit: int) -> int:
        """A uniformly random integer in 0 … limit-1."""
        ...

    def secret(self, length: int) -> bytes:
        """`length` unguessable bytes."""
        ...


class SystemIds:
    """Ids from the machine's source of randomness."""

    def uuid(self, now: Instant) -> UUID:
        return uuid7(now, os.urandom(10))

    def below(self, limit: int) -> int:
        return int.from_bytes(os.urandom(16), "big") % limit

    def secret(self, length: int) -> bytes:
        return os.urandom(length)


class CountedIds:
    """Ids that repeat from run to run: for tests and simulation. Never for secrets that matter."""

    def __init__(self, seed: int = 1) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + 1) % 2**64

    def uuid(self, now: Instant) -> UUID:
        return uuid7(now, self.secret(10))

    def below(self, limit: int) -> int:
        return int.from_bytes(self.secret(16), "big") % limit

    def secret(self, length: int) -> bytes:
        out = bytearray()
        while len(out) < length:
            self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
            mixed = self._state ^ (self._state >> 33)
            out += ((mixed * 0xFF51AFD7ED558CCD) % 2**64).to_bytes(8, "big")
        return bytes(out[:length])


def uuid7(now: Instant, chance: bytes) -> UUID:
    """A UUIDv7 from a moment and ten random bytes. Source: RFC 9562 §5.7."""
    assert len(chance) == 10, "a UUIDv7 takes ten random bytes"
    milliseconds = max(0, now.us // 1000) & (2**48 - 1)
    random = int.from_bytes(chance, "big")
    value = milliseconds << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62 | random & (2**62 - 1)
    return UUID(int=value)
