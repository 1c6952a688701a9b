"""Many sessions as columns: what the bulk engine prices, one slice after the other."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from wattfleet.sessions.usage import Activity, Usage

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Course(msgspec.Struct, frozen=True, eq=False):
    """The slices of `n` sessions in order: session `i` has those from `first[i]` up to `first[i + 1]`.

    Moments are µs since 1970, energy is mWh. `plain` is False for a session that columns cannot hold (a
    reservation, time that nobody told, slices that do not join or have no length): it has its place, but only
    the exact engine prices it.
    """

    first: Whole
    start_us: Whole
    end_us: Whole
    mwh: Whole
    idle: Flags
    plain: Flags

    def __len__(self) -> int:
        return len(self.plain)

    def pick(self, which: Whole) -> "Course":
        """Those sessions alone, in the order of `which`."""
        counts = self.first[which + 1] - self.first[which]
        first = np.concatenate(([0], np.cumsum(counts)))
        at = np.repeat(self.first[which] - first[:-1], counts) + np.arange(first[-1])
        return Course(
            first, self.start_us[at], self.end_us[at], self.mwh[at], self.idle[at], self.plain[which]
        )


def course_of(usages: Sequence[Usage]) -> Course:
    """Usages as columns."""
    rows = [
        (one.span.start.us, one.span.end.us, one.energy.mwh, one.activity is Activity.IDLE)
        for usage in usages
        for one in usage.slices
    ]
    counts = [len(usage.slices) for usage in usages]
    table = np.array([row[:3] for row in rows], dtype=np.int64).reshape(-1, 3)
    return Course(
        first=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64),
        start_us=table[:, 0].copy(),
        end_us=table[:, 1].copy(),
        mwh=table[:, 2].copy(),
        idle=np.array([row[3] for row in rows], dtype=np.bool_),
        plain=np.array([_is_plain(one) for one in usages], dtype=np.bool_),
    )


def _is_plain(usage: Usage) -> bool:
    if usage.reserved is not None or not usage.slices or usage.slices[0].span.start != usage.start:
        return False
    edge = usage.start
    for one in usage.slices:
        if one.span.start != edge or one.span.end <= edge or one.activity is Activity.UNTIMED:
            return False
        edge = one.span.end
    return edge == usage.end
